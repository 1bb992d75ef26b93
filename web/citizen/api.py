"""`/api/v1/own`: what is held about whoever asks, who looked at it, what is permitted and what is said to be wrong; one paper an address."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from digitize.access import Right, Viewer
from digitize.model import RecordId
from digitize.reuse.grants import GrantId
from web.api.router import api_router
from web.records.desk import RecordDesk
from web.records.downloads import handed_out
from web.reuse.answers import (
    ComplaintAnswer,
    ComplaintPage,
    GrantAnswer,
    GrantPage,
    LookPage,
    OwnPaperAnswer,
    OwnPaperPage,
    complaint_answer,
    complaint_page,
    grant_answer,
    grant_page,
    look_page,
    own_paper_answer,
    own_paper_page,
)
from web.reuse.api import FILE, PICTURE
from web.reuse.requests import (
    ComplaintAnswerSaid,
    ComplaintSaid,
    Cursor,
    Limit,
    WantedComplaint,
    WantedGrant,
    WantedPage,
    WantedRecord,
    WishesSaid,
    WishSaid,
)
from workers.pictures import WIDTHS, page_picture
from workers.records.part_names import RecordPart
from workers.records.reads import Purpose
from workers.reuse import complaining, giving, own_records
from workers.reuse.places import place_in

_WIDEST = WIDTHS[-1]


def own_routes(desk: RecordDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="own records")
    _paper_routes(router, desk)
    _file_routes(router, desk)
    _grant_routes(router, desk)
    _complaint_routes(router, desk)
    return router


def complaint_routes(desk: RecordDesk) -> APIRouter:
    """For the agency: what owners say of its papers."""
    router = api_router(desk.services, desk.gate, tag="complaints")
    services = desk.services
    answerer = Annotated[Viewer, Depends(desk.gate.needs(Right.ANSWER_OWNERS))]

    @router.get("/complaints")
    def complaints(
        viewer: answerer,
        state: Annotated[Literal["open", "all"], Query()] = "open",
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> ComplaintPage:
        found = complaining.complaints_page(
            services, viewer, open_only=state == "open", after=place_in(cursor), limit=limit + 1
        )
        return complaint_page(found, limit)

    @router.post("/complaints/{wanted}/answer")
    def answer(
        viewer: answerer, wanted: WantedComplaint, said: ComplaintAnswerSaid
    ) -> ComplaintAnswer:
        made = complaining.answer(services, viewer, wanted, outcome=said.outcome, text=said.answer)
        return complaint_answer(made)

    return router


def _paper_routes(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get("/own/records")
    def papers(viewer: owner, cursor: Cursor = None, limit: Limit = 20) -> OwnPaperPage:
        found = own_records.own_papers(services, viewer, after=place_in(cursor), limit=limit)
        return own_paper_page(found)

    @router.get("/own/records/{wanted}")
    def paper(viewer: owner, wanted: WantedRecord) -> OwnPaperAnswer:
        found = own_records.own_paper(services, viewer, wanted)
        own_records.look_at_own(services, viewer, found, Purpose.SHOW)
        return own_paper_answer(found)

    @router.get("/own/records/{wanted}/looks")
    def looks(
        viewer: owner, wanted: WantedRecord, cursor: Cursor = None, limit: Limit = 50
    ) -> LookPage:
        found = own_records.own_paper(services, viewer, wanted)
        told = own_records.looks_told(services, found, after=place_in(cursor), limit=limit + 1)
        return look_page(told, limit)


def _file_routes(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get(
        "/own/records/{wanted}/pages/{page}/picture", responses=PICTURE, response_class=Response
    )
    def picture(
        viewer: owner,
        wanted: WantedRecord,
        page: WantedPage,
        width: Annotated[int, Query(ge=WIDTHS[0], le=_WIDEST)] = WIDTHS[1],
    ) -> Response:
        """`page` is its number in the paper, from 1."""
        found = own_records.own_paper(services, viewer, wanted)
        index = own_records.page_index_of(found, page)
        step = next(step for step in WIDTHS if step >= width)
        made = page_picture(services, desk.looking, found.document.scan_id, index, step)
        own_records.look_at_own(services, viewer, found, Purpose.PICTURE)
        return FileResponse(
            made, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=300"}
        )

    @router.get("/own/records/{wanted}/sealed", responses=FILE, response_class=Response)
    def sealed(request: Request, viewer: owner, wanted: WantedRecord) -> Response:
        found = own_records.own_paper(services, viewer, wanted)
        return handed_out(request, services, viewer, found.document, RecordPart.SEALED)


def _grant_routes(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get("/own/grants")
    def grants(viewer: owner, cursor: Cursor = None, limit: Limit = 50) -> GrantPage:
        found = giving.grants_page(services, viewer, after=place_in(cursor), limit=limit + 1)
        return grant_page(found, limit, at=services.clock())

    @router.post("/own/grants", status_code=HTTPStatus.CREATED)
    def give(viewer: owner, said: WishSaid) -> GrantAnswer:
        return grant_answer(giving.give(services, viewer, said.wish), at=services.clock())

    @router.post("/own/grants/several", status_code=HTTPStatus.CREATED)
    def give_several(viewer: owner, said: WishesSaid) -> list[GrantAnswer]:
        """All of them or none."""
        papers = [RecordId(one) for one in said.records]
        made = giving.give_several(services, viewer, said.wish, papers)
        return [grant_answer(one, at=services.clock()) for one in made]

    @router.post("/own/grants/{wanted}/withdraw")
    def withdraw(viewer: owner, wanted: WantedGrant) -> GrantAnswer:
        made = giving.withdraw(services, viewer, GrantId(wanted))
        return grant_answer(made, at=services.clock())


def _complaint_routes(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get("/own/complaints")
    def complaints(viewer: owner, cursor: Cursor = None, limit: Limit = 50) -> ComplaintPage:
        found = complaining.complaints_page(
            services, viewer, after=place_in(cursor), limit=limit + 1
        )
        return complaint_page(found, limit)

    @router.post("/own/records/{wanted}/complaints", status_code=HTTPStatus.CREATED)
    def complain(viewer: owner, wanted: WantedRecord, said: ComplaintSaid) -> ComplaintAnswer:
        return complaint_answer(complaining.complain(services, viewer, wanted, said.said))
