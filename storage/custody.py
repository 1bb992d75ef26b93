"""Scans and arrivals as rows: which bytes came in which batch, and that they are in custody."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    ScalarSelect,
    Select,
    bindparam,
    insert,
    select,
    union_all,
    update,
)

from digitize.errors import NotFound
from digitize.model import BatchId, ScanFile, ScanId
from digitize.rows import Arrival, Priority, Scan, ScanState
from digitize.status import DocumentStatus
from storage import record_texts
from storage.schema import arrivals, batches, documents, scans
from storage.turns import IN_TURN, turn_at_paper

MOVES_BY_ITSELF = (
    DocumentStatus.SEPARATED,
    DocumentStatus.READ,
    DocumentStatus.DESCRIBED,
    DocumentStatus.CHECKED,
    DocumentStatus.SEALED,
)


def find_scan(connection: Connection, scan_id: ScanId) -> Scan | None:
    """The scan with this hash, if it ever came in."""
    row = connection.execute(_SCAN, {"scan": scan_id}).one_or_none()
    return None if row is None else scan_of(row)


# Asked or said for every scan: a query that is made once is also compiled once.
_SCAN = select(scans).where(scans.c.id == bindparam("scan"))


def get_scan(connection: Connection, scan_id: ScanId) -> Scan:
    """The scan with this hash; raises `NotFound`."""
    found = find_scan(connection, scan_id)
    if found is None:
        raise NotFound(f"scan {scan_id}")
    return found


def all_scans(connection: Connection) -> Sequence[Scan]:
    """Every scan in the order of arrival."""
    query = select(scans).order_by(scans.c.received_at, scans.c.id)
    return [scan_of(row) for row in connection.execute(query)]


def unfinished_scans(
    connection: Connection, *, limit: int, priority: Priority | None = None
) -> Sequence[Scan]:
    """Scans with a step left that needs no person: counters before backfill, then as they came.

    Bytes that a counter brings again after an import are the counter's; with a priority only scans of that.
    """
    received = select(scans).where(scans.c.state == ScanState.RECEIVED)
    moving = select(scans).where(scans.c.id.in_(_MOVING))
    # Two questions with an index each; one with an `OR` would sort a whole backlog to find its first.
    found = {
        row.id: row
        for query in (received, moving)
        for row in connection.execute(_most_urgent(query, limit=limit, priority=priority))
    }
    in_order = sorted(found.values(), key=lambda row: (row.priority, row.received_at, row.id))
    return [scan_of(row) for row in in_order[:limit]]


# A question a status: where most documents are filed, SQLite would walk all of them for a list of statuses.
_MOVING = union_all(
    *(select(documents.c.scan_id).where(documents.c.status == one) for one in MOVES_BY_ITSELF)
)


def _most_urgent(
    query: Select[tuple[Any, ...]], *, limit: int, priority: Priority | None
) -> Select[tuple[Any, ...]]:
    if priority is not None:
        query = query.where(scans.c.priority == priority)
    return query.order_by(scans.c.priority, scans.c.received_at, scans.c.id).limit(limit)


def _priority_of_batch() -> ScalarSelect[int]:
    named = batches.c.id == bindparam("priority_of")
    return select(batches.c.priority).where(named).scalar_subquery()


_ADD_SCAN = insert(scans).values(priority=_priority_of_batch())
_ADD_ARRIVAL = insert(arrivals)
_THIS_SCAN = update(scans).where(scans.c.id == bindparam("scan"))
_BEGIN_DOCUMENTS = (
    _THIS_SCAN.where(scans.c.state == ScanState.RECEIVED, IN_TURN)
    .values(state=ScanState.SEPARATED)
    .returning(scans)
)
_RAISE_PRIORITY = (
    update(scans)
    .where(scans.c.id == bindparam("scan"), scans.c.priority > _priority_of_batch())
    .values(priority=_priority_of_batch())
)


def insert_scan(
    connection: Connection,
    scan_id: ScanId,
    *,
    batch_id: BatchId,
    source: str,
    file: ScanFile,
    at: datetime,
) -> None:
    """Custody begins."""
    values = {
        "id": scan_id,
        "batch_id": batch_id,
        "source": source,
        "kind": file.kind,
        "size_bytes": file.size_bytes,
        "page_count": file.page_count,
        "traits": json.dumps(sorted(file.traits)),
        "state": ScanState.RECEIVED,
        "received_at": at,
        "receipted_at": at,
        "priority_of": batch_id,
    }
    connection.execute(_ADD_SCAN, values)


def insert_rejected_scan(
    connection: Connection,
    scan_id: ScanId,
    *,
    batch_id: BatchId,
    source: str,
    size_bytes: int,
    page_count: int,
    error_code: str,
    at: datetime,
) -> None:
    """Bytes that give no documents are kept too."""
    values = {
        "id": scan_id,
        "batch_id": batch_id,
        "source": source,
        "kind": UNKNOWN_KIND,
        "size_bytes": size_bytes,
        "page_count": page_count,
        "traits": "[]",
        "state": ScanState.REJECTED,
        "error_code": error_code,
        "received_at": at,
        "receipted_at": at,
        "priority_of": batch_id,
    }
    connection.execute(_ADD_SCAN, values)


UNKNOWN_KIND = "unknown"


def begin_documents(connection: Connection, scan_id: ScanId) -> Scan | None:
    """The scan, whose documents are known from now on and whose turn it is; None unless it is one whose pages are being read."""
    asked = {"scan": scan_id, **turn_at_paper(scan_id)}
    row = connection.execute(_BEGIN_DOCUMENTS, asked).one_or_none()
    return None if row is None else scan_of(row)


def set_rejected(connection: Connection, scan_id: ScanId, *, error_code: str) -> None:
    """A scan that is in custody is rejected after all."""
    values = {"scan": scan_id, "state": ScanState.REJECTED, "error_code": error_code}
    connection.execute(_THIS_SCAN, values)


def insert_arrival(
    connection: Connection, scan_id: ScanId, *, batch_id: BatchId, source: str, at: datetime
) -> None:
    """The first arrival of a scan, which has its urgency from the batch."""
    values = {"scan_id": scan_id, "batch_id": batch_id, "source": source, "at": at}
    connection.execute(_ADD_ARRIVAL, values)


def note_arrival(
    connection: Connection, scan_id: ScanId, *, batch_id: BatchId, source: str, at: datetime
) -> bool:
    """Remember that these bytes came this way, and how urgent that makes them; False where that was known."""
    key = (
        arrivals.c.scan_id == scan_id,
        arrivals.c.batch_id == batch_id,
        arrivals.c.source == source,
    )
    if connection.execute(select(arrivals.c.at).where(*key)).first() is not None:
        return False
    insert_arrival(connection, scan_id, batch_id=batch_id, source=source, at=at)
    connection.execute(_RAISE_PRIORITY, {"scan": scan_id, "priority_of": batch_id})
    record_texts.note_arrival(connection, scan_id)
    return True


def find_arrival(
    connection: Connection, batch_id: BatchId, scan_id: ScanId, source: str
) -> Arrival | None:
    """That these bytes came in this batch under this name, if they did."""
    query = select(arrivals.c.at).where(
        arrivals.c.scan_id == scan_id,
        arrivals.c.batch_id == batch_id,
        arrivals.c.source == source,
    )
    at = connection.execute(query).scalar_one_or_none()
    return at and Arrival(scan_id=scan_id, batch_id=batch_id, source=source, at=at)


def arrivals_of(connection: Connection, batch_id: BatchId) -> Sequence[Arrival]:
    """What came in a batch, in the order it came."""
    query = select(arrivals).where(arrivals.c.batch_id == batch_id)
    return [
        Arrival(scan_id=ScanId(row.scan_id), batch_id=batch_id, source=row.source, at=row.at)
        for row in connection.execute(query.order_by(arrivals.c.at, arrivals.c.source))
    ]


def came_in(batch_id: BatchId) -> Select[tuple[str]]:
    """Which scans came in a batch, for questions about all of them at once."""
    return select(arrivals.c.scan_id).where(arrivals.c.batch_id == batch_id)


def scans_of_batch(connection: Connection, batch_id: BatchId) -> Mapping[ScanId, Scan]:
    """Every scan that came in a batch."""
    query = select(scans).where(scans.c.id.in_(came_in(batch_id)))
    return {ScanId(row.id): scan_of(row) for row in connection.execute(query)}


def source_digest(source: str) -> str:
    """File names carry people's names, and the ledger must not."""
    return hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()


def scan_of(row: Row[tuple[object, ...]], *, state: str | None = None) -> Scan:
    """A row with a scan's columns; `state` where that name is another's in it."""
    return Scan(
        id=ScanId(row.id),
        batch_id=BatchId(row.batch_id),
        source=row.source,
        kind=row.kind,
        size_bytes=row.size_bytes,
        page_count=row.page_count,
        traits=tuple(json.loads(row.traits)),
        state=ScanState(state or row.state),
        error_code=row.error_code,
        received_at=row.received_at,
        receipted_at=row.receipted_at,
    )
