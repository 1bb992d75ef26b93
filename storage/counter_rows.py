"""What a counter looks at, for many batches with a question or two each: batches as they were opened, where their pages are.

Counts are by batch as pushed: bytes that came in two batches count in both, and once in each however often they came there.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Exists, Select, and_, exists, func, or_, select, tuple_

from digitize.access import Viewer
from digitize.desk import RescanRequest
from digitize.errors import NotFound
from digitize.model import BatchId, DocumentId, ScanId
from digitize.rows import Batch, PageState
from digitize.status import DocumentStatus
from storage import batch_rows, ledger
from storage.database import Database
from storage.desk_rows import DeskRows
from storage.ledger import Event
from storage.schema import arrivals, batches, documents, pages, rescans, scans
from storage.schema import ledger as ledger_rows
from storage.visible import batches_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchProgress:
    """Pages of a batch: received = waiting + filed + set aside + rejected."""

    files: int = 0
    refused_files: int = 0
    received: int = 0
    read: int = 0
    """Looked at by the machine, whatever came of it."""
    waiting: int = 0
    read_waiting: int = 0
    """Of those that wait, the ones that were read."""
    filed: int = 0
    set_aside: int = 0
    rejected: int = 0
    to_check: int = 0
    """Documents that wait for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchList:
    batches: tuple[Batch, ...]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOfBatch:
    """A wish for a new scan, and where its paper came in."""

    batch: Batch
    file: str
    asked: RescanRequest
    came_later: bool
    """Something came for the batch or its dossier since: it may be what was asked for."""


class CounterRows:
    """Safe to share between threads. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def batch_of(self, viewer: Viewer, batch_id: BatchId) -> Batch:
        """Raises `NotFound`, the same for a batch of another agency as for none."""
        query = select(batches.c.id).where(batches.c.id == batch_id, batches_of(viewer))
        with self._database.reading() as connection:
            if connection.execute(query).first() is None:
                raise NotFound(f"batch {batch_id}")
            return batch_rows.get_batch(connection, batch_id)

    def has_scan(self, viewer: Viewer, batch_id: BatchId, scan_id: ScanId) -> bool:
        """Whether the scan came in this batch, which the viewer sees."""
        query = (
            select(1)
            .select_from(arrivals.join(batches, batches.c.id == arrivals.c.batch_id))
            .where(batches.c.id == batch_id, arrivals.c.scan_id == scan_id, batches_of(viewer))
        )
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def batches(
        self, viewer: Viewer, *, pushed_by: str | None, after: BatchId | None, limit: int
    ) -> BatchList:
        """The newest first, of the whole agency or of one who pushed; from the one behind `after`."""
        query = select(batches.c.id).where(batches_of(viewer))
        if pushed_by is not None:
            query = query.where(batches.c.station == pushed_by)
        if after is not None:
            last = select(batches.c.opened_at).where(batches.c.id == after).scalar_subquery()
            query = query.where(tuple_(batches.c.opened_at, batches.c.id) < tuple_(last, after))
        query = query.order_by(batches.c.opened_at.desc(), batches.c.id.desc()).limit(limit + 1)
        with self._database.reading() as connection:
            ids = [BatchId(row.id) for row in connection.execute(query)]
            found = tuple(batch_rows.get_batch(connection, one) for one in ids[:limit])
        return BatchList(batches=found, has_more=len(ids) > limit)

    def progress(self, batch_ids: Collection[BatchId]) -> Mapping[BatchId, BatchProgress]:
        """Of each of these batches, in three questions."""
        with self._database.reading() as connection:
            found = _files(connection, batch_ids)
            _count_pages(connection, found)
            _count_waiting(connection, found)
        return found

    def asked_again(self, viewer: Viewer, *, since: datetime, limit: int) -> Sequence[AskedOfBatch]:
        """What checkers wish to have scanned again and nobody said was, the newest first."""
        came_later = _came_later().label("came_later")
        query = (
            select(
                rescans.c.document_id, arrivals.c.batch_id, func.min(arrivals.c.source), came_later
            )
            .join(arrivals, arrivals.c.scan_id == rescans.c.scan_id)
            .join(batches, batches.c.id == arrivals.c.batch_id)
            .where(batches_of(viewer), rescans.c.asked_at >= since, ~_said_answered())
            .group_by(rescans.c.document_id, arrivals.c.batch_id, rescans.c.asked_at, came_later)
            .order_by(rescans.c.asked_at.desc(), rescans.c.document_id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            named = [(batch_rows.get_batch(connection, row[1]), *row[2:], row[0]) for row in rows]
        wishes = DeskRows(self._database)
        return [
            AskedOfBatch(batch=batch, file=file, asked=asked, came_later=bool(came))
            for batch, file, came, document_id in named
            if (asked := wishes.rescan(DocumentId(document_id))) is not None
        ]

    def said_answered(self, subjects: Collection[str]) -> frozenset[str]:
        """Of these papers and scans the ones of which an officer said that they were scanned again."""
        query = select(ledger_rows.c.subject).where(
            ledger_rows.c.subject.in_(subjects), ledger_rows.c.event == Event.RESCAN_ANSWERED
        )
        with self._database.reading() as connection:
            return frozenset(row.subject for row in connection.execute(query))

    def ledger_end(self) -> int:
        """What a page shows is as of this entry at least; what happens behind it, it asks to be told."""
        with self._database.reading() as connection:
            return ledger.head(connection)[0]


def _came(batch_ids: Collection[BatchId]) -> Select[tuple[str, str]]:
    """Which scans came in which of the batches, each once."""
    query = select(arrivals.c.batch_id, arrivals.c.scan_id).distinct()
    return query.where(arrivals.c.batch_id.in_(batch_ids))


def _files(connection: Connection, batch_ids: Collection[BatchId]) -> dict[BatchId, BatchProgress]:
    came = _came(batch_ids).subquery()
    query = select(came.c.batch_id, scans.c.page_count, scans.c.error_code)
    found = {batch_id: BatchProgress() for batch_id in batch_ids}
    for row in connection.execute(query.join(scans, scans.c.id == came.c.scan_id)):
        before = found[BatchId(row.batch_id)]
        found[BatchId(row.batch_id)] = replace(
            before,
            files=before.files + 1,
            refused_files=before.refused_files + (row.error_code is not None),
            received=before.received + row.page_count,
        )
    return found


def _count_pages(connection: Connection, found: dict[BatchId, BatchProgress]) -> None:
    came = _came(found.keys()).subquery()
    was_read = pages.c.outcome.is_not(None)
    query = (
        select(came.c.batch_id, pages.c.state, was_read.label("was_read"), func.count().label("n"))
        .join(pages, pages.c.scan_id == came.c.scan_id)
        .group_by(came.c.batch_id, pages.c.state, was_read)
    )
    for row in connection.execute(query):
        before = found[BatchId(row.batch_id)]
        states = [PageState(row.state).value]
        if row.was_read:
            is_waiting = row.state == PageState.WAITING
            states += ["read", "read_waiting"] if is_waiting else ["read"]
        counted = {state: getattr(before, state) + row.n for state in states}
        found[BatchId(row.batch_id)] = replace(before, **counted)
    for batch_id, one in found.items():
        # A file that was refused unopened has pages by its own account, but no rows of them.
        unseen = one.received - one.waiting - one.filed - one.set_aside - one.rejected
        found[batch_id] = replace(one, rejected=one.rejected + unseen)


def _count_waiting(connection: Connection, found: dict[BatchId, BatchProgress]) -> None:
    came = _came(found.keys()).subquery()
    query = (
        select(came.c.batch_id, func.count().label("n"))
        .join(documents, documents.c.scan_id == came.c.scan_id)
        .where(documents.c.status == DocumentStatus.NEEDS_CHECK)
        .group_by(came.c.batch_id)
    )
    for row in connection.execute(query):
        batch_id = BatchId(row.batch_id)
        found[batch_id] = replace(found[batch_id], to_check=row.n)


def _said_answered() -> Exists:
    """An officer said that the paper was scanned again."""
    return exists(
        select(1).where(
            ledger_rows.c.subject == rescans.c.document_id,
            ledger_rows.c.event == Event.RESCAN_ANSWERED,
        )
    )


def _came_later() -> Exists:
    """Something came for the batch or its dossier after it was asked for."""
    later, its_batch = arrivals.alias(), batches.alias()
    is_of_dossier = and_(
        batches.c.dossier_code != "",
        its_batch.c.dossier_code == batches.c.dossier_code,
        its_batch.c.agency == batches.c.agency,
    )
    return exists(
        select(1)
        .select_from(later.join(its_batch, its_batch.c.id == later.c.batch_id))
        .where(
            later.c.at > rescans.c.asked_at,
            or_(its_batch.c.id == batches.c.id, is_of_dossier),
        )
    )
