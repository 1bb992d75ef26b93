"""For which dossiers a scan came: by its batches, of whichever agency, and by the sheets between its papers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from digitize.model import BatchId, DocumentId, RecordId, ScanId
from storage.schema import arrivals, batches, covers, documents, records


@dataclass(frozen=True, slots=True, kw_only=True)
class CameFor:
    """A batch that a scan came in, and for which dossier, where the batch says it."""

    batch_id: BatchId
    agency: str
    dossier_code: str


def came_for(connection: Connection, scan_id: ScanId) -> Sequence[CameFor]:
    """Each batch once; of those without a dossier only where a sheet in the scan names one."""
    query = (
        select(batches.c.id, batches.c.agency, batches.c.dossier_code)
        .join(arrivals, arrivals.c.batch_id == batches.c.id)
        .where(arrivals.c.scan_id == scan_id)
        .distinct()
        .order_by(batches.c.id)
    )
    rows = connection.execute(query).all()
    has_sheets = any(not row.dossier_code for row in rows) and _is_named(connection, scan_id)
    return [
        CameFor(batch_id=BatchId(row.id), agency=row.agency, dossier_code=row.dossier_code)
        for row in rows
        if row.dossier_code or has_sheets
    ]


def document_of_record(connection: Connection, record_id: RecordId) -> DocumentId | None:
    query = select(records.c.document_id).where(records.c.id == record_id, records.c.is_current)
    found = connection.execute(query).scalar()
    return None if found is None else DocumentId(found)


def agencies_of(
    connection: Connection, document_ids: Collection[DocumentId]
) -> Mapping[DocumentId, frozenset[str]]:
    """Which agencies pushed each document."""
    query = (
        select(documents.c.id, batches.c.agency)
        .join(arrivals, arrivals.c.scan_id == documents.c.scan_id)
        .join(batches, batches.c.id == arrivals.c.batch_id)
        .where(documents.c.id.in_(document_ids))
        .distinct()
    )
    found: dict[DocumentId, frozenset[str]] = {}
    for row in connection.execute(query):
        document_id = DocumentId(row.id)
        found[document_id] = found.get(document_id, frozenset()) | {row.agency}
    return found


def agencies_of_scan(connection: Connection, scan_id: str) -> frozenset[str]:
    """Which agencies pushed a scan."""
    query = (
        select(batches.c.agency)
        .join(arrivals, arrivals.c.batch_id == batches.c.id)
        .where(arrivals.c.scan_id == scan_id)
        .distinct()
    )
    return frozenset(connection.execute(query).scalars())


def _is_named(connection: Connection, scan_id: ScanId) -> bool:
    query = select(covers.c.scan_id).where(covers.c.scan_id == scan_id, covers.c.dossier_code != "")
    return connection.execute(query.limit(1)).first() is not None
