"""What is due to go of an agency's records, and its disposal by two people: one proposes a list, another approves it and it is done."""

from collections.abc import Sequence
from itertools import islice
from uuid import uuid4

from config.retention import load_retention
from digitize.access import Right, Viewer
from digitize.errors import AlreadyDecided, NotFound, NothingDue, ReasonMissing
from digitize.model import DocumentId
from digitize.warehouse.validity import today_of
from storage.disposal_list_rows import APPROVED, DisposalList, DisposalListRows
from storage.record_rows import get_record
from workers import disposal
from workers.disposal import PastItsTime
from workers.pictures import forget_pictures
from workers.services import Services

MOST = 500
"""Papers of one list: what a person can look through before they sign."""
LISTS = 50


def due(services: Services, viewer: Viewer) -> Sequence[PastItsTime]:
    """Records of the viewer's agency past their time, the first `MOST`. Raises `NotAllowed`."""
    viewer.require(Right.DISPOSE)
    schedule = load_retention(services.settings.retention, types=services.types)
    if schedule.default_years is None and not any(schedule.years_by_type.values()):
        return ()  # nothing ever runs out: not a million records looked at for it
    today = today_of(services.clock())
    passed = disposal.past_their_time(services.catalogue, schedule, today=today)
    return tuple(islice((one for one in passed if _is_seen(services, viewer, one)), MOST))


def propose(services: Services, viewer: Viewer, reason: str) -> DisposalList:
    """All that is due now, as one list. Raises `NotAllowed`, `ReasonMissing`, `NothingDue`."""
    if not reason.strip():
        raise ReasonMissing
    found = due(services, viewer)
    if not found:
        raise NothingDue
    ends_on = {one.record.document_id: one.ended_on for one in found}
    made = DisposalList(
        id=uuid4().hex,
        agency=viewer.agency,
        reason=reason.strip(),
        proposed_by=viewer.account,
        proposed_at=services.clock(),
        papers=tuple(ends_on),
    )
    DisposalListRows(services.database).propose(made, ends_on=ends_on)
    return made


def decide(services: Services, viewer: Viewer, list_id: str, decision: str) -> DisposalList:
    """An approved list is carried out at once; one that was broken off goes on when it is approved again.

    Raises `NotAllowed`, `NotFound`, `SamePerson`, `AlreadyDecided`, and what disposing raises.
    """
    viewer.require(Right.DISPOSE)
    rows = DisposalListRows(services.database)
    try:
        found = rows.decide(
            list_id, decision, agency=viewer.agency, actor=viewer.account, at=services.clock()
        )
    except AlreadyDecided:
        found = rows.get(list_id, agency=viewer.agency)
        if found.decision != APPROVED or decision != APPROVED or found.carried_out_at is not None:
            raise
    if found.decision == APPROVED:
        _carry_out(services, found)
        rows.carried_out(list_id, at=services.clock())
    return rows.get(list_id, agency=viewer.agency)


def listed(services: Services, viewer: Viewer) -> Sequence[DisposalList]:
    """Raises `NotAllowed`."""
    viewer.require(Right.DISPOSE)
    return DisposalListRows(services.database).of_agency(viewer.agency, limit=LISTS)


def _carry_out(services: Services, found: DisposalList) -> None:
    schedule = load_retention(services.settings.retention, types=services.types)
    for document_id in found.papers:
        document = services.catalogue.document(DocumentId(document_id))
        if services.catalogue.holds_on(document.id):
            continue  # held since it was proposed: it stays, and the others go
        disposal.dispose(
            services.catalogue,
            services.store,
            document,
            schedule=schedule,
            officer=found.decided_by,
            reason=found.reason,
            at=services.clock(),
        )
        forget_pictures(services, document.scan_id)


def _is_seen(services: Services, viewer: Viewer, one: PastItsTime) -> bool:
    try:
        with services.database.reading() as connection:
            get_record(connection, one.record.id, viewer=viewer)
    except NotFound:
        return False
    return True
