"""The server as the station sees it: each request once, its answer as a value or as an error that says whether to try again.

The API is described in the server's OpenAPI; uploads are tus 1.0. Nothing here waits, repeats or remembers.
"""

import base64
import hashlib
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from digitize import codec
from digitize.errors import (
    BadConfiguration,
    DigitizeError,
    ReceiptMismatch,
    ServerRefused,
    ServerUnreachable,
    StationKeyRefused,
)
from workers.station.options import StationOptions, is_loopback
from workers.station.rows import FileReceipt, SpooledFile

_BATCHES, _UPLOADS = "/api/v1/batches", "/api/v1/uploads"
_TUS = {"Tus-Resumable": "1.0.0"}
_OFFSET_TYPE = "application/offset+octet-stream"
_CHECKSUM_MISMATCH = 460  # tus 1.0, checksum extension
_LATER = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.LOCKED,  # an earlier request of ours, cut off, is still at work there
    }
)
_TIMEOUT = httpx.Timeout(connect=10.0, read=90.0, write=60.0, pool=10.0)


class UploadMoved(ServerUnreachable):
    """Máy chủ đã có nhiều hơn hoặc ít hơn phần trạm đang gửi. Trạm sẽ hỏi lại rồi gửi tiếp."""

    code = "upload_moved"


class UploadLost(ServerUnreachable):
    """Máy chủ không còn giữ phần tệp đã gửi dở. Trạm sẽ gửi lại từ đầu."""

    code = "upload_lost"


class ChunkTooLarge(ServerUnreachable):
    """Đường truyền không cho gửi từng phần lớn như vậy. Trạm sẽ gửi từng phần nhỏ hơn."""

    code = "chunk_too_large"


class BatchLost(ServerUnreachable):
    """Máy chủ không còn biết lô này. Trạm sẽ mở lại lô rồi gửi tiếp."""

    code = "batch_lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunUpload:
    path: str
    offset: int | None
    """Bytes that the server has, where it says so at once: a question less for every page."""


class ServerLine:
    def __init__(self, options: StationOptions, *, timeout: httpx.Timeout = _TIMEOUT) -> None:
        host = urlsplit(options.server).hostname or ""
        self._http = httpx.Client(
            base_url=options.server,
            headers={"Authorization": f"Bearer {options.key}"},
            timeout=timeout,
            verify=_trust(options),
            trust_env=not is_loopback(host),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def check(self) -> None:
        """Is our server there, and does it know this station. Raises `ServerUnreachable`, `StationKeyRefused`."""
        _object(self._ask("GET", _BATCHES, {}))

    def open_batch(self, *, key: str, body: str) -> str:
        """The id of the batch on the server."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        answer = self._ask("POST", _BATCHES, headers, body.encode())
        return _text(answer, "id")

    def create_upload(self, file: SpooledFile, *, batch: str, name: str) -> BegunUpload:
        """The upload; the one there is where it was made before. Raises `BatchLost`."""
        metadata = {"batch": batch, "filename": name, "sha256": file.sha256}
        headers = _TUS | {
            "Upload-Length": str(file.size_bytes),
            "Upload-Metadata": ",".join(
                f"{key} {base64.b64encode(value.encode()).decode()}"
                for key, value in metadata.items()
            ),
        }
        answer = self._ask("POST", _UPLOADS, headers)
        location = str(answer.headers.get("Location", ""))
        path = urlsplit(location).path  # the key goes to our server only
        if not path:
            raise ServerRefused("upload without a Location")
        is_told = "Upload-Offset" in answer.headers
        return BegunUpload(path=path, offset=_offset(answer) if is_told else None)

    def offset(self, upload: str) -> int:
        """Bytes that the server has for certain. Raises `UploadLost`."""
        return _offset(self._ask("HEAD", upload, _TUS))

    def append(self, upload: str, chunk: bytes, *, offset: int) -> int:
        """The offset after it. Raises `UploadMoved`, `UploadLost`, `ChunkTooLarge`."""
        checksum = base64.b64encode(hashlib.sha256(chunk).digest()).decode()
        headers = _TUS | {
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"sha256 {checksum}",
            "Content-Type": _OFFSET_TYPE,
        }
        return _offset(self._ask("PATCH", upload, headers, chunk))

    def receipt(self, upload: str, *, sha256: str) -> FileReceipt:
        """Proof of custody of these very bytes. Raises `ReceiptMismatch` where it is for others, `UploadMoved`."""
        answer = self._ask("GET", f"{upload}/receipt", {})
        try:
            receipt = codec.from_json(FileReceipt, answer.content)
        except ValueError as error:
            raise ReceiptMismatch("receipt without what a receipt has") from error
        if receipt.sha256 != sha256:
            raise ReceiptMismatch(f"sent {sha256}, receipt for {receipt.sha256}")
        return receipt

    def close_batch(self, batch: str, *, key: str) -> str:
        """The batch receipt, as JSON. Raises `BatchLost`."""
        answer = self._ask("POST", f"{_BATCHES}/{batch}/close", {"Idempotency-Key": key})
        return _receipt(answer)

    def batch_receipt(self, batch: str) -> str:
        """The batch receipt as it is now, as JSON. Raises `BatchLost`."""
        return _receipt(self._ask("GET", f"{_BATCHES}/{batch}/receipt", {}))

    def _ask(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None = None
    ) -> httpx.Response:
        try:
            answer = self._http.request(method, path, headers=headers, content=content)
        except httpx.TransportError as error:
            raise ServerUnreachable(type(error).__name__) from error
        except httpx.InvalidURL as error:
            raise ServerRefused("address that is none") from error
        if not answer.is_success:
            raise _failure(answer, path)
        return answer


def _failure(answer: httpx.Response, path: str) -> DigitizeError:
    """A refusal counts where it is in our server's words; proxies and login pages on the way answer with anything."""
    status, method = answer.status_code, answer.request.method
    code = _problem_code(answer)
    detail = f"{method} {status} {code}".strip()
    is_upload = path.startswith(f"{_UPLOADS}/")
    if method == "PATCH" and status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and not code:
        return ChunkTooLarge(detail)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER:
        return ServerUnreachable(detail)
    if not code and method != "HEAD":
        return ServerUnreachable(detail)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return StationKeyRefused(detail)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return UploadLost(detail) if is_upload else BatchLost(detail)
    if is_upload and status in (HTTPStatus.CONFLICT, _CHECKSUM_MISMATCH):
        return UploadMoved(detail)
    return ServerRefused(detail)


def _problem_code(answer: httpx.Response) -> str:
    """`code` of a problem document (RFC 9457); empty where a proxy answered in its own words."""
    try:
        body = answer.json()
    except ValueError:
        return ""
    code = body.get("code", "") if isinstance(body, dict) else ""
    return code if isinstance(code, str) else ""


def _object(answer: httpx.Response) -> dict[str, object]:
    """Something that answers 200 to everything is not our server. Raises `ServerUnreachable`."""
    try:
        body = answer.json()
    except ValueError as error:
        raise ServerUnreachable("answer that is no JSON") from error
    if not isinstance(body, dict):
        raise ServerUnreachable("answer that is no object")
    return body


def _text(answer: httpx.Response, key: str) -> str:
    value = _object(answer).get(key)
    if not isinstance(value, str):
        raise ServerUnreachable(f"answer without {key}")
    return value


def _receipt(answer: httpx.Response) -> str:
    _text(answer, "batch")
    return answer.text


def _offset(answer: httpx.Response) -> int:
    value = answer.headers.get("Upload-Offset", "")
    if not value.isascii() or not value.isdigit():
        raise ServerUnreachable("answer without an offset")
    return int(value)


def _trust(options: StationOptions) -> ssl.SSLContext:
    """The system's authorities, and the agency's own where one is named. Raises `BadConfiguration`."""
    context = ssl.create_default_context()
    if options.authority is not None:
        try:
            context.load_verify_locations(cafile=options.authority)
        except OSError as error:
            raise BadConfiguration(f"DIGITIZE_STATION_CA: {error}") from error
    return context
