"""The counter's pages: the list of batches, a batch that is opened and filled from the browser, its live state, its receipt."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response

from digitize.access import Right, Viewer
from digitize.errors import NotFound, RequestInvalid
from digitize.model import BatchId, ScanId
from storage.counter_rows import CounterRows
from storage.ids import is_scan_id
from web.accounts.gate import Gate
from web.counter import shown
from web.pages.rendering import Pages, is_part
from web.proving.mark import MarkShown, mark_shown
from workers.counter.batch_list import Whose, asked_again, batch_lines
from workers.counter.one_batch import counter_batch
from workers.counter.rescanned import say_answered
from workers.counter.sealed_papers import SealedPaper, sealed_papers
from workers.pictures import page_picture
from workers.pool import ChildPool
from workers.records.looking import document_of_page
from workers.records.reads import Purpose, note_look
from workers.services import Services

PATH = "/batches"
LINES = 30
PICTURE_WIDTH = 160
_KEPT_SECONDS = 300
_Wanted = Annotated[str, Path(max_length=128)]
_Text = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterDesk:
    """What the counter's room works with."""

    services: Services
    gate: Gate
    pages: Pages
    looking: ChildPool
    """Children that decode pages for people."""


def counter_pages(desk: CounterDesk) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    _list_page(router, desk)
    _new_page(router, desk)
    _batch_pages(router, desk)
    _pictures(router, desk)
    return router


def _list_page(router: APIRouter, desk: CounterDesk) -> None:
    sees = Annotated[Viewer, Depends(desk.gate.needs(Right.SEE_BATCHES))]

    @router.get("")
    def batch_list(
        request: Request, viewer: sees, whose: Whose = Whose.AGENCY, cursor: _Text = ""
    ) -> Response:
        found = batch_lines(desk.services, viewer, whose=whose, after=cursor, limit=LINES)
        said: dict[str, Any] = {
            "found": found,
            "wishes": asked_again(desk.services, viewer),
            "whose": whose,
            "cursor": cursor,
            "checklists": desk.services.checklists,
            "may_push": viewer.may(Right.PUSH),
            "shown": shown,
        }
        if is_part(request):
            return desk.pages.part(request, "batch_list.html", "live", **said)
        return desk.pages.page(request, "batch_list.html", **said)


def _new_page(router: APIRouter, desk: CounterDesk) -> None:
    pushes = Depends(desk.gate.needs(Right.PUSH))

    @router.get("/new", dependencies=[pushes])
    def new_batch(request: Request, dossier: _Text = "", procedure: _Text = "") -> Response:
        return desk.pages.page(
            request,
            "batch_one.html",
            one=None,
            dossier=dossier,
            procedure=procedure,
            checklists=desk.services.checklists,
            may_push=True,
            shown=shown,
        )


def _batch_pages(router: APIRouter, desk: CounterDesk) -> None:
    sees = Annotated[Viewer, Depends(desk.gate.needs(Right.SEE_BATCHES))]

    @router.get("/{wanted}")
    def one_batch(request: Request, wanted: _Wanted, viewer: sees) -> Response:
        said: dict[str, Any] = {
            "one": counter_batch(desk.services, viewer, BatchId(wanted)),
            "types": desk.services.types,
            "may_push": viewer.may(Right.PUSH),
            "sees_papers": viewer.may(Right.SEE_PAPERS),
            "shown": shown,
        }
        if is_part(request):
            return desk.pages.part(request, "batch_one.html", "live", **said)
        return desk.pages.page(
            request, "batch_one.html", checklists=desk.services.checklists, **said
        )

    @router.post("/{wanted}/answered")
    def answered(
        request: Request,
        wanted: _Wanted,
        viewer: Annotated[Viewer, Depends(desk.gate.needs(Right.PUSH))],
        subject: Annotated[str, Form(max_length=64)],
    ) -> Response:
        """The officer says that a paper, or a whole file, was scanned again."""
        say_answered(desk.services, viewer, BatchId(wanted), subject)
        return one_batch(request, wanted, viewer)

    @router.get("/{wanted}/receipt")
    def receipt(request: Request, wanted: _Wanted, viewer: sees) -> Response:
        one = counter_batch(desk.services, viewer, BatchId(wanted))
        return desk.pages.page(
            request,
            "batch_receipt.html",
            one=one,
            sealed=_marks(desk, one.batch.id),
            shown=shown,
            now=desk.services.clock(),
        )


def _marks(desk: CounterDesk, batch_id: BatchId) -> list[tuple[SealedPaper, MarkShown]]:
    public_url = desk.services.settings.public_url
    found = sealed_papers(desk.services, batch_id)
    return [(paper, mark_shown(paper.code, public_url=public_url)) for paper in found]


def _pictures(router: APIRouter, desk: CounterDesk) -> None:
    sees = Annotated[Viewer, Depends(desk.gate.needs(Right.SEE_PAPERS))]

    @router.get("/{wanted}/scans/{scan}/pages/{number}")
    def small_picture(
        wanted: _Wanted,
        scan: Annotated[str, Path(max_length=64)],
        number: Annotated[int, Path(ge=1, le=100_000)],
        viewer: sees,
    ) -> Response:
        if not is_scan_id(scan):
            raise RequestInvalid("scan")
        if not CounterRows(desk.services.database).has_scan(viewer, BatchId(wanted), ScanId(scan)):
            raise NotFound(f"scan {scan}")
        seen = document_of_page(desk.services, ScanId(scan), number - 1)
        if seen is not None:
            note_look(desk.services, seen, purpose=Purpose.PICTURE, actor=viewer.account)
        file = page_picture(desk.services, desk.looking, ScanId(scan), number - 1, PICTURE_WIDTH)
        headers = {"Cache-Control": f"private, max-age={_KEPT_SECONDS}"}
        return Response(file.read_bytes(), HTTPStatus.OK, headers=headers, media_type="image/jpeg")
