"""A warehouse in memory with everything that workers are given: for tests of what they make of rows."""

import io
from pathlib import Path

from storage_factories import NOW

from config.document_types import load_document_types
from config.settings import Settings
from storage.catalogue import SqlCatalogue
from storage.database import open_memory_database
from storage.memory_store import MemoryStore
from workers.services import Services


def memory_services(**settings: object) -> Services:
    database = open_memory_database()
    return Services(
        settings=Settings(warehouse=Path("nowhere"), **settings),
        store=MemoryStore(),
        database=database,
        catalogue=SqlCatalogue(database),
        types=load_document_types(),
        clock=lambda: NOW,
        _log_file=io.StringIO(),
    )
