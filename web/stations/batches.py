"""Batches at `/api/v1/batches`: opened once however often asked, closed, and what became of them."""

from http import HTTPStatus
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from digitize import codec
from digitize.access import Right, Viewer
from digitize.errors import IdempotencyKeyReused, NotFound
from digitize.fault_point import reached
from digitize.model import BatchId
from digitize.rows import Batch
from web.api.router import KEY_PARAMETER, PROBLEMS
from web.stations.batch_requests import (
    BatchSaid,
    batch_from,
    batch_said,
    idempotency_key,
    says_the_same,
)
from web.stations.batch_views import batch_page, batch_state, batch_view
from web.stations.masked_names import json_for
from web.stations.ownership import batch_of
from web.stations.pushers import Pushers
from web.stations.upload_desk import UploadDesk
from workers.batch_receipt import batch_receipt
from workers.services import Services

PATH = "/api/v1/batches"
_Cursor = Annotated[str, Query(max_length=128)]


def batch_routes(services: Services, desk: UploadDesk, pushers: Pushers) -> APIRouter:
    """Everything below `PATH`."""
    router = APIRouter(prefix=PATH, tags=["batches"], responses=PROBLEMS)
    pushing = Annotated[Viewer, Depends(pushers.needs(Right.PUSH))]
    asking = Annotated[Viewer, Depends(pushers.needs(Right.SEE_BATCHES))]

    @router.post("", status_code=HTTPStatus.CREATED, openapi_extra=_OPENING)
    async def open_batch(request: Request, pusher: pushing) -> Response:
        key = idempotency_key(request)
        said = await batch_said(request)
        wanted = batch_from(said, pusher=pusher, key=key, clock=services.clock)
        held, is_new = await run_sync(_opened, services, wanted)
        return _json(batch_view(held), HTTPStatus.CREATED if is_new else HTTPStatus.OK)

    @router.get("")
    def own_batches(pusher: asking, cursor: _Cursor = "") -> Response:
        return _answer(json_for(pusher, batch_page(services, pusher, after=cursor)))

    @router.get("/{wanted}")
    def state(wanted: str, viewer: asking) -> Response:
        found = batch_state(services, batch_of(services.catalogue, viewer, wanted))
        return _answer(json_for(viewer, found))

    @router.get("/{wanted}/receipt")
    def receipt(wanted: str, viewer: asking) -> Response:
        batch = batch_of(services.catalogue, viewer, wanted)
        return _answer(json_for(viewer, batch_receipt(services, batch.id)))

    @router.post("/{wanted}/close", openapi_extra={"parameters": [KEY_PARAMETER]})
    async def close(request: Request, wanted: str, pusher: pushing) -> Response:
        idempotency_key(request)
        batch = await run_sync(batch_of, services.catalogue, pusher, wanted)
        await desk.between_uploads(batch.id, lambda: _close(services, batch.id))
        return _answer(json_for(pusher, await run_sync(batch_receipt, services, batch.id)))

    return router


def _described(model: type[BaseModel]) -> dict[str, Any]:
    """Its JSON schema in one piece: what a body is read by ourselves must still be said in the description."""
    schema = model.model_json_schema()
    parts = schema.pop("$defs", {})

    def whole(piece: Any) -> Any:
        if isinstance(piece, dict):
            named = piece.get("$ref", "").removeprefix("#/$defs/")
            return whole(parts[named]) if named else {key: whole(one) for key, one in piece.items()}
        return [whole(one) for one in piece] if isinstance(piece, list) else piece

    found: dict[str, Any] = whole(schema)
    return found


_OPENING = {
    "parameters": [KEY_PARAMETER],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": _described(BatchSaid)}},
    },
    "responses": {"200": {"description": "It was opened by this key before"}},
}


def _opened(services: Services, wanted: Batch) -> tuple[Batch, bool]:
    """The batch as it is held, and whether it is new. Raises `IdempotencyKeyReused`."""
    catalogue = services.catalogue
    is_new = _held(services, wanted.id) is None
    if is_new:
        catalogue.open_batch(wanted)
        reached("batch.opened")
    held = catalogue.batch(wanted.id)
    if not says_the_same(held, wanted) or held.agency != wanted.agency:
        raise IdempotencyKeyReused(wanted.id)
    return held, is_new


def _held(services: Services, batch_id: BatchId) -> Batch | None:
    try:
        return services.catalogue.batch(batch_id)
    except NotFound:
        return None


def _close(services: Services, batch_id: BatchId) -> None:
    services.catalogue.close_batch(batch_id, at=services.clock())
    reached("batch.closed")


def _json(value: object, status: HTTPStatus) -> Response:
    return _answer(codec.to_json(value), status)


def _answer(data: bytes, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(data, status_code=status, media_type="application/json")
