"""The same as a page to read and print: asked by a form whose number goes in the body, so that no address has it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from digitize.access import Right, Viewer
from digitize.errors import BadOwner
from web.pages.field_titles import TITLES as FIELD_TITLES
from web.privacy.desk import PrivacyDesk
from web.privacy.held_words import COLUMN_TITLES, COLUMNS, TITLES, in_words
from workers.privacy.person_report import (
    PersonReport,
    owner_asked,
    report_about,
    report_about_oneself,
)


def person_pages(desk: PrivacyDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    manager = Annotated[Viewer, Depends(desk.gate.needs(Right.TELL_PERSON))]
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get("/persons")
    def ask(request: Request, viewer: manager) -> Response:  # noqa: ARG001 - the right is what it is for
        return desk.pages.page(request, "person_ask.html", is_own=False, error=None)

    @router.post("/persons")
    def told(
        request: Request, viewer: manager, number: Annotated[str, Form(max_length=30)] = ""
    ) -> Response:
        try:
            asked = owner_asked(number)
        except BadOwner as error:
            return desk.pages.page(
                request, "person_ask.html", is_own=False, error=error, status=422
            )
        desk.telling.take(viewer.account)
        return _shown(request, report_about(desk.services, viewer, asked))

    @router.get("/own-data")
    def ask_own(request: Request, viewer: owner) -> Response:  # noqa: ARG001
        return desk.pages.page(request, "person_ask.html", is_own=True, error=None)

    @router.post("/own-data")
    def own(request: Request, viewer: owner) -> Response:
        desk.telling.take(viewer.account)
        return _shown(request, report_about_oneself(desk.services, viewer))

    def _shown(request: Request, report: PersonReport) -> Response:
        return desk.pages.page(
            request,
            "person_held.html",
            report=report,
            titles=TITLES,
            columns=COLUMNS,
            column_titles=COLUMN_TITLES,
            field_titles=FIELD_TITLES,
            in_words=in_words,
        )

    return router
