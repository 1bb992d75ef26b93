"""What is due to go, the lists that were proposed, and the second person's decision."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.errors import (
    AlreadyDecided,
    DigitizeError,
    NothingDue,
    ReasonMissing,
    RequestInvalid,
    SamePerson,
    UnderHold,
)
from storage.disposal_list_rows import APPROVED, REFUSED
from web.privacy.desk import PrivacyDesk
from workers.privacy.disposing import decide, due, listed, propose

_Text = Annotated[str, Form(max_length=500)]


def disposal_pages(desk: PrivacyDesk) -> APIRouter:
    router = APIRouter(prefix="/disposals", include_in_schema=False)
    manager = Annotated[Viewer, Depends(desk.gate.needs(Right.DISPOSE))]

    @router.get("")
    def disposals(request: Request, viewer: manager) -> Response:
        return _page(request, viewer)

    @router.post("")
    def make(request: Request, viewer: manager, reason: _Text = "") -> Response:
        try:
            propose(desk.services, viewer, reason)
        except (ReasonMissing, NothingDue) as error:
            return _page(request, viewer, error=error)
        return RedirectResponse("/disposals", status_code=303)

    @router.post("/{list_id}/decision")
    def decided(
        request: Request,
        viewer: manager,
        list_id: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", max_length=32)],
        decision: _Text = "",
    ) -> Response:
        if decision not in {APPROVED, REFUSED}:
            raise RequestInvalid("decision")
        try:
            decide(desk.services, viewer, list_id, decision)
        except (SamePerson, AlreadyDecided, UnderHold) as error:
            return _page(request, viewer, error=error)
        return RedirectResponse("/disposals", status_code=303)

    def _page(request: Request, viewer: Viewer, *, error: DigitizeError | None = None) -> Response:
        return desk.pages.page(
            request,
            "disposals.html",
            due=due(desk.services, viewer),
            lists=listed(desk.services, viewer),
            account=viewer.account,
            error=error,
            status=422 if error else 200,
        )

    return router
