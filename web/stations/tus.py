"""The tus 1.0.0 protocol at `/api/v1/uploads`: requests into what the upload desk does, its values into answers.

https://tus.io/protocols/resumable-upload
"""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from digitize import codec
from digitize.access import Right
from digitize.errors import TooManyBytes
from web.stations import tus_headers
from web.stations.pushers import Pushers
from web.stations.tus_headers import UploadSaid
from web.stations.upload_desk import UploadDesk
from web.stations.uploads import Upload

PATH = "/api/v1/uploads"
_METHOD_OVERRIDES = frozenset({"PATCH", "DELETE", "HEAD"})


def tus_routes(desk: UploadDesk, pushers: Pushers) -> APIRouter:
    """Everything below `PATH`. Plain routes: a page makes three requests, and none has a body to be modelled."""
    router, tus = APIRouter(), _Tus(desk, pushers)
    for path, method, answer in (
        ("", "OPTIONS", tus.capabilities),
        ("/{wanted}", "OPTIONS", tus.capabilities),
        ("", "POST", tus.create),
        ("/{wanted}", "HEAD", tus.offset),
        ("/{wanted}", "PATCH", tus.append),
        ("/{wanted}", "DELETE", tus.terminate),
        ("/{wanted}/receipt", "GET", tus.receipt),
    ):
        router.add_route(f"{PATH}{path}", answer, methods=[method])
    return router


class _Tus:
    """Each kind of request, whoever makes it looked at first."""

    def __init__(self, desk: UploadDesk, pushers: Pushers) -> None:
        self._desk = desk
        self._pusher_of = pushers.needs(Right.PUSH)
        self._max_bytes = desk.options.max_bytes

    async def capabilities(self, _request: Request) -> Response:
        headers = {
            "Tus-Version": tus_headers.VERSION,
            "Tus-Extension": tus_headers.EXTENSIONS,
            "Tus-Max-Size": str(self._max_bytes),
            "Tus-Checksum-Algorithm": tus_headers.ALGORITHMS,
        }
        return _answer(HTTPStatus.NO_CONTENT, headers)

    async def create(self, request: Request) -> Response:
        pusher = await self._pusher_of(request)
        tus_headers.require_version(request.headers)
        length = tus_headers.number(request.headers, "Upload-Length")
        if length > self._max_bytes:
            raise TooManyBytes(f"{length} bytes announced")
        checksum = tus_headers.checksum(request.headers)
        said = tus_headers.metadata(request.headers)
        upload, offset = await self._desk.begin(pusher, said, length)
        if tus_headers.has_piece(request.headers) and offset == 0 < length:
            offset = await self._desk.append(upload, request.stream(), offset=0, checksum=checksum)
        headers = {"Location": f"{PATH}/{upload.id}", **self._progress(offset)}
        return _answer(HTTPStatus.CREATED, headers)

    async def offset(self, request: Request) -> Response:
        upload = await self._found(request)
        tus_headers.require_version(request.headers)
        headers = {
            **self._progress(await self._desk.offset(upload)),
            "Upload-Length": str(upload.length),
            "Upload-Metadata": tus_headers.metadata_header(_said(upload)),
        }
        return _answer(HTTPStatus.OK, headers)

    async def append(self, request: Request) -> Response:
        upload = await self._found(request)
        tus_headers.require_version(request.headers)
        tus_headers.require_media_type(request.headers)
        at = tus_headers.number(request.headers, "Upload-Offset")
        checksum = tus_headers.checksum(request.headers)
        after = await self._desk.append(upload, request.stream(), offset=at, checksum=checksum)
        return _answer(HTTPStatus.NO_CONTENT, self._progress(after))

    async def terminate(self, request: Request) -> Response:
        upload = await self._found(request)
        tus_headers.require_version(request.headers)
        await self._desk.give_up(upload)
        return _answer(HTTPStatus.NO_CONTENT, {})

    async def receipt(self, request: Request) -> Response:
        found = await self._desk.receipt(await self._found(request))
        return Response(codec.to_json(found), media_type="application/json")

    async def _found(self, request: Request) -> Upload:
        """The upload that the address names, where whoever asks may see it."""
        wanted = str(request.path_params["wanted"])
        pusher = await self._pusher_of(request)
        return await run_sync(self._desk.find, pusher, wanted)

    def _progress(self, offset: int) -> dict[str, str]:
        expires = datetime.now(UTC) + timedelta(seconds=self._desk.options.kept_seconds)
        return {"Upload-Offset": str(offset), "Upload-Expires": tus_headers.http_date(expires)}


def method_meant(method: str, override: str) -> str:
    """tus has clients that may only POST say in a header what they mean."""
    if method == "POST" and override.upper() in _METHOD_OVERRIDES:
        return override.upper()
    return method


def _answer(status: HTTPStatus, headers: dict[str, str]) -> Response:
    return Response(status_code=status, headers=headers)


def _said(upload: Upload) -> UploadSaid:
    return UploadSaid(
        batch=upload.batch_id,
        name=upload.name,
        sha256=upload.sha256,
        component=upload.component,
        type_code=upload.type_code,
    )
