"""The pages of owners: what waits, and one record beside its page's picture."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from digitize.access import Right, Viewer
from digitize.errors import DigitizeError, RequestInvalid
from digitize.model import RecordId
from digitize.rows import Owner, OwnerKind
from web.pages.rendering import is_part
from web.problem import status_of
from web.records.requests import PageNumber
from web.records.shown import paper_shown
from web.warehouse.desk import OwnerDesk
from web.warehouse.link_pages import link_pages
from web.warehouse.requests import (
    Cursor,
    OwnerSaid,
    WantedRecord,
)
from workers.records.looking import record_of
from workers.records.reads import Purpose, note_look
from workers.warehouse import deciding_owners

PATH = "/owners"
_ROWS = 50
_PARTS = 3
_Chosen = Annotated[list[str], Form(default_factory=list, max_length=20)]
_Text = Annotated[str, Form(max_length=200)]
_Key = Annotated[str, Query(pattern=r"^[0-9]*$", max_length=3)]


def owner_pages(desk: OwnerDesk) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    _record_pages(router, desk)
    link_pages(router, desk)
    return router


def _record_pages(router: APIRouter, desk: OwnerDesk) -> None:
    services, pages = desk.services, desk.pages
    keeper = Annotated[Viewer, Depends(desk.gate.needs(Right.KEEP_OWNERS))]

    @router.get("")
    def waiting(request: Request, viewer: keeper, cursor: Cursor = None) -> Response:
        found = deciding_owners.waiting(services, viewer, cursor=cursor, limit=_ROWS)
        return pages.page(
            request,
            "owners.html",
            found=found,
            doubts_of=deciding_owners.doubts_of,
            count=deciding_owners.how_many_wait(services, viewer),
        )

    @router.get("/records/{wanted}")
    def record(
        request: Request,
        viewer: keeper,
        wanted: WantedRecord,
        page: PageNumber = 1,
        field: _Key = "",
    ) -> Response:
        return _record(request, viewer, wanted, page=page, field=field)

    @router.post("/records/{wanted}")
    def say(
        request: Request,
        viewer: keeper,
        wanted: WantedRecord,
        chosen: _Chosen,
        version: Annotated[int, Form(ge=0)] = 0,
        kind: OwnerKind = Form(default=OwnerKind.CITIZEN),  # noqa: B008 - FastAPI's way
        number: _Text = "",
        name: _Text = "",
        nobody: _Text = "",
    ) -> Response:
        """The next record that waits, or this one again with what was wrong."""
        try:
            owners = [] if nobody else _said(chosen, kind, number, name)
            decided = deciding_owners.decide(
                services, viewer, RecordId(wanted), owners, version=version
            )
        except DigitizeError as error:
            return _record(request, viewer, wanted, error=error)
        following = deciding_owners.next_waiting(services, viewer, decided)
        place = f"{PATH}/records/{following}" if following else PATH
        return RedirectResponse(place, status_code=303)

    def _record(
        request: Request,
        viewer: Viewer,
        wanted: str,
        *,
        page: int = 1,
        field: str = "",
        error: DigitizeError | None = None,
    ) -> Response:
        found, document = record_of(services, viewer, wanted)
        note_look(services, document, purpose=Purpose.SHOW, actor=viewer.account)
        shown: dict[str, Any] = {
            "paper": paper_shown(services, viewer, document, found, number=page, selected=field),
            "address": f"{PATH}/records/{wanted}",
        }
        if is_part(request):
            return pages.part(request, "owner_record.html", "viewer", **shown)
        versions = deciding_owners.versions(services, found.id)
        return pages.page(
            request,
            "owner_record.html",
            candidates=deciding_owners.candidates(services, document),
            page_of={index: number for number, index in enumerate(document.page_indexes, 1)},
            doubts=() if found.owners else deciding_owners.doubts_of(found),
            versions=versions[1:],
            codes=deciding_owners.result_codes(services, found.id),
            error=error,
            status=status_of(error) if error else 200,
            **shown,
        )


def _said(chosen: list[str], kind: OwnerKind, number: str, name: str) -> list[Owner]:
    """Raises `RequestInvalid` for what no form of ours sends, and where nobody was named."""
    try:
        owners = [_owner(one) for one in chosen]
        if number.strip():
            owners.append(OwnerSaid(kind=kind, number=number.strip(), name=name).owner)
    except (ValidationError, ValueError) as fault:
        raise RequestInvalid("owner") from fault
    if not owners:
        raise RequestInvalid("nobody was named")
    return owners


def _owner(chosen: str) -> Owner:
    kind, number, name = chosen.split("|", _PARTS - 1)
    return OwnerSaid(kind=OwnerKind(kind), number=number, name=name).owner
