"""`/api/v1/records`: found, opened, proven and taken out; each look is in the ledger before it is answered."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from digitize.access import Right, Viewer
from web.api.router import api_router
from web.records.answers import (
    FoundPageAnswer,
    HistoryAnswer,
    RecordAnswer,
    SignaturesAnswer,
    found_answer,
    history_answer,
    record_answer,
    signatures_answer,
)
from web.records.desk import RecordDesk
from web.records.downloads import handed_out
from web.records.requests import Cursor, Limit, RecordQuery, WantedDocument, WantedRecord
from workers.records.finding import find
from workers.records.history import history
from workers.records.looking import document_of, record_of
from workers.records.part_names import RecordPart
from workers.records.reads import Purpose, note_look
from workers.records.signatures import verified
from workers.warehouse.deciding_owners import result_codes

_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_DISPOSED: dict[int | str, dict[str, Any]] = {
    410: {"description": "Removed when its time had come"}
}


def record_routes(desk: RecordDesk) -> APIRouter:
    router = api_router(desk.services, desk.gate, tag="records")
    _reading_routes(router, desk)
    for part in RecordPart:
        _add_download(router, desk, part)
    return router


def _reading_routes(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    finder = Annotated[Viewer, Depends(desk.gate.needs(Right.FIND))]
    seeing = Annotated[Viewer, Depends(desk.gate.needs(Right.SEE_PAPERS))]

    @router.get("/records")
    def records(viewer: finder, asked: Annotated[RecordQuery, Query()]) -> FoundPageAnswer:
        found = find(services, viewer, asked.wanted, cursor=asked.cursor, limit=asked.limit)
        return found_answer(found)

    @router.get("/records/{wanted}")
    def record(viewer: finder, wanted: WantedRecord) -> RecordAnswer:
        found, document = record_of(services, viewer, wanted)
        note_look(services, document, purpose=Purpose.SHOW, actor=viewer.account)
        return record_answer(found, document, result_codes(services, found.id))

    @router.get("/records/{wanted}/history")
    def record_history(
        viewer: finder, wanted: WantedRecord, cursor: Cursor = None, limit: Limit = 50
    ) -> HistoryAnswer:
        _, document = record_of(services, viewer, wanted)
        return history_answer(history(services, viewer, document, cursor=cursor, limit=limit))

    @router.get("/records/{wanted}/signatures", responses=_DISPOSED)
    def signatures(viewer: finder, wanted: WantedRecord) -> SignaturesAnswer:
        _, document = record_of(services, viewer, wanted)
        return signatures_answer(verified(services, desk.looking, document, actor=viewer.account))

    @router.get("/documents/{wanted}/history")
    def document_history(
        viewer: seeing, wanted: WantedDocument, cursor: Cursor = None, limit: Limit = 50
    ) -> HistoryAnswer:
        document = document_of(services, viewer, wanted)
        return history_answer(history(services, viewer, document, cursor=cursor, limit=limit))


def _add_download(router: APIRouter, desk: RecordDesk, part: RecordPart) -> None:
    @router.get(
        f"/records/{{wanted}}/{part.value}",
        name=f"record_{part.value}",
        response_class=Response,
        responses={
            200: {"description": "The file", "content": dict.fromkeys(_KINDS[part], _BYTES)},
            206: {"description": "A piece of it, as `Range` asked"},
            304: {"description": "What the asker has is still right"},
            **_DISPOSED,
        },
    )
    def download(
        request: Request,
        viewer: Annotated[Viewer, Depends(desk.gate.needs(Right.FIND))],
        wanted: WantedRecord,
    ) -> Response:
        _, document = record_of(desk.services, viewer, wanted)
        return handed_out(request, desk.services, viewer, document, part)


_KINDS = {
    RecordPart.SEALED: ("application/pdf",),
    RecordPart.ORIGINAL: ("application/pdf", "image/tiff", "image/jpeg", "image/png"),
    RecordPart.TEXT: ("text/plain",),
    RecordPart.FIELDS: ("application/json",),
}
