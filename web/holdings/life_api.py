"""`/api/v1/records/ID/life` and `/api/v1/paper-links`: how a paper stands today, what an officer says of it, links that wait for one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from digitize.access import Right, Viewer
from digitize.model import RecordId
from web.accounts.gate import Gate
from web.api.router import api_router
from web.holdings.life_answers import (
    LINK,
    LifeAnswer,
    LifeSaid,
    LinkConfirmed,
    LinkDeclined,
    PaperLinkAnswer,
    ValiditySaid,
    WaitingPaperLinkAnswer,
    WaitingPaperLinkPage,
)
from web.records.requests import Cursor, WantedRecord
from workers.records.looking import record_of
from workers.records.reads import Purpose, note_look
from workers.services import Services
from workers.warehouse import life

MOST_LINKS = 50
"""Each is looked up in the index for the papers it may mean."""
_Link = Annotated[str, Path(pattern=LINK, max_length=32)]


def life_routes(services: Services, gate: Gate) -> APIRouter:
    router = api_router(services, gate, tag="life")
    _record_routes(router, services, gate)
    _link_routes(router, services, gate)
    return router


def _record_routes(router: APIRouter, services: Services, gate: Gate) -> None:
    finder = Annotated[Viewer, Depends(gate.needs(Right.FIND))]
    keeper = Annotated[Viewer, Depends(gate.needs(Right.KEEP_OWNERS))]

    def answer(viewer: Viewer, wanted: str) -> LifeAnswer:
        record, document = record_of(services, viewer, wanted)
        note_look(services, document, purpose=Purpose.SHOW, actor=viewer.account)
        return LifeAnswer.of(record.id, life.paper_life(services, record, viewer=viewer))

    @router.get("/records/{wanted}/life")
    def standing(viewer: finder, wanted: WantedRecord) -> LifeAnswer:
        return answer(viewer, wanted)

    @router.post("/records/{wanted}/life")
    def mark(viewer: keeper, wanted: WantedRecord, said: LifeSaid) -> LifeAnswer:
        record_id = RecordId(wanted)
        life.mark(services, viewer, record_id, said.state, version=said.version, reason=said.reason)
        return answer(viewer, wanted)

    @router.post("/records/{wanted}/validity")
    def say_validity(viewer: keeper, wanted: WantedRecord, said: ValiditySaid) -> LifeAnswer:
        life.say_validity(
            services,
            viewer,
            RecordId(wanted),
            said.valid_until,
            version=said.version,
            reason=said.reason,
        )
        return answer(viewer, wanted)


def _link_routes(router: APIRouter, services: Services, gate: Gate) -> None:
    keeper = Annotated[Viewer, Depends(gate.needs(Right.KEEP_OWNERS))]

    @router.get("/paper-links")
    def waiting(
        viewer: keeper,
        cursor: Cursor = None,
        limit: Annotated[int, Query(ge=1, le=MOST_LINKS)] = 20,
    ) -> WaitingPaperLinkPage:
        page = life.waiting(services, viewer, cursor=cursor, limit=limit)
        items = [WaitingPaperLinkAnswer.of_waiting(one) for one in page.items]
        return WaitingPaperLinkPage(items=items, cursor=page.cursor)

    @router.post("/paper-links/{wanted}/meant")
    def confirm(viewer: keeper, wanted: _Link, said: LinkConfirmed) -> PaperLinkAnswer:
        target = RecordId(said.record)
        return PaperLinkAnswer.of(
            life.confirm(services, viewer, wanted, target, version=said.version)
        )

    @router.post("/paper-links/{wanted}/not-meant")
    def decline(viewer: keeper, wanted: _Link, said: LinkDeclined) -> PaperLinkAnswer:
        return PaperLinkAnswer.of(
            life.decline(services, viewer, wanted, version=said.version, reason=said.reason)
        )
