"""What happened since an entry of the ledger, as who wants to look again must know it: which batches of which agency.

The ledger is the one place that every process of a cluster writes to at every change, so whoever follows its end misses none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from digitize.model import BatchId
from digitize.rows import LedgerEntry
from storage import ledger
from storage.database import Database
from storage.ids import is_scan_id
from storage.schema import arrivals, batches, documents

MOST_ENTRIES = 1000
"""Looked at one by one; after more, everybody had better look again at everything."""
_OF_QUEUE = ("document.", "scan.rearranged", "scan.separated")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchChanged:
    batch_id: BatchId
    agency: str
    is_of_queue: bool
    """Whether its documents changed, and not only its files and pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    seq: int
    """The last entry there was."""
    is_any: bool = False
    batches: frozenset[BatchChanged] = frozenset()
    is_everything: bool = False
    """More happened than was looked at."""


def changes_since(database: Database, seq: int | None) -> Changes:
    """What the entries behind `seq` tell of; of None (the listener begins) nothing but where the ledger ends."""
    with database.reading() as connection:
        last, _ = ledger.head(connection)
        if seq is None or last == seq:
            return Changes(seq=last)
        if not 0 <= last - seq <= MOST_ENTRIES:  # a ledger shorter than before was put back
            return Changes(seq=last, is_any=True, is_everything=True)
        entries = ledger.entries_after(connection, seq, limit=MOST_ENTRIES)
        return Changes(seq=last, is_any=True, batches=frozenset(_batches(connection, entries)))


def _batches(connection: Connection, entries: Iterable[LedgerEntry]) -> Iterable[BatchChanged]:
    of_queue, others = set[str](), set[str]()
    for entry in entries:
        (of_queue if entry.event.startswith(_OF_QUEUE) else others).add(entry.subject)
    for subjects, is_of_queue in ((of_queue, True), (others, False)):
        for batch_id, agency in _named(connection, subjects):
            yield BatchChanged(batch_id=batch_id, agency=agency, is_of_queue=is_of_queue)


def _named(connection: Connection, subjects: set[str]) -> Iterable[tuple[BatchId, str]]:
    """Batches that the subjects are, or in which the scans and documents came that they are."""
    if not subjects:
        return
    scans = [subject for subject in subjects if is_scan_id(subject)]
    papers = select(documents.c.scan_id).where(documents.c.id.in_(subjects))
    came = select(arrivals.c.batch_id).where(
        or_(arrivals.c.scan_id.in_(scans), arrivals.c.scan_id.in_(papers))
    )
    query = select(batches.c.id, batches.c.agency).where(
        or_(batches.c.id.in_(subjects), batches.c.id.in_(came))
    )
    for row in connection.execute(query):
        yield BatchId(row.id), row.agency
