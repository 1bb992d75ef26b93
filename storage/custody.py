"""Scans and arrivals as rows: which bytes came in which batch, and that they are in custody."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from digitize.errors import NotFound
from digitize.model import BatchId, ScanFile, ScanId
from digitize.rows import Arrival, Priority, Scan, ScanState
from digitize.status import DocumentStatus
from storage.schema import arrivals, batches, documents, scans

_MOVES_BY_ITSELF = (
    DocumentStatus.SEPARATED,
    DocumentStatus.READ,
    DocumentStatus.DESCRIBED,
    DocumentStatus.CHECKED,
    DocumentStatus.SEALED,
)


def find_scan(connection: Connection, scan_id: ScanId) -> Scan | None:
    """The scan with this hash, if it ever came in."""
    row = connection.execute(select(scans).where(scans.c.id == scan_id)).one_or_none()
    return None if row is None else _scan(row)


def get_scan(connection: Connection, scan_id: ScanId) -> Scan:
    """The scan with this hash; raises `NotFound`."""
    found = find_scan(connection, scan_id)
    if found is None:
        raise NotFound(f"scan {scan_id}")
    return found


def all_scans(connection: Connection) -> Sequence[Scan]:
    """Every scan in the order of arrival."""
    query = select(scans).order_by(scans.c.received_at, scans.c.id)
    return [_scan(row) for row in connection.execute(query)]


def unfinished_scans(
    connection: Connection, *, limit: int, priority: Priority | None = None
) -> Sequence[Scan]:
    """Scans with a step left that needs no person: counters before backfill, then as they came.

    Bytes that a counter brings again after an import are the counter's; with a priority only scans of that.
    """
    moving = select(documents.c.scan_id).where(documents.c.status.in_(_MOVES_BY_ITSELF))
    query = (
        select(scans)
        .join(arrivals, arrivals.c.scan_id == scans.c.id)
        .join(batches, batches.c.id == arrivals.c.batch_id)
        .where(or_(scans.c.state == ScanState.RECEIVED, scans.c.id.in_(moving)))
        .group_by(*scans.c)
        .order_by(func.min(batches.c.priority), scans.c.received_at, scans.c.id)
        .limit(limit)
    )
    if priority is not None:
        query = query.having(func.min(batches.c.priority) == priority)
    return [_scan(row) for row in connection.execute(query)]


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
    connection.execute(
        insert(scans).values(
            id=scan_id,
            batch_id=batch_id,
            source=source,
            kind=file.kind,
            size_bytes=file.size_bytes,
            page_count=file.page_count,
            traits=json.dumps(sorted(file.traits)),
            state=ScanState.RECEIVED,
            received_at=at,
            receipted_at=at,
        )
    )


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
    connection.execute(
        insert(scans).values(
            id=scan_id,
            batch_id=batch_id,
            source=source,
            kind=UNKNOWN_KIND,
            size_bytes=size_bytes,
            page_count=page_count,
            traits="[]",
            state=ScanState.REJECTED,
            error_code=error_code,
            received_at=at,
            receipted_at=at,
        )
    )


UNKNOWN_KIND = "unknown"


def set_scan_state(
    connection: Connection, scan_id: ScanId, state: ScanState, *, error_code: str | None = None
) -> None:
    """A scan is separated or rejected."""
    query = update(scans).where(scans.c.id == scan_id)
    connection.execute(query.values(state=state, error_code=error_code))


def note_arrival(
    connection: Connection, scan_id: ScanId, *, batch_id: BatchId, source: str, at: datetime
) -> bool:
    """Remember that these bytes came this way; False where that was known."""
    key = (
        arrivals.c.scan_id == scan_id,
        arrivals.c.batch_id == batch_id,
        arrivals.c.source == source,
    )
    if connection.execute(select(arrivals.c.at).where(*key)).first() is not None:
        return False
    connection.execute(
        insert(arrivals).values(scan_id=scan_id, batch_id=batch_id, source=source, at=at)
    )
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


def source_digest(source: str) -> str:
    """File names carry people's names, and the ledger must not."""
    return hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()


def _scan(row: Row[tuple[object, ...]]) -> Scan:
    return Scan(
        id=ScanId(row.id),
        batch_id=BatchId(row.batch_id),
        source=row.source,
        kind=row.kind,
        size_bytes=row.size_bytes,
        page_count=row.page_count,
        traits=tuple(json.loads(row.traits)),
        state=ScanState(row.state),
        error_code=row.error_code,
        received_at=row.received_at,
        receipted_at=row.receipted_at,
    )
