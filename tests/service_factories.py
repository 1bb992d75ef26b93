"""What workers are given, for tests of what they make of it: a warehouse in memory, children that fail as told."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from storage_factories import NOW

from config.document_types import load_document_types
from config.settings import Settings
from digitize.errors import DigitizeError
from storage.catalogue import SqlCatalogue
from storage.database import open_memory_database
from storage.memory_store import MemoryStore
from workers.services import Services


class FailingChildren:
    """A pool whose children end as told; then, if any are left, as they should."""

    def __init__(self, *errors: DigitizeError) -> None:
        self._errors = list(errors)
        self.asked_anew = 0

    def call(
        self, function: Callable[..., object], _timeout_seconds: float, *args: object
    ) -> object:
        if self._errors:
            raise self._errors.pop(0)
        return function(None, *args)

    def call_anew(self, *arguments: Any) -> object:
        self.asked_anew += 1
        return self.call(*arguments)


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
