"""A person's demand registered by an officer of the agency, and answered with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from digitize.access import Right, Viewer
from digitize.model import RecordId
from digitize.privacy.demands import Demand, DemandKind, DemandOutcome, require_reason
from digitize.privacy.masking import masked, masked_owner
from digitize.rows import Owner
from digitize.warehouse.validity import today_of
from storage.cursors import id_in, moment_in
from storage.demand_rows import DemandRows
from storage.record_rows import get_record
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPage:
    items: Sequence[Demand]
    """Numbers of persons masked."""
    cursor: str | None


def register(
    services: Services,
    viewer: Viewer,
    kind: DemandKind,
    owner: Owner,
    words: str,
    *,
    record_id: str = "",
) -> Demand:
    """Raises `NotAllowed`, `ReasonMissing`, `NotFound` for a record that the agency does not have."""
    viewer.require(Right.TELL_PERSON)
    require_reason(words)
    if record_id:
        with services.database.reading() as connection:
            get_record(connection, RecordId(record_id), viewer=viewer)
    now = services.clock()
    made = Demand(
        id=uuid4().hex,
        agency=viewer.agency,
        kind=kind,
        owner=owner,
        record_id=RecordId(record_id) if record_id else None,
        words=words.strip(),
        registered_by=viewer.account,
        registered_at=now,
        due_on=today_of(now) + timedelta(days=services.settings.demand_days),
    )
    DemandRows(services.database).register(made)
    return made


def answer(
    services: Services, viewer: Viewer, demand_id: str, outcome: DemandOutcome, words: str
) -> None:
    """Raises `NotAllowed`, `ReasonMissing`, `NotFound`, `AlreadyDecided`."""
    viewer.require(Right.TELL_PERSON)
    require_reason(words)
    DemandRows(services.database).answer(
        demand_id,
        outcome,
        words.strip(),
        agency=viewer.agency,
        actor=viewer.account,
        at=services.clock(),
    )


def listed(
    services: Services, viewer: Viewer, *, cursor: str | None = None, limit: int
) -> DemandPage:
    """The agency's, the newest first. Raises `NotAllowed`, `NoSuchCursor`."""
    viewer.require(Right.TELL_PERSON)
    after = _place(cursor) if cursor else None
    found = DemandRows(services.database).of_agency(viewer.agency, after=after, limit=limit + 1)
    shown = [_masked(one) for one in found[:limit]]
    is_more = len(found) > limit
    last = shown[-1] if is_more else None
    return DemandPage(
        items=shown, cursor=f"{last.registered_at.isoformat()}~{last.id}" if last else None
    )


def _masked(demand: Demand) -> Demand:
    return replace(
        demand,
        owner=masked_owner(demand.owner),
        words=masked(demand.words),
        answer=masked(demand.answer),
    )


def _place(cursor: str) -> tuple[datetime, str]:
    at, _, demand_id = cursor.partition("~")
    return moment_in(at), id_in(demand_id)
