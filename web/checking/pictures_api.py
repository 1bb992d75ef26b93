"""A page of a document as a picture, for whoever may see the document; of a record the ledger has that it was looked at."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import FileResponse

from digitize.access import Right, Viewer
from digitize.errors import NotFound
from digitize.limits import MAX_PAGES_PER_SCAN
from digitize.model import DocumentId
from web.api.router import api_router
from web.checking.desk import CheckingDesk
from web.checking.requests import Version, WantedDocument
from workers.checking import editing, queue
from workers.pictures import WIDTHS, page_picture
from workers.privacy.purposes import require_purpose
from workers.records.reads import Purpose, note_look

_NARROW, _WIDEST = WIDTHS[1], WIDTHS[-1]
_ANSWERS: dict[int | str, dict[str, object]] = {
    200: {"content": {"image/jpeg": {}}, "description": "The page, upright, as JPEG"},
    410: {"description": "Removed when its time had come"},
}


def picture_routes(desk: CheckingDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="documents")

    @router.get(
        "/documents/{wanted}/pages/{page}/picture", responses=_ANSWERS, response_class=Response
    )
    def picture(
        viewer: Annotated[Viewer, Depends(desk.gate.needs(Right.SEE_PAPERS))],
        wanted: WantedDocument,
        page: Annotated[int, Path(ge=1, le=MAX_PAGES_PER_SCAN)],
        width: Annotated[int, Query(ge=WIDTHS[0], le=_WIDEST)] = _NARROW,
        _version: Annotated[Version | None, Query(alias="version")] = None,
    ) -> Response:
        """`page` is its number in the scan, of the document or set aside; as wide as asked or a step wider, never enlarged.

        `version` of the document changes nothing but the address: a page that was turned since has another.
        """
        document = queue.document_of(desk.services, viewer, DocumentId(wanted))
        aside = editing.pages_aside(desk.services, document.scan_id)
        if page - 1 not in (*document.page_indexes, *aside):
            raise NotFound(f"{document.id} has no page {page}")
        require_purpose(desk.services, document, account=viewer.account)
        step = next(step for step in WIDTHS if step >= width)
        made = page_picture(desk.services, desk.looking, document.scan_id, page - 1, step)
        note_look(desk.services, document, purpose=Purpose.PICTURE, actor=viewer.account)
        return FileResponse(made, media_type="image/jpeg")

    return router
