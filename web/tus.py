"""The tus 1.0.0 protocol at `/api/v1/uploads`: requests into what the upload desk does, its values into answers.

https://tus.io/protocols/resumable-upload
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from digitize import codec
from digitize.errors import TooManyBytes
from storage.stations import Station
from web import tus_headers
from web.tus_headers import UploadSaid
from web.upload_desk import UploadDesk
from web.uploads import Upload

PATH = "/api/v1/uploads"
_METHOD_OVERRIDES = frozenset({"PATCH", "DELETE", "HEAD"})


def tus_routes(desk: UploadDesk, station_of: Callable[[Request], Station]) -> APIRouter:
    """Everything below `PATH`."""
    router = APIRouter(prefix=PATH)
    asking = Annotated[Station, Depends(station_of)]
    max_bytes = desk.options.max_bytes

    @router.options("")
    @router.options("/{wanted}")
    def capabilities() -> Response:
        headers = {
            "Tus-Version": tus_headers.VERSION,
            "Tus-Extension": tus_headers.EXTENSIONS,
            "Tus-Max-Size": str(max_bytes),
            "Tus-Checksum-Algorithm": tus_headers.ALGORITHMS,
        }
        return _answer(HTTPStatus.NO_CONTENT, headers)

    @router.post("")
    async def create(request: Request, station: asking) -> Response:
        tus_headers.require_version(request.headers)
        length = tus_headers.number(request.headers, "Upload-Length")
        if length > max_bytes:
            raise TooManyBytes(f"{length} bytes announced")
        checksum = tus_headers.checksum(request.headers)
        upload = await desk.begin(station, tus_headers.metadata(request.headers), length)
        offset = await desk.offset(upload)
        if tus_headers.has_piece(request.headers) and offset == 0 < length:
            offset = await desk.append(upload, request.stream(), offset=0, checksum=checksum)
        headers = {"Location": f"{PATH}/{upload.id}", **_progress(desk, offset)}
        return _answer(HTTPStatus.CREATED, headers)

    @router.head("/{wanted}")
    async def offset(request: Request, wanted: str, station: asking) -> Response:
        tus_headers.require_version(request.headers)
        upload = await desk.find(station, wanted)
        headers = {
            **_progress(desk, await desk.offset(upload)),
            "Upload-Length": str(upload.length),
            "Upload-Metadata": tus_headers.metadata_header(_said(upload)),
        }
        return _answer(HTTPStatus.OK, headers)

    @router.patch("/{wanted}")
    async def append(request: Request, wanted: str, station: asking) -> Response:
        tus_headers.require_version(request.headers)
        tus_headers.require_media_type(request.headers)
        at = tus_headers.number(request.headers, "Upload-Offset")
        checksum = tus_headers.checksum(request.headers)
        upload = await desk.find(station, wanted)
        offset = await desk.append(upload, request.stream(), offset=at, checksum=checksum)
        return _answer(HTTPStatus.NO_CONTENT, _progress(desk, offset))

    @router.delete("/{wanted}")
    async def terminate(request: Request, wanted: str, station: asking) -> Response:
        tus_headers.require_version(request.headers)
        await desk.give_up(await desk.find(station, wanted))
        return _answer(HTTPStatus.NO_CONTENT, {})

    @router.get("/{wanted}/receipt")
    async def receipt(wanted: str, station: asking) -> Response:
        found = await desk.receipt(await desk.find(station, wanted))
        return Response(codec.to_json(found), media_type="application/json")

    return router


def method_meant(method: str, override: str) -> str:
    """tus has clients that may only POST say in a header what they mean."""
    if method == "POST" and override.upper() in _METHOD_OVERRIDES:
        return override.upper()
    return method


def _answer(status: HTTPStatus, headers: dict[str, str]) -> Response:
    return Response(status_code=status, headers=headers)


def _progress(desk: UploadDesk, offset: int) -> dict[str, str]:
    expires = datetime.now(UTC) + timedelta(seconds=desk.options.kept_seconds)
    return {"Upload-Offset": str(offset), "Upload-Expires": tus_headers.http_date(expires)}


def _said(upload: Upload) -> UploadSaid:
    return UploadSaid(
        batch=upload.batch_id,
        name=upload.name,
        sha256=upload.sha256,
        component=upload.component,
        type_code=upload.type_code,
    )
