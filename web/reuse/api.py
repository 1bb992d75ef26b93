"""`/api/v1/reuse`: a grant taken from the law or opened, its papers previewed page by page, one handed over, its receipt and sealed PDF.

One paper an address, always: nothing here gives several at once.
"""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from digitize.access import Right, Viewer
from digitize.reuse.grants import Grant, GrantId
from web.api.router import api_router
from web.holdings.asking import AskingRates
from web.records.desk import RecordDesk
from web.records.downloads import as_attachment
from web.reuse.answers import (
    GrantAnswer,
    GrantedPapers,
    GrantPage,
    ReceiptAnswer,
    grant_answer,
    grant_page,
    granted_paper,
    receipt_answer,
)
from web.reuse.requests import (
    Cursor,
    DemandSaid,
    Dossier,
    HandOverSaid,
    Limit,
    UseSaid,
    WantedGrant,
    WantedPage,
    WantedReceipt,
    WantedRecord,
)
from workers.reuse import giving, handing, taking
from workers.reuse.places import place_in
from workers.reuse.standing import standings_of

_GONE: dict[int | str, dict[str, Any]] = {410: {"description": "Removed when its time had come"}}
_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": _BYTES}, "description": "The page as JPEG"},
    **_GONE,
}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": _BYTES}, "description": "The sealed PDF"},
    206: {"description": "A piece of it, as `Range` asked"},
    304: {"description": "What the asker has is still right"},
    **_GONE,
}
NO_STORE = {"Cache-Control": "no-store"}


def reuse_routes(desk: RecordDesk, rates: AskingRates) -> APIRouter:
    """`rates`: a demand tells whether somebody holds such a paper, so it is asked no oftener than that."""
    router = api_router(desk.services, desk.gate, tag="reuse")
    _grant_routes(router, desk, rates)
    _paper_routes(router, desk)
    _receipt_routes(router, desk)
    return router


def _grant_routes(router: APIRouter, desk: RecordDesk, rates: AskingRates) -> None:
    services = desk.services
    officer = Annotated[Viewer, Depends(desk.gate.needs(Right.REUSE))]

    def answered(grant: Grant) -> GrantAnswer:
        return grant_answer(grant, at=services.clock())

    @router.get("/reuse/grants")
    def grants(
        viewer: officer, dossier: Dossier = "", cursor: Cursor = None, limit: Limit = 50
    ) -> GrantPage:
        found = giving.grants_page(
            services, viewer, dossier_code=dossier, after=place_in(cursor), limit=limit + 1
        )
        return grant_page(found, limit, at=services.clock())

    @router.post("/reuse/grants", status_code=HTTPStatus.CREATED)
    def take_by_law(viewer: officer, said: DemandSaid) -> GrantAnswer:
        rates.take(viewer)
        return answered(giving.take_by_law(services, viewer, said.demand))

    @router.get("/reuse/grants/{wanted}")
    def grant(viewer: officer, wanted: WantedGrant) -> GrantAnswer:
        return answered(taking.grant_of(services, viewer, wanted))

    @router.post("/reuse/grants/{wanted}/open")
    def open_grant(viewer: officer, wanted: WantedGrant, said: UseSaid) -> GrantAnswer:
        grant = taking.open_for(
            services, viewer, wanted, procedure_code=said.procedure, dossier_code=said.dossier
        )
        return answered(grant)

    @router.post("/reuse/grants/{wanted}/withdraw")
    def withdraw(viewer: officer, wanted: WantedGrant) -> GrantAnswer:
        return answered(giving.withdraw(services, viewer, GrantId(wanted)))


def _paper_routes(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    officer = Annotated[Viewer, Depends(desk.gate.needs(Right.REUSE))]

    @router.get("/reuse/grants/{wanted}/papers")
    def papers(viewer: officer, wanted: WantedGrant) -> GrantedPapers:
        grant = taking.grant_of(services, viewer, wanted)
        found = taking.papers_under(services, viewer, grant)
        standings = standings_of(services, found)
        items = [
            granted_paper(
                record,
                pages=len(services.catalogue.document(record.document_id).page_indexes),
                standing=standings[record.id].shown,
            )
            for record in found
        ]
        return GrantedPapers(items=items)

    @router.get(
        "/reuse/grants/{wanted}/papers/{record}/pages/{page}",
        responses=PICTURE,
        response_class=Response,
    )
    def preview(
        viewer: officer, wanted: WantedGrant, record: WantedRecord, page: WantedPage
    ) -> Response:
        """A page with a mark across it; of which dossier, and who looks."""
        grant = taking.grant_of(services, viewer, wanted)
        opened = taking.preview(services, viewer, grant, record)
        made = taking.preview_picture(services, desk.looking, viewer, opened, page)
        return Response(made, media_type="image/jpeg", headers=NO_STORE)

    @router.post("/reuse/grants/{wanted}/papers/{record}/hand-over", responses=_GONE)
    def hand_over(
        viewer: officer, wanted: WantedGrant, record: WantedRecord, said: HandOverSaid
    ) -> ReceiptAnswer:
        grant = taking.grant_of(services, viewer, wanted)
        made = handing.hand_over(services, viewer, grant, record, component=said.component)
        return receipt_answer(made)


def _receipt_routes(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    officer = Annotated[Viewer, Depends(desk.gate.needs(Right.REUSE))]

    @router.get("/reuse/receipts/{wanted}")
    def receipt(viewer: officer, wanted: WantedReceipt) -> ReceiptAnswer:
        return receipt_answer(handing.hand_over_of(services, viewer, wanted))

    @router.get("/reuse/receipts/{wanted}/sealed", responses=FILE, response_class=Response)
    def sealed(viewer: officer, wanted: WantedReceipt) -> Response:
        made = handing.hand_over_of(services, viewer, wanted)
        return as_attachment(handing.handed_paper(services, viewer, made))
