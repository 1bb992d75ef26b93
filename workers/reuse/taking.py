"""An officer uses a held paper for a dossier: the grant is opened for it, the paper previewed, then handed over with a receipt.

Each step asks anew whether the grant holds and the paper is in force, so that a withdrawal ends all of it at once. Whatever is
shown is a look by that grant, in the ledger and for the owner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digitize.access import Right, Viewer
from digitize.errors import Disposed, NotFound
from digitize.model import RecordId
from digitize.reuse.grants import Grant, GrantId, Use, require_use
from digitize.rows import Document, Record
from storage import grant_rows
from storage.look_rows import PREVIEW, looked_under
from storage.record_reads import note_reads
from storage.record_rows import record_under, records_under_grant
from workers.pictures import page_picture
from workers.pool import ChildPool
from workers.reuse.moderation import require_moderate
from workers.reuse.preview import preview_of
from workers.reuse.standing import require_in_force
from workers.services import Services

PREVIEW_WIDTH = 900
_LOOK_LASTS = timedelta(minutes=15)
_MOST = 50
"""Papers of one type that one owner has; what somebody has more often is asked for paper by paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A paper under a grant."""

    grant: Grant
    record: Record
    document: Document


def grant_of(services: Services, viewer: Viewer, grant_id: str) -> Grant:
    """Raises `NotFound`, for another agency's grant as for none."""
    with services.database.reading() as connection:
        return grant_rows.get_grant(connection, GrantId(grant_id), viewer=viewer)


def open_for(
    services: Services, viewer: Viewer, grant_id: str, *, procedure_code: str, dossier_code: str
) -> Grant:
    """A grant is used for this dossier; from now on for no other. Raises `NotFound`, `GrantEnded`, `GrantForOtherUse`."""
    viewer.require(Right.REUSE)
    now = services.clock()
    use = Use(agency=viewer.agency, procedure_code=procedure_code, dossier_code=dossier_code)
    with services.database.writing() as connection:
        grant = grant_rows.get_grant(connection, GrantId(grant_id), viewer=viewer)
        require_use(grant, use, at=now)
        return grant_rows.bind(connection, grant, dossier_code, actor=viewer.account, at=now)


def papers_under(services: Services, viewer: Viewer, grant: Grant) -> Sequence[Record]:
    """What the grant opens, each a look: it stood in a list. Raises `GrantEnded`, `GrantForOtherUse`."""
    now = _require_holding(services, viewer, grant)
    with services.database.reading() as connection:
        found = records_under_grant(connection, viewer, grant, at=now, limit=_MOST)
    note_use(services, viewer, grant, [record.id for record in found], part="find")
    return found


def preview(services: Services, viewer: Viewer, grant: Grant, record_id: str) -> Opened:
    """A paper to be looked at before it is handed over; within a while that is one look.

    Raises `NotFound`, `GrantEnded`, `PaperNotInForce`, `TooManyPapers`, `Disposed`.
    """
    found = opened(services, viewer, grant, record_id)
    require_moderate(services, viewer.account, found.record.id)
    since = services.clock() - _LOOK_LASTS
    with services.database.reading() as connection:
        is_looking = looked_under(
            connection, grant.id, found.record.id, account=viewer.account, since=since
        )
    if not is_looking:
        note_use(services, viewer, grant, [found.record.id], part=PREVIEW)
    return found


def preview_picture(
    services: Services, pool: ChildPool, viewer: Viewer, opened: Opened, number: int
) -> bytes:
    """A page as JPEG with a mark across it, of no use but to look at. Raises `NotFound` for a page that is not there."""
    indexes = opened.document.page_indexes
    if not 1 <= number <= len(indexes):
        raise NotFound(f"{opened.document.id} has no page {number}")
    picture = page_picture(
        services, pool, opened.document.scan_id, indexes[number - 1], PREVIEW_WIDTH
    )
    said = f"XEM TRƯỚC · {opened.grant.agency} · {opened.grant.dossier_code} · {viewer.account}"
    return preview_of(pool, picture, said)


def opened(services: Services, viewer: Viewer, grant: Grant, record_id: str) -> Opened:
    """The one way to a paper under a grant. Raises `NotFound`, `GrantEnded`, `PaperNotInForce`, `Disposed`."""
    now = _require_holding(services, viewer, grant)
    with services.database.reading() as connection:
        record = record_under(connection, RecordId(record_id), viewer=viewer, grant=grant, at=now)
    require_in_force(services, record)
    document = services.catalogue.document(record.document_id)
    if services.catalogue.disposal(document.id) is not None:
        raise Disposed(document.id)
    return Opened(grant=grant, record=record, document=document)


def _require_holding(services: Services, viewer: Viewer, grant: Grant) -> datetime:
    """The moment at which it does. Raises `GrantEnded`, `GrantForOtherUse`."""
    now = services.clock()
    use = Use(
        agency=viewer.agency,
        procedure_code=grant.procedure_code,
        dossier_code=grant.dossier_code,
    )
    require_use(grant, use, at=now)
    return now


def note_use(
    services: Services,
    viewer: Viewer,
    grant: Grant,
    record_ids: Sequence[RecordId],
    *,
    part: str,
) -> None:
    """That papers were looked at by this grant."""
    note_reads(
        services.database,
        record_ids,
        purpose=part,
        actor=viewer.account,
        at=services.clock(),
        grant=grant,
    )
