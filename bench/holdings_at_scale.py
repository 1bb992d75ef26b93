"""`Already held` among as many records as a province has: the whole question, its entry in the ledger included, as the API asks it."""

import io
import random
import time
from collections.abc import Sequence
from pathlib import Path

from bench.drawn_records import owner_of
from config.document_types import load_document_types
from config.settings import Settings
from digitize.access import Role, Viewer
from digitize.rows import Owner
from digitize.warehouse.holdings import AskedFor
from storage.catalogue import SqlCatalogue
from storage.database import Database
from storage.memory_store import MemoryStore
from workers.services import Services, utc_now
from workers.warehouse.holdings import Question, ask

_TYPES = (
    "giay_khai_sinh",
    "giay_chung_nhan_ket_hon",
    "giay_phep_xay_dung",
    "trich_luc_khai_tu",
    "can_cuoc",
)
_SYSTEM = Viewer(account="mot-cua", roles=frozenset({Role.SYSTEM}), agency="H46.1")


def holdings_p95_ms(database: Database, owners: Sequence[Owner]) -> float:
    """Of each owner whether five types are held; the first twenty warm up what a server has warm."""
    services = Services(
        settings=Settings(warehouse=Path("nowhere")),
        store=MemoryStore(),
        database=database,
        catalogue=SqlCatalogue(database),
        types=load_document_types(),
        clock=utc_now,
        _log_file=io.StringIO(),
    )
    for owner in owners[:20]:
        _ask(services, owner)
    times = sorted(_ask(services, owner) for owner in owners)
    return round(times[int(len(times) * 0.95)], 2)


def some_owners(records: int, *, count: int, seed: int = 11) -> list[Owner]:
    """Owners of a catalogue that `fill` made, by chance."""
    chance = random.Random(seed)
    return [owner_of(chance.randint(1, records)) for _ in range(count)]


def _ask(services: Services, owner: Owner) -> float:
    question = Question(
        owner=owner,
        purpose=AskedFor.RECEIVING,
        procedure_code="1.001193",
        type_codes=_TYPES,
    )
    begun = time.perf_counter()
    ask(services, _SYSTEM, question)
    return (time.perf_counter() - begun) * 1000
