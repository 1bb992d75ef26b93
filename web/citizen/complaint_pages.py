"""For checkers and managers: what owners say is wrong in the agency's papers, with a form to answer each."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.reuse.complaints import ComplaintOutcome
from web.records.desk import RecordDesk
from web.reuse.requests import AnswerForm, Cursor, WantedComplaint
from web.reuse.words import WORDS
from workers.reuse import complaining, own_records
from workers.reuse.places import place_in, place_text

LINES = 30


def complaint_pages(desk: RecordDesk) -> APIRouter:
    router = APIRouter(prefix="/complaints", include_in_schema=False)
    services = desk.services
    answerer = Annotated[Viewer, Depends(desk.gate.needs(Right.ANSWER_OWNERS))]

    @router.get("")
    def complaints(
        request: Request, viewer: answerer, state: str = "open", cursor: Cursor = None
    ) -> Response:
        found = complaining.complaints_page(
            services,
            viewer,
            open_only=state == "open",
            after=place_in(cursor),
            limit=LINES + 1,
        )
        shown = found[:LINES]
        last = shown[-1] if len(found) > LINES else None
        return desk.pages.page(
            request,
            "complaints.html",
            complaints=shown,
            titles=own_records.titles_of(services, viewer, [one.record_id for one in shown]),
            is_open=state == "open",
            cursor=place_text(last.told_at, last.id) if last else "",
            words=WORDS,
        )

    @router.post("/{wanted}/answer")
    def answer(
        viewer: answerer,
        wanted: WantedComplaint,
        outcome: Annotated[ComplaintOutcome, Form()],
        text: AnswerForm,
    ) -> Response:
        complaining.answer(services, viewer, wanted, outcome=outcome, text=text)
        return RedirectResponse("/complaints", status_code=303)

    return router
