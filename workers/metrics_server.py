"""A worker process shows its own metrics, on the first free port from `metrics_port` on.

A port each, not files that all processes share: Prometheus then sees by `up` which worker lives, a killed one leaves nothing
behind that would have to be swept up, and gauges mean what they say. A worker that takes a dead one's place takes the port
that became free, so the list of targets stays as long as there are workers. Nothing here ever stops work.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from workers.metrics import CONTENT_TYPE, Metrics

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

MOST_PROCESSES = 256
"""Of one machine; so many ports are tried."""
_HIGHEST_PORT = 65_535
_REQUEST_SECONDS = 10.0


@contextmanager
def shown_on_a_port(
    metrics: Metrics, *, host: str, first_port: int, log: "FilteringBoundLogger"
) -> Iterator[int]:
    """The port for the block; 0 for none, where none is asked for or none is free (which is logged)."""
    server = _listening(host, first_port, _handler_of(metrics)) if first_port else None
    if server is None:
        if first_port:
            log.warning("metrics.no_port", first_port=first_port)
        yield 0
        return
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    log.info("metrics.listening", port=server.server_port)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True  # a port whose last owner was killed is free at once
    request_queue_size = 16


def _listening(host: str, first_port: int, handler: type[BaseHTTPRequestHandler]) -> _Server | None:
    """None where no port of them is free, or the address is none of this machine."""
    last = min(first_port + MOST_PROCESSES - 1, _HIGHEST_PORT)
    for port in range(first_port, last + 1):
        with suppress(OSError):  # another worker has it
            return _Server((host, port), handler)
    return None


def _handler_of(metrics: Metrics) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _REQUEST_SECONDS

        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(HTTPStatus.OK, CONTENT_TYPE, metrics.text())
            elif self.path == "/healthz":
                self._answer(HTTPStatus.OK, "application/json", b'{"status": "ok"}')
            else:
                self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"")

        def _answer(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Who scrapes is nobody's news."""

    return Handler
