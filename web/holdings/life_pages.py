"""Pages of papers' lives: how a record stands, on its own page; the links that wait for a person; the forms by which one decides."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.errors import (
    DigitizeError,
    IllegalMove,
    LostRace,
    ReasonMissing,
    RequestInvalid,
)
from digitize.model import RecordId
from digitize.privacy.masking import masked
from digitize.warehouse.life import MOVES, LifeState
from web.accounts.gate import Gate
from web.holdings import shown
from web.holdings.life_answers import LINK
from web.pages.rendering import Pages
from web.problem import status_of
from web.records.requests import Cursor, WantedRecord
from workers.records.looking import record_of
from workers.records.reads import Purpose, note_look
from workers.services import Services
from workers.warehouse import life

PATH = "/paper-links"
LINKS = 20
_Link = Annotated[str, Path(pattern=LINK, max_length=32)]
_Version = Annotated[int, Form(ge=-1, le=2**31)]
_Reason = Annotated[str, Form(max_length=500)]


def life_pages(services: Services, pages: Pages, gate: Gate) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _record_part(router, services, pages, gate)
    _links_page(router, services, pages, gate)
    return router


def _record_part(router: APIRouter, services: Services, pages: Pages, gate: Gate) -> None:
    finder = Annotated[Viewer, Depends(gate.needs(Right.FIND))]
    keeper = Annotated[Viewer, Depends(gate.needs(Right.KEEP_OWNERS))]

    def part(
        request: Request, viewer: Viewer, wanted: str, error: DigitizeError | None = None
    ) -> Response:
        record, document = record_of(services, viewer, wanted)
        note_look(services, document, purpose=Purpose.PICTURE, actor=viewer.account)
        found = life.paper_life(services, record, viewer=viewer)
        return pages.part(
            request,
            "life.html",
            "life",
            life=found,
            record=record,
            error=error,
            moves=sorted(MOVES[found.life.state]),
            may_mark=viewer.may(Right.KEEP_OWNERS),
            shown=shown,
        )

    @router.get("/records/{wanted}/life")
    def standing(request: Request, viewer: finder, wanted: WantedRecord) -> Response:
        return part(request, viewer, wanted)

    @router.post("/records/{wanted}/life")
    def mark(
        request: Request,
        viewer: keeper,
        wanted: WantedRecord,
        state: Annotated[str, Form(max_length=16)] = "",
        version: _Version = -1,
        reason: _Reason = "",
    ) -> Response:
        record_of(services, viewer, wanted)
        if state not in set(LifeState):
            raise RequestInvalid("state")
        try:
            _require(reason)
            life.mark(
                services,
                viewer,
                RecordId(wanted),
                LifeState(state),
                version=version,
                reason=reason.strip(),
            )
        except (IllegalMove, LostRace, ReasonMissing) as error:
            return part(request, viewer, wanted, error)
        return part(request, viewer, wanted)


def _links_page(router: APIRouter, services: Services, pages: Pages, gate: Gate) -> None:
    keeper = Annotated[Viewer, Depends(gate.needs(Right.KEEP_OWNERS))]

    def page(
        request: Request, viewer: Viewer, cursor: str | None, error: DigitizeError | None = None
    ) -> Response:
        found = life.waiting(services, viewer, cursor=cursor, limit=LINKS)
        status = status_of(error) if error else 200
        return pages.page(
            request,
            "links.html",
            status=status,
            found=found,
            error=error,
            shown=shown,
            masked=masked,
        )

    @router.get(PATH)
    def waiting(request: Request, viewer: keeper, cursor: Cursor = None) -> Response:
        return page(request, viewer, cursor)

    @router.post("/paper-links/{wanted}/meant")
    def confirm(
        request: Request,
        viewer: keeper,
        wanted: _Link,
        version: _Version = -1,
        record: Annotated[str, Form(max_length=25)] = "",
    ) -> Response:
        try:
            life.confirm(services, viewer, wanted, RecordId(record), version=version)
        except (IllegalMove, LostRace) as error:
            return page(request, viewer, None, error)
        return RedirectResponse(PATH, status_code=303)

    @router.post("/paper-links/{wanted}/not-meant")
    def decline(
        request: Request,
        viewer: keeper,
        wanted: _Link,
        version: _Version = -1,
        reason: _Reason = "",
    ) -> Response:
        try:
            _require(reason)
            life.decline(services, viewer, wanted, version=version, reason=reason.strip())
        except (IllegalMove, LostRace, ReasonMissing) as error:
            return page(request, viewer, None, error)
        return RedirectResponse(PATH, status_code=303)


def _require(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
