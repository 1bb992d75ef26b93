"""The pages of numbers that may be one person's: what is proposed, one pair beside its evidence, two numbers that an officer links."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from digitize.access import Right, Viewer
from digitize.errors import DigitizeError, RequestInvalid
from digitize.rows import LinkState, Owner, OwnerKind
from web.problem import status_of
from web.warehouse.desk import OwnerDesk
from web.warehouse.requests import Cursor, LinkSaid, NumberSaid, WantedLink
from workers.records.looking import page_seen, record_of
from workers.records.reads import Purpose, note_look
from workers.warehouse import linking

PATH = "/owners/links"
_ROWS = 50
_Text = Annotated[str, Form(max_length=200)]


def link_pages(router: APIRouter, desk: OwnerDesk) -> None:
    """Adds what is below `/owners/links`."""
    services = desk.services
    keeper = Annotated[Viewer, Depends(desk.gate.needs(Right.KEEP_OWNERS))]

    @router.get("/links")
    def links(
        request: Request,
        viewer: keeper,
        state: LinkState = LinkState.PROPOSED,
        cursor: Cursor = None,
    ) -> Response:
        return _links(desk, request, viewer, state=state, cursor=cursor)

    @router.post("/links")
    def link(
        request: Request,
        viewer: keeper,
        kind: Annotated[OwnerKind, Form()],
        one: _Text,
        other: _Text,
        reason: _Text = "",
    ) -> Response:
        try:
            said = LinkSaid(kind=kind, one=one, other=other, reason=reason)
            ends = [NumberSaid(kind=kind, number=number).owner for number in (one, other)]
            made = linking.link(
                services, viewer, ends[0], ends[1], record_id=None, reason=said.reason
            )
        except ValidationError:
            return _links(desk, request, viewer, error=RequestInvalid("link"))
        except DigitizeError as error:
            return _links(desk, request, viewer, error=error)
        return RedirectResponse(f"{PATH}/{made}", status_code=303)

    @router.get("/links/{pair}")
    def one_link(request: Request, viewer: keeper, wanted: WantedLink) -> Response:
        return _link(desk, request, viewer, wanted)

    @router.post("/links/{pair}")
    def decide(
        request: Request,
        viewer: keeper,
        wanted: WantedLink,
        version: Annotated[int, Form(ge=0)] = 0,
        state: Annotated[LinkState, Form()] = LinkState.PROPOSED,
        reason: _Text = "",
    ) -> Response:
        try:
            linking.decide(services, viewer, wanted, state, version=version, reason=reason)
        except DigitizeError as error:
            return _link(desk, request, viewer, wanted, error=error)
        return RedirectResponse(f"{PATH}/{wanted}", status_code=303)


def _links(
    desk: OwnerDesk,
    request: Request,
    viewer: Viewer,
    *,
    state: LinkState = LinkState.PROPOSED,
    cursor: str | None = None,
    error: DigitizeError | None = None,
) -> Response:
    return desk.pages.page(
        request,
        "owner_links.html",
        found=linking.links(desk.services, viewer, state, cursor=cursor, limit=_ROWS),
        state=state,
        states=list(LinkState),
        owner=Owner,
        error=error,
        status=status_of(error) if error else 200,
    )


def _link(
    desk: OwnerDesk,
    request: Request,
    viewer: Viewer,
    wanted: str,
    *,
    error: DigitizeError | None = None,
) -> Response:
    found = linking.link_of(desk.services, viewer, wanted)
    document, page = None, None
    if found.record_id is not None:
        _, document = record_of(desk.services, viewer, found.record_id)
        note_look(desk.services, document, purpose=Purpose.SHOW, actor=viewer.account)
        if found.page_index in document.page_indexes:
            number = document.page_indexes.index(found.page_index) + 1
            page = page_seen(desk.services, document, number, fields=())
    return desk.pages.page(
        request,
        "owner_link.html",
        link=found,
        document=document,
        page=page,
        error=error,
        status=status_of(error) if error else 200,
    )
