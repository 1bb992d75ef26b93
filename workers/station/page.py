"""The station's own page: what the officer looks at beside the scanner. This machine only, nothing to click, no script.

Hosts other than this machine's names are refused, so that no page of the web can read it through the officer's browser.
"""

import shutil
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from jinja2 import Environment, FileSystemLoader, select_autoescape

from workers.station.options import StationOptions, is_loopback
from workers.station.state import BatchStage, StationState, station_state

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_LOOPBACK = "127.0.0.1"
_REFRESH_SECONDS = 3
_END_SECONDS = 5.0
_SHOWN_BATCHES = 40
_RECENT = timedelta(minutes=30)  # the person may still stand at the counter
_STAGES = {
    BatchStage.GATHERING: "Đang gom",
    BatchStage.WAITING: "Chờ gửi",
    BatchStage.SENDING: "Đang gửi",
    BatchStage.RECEIVED: "Đã nhận",
    BatchStage.REFUSED: "Bị từ chối",
}
_HEADERS = (
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
)
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=select_autoescape(),
    trim_blocks=True,
    lstrip_blocks=True,
)


class StationPage:
    """An ASGI application of one page."""

    def __init__(self, options: StationOptions) -> None:
        self._options = options

    async def __call__(self, scope: _Scope, _receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            return
        status, body = self._answer(scope)
        headers = [(b"content-type", b"text/html; charset=utf-8"), *_HEADERS]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, scope: _Scope) -> tuple[int, bytes]:
        if not _is_asked_of_this_machine(scope):
            return 421, b""
        if scope["method"] not in ("GET", "HEAD"):
            return 405, b""
        if scope["path"] != "/":
            return 404, b""
        html = render(station_state(self._options.spool), options=self._options)
        return 200, html.encode()


def render(state: StationState, *, options: StationOptions) -> str:
    """The page as HTML."""
    recent = datetime.now(UTC) - _RECENT
    return _pages.get_template("page.html").render(
        state=state,
        batches=state.batches[:_SHOWN_BATCHES],
        hidden=max(0, len(state.batches) - _SHOWN_BATCHES),
        to_rescan=sum(v.needs_rescan for b in state.batches if b.at >= recent for v in b.files),
        recent_minutes=_RECENT // timedelta(minutes=1),
        received=sum(len(b.files) for b in state.batches if b.stage is BatchStage.RECEIVED),
        stages=_STAGES,
        options=options,
        free_gb=_free_gb(options.spool),
        refresh=_REFRESH_SECONDS,
        local=_local_time,
    )


@contextmanager
def served(options: StationOptions) -> Iterator[bool]:
    """The page on its port, in a thread, for as long as the context is open; False where the port is another's."""
    try:
        listener = socket.create_server((_LOOPBACK, options.page_port))
    except OSError:
        yield False
        return
    with listener:
        config = uvicorn.Config(
            StationPage(options), log_config=None, access_log=False, lifespan="off", ws="none"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), name="page", daemon=True)
        thread.start()
        try:
            yield True
        finally:
            server.should_exit = True
            thread.join(timeout=_END_SECONDS)


def _is_asked_of_this_machine(scope: _Scope) -> bool:
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    try:
        name = urlsplit(f"//{host.decode('ascii')}").hostname
    except (UnicodeDecodeError, ValueError):
        return False
    return is_loopback(name or "")


def _free_gb(spool: Path) -> float:
    folder = next(path for path in (spool, *spool.parents) if path.exists())
    return shutil.disk_usage(folder).free / 1024**3


def _local_time(at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone()
    is_today = local.date() == datetime.now(local.tzinfo).date()
    return f"{local:%H:%M:%S}" if is_today else f"{local:%H:%M %d/%m}"
