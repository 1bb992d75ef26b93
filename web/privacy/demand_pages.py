"""The agency's page of demands: registered while the person is there, answered with the reason."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.errors import DigitizeError, NotFound, ReasonMissing, RequestInvalid
from digitize.privacy.demands import KINDS, MAX_WORDS, OUTCOMES, DemandKind, DemandOutcome
from digitize.warehouse.validity import today_of
from web.privacy.desk import PrivacyDesk
from workers.privacy.demanding import answer, listed, register
from workers.privacy.person_report import owner_asked

PAGE = 30
_Text = Annotated[str, Form(max_length=MAX_WORDS)]


def demand_pages(desk: PrivacyDesk) -> APIRouter:
    router = APIRouter(prefix="/demands", include_in_schema=False)
    manager = Annotated[Viewer, Depends(desk.gate.needs(Right.TELL_PERSON))]

    @router.get("")
    def demands(
        request: Request, viewer: manager, cursor: Annotated[str, Query(max_length=100)] = ""
    ) -> Response:
        return _page(request, viewer, cursor=cursor)

    @router.post("")
    def make(
        request: Request,
        viewer: manager,
        kind: _Text = "",
        number: _Text = "",
        record: _Text = "",
        words: _Text = "",
    ) -> Response:
        try:
            owner = owner_asked(number)
            register(desk.services, viewer, _kind(kind), owner, words, record_id=record.strip())
        except (RequestInvalid, ReasonMissing, NotFound) as error:
            return _page(request, viewer, error=error)
        return RedirectResponse("/demands", status_code=303)

    @router.post("/{demand}/answer")
    def reply(
        viewer: manager,
        demand: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", max_length=32)],
        outcome: _Text = "",
        reason: _Text = "",
    ) -> Response:
        if outcome not in set(DemandOutcome):
            raise RequestInvalid("outcome")
        answer(desk.services, viewer, demand, DemandOutcome(outcome), reason)
        return RedirectResponse("/demands", status_code=303)

    def _page(
        request: Request, viewer: Viewer, *, cursor: str = "", error: DigitizeError | None = None
    ) -> Response:
        return desk.pages.page(
            request,
            "demands.html",
            found=listed(desk.services, viewer, cursor=cursor or None, limit=PAGE),
            kinds=KINDS,
            outcomes=OUTCOMES,
            today=today_of(desk.services.clock()),
            error=error,
            status=422 if error else 200,
        )

    return router


def _kind(said: str) -> DemandKind:
    if said not in set(DemandKind):
        raise RequestInvalid("kind")
    return DemandKind(said)
