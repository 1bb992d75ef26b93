"""The page that asks what a sensitive paper is opened for, and leads back to where the person was."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.errors import PurposeUnclear
from digitize.privacy.purposes import MAX_WORDS, TITLES, PurposeChoice, PurposeSaid
from digitize.rows import Record
from digitize.text import squeeze
from web.pages.rendering import is_part
from web.privacy.desk import PrivacyDesk
from web.records.requests import WantedRecord
from web.wording import clean_text
from workers.privacy.purposes import say_purpose
from workers.records.looking import record_of

_Back = Annotated[str, Query(max_length=500)]
_Said = Annotated[str, Form(max_length=MAX_WORDS)]


def purpose_pages(desk: PrivacyDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    finder = Annotated[Viewer, Depends(desk.gate.needs(Right.FIND))]

    @router.get("/records/{wanted}/purpose")
    def ask(request: Request, viewer: finder, wanted: WantedRecord, back: _Back = "") -> Response:
        record, _ = record_of(desk.services, viewer, wanted)
        return _page(request, record, back=back)

    @router.post("/records/{wanted}/purpose")
    def said(
        request: Request,
        viewer: finder,
        wanted: WantedRecord,
        choice: Annotated[str, Form(max_length=32)] = "",
        dossier_code: Annotated[str, Form(max_length=64)] = "",
        words: _Said = "",
        back: Annotated[str, Form(max_length=500)] = "",
    ) -> Response:
        record, _ = record_of(desk.services, viewer, wanted)
        try:
            chosen = _said(choice, dossier_code, words)
            say_purpose(desk.services, viewer, wanted, chosen)
        except PurposeUnclear as error:
            typed = {"choice": choice, "dossier_code": dossier_code, "words": words}
            return _page(request, record, back=back, error=error, typed=typed, status=422)
        return RedirectResponse(_safe(back) or f"/records/{record.id}", status_code=303)

    def _page(
        request: Request,
        record: Record,
        *,
        back: str,
        error: PurposeUnclear | None = None,
        typed: dict[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        if is_part(request):
            # A piece of a page asked for it: the whole page has to be another.
            headers = {"HX-Redirect": f"/records/{record.id}/purpose"}
            return Response(status_code=200, headers=headers)
        services = desk.services
        kind = services.types.get(record.type_code)
        return desk.pages.page(
            request,
            "purpose.html",
            record=record,
            kind=kind.title if kind else record.type_code,
            rule=services.sensitive.types.get(record.type_code),
            choices=TITLES,
            back=_safe(back),
            minutes=services.settings.purpose_minutes,
            error=error,
            typed=typed or {"choice": "", "dossier_code": "", "words": ""},
            status=status,
        )

    return router


def _said(choice: str, dossier_code: str, words: str) -> PurposeSaid:
    if choice not in set(PurposeChoice):
        raise PurposeUnclear("choice")
    try:
        plain = clean_text(squeeze(words))
    except ValueError as fault:
        raise PurposeUnclear("words") from fault
    return PurposeSaid(
        choice=PurposeChoice(choice), dossier_code=dossier_code.strip().upper(), words=plain
    )


def _safe(back: str) -> str:
    """A page of ours about papers, or nothing."""
    is_ours = back.startswith(("/records/", "/documents/", "/check/", "/batches/"))
    return back if is_ours and "\\" not in back else ""
