"""Grants made and taken back: by the owner for an agency, by an officer out of the law for a dossier."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from digitize.access import Right, Viewer
from digitize.errors import NoSuchType, NotAllowed, NotHeld, PaperNotInForce
from digitize.model import RecordId
from digitize.reuse.grants import (
    Grant,
    GrantBasis,
    GrantId,
    GrantLimits,
    GrantPurpose,
    require_giveable,
)
from digitize.rows import Owner, Record
from digitize.warehouse.holdings import AskedFor
from storage import grant_rows
from storage.record_rows import get_record, records_of_owner
from workers.reuse.moderation import require_moderate_asking
from workers.reuse.standing import require_in_force, standings_of
from workers.services import Services
from workers.warehouse.holdings import Question, ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an owner permits."""

    agency: str
    purpose: GrantPurpose
    procedure_code: str
    valid_until: datetime
    record_id: RecordId | None = None
    type_code: str = ""
    dossier_code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What an officer takes out of the law: an owner's paper of one type, for one dossier, with the reason."""

    owner: Owner
    type_code: str
    procedure_code: str
    dossier_code: str
    reason: str
    purpose: GrantPurpose = GrantPurpose.DOSSIER


def limits_of(services: Services) -> GrantLimits:
    return services.settings.grant_limits


def give(services: Services, viewer: Viewer, wish: Wish) -> Grant:
    """An owner's grant. Raises `NotFound` for a paper that is not the owner's, `PaperNotInForce`, `NoSuchType`, `GrantTooLong`, `TooManyPapers`."""
    return _given(services, viewer, [wish])[0]


def give_several(
    services: Services, viewer: Viewer, wish: Wish, record_ids: Sequence[RecordId]
) -> Sequence[Grant]:
    """The same for each of these papers, all or none: a grant each, so that each is withdrawn by itself. Raises what `give` does."""
    papers = dict.fromkeys(record_ids)
    return _given(services, viewer, [replace(wish, record_id=one) for one in papers])


def _given(services: Services, viewer: Viewer, wishes: Sequence[Wish]) -> Sequence[Grant]:
    viewer.require(Right.OWN_RECORDS)
    if viewer.owner is None:
        raise NotAllowed(Right.OWN_RECORDS)
    require_moderate_asking(services, viewer.account, count=len(wishes))
    for wish in wishes:
        _require_usable(services, viewer, wish)
    now = services.clock()
    return _made(
        services,
        [
            Grant(
                id=_new_id(),
                owner=viewer.owner,
                agency=wish.agency,
                purpose=wish.purpose,
                procedure_code=wish.procedure_code,
                dossier_code=wish.dossier_code,
                basis=GrantBasis.OWNER,
                reason=wish.reason,
                given_by=viewer.account,
                given_at=now,
                valid_from=now,
                valid_until=wish.valid_until,
                record_id=wish.record_id,
                type_code=wish.type_code,
            )
            for wish in wishes
        ],
    )


def _require_usable(services: Services, viewer: Viewer, wish: Wish) -> None:
    if wish.record_id is not None:
        with services.database.reading() as connection:
            record = get_record(connection, wish.record_id, viewer=viewer)
        require_in_force(services, record)
    elif wish.type_code not in services.types:
        raise NoSuchType(wish.type_code)


def take_by_law(services: Services, viewer: Viewer, demand: Demand) -> Grant:
    """An officer's grant to the own agency, where the owner has such a paper in force.

    Raises `NotHeld`, `PaperNotInForce`, `NoSuchType`, `TooManyPapers`.
    """
    viewer.require(Right.REUSE)
    require_moderate_asking(services, viewer.account)
    _require_held(services, viewer, demand)
    now, limits = services.clock(), limits_of(services)
    grant = Grant(
        id=_new_id(),
        owner=demand.owner,
        agency=viewer.agency,
        purpose=demand.purpose,
        procedure_code=demand.procedure_code,
        dossier_code=demand.dossier_code,
        basis=GrantBasis.LAW,
        reason=demand.reason,
        given_by=viewer.account,
        given_at=now,
        valid_from=now,
        valid_until=now + limits.law,
        type_code=demand.type_code,
    )
    return _made(services, [grant])[0]


def withdraw(services: Services, viewer: Viewer, grant_id: GrantId) -> Grant:
    """From now on it permits nothing. What the law gave, an owner cannot take back; what an owner gave, no officer can.

    Raises `NotFound`, `NotAllowed`.
    """
    with services.database.writing() as connection:
        grant = grant_rows.get_grant(connection, grant_id, viewer=viewer)
        is_owners = viewer.owner is not None
        if is_owners is not (grant.basis is GrantBasis.OWNER):
            raise NotAllowed("withdraw")
        return grant_rows.withdraw(connection, grant, actor=viewer.account, at=services.clock())


def grants_page(
    services: Services,
    viewer: Viewer,
    *,
    dossier_code: str = "",
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> Sequence[Grant]:
    with services.database.reading() as connection:
        return grant_rows.grants_seen(
            connection, viewer, dossier_code=dossier_code, after=after, limit=limit
        )


def _made(services: Services, new: Sequence[Grant]) -> Sequence[Grant]:
    for grant in new:
        require_giveable(grant, limits_of(services))
    with services.database.writing() as connection:
        for grant in new:
            grant_rows.insert_grant(connection, grant)
    return new


def _require_held(services: Services, viewer: Viewer, demand: Demand) -> None:
    """What is not held is told too, so that it was asked is in the ledger as of any such question."""
    with services.database.reading() as connection:
        owned = records_of_owner(connection, demand.owner)
    found: list[Record] = [one for one in owned if one.type_code == demand.type_code]
    if any(standing.may_be_used for standing in standings_of(services, found).values()):
        return
    ask(services, viewer, _question(demand))
    raise PaperNotInForce(demand.type_code) if found else NotHeld(demand.type_code)


def _question(demand: Demand) -> Question:
    return Question(
        owner=demand.owner,
        purpose=AskedFor.PROCESSING,
        procedure_code=demand.procedure_code,
        type_codes=(demand.type_code,),
        dossier_code=demand.dossier_code,
    )


def _new_id() -> GrantId:
    return GrantId(f"g-{uuid4().hex}")
