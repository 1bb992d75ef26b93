"""Cover notes as rows: which sheet of a scan named which dossier, and which sheets of a print were met."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, Row, bindparam, insert, select

from digitize.model import BatchId, CoverNote, ScanId
from storage.custody import came_in
from storage.schema import covers


def insert_cover(connection: Connection, scan_id: ScanId, cover: CoverNote) -> None:
    """A sheet of a scan was read; once, when the scan is separated."""
    connection.execute(insert(covers).values(scan_id=scan_id, **asdict(cover)))


def covers_of(connection: Connection, scan_id: ScanId) -> Sequence[CoverNote]:
    """The notes of a scan in the order of its pages."""
    return [_cover(row) for row in connection.execute(_OF_SCAN, {"scan": scan_id})]


_OF_SCAN = select(covers).where(covers.c.scan_id == bindparam("scan")).order_by(covers.c.page_index)


def covers_of_batch(
    connection: Connection, batch_id: BatchId
) -> Mapping[ScanId, Sequence[CoverNote]]:
    """The notes of every scan that came in a batch, in the order of its pages."""
    query = select(covers).where(covers.c.scan_id.in_(came_in(batch_id)))
    found = defaultdict[ScanId, list[CoverNote]](list)
    for row in connection.execute(query.order_by(covers.c.page_index)):
        found[ScanId(row.scan_id)].append(_cover(row))
    return found


def scans_naming(connection: Connection, dossier_code: str) -> Sequence[ScanId]:
    """Scans in which a sheet names this dossier."""
    query = select(covers.c.scan_id).where(covers.c.dossier_code == dossier_code).distinct()
    return [ScanId(row.scan_id) for row in connection.execute(query.order_by(covers.c.scan_id))]


def _cover(row: Row[tuple[object, ...]]) -> CoverNote:
    return CoverNote(
        page_index=row.page_index,
        dossier_code=row.dossier_code,
        procedure_code=row.procedure_code,
        component=row.component,
        print_id=row.print_id,
        sheet_number=row.sheet_number,
        sheet_count=row.sheet_count,
        note=row.note,
    )
