"""A server's side of the station's API in a hundred lines, which can also do what the real one never does: lie and refuse."""

import asyncio
import base64
import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import uvicorn

KEY = "dgz_quay-1_" + "k" * 43
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Upload:
    name: str
    batch: str
    sha256: str
    length: int
    data: bytearray = field(default_factory=bytearray)


@dataclass
class ServerDouble:
    """What it holds, and how it misbehaves."""

    port: int = 0
    batches: dict[str, dict] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    uploads: dict[str, Upload] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0
    """Answer everything with this status while it is not 0."""
    speaks: bool = True
    """False: it answers as something on the way would, not as our server."""
    largest_body: int = 2**60
    """What a proxy before it lets through."""
    receipt_sha256: str = ""
    """What receipts claim instead of the truth."""
    missing: tuple[str, ...] = ()
    """What it finds missing."""
    has_read: bool = True
    """Whether it has read what it was sent."""
    refuse_name: str = ""
    """The file that is refused for good."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def received(self) -> dict[str, bytes]:
        """Whole files by name."""
        return {u.name: bytes(u.data) for u in self.uploads.values() if len(u.data) == u.length}

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        self.requests.append((method, path))
        if self.status:
            return problem(self.status, "trouble") if self.speaks else (self.status, {}, b"no")
        if len(body) > self.largest_body:
            return 413, {"content-type": "text/html"}, b"<h1>413</h1>"
        if headers.get("authorization") != f"Bearer {KEY}":
            return problem(401, "station_key_refused")
        room, *rest = path.removeprefix("/api/v1/").split("/")
        if room == "uploads":
            return self._of_uploads(method, rest, headers, body)
        return self._of_batches(method, [room, *rest], headers, body)

    def _of_batches(
        self, method: str, path: list[str], headers: dict[str, str], body: bytes
    ) -> Answer:
        match method, path:
            case "GET", ["batches"]:
                return reply(200, {"batches": []})
            case "POST", ["batches"]:
                return self._open(headers["idempotency-key"], body)
            case "POST", ["batches", batch, "close"]:
                return self._close(batch)
            case "GET", ["batches", batch, "receipt"]:
                return self._batch_receipt(batch)
        return problem(404, "not_found")

    def _of_uploads(
        self, method: str, path: list[str], headers: dict[str, str], body: bytes
    ) -> Answer:
        match method, path:
            case "POST", []:
                return self._create(headers)
            case "HEAD", [upload] if upload in self.uploads:
                return 200, {"upload-offset": str(len(self.uploads[upload].data))}, b""
            case "PATCH", [upload] if upload in self.uploads:
                return self._append(self.uploads[upload], headers, body)
            case "GET", [upload, "receipt"] if upload in self.uploads:
                return self._receipt(self.uploads[upload])
        return problem(404, "not_found")

    def _open(self, key: str, body: bytes) -> Answer:
        batch = "b-" + hashlib.sha256(f"quay-1\n{key}".encode()).hexdigest()[:24]
        asked = json.loads(body)
        if self.batches.setdefault(batch, asked) != asked:
            return problem(409, "idempotency_key_reused")
        return reply(201, {"id": batch, **asked})

    def _close(self, batch: str) -> Answer:
        self.closed.append(batch)
        return self._batch_receipt(batch)

    def _batch_receipt(self, batch: str) -> Answer:
        if batch not in self.batches:
            return problem(404, "not_found")
        missing = [
            {"component": "", "title": file["name"], "message": f"Thiếu {file['name']}"}
            for file in self.batches[batch]["files"]
            if file["name"] not in self.received
        ]
        missing += [{"component": "x", "title": "x", "message": m} for m in self.missing]
        known_by = "read" if self.has_read else "declared"
        receipt = {"batch": batch, "final": True, "files": [], "missing": missing}
        return reply(200, receipt | {"known_by": known_by})

    def _create(self, headers: dict[str, str]) -> Answer:
        pairs = (pair.split() for pair in headers["upload-metadata"].split(","))
        said = {key: base64.b64decode(value).decode() for key, value in pairs}
        if said["batch"] not in self.batches:
            return problem(404, "not_found")
        if said["filename"] == self.refuse_name:
            return problem(422, "not_wanted")
        identity = "\n".join((said["batch"], said["filename"], said["sha256"]))
        upload = hashlib.sha256(identity.encode()).hexdigest()[:32]
        self.uploads.setdefault(
            upload,
            Upload(
                name=said["filename"],
                batch=said["batch"],
                sha256=said["sha256"],
                length=int(headers["upload-length"]),
            ),
        )
        return 201, {"location": f"{self.url}/api/v1/uploads/{upload}"}, b""

    def _append(self, upload: Upload, headers: dict[str, str], body: bytes) -> Answer:
        if int(headers["upload-offset"]) != len(upload.data):
            return problem(409, "offset_mismatch")
        given = base64.b64decode(headers["upload-checksum"].split()[1])
        if given != hashlib.sha256(body).digest():
            return problem(460, "checksum_mismatch")
        upload.data += body
        return 204, {"upload-offset": str(len(upload.data))}, b""

    def _receipt(self, upload: Upload) -> Answer:
        if len(upload.data) < upload.length:
            return problem(409, "upload_incomplete")
        sha256 = self.receipt_sha256 or hashlib.sha256(upload.data).hexdigest()
        return reply(
            200,
            {
                "batch": upload.batch,
                "name": upload.name,
                "scan": sha256,
                "sha256": sha256,
                "size_bytes": len(upload.data),
                "page_count": 1,
                "received_at": datetime.now(UTC).isoformat(),
                "is_new": True,
                "error": None,
                "warnings": [],
            },
        )


def reply(status: int, body: dict) -> Answer:
    return status, {"content-type": "application/json"}, json.dumps(body).encode()


def problem(status: int, code: str) -> Answer:
    body = json.dumps({"status": status, "code": code}).encode()
    return status, {"content-type": "application/problem+json"}, body


def application(double: ServerDouble) -> Callable[..., Awaitable[None]]:
    async def app(scope: dict, receive: Callable, send: Callable) -> None:
        body = bytearray()
        while True:
            part = await receive()
            if part["type"] == "http.disconnect":
                return
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, extra, data = double.answer(scope["method"], scope["path"], headers, bytes(body))
        raw = [(name.encode(), value.encode()) for name, value in extra.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": data})

    return app


@contextlib.contextmanager
def running(double: ServerDouble, **more: str) -> Iterator[ServerDouble]:
    config = uvicorn.Config(
        application(double), port=double.port, log_config=None, lifespan="off", **more
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    double.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield double
    finally:
        server.should_exit = True
        thread.join(timeout=10)
