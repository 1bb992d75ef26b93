"""The pages of search and reading: a list of what is found, and one paper with its pictures, fields, history and signatures."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.privacy.masking import has_personal_number
from digitize.rows import Document, Record
from digitize.status import DocumentStatus
from web.holdings.shown import NOTABLE
from web.pages.rendering import is_part
from web.records.desk import RecordDesk
from web.records.requests import (
    Cursor,
    PageNumber,
    SearchForm,
    WantedDocument,
    WantedRecord,
    search_form,
)
from web.records.shown import field_names, paper_shown
from workers.records.finding import FoundPage, find
from workers.records.history import history
from workers.records.looking import document_of, record_of
from workers.records.reads import Purpose, note_look
from workers.records.signatures import verified

HITS = 25
STEPS = 15
_Key = Annotated[str, Query(pattern=r"^[a-z0-9_]*$", max_length=64)]


def record_pages(desk: RecordDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _search_page(router, desk)
    _record_pages(router, desk)
    _document_pages(router, desk)
    return router


def _search_page(router: APIRouter, desk: RecordDesk) -> None:
    services, pages = desk.services, desk.pages
    kinds = sorted((kind.title, kind.code) for kind in services.types.values())

    @router.get("/records")
    def records(
        request: Request,
        viewer: Annotated[Viewer, Depends(desk.gate.needs(Right.FIND))],
        form: Annotated[SearchForm, Depends(search_form)],
        cursor: Cursor = None,
    ) -> Response:
        found = find(services, viewer, form.wanted, cursor=cursor, limit=HITS)
        shown: dict[str, Any] = {
            "form": form,
            "found": found,
            "more": _more(form, found),
            "is_first": cursor is None,
            "kinds": kinds,
            "kind_titles": {code: title for title, code in kinds},
            "field_names": field_names(services),
            "statuses": list(DocumentStatus),
            "lives": NOTABLE,
        }
        if is_part(request):
            block = "found" if cursor is None else "rows"
            answer = pages.part(request, "records.html", block, **shown)
            if has_personal_number(f"{form.words} {form.value}"):
                # Neither the address bar nor its history shows whom somebody looked for.
                answer.headers["HX-Push-Url"] = "false"
            return answer
        return pages.page(request, "records.html", **shown)


def _more(form: SearchForm, found: FoundPage) -> str:
    """The address of the next page; empty behind the last."""
    if found.cursor is None:
        return ""
    return f"/records?{urlencode([*form.said, ('cursor', found.cursor)])}"


def _record_pages(router: APIRouter, desk: RecordDesk) -> None:
    services, pages = desk.services, desk.pages
    finder = Annotated[Viewer, Depends(desk.gate.needs(Right.FIND))]

    @router.get("/records/{wanted}")
    def record(
        request: Request,
        viewer: finder,
        wanted: WantedRecord,
        page: PageNumber = 1,
        field: _Key = "",
    ) -> Response:
        found, document = record_of(services, viewer, wanted)
        note_look(services, document, purpose=Purpose.SHOW, actor=viewer.account)
        return _paper(request, desk, viewer, document, found, page, field)

    @router.get("/records/{wanted}/history")
    def record_history(
        request: Request, viewer: finder, wanted: WantedRecord, cursor: Cursor = None
    ) -> Response:
        _, document = record_of(services, viewer, wanted)
        return _history(request, desk, viewer, document, cursor)

    @router.get("/records/{wanted}/signatures")
    def signatures(request: Request, viewer: finder, wanted: WantedRecord) -> Response:
        _, document = record_of(services, viewer, wanted)
        found = verified(services, desk.looking, document, actor=viewer.account)
        if is_part(request):
            return pages.part(request, "record_signatures.html", "signatures", verified=found)
        return pages.page(
            request, "record_signatures.html", verified=found, back=f"/records/{wanted}"
        )


def _document_pages(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    seeing = Annotated[Viewer, Depends(desk.gate.needs(Right.SEE_PAPERS))]

    @router.get("/documents/{wanted}")
    def document(
        request: Request,
        viewer: seeing,
        wanted: WantedDocument,
        page: PageNumber = 1,
        field: _Key = "",
    ) -> Response:
        found = document_of(services, viewer, wanted)
        if found.record_id is not None:
            return RedirectResponse(f"/records/{found.record_id}", status_code=303)
        return _paper(request, desk, viewer, found, None, page, field)

    @router.get("/documents/{wanted}/history")
    def document_history(
        request: Request, viewer: seeing, wanted: WantedDocument, cursor: Cursor = None
    ) -> Response:
        return _history(request, desk, viewer, document_of(services, viewer, wanted), cursor)


def _paper(
    request: Request,
    desk: RecordDesk,
    viewer: Viewer,
    document: Document,
    record: Record | None,
    number: int,
    selected: str,
) -> Response:
    paper = paper_shown(desk.services, viewer, document, record, number=number, selected=selected)
    shown: dict[str, Any] = {"paper": paper, "address": _address(document)}
    if is_part(request):
        return desk.pages.part(request, "record.html", "viewer", **shown)
    steps = history(desk.services, viewer, document, limit=STEPS)
    may_check = viewer.may(Right.CHECK) and document.status is DocumentStatus.NEEDS_CHECK
    return desk.pages.page(
        request,
        "record.html",
        history=steps,
        titles=field_names(desk.services),
        may_check=may_check,
        **shown,
    )


def _history(
    request: Request, desk: RecordDesk, viewer: Viewer, document: Document, cursor: str | None
) -> Response:
    shown: dict[str, Any] = {
        "history": history(desk.services, viewer, document, cursor=cursor, limit=STEPS),
        "titles": field_names(desk.services),
        "address": _address(document),
    }
    if is_part(request):
        return desk.pages.part(request, "record_history.html", "steps", **shown)
    return desk.pages.page(request, "record_history.html", **shown)


def _address(document: Document) -> str:
    if document.record_id is not None:
        return f"/records/{document.record_id}"
    return f"/documents/{document.id}"
