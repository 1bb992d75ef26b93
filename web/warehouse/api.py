"""`/api/v1/owners` and a record's owners: what waits, what was said, numbers that are one person's. No number is ever in an address."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends

from digitize.access import Right, Viewer
from digitize.model import RecordId
from digitize.rows import LinkState, Owner
from web.api.router import api_router
from web.warehouse.answers import (
    LinkPageAnswer,
    LinkWithStepsAnswer,
    NumbersAnswer,
    OwnersAnswer,
    OwnerWaitingPage,
    link_answer,
    links_answer,
    numbers_answer,
    owners_answer,
    waiting_answer,
)
from web.warehouse.desk import OwnerDesk
from web.warehouse.requests import (
    Cursor,
    Limit,
    LinkSaid,
    LinkStateQuery,
    NumberSaid,
    OwnersSaid,
    StepSaid,
    WantedLink,
    WantedRecord,
)
from workers.records.looking import record_of
from workers.records.reads import Purpose, note_look
from workers.warehouse import deciding_owners, linking


def owner_routes(desk: OwnerDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="owners")
    _record_routes(router, desk)
    _link_routes(router, desk)
    return router


def _record_routes(router: APIRouter, desk: OwnerDesk) -> None:
    services = desk.services
    keeper = Annotated[Viewer, Depends(desk.gate.needs(Right.KEEP_OWNERS))]

    @router.get("/owners/waiting")
    def waiting(viewer: keeper, cursor: Cursor = None, limit: Limit = 50) -> OwnerWaitingPage:
        """Records whose owner is not certain, the oldest first."""
        found = deciding_owners.waiting(services, viewer, cursor=cursor, limit=limit)
        return waiting_answer(found)

    @router.get("/owners/records/{wanted}")
    def owners(viewer: keeper, wanted: WantedRecord) -> OwnersAnswer:
        """Whose it is, was, and may be by the numbers on it."""
        return _owners(viewer, wanted)

    @router.post("/owners/records/{wanted}")
    def say(viewer: keeper, wanted: WantedRecord, said: OwnersSaid) -> OwnersAnswer:
        """A next version of the record, of these owners or of nobody; the one before stays."""
        deciding_owners.decide(
            services,
            viewer,
            RecordId(wanted),
            [one.owner for one in said.owners],
            version=said.version,
        )
        return _owners(viewer, wanted)

    def _owners(viewer: Viewer, wanted: str) -> OwnersAnswer:
        record, document = record_of(services, viewer, wanted)
        note_look(services, document, purpose=Purpose.SHOW, actor=viewer.account)
        return owners_answer(
            record,
            list(deciding_owners.versions(services, record.id)),
            deciding_owners.candidates(services, document),
            deciding_owners.result_codes(services, record.id),
        )


def _link_routes(router: APIRouter, desk: OwnerDesk) -> None:
    services = desk.services
    keeper = Annotated[Viewer, Depends(desk.gate.needs(Right.KEEP_OWNERS))]

    @router.get("/owners/links")
    def links(
        viewer: keeper,
        state: LinkStateQuery = LinkState.PROPOSED,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> LinkPageAnswer:
        return links_answer(linking.links(services, viewer, state, cursor=cursor, limit=limit))

    @router.post("/owners/links", status_code=HTTPStatus.CREATED)
    def link(viewer: keeper, said: LinkSaid) -> LinkWithStepsAnswer:
        """Two numbers are one owner's, for an officer's reason."""
        one = NumberSaid(kind=said.kind, number=said.one).owner
        other = NumberSaid(kind=said.kind, number=said.other).owner
        record_id = RecordId(said.record) if said.record else None
        made = linking.link(services, viewer, one, other, record_id=record_id, reason=said.reason)
        return link_answer(linking.link_of(services, viewer, made))

    @router.get("/owners/links/{pair}")
    def one_link(viewer: keeper, wanted: WantedLink) -> LinkWithStepsAnswer:
        return link_answer(linking.link_of(services, viewer, wanted))

    @router.post("/owners/links/{pair}")
    def decide(viewer: keeper, wanted: WantedLink, said: StepSaid) -> LinkWithStepsAnswer:
        linking.decide(
            services, viewer, wanted, said.state, version=said.version, reason=said.reason
        )
        return link_answer(linking.link_of(services, viewer, wanted))

    @router.post("/owners/numbers")
    def numbers(viewer: keeper, said: NumberSaid) -> NumbersAnswer:
        """All numbers of whoever has this one, as far as you may see papers of theirs."""
        found: list[Owner] = list(linking.numbers(services, viewer, said.owner))
        return numbers_answer(found)
