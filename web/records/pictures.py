"""The picture of a document's page, for whoever may see the document; of a record the ledger has that it was looked at."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import FileResponse

from digitize.access import Right, Viewer
from digitize.errors import NotFound
from digitize.limits import MAX_PAGES_PER_SCAN
from web.records.desk import RecordDesk
from web.records.requests import WantedDocument
from workers.pictures import WIDTHS, page_picture
from workers.records.looking import document_of
from workers.records.reads import Purpose, note_look

WIDTH = WIDTHS[2]
"""Wide enough to be read at twice its size."""


def picture_routes(desk: RecordDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/documents/{wanted}/pages/{number}/picture")
    def picture(
        viewer: Annotated[Viewer, Depends(desk.gate.needs(Right.SEE_PAPERS))],
        wanted: WantedDocument,
        number: Annotated[int, Path(ge=1, le=MAX_PAGES_PER_SCAN)],
        width: Annotated[int, Query(ge=1, le=max(WIDTHS))] = WIDTH,
    ) -> Response:
        document = document_of(desk.services, viewer, wanted)
        if number > len(document.page_indexes):
            raise NotFound(f"{document.id} has no page {number}")
        made = page_picture(
            desk.services,
            desk.looking,
            document.scan_id,
            document.page_indexes[number - 1],
            width,
        )
        note_look(desk.services, document, purpose=Purpose.PICTURE, actor=viewer.account)
        return FileResponse(made, media_type="image/jpeg")

    return router
