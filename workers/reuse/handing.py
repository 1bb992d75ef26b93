"""A previewed paper goes into its grant's dossier: the receipt, the mark on the dossier's component, and the sealed PDF to fetch."""

from collections.abc import Sequence
from uuid import uuid4

from digitize.access import Right, Viewer
from digitize.dossier.checklist import checklist_for
from digitize.errors import LostRace, NotForHandOver, NotFound, NotPreviewed
from digitize.reuse.grants import Grant
from digitize.reuse.hand_overs import HandOver
from digitize.rows import Record
from storage import hand_over_rows
from storage.look_rows import looked_under
from storage.record_rows import record_under
from storage.reused_components import mark_reused
from workers.records.part_names import RecordPart
from workers.records.parts import Part, part_of
from workers.reuse.moderation import require_moderate
from workers.reuse.taking import Opened, grant_of, note_use, opened
from workers.services import Services


def hand_over(
    services: Services, viewer: Viewer, grant: Grant, record_id: str, *, component: str
) -> HandOver:
    """The paper goes into the grant's dossier; asked for again it is the same receipt.

    Raises, beside what a preview does, `NotForHandOver`, `NotPreviewed`.
    """
    viewer.require(Right.REUSE)
    found = opened(services, viewer, grant, record_id)
    if not grant.permits_hand_over:
        raise NotForHandOver(grant.id)
    require_moderate(services, viewer.account, found.record.id)
    component = _component_of(services, grant, found.record, component)
    try:
        return _handed_over(services, viewer, found, component)
    except LostRace:  # somebody else of the agency did the same at the same moment
        return _handed_over(services, viewer, found, component)


def hand_over_of(services: Services, viewer: Viewer, hand_over_id: str) -> HandOver:
    """A receipt, for the agency and the owner, also when its grant is over. Raises `NotFound`."""
    with services.database.reading() as connection:
        return hand_over_rows.get_hand_over(connection, hand_over_id, viewer=viewer)


def handed_paper(services: Services, viewer: Viewer, receipt: HandOver) -> Part:
    """The sealed PDF that was handed over, while its grant holds; each fetch is a look.

    Raises `GrantEnded`, `PaperNotInForce`, `NotFound` where another version was filed since, `TooManyPapers`, `Disposed`.
    """
    viewer.require(Right.REUSE)
    grant = grant_of(services, viewer, receipt.grant_id)
    found = opened(services, viewer, grant, receipt.record_id)
    part = part_of(services, found.document, RecordPart.SEALED)
    if part.sha256 != receipt.sha256:
        raise NotFound(f"{receipt.id}: the paper has another version now")
    require_moderate(services, viewer.account, found.record.id)
    note_use(services, viewer, grant, [found.record.id], part=f"get.{RecordPart.SEALED.value}")
    return part


def _handed_over(services: Services, viewer: Viewer, found: Opened, component: str) -> HandOver:
    grant, record, now = found.grant, found.record, services.clock()
    with services.database.writing() as connection:
        before = hand_over_rows.find_hand_over(connection, grant.id, record.id)
        if before is not None:
            return before
        if not looked_under(connection, grant.id, record.id, account=viewer.account):
            raise NotPreviewed(record.id)
        record_under(connection, record.id, viewer=viewer, grant=grant, at=now)  # as it holds now
        made = HandOver(
            id=f"h-{uuid4().hex}",
            grant_id=grant.id,
            record_id=record.id,
            record_version=record.version,
            sha256=record.pdf.sha256,
            agency=grant.agency,
            procedure_code=grant.procedure_code,
            dossier_code=grant.dossier_code,
            component=component,
            account=viewer.account,
            at=now,
        )
        hand_over_rows.insert_hand_over(connection, made)
        mark_reused(connection, made)
        return made


def _component_of(services: Services, grant: Grant, record: Record, said: str) -> str:
    """As said, else the one item of the procedure's checklist that papers of this type are for."""
    checklist = checklist_for(grant.procedure_code, services.checklists)
    fitting = checklist.of_type(record.type_code) if checklist and not said else ()
    return fitting[0].code if len(fitting) == 1 else said


def receipts_of(services: Services, grants: Sequence[Grant]) -> Sequence[HandOver]:
    """Of grants that the viewer was shown, the newest first."""
    with services.database.reading() as connection:
        return hand_over_rows.hand_overs_under(connection, [grant.id for grant in grants])
