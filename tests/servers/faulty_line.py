"""A line between an S3 client and its service that breaks as told: cuts, delays, changes bytes, answers for the service.

It is a proxy that hands each request on as it came, byte for byte, over a connection of its own.
"""

import http.client
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ALWAYS = 1_000_000


class Fault(Enum):
    BUSY = auto()  # 503 SlowDown, nothing done
    BROKEN = auto()  # 500 in HTML, as a gateway before the service answers
    FULL = auto()  # 403 QuotaExceeded
    SLOW = auto()  # no answer in the client's time
    REQUEST_CUT = auto()  # reset in the middle of the body that is sent
    ANSWER_LOST = auto()  # the service has done it, the answer never comes
    ANSWER_CUT = auto()  # reset in the middle of the answer's body
    SENT_CHANGED = auto()  # a byte of the request's body is another
    READ_CHANGED = auto()  # a byte of the answer's body is another
    READ_SHORT = auto()  # the answer's last byte is missing, and its length says so


_ANSWERS = {
    Fault.BUSY: (503, "application/xml", b"<Error><Code>SlowDown</Code></Error>"),
    Fault.BROKEN: (500, "text/html", b"<html>Internal Server Error</html>"),
    Fault.FULL: (403, "application/xml", b"<Error><Code>QuotaExceeded</Code></Error>"),
}


@dataclass(slots=True)
class _Planned:
    method: str
    fault: Fault
    times: int
    skip: int


@dataclass(slots=True)
class FaultyLine:
    service: str
    """`host:port` behind the line."""
    slow_seconds: float
    endpoint_url: str = ""
    requests: list[str] = field(default_factory=list)
    """Methods, in the order they came."""
    ranges: list[str | None] = field(default_factory=list)
    """What part of an object each of them asked for."""
    _planned: list[_Planned] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, method: str, fault: Fault, *, times: int = 1, skip: int = 0) -> None:
        """The next so many requests of the method, after the first `skip` of them, meet the fault."""
        self._planned.append(_Planned(method, fault, times, skip))

    def heal(self) -> None:
        self._planned.clear()

    def next_fault(self, method: str) -> Fault | None:
        with self._lock:
            self.requests.append(method)
            for planned in self._planned:
                if planned.method == method and planned.skip:
                    planned.skip -= 1
                elif planned.method == method and planned.times:
                    planned.times -= 1
                    return planned.fault
        return None


@contextmanager
def faulty_line(endpoint_url: str, *, slow_seconds: float = 2.0) -> Iterator[FaultyLine]:
    line = FaultyLine(urlsplit(endpoint_url).netloc, slow_seconds)
    proxy = _Proxy(line)
    line.endpoint_url = f"http://127.0.0.1:{proxy.server_address[1]}"
    thread = threading.Thread(target=proxy.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield line
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, line: FaultyLine) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.line = line

    def handle_error(self, *_request: object) -> None:
        """A client that gave up is no fault of the line."""


class _Handler(BaseHTTPRequestHandler):
    server: _Proxy

    def handle_one_request(self) -> None:
        """One request a connection, whatever its method."""
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(65537)
        if self.raw_requestline and self.parse_request():
            self.server.line.ranges.append(self.headers.get("Range"))
            self._meet(self.server.line.next_fault(self.command))

    def _meet(self, fault: Fault | None) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size // 2 if fault is Fault.REQUEST_CUT else size)
        if fault is Fault.SLOW:
            time.sleep(self.server.line.slow_seconds)
        if fault in (Fault.REQUEST_CUT, Fault.SLOW):
            self._reset()
        elif fault in _ANSWERS:
            status, kind, text = _ANSWERS[fault]
            self._answer(status, [("Content-Type", kind)], text)
        else:
            self._hand_on(body, fault)

    def _hand_on(self, body: bytes, fault: Fault | None) -> None:
        status, headers, answer = self._asked(
            _changed(body) if fault is Fault.SENT_CHANGED else body
        )
        if fault is Fault.ANSWER_LOST:
            self._reset()
            return
        if fault is Fault.READ_CHANGED:
            answer = _changed(answer)
        if fault is Fault.READ_SHORT:
            answer = answer[:-1]
        self._answer(status, headers, answer, is_cut=fault is Fault.ANSWER_CUT)

    def _asked(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(self.server.line.service, timeout=60)
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        with connection.getresponse() as answer:
            headers = [pair for pair in answer.getheaders() if pair[0].lower() not in _PER_LINE]
            if self.command == "HEAD":
                headers.append(("Content-Length", answer.getheader("Content-Length") or "0"))
            taken = answer.status, headers, answer.read()
        connection.close()
        return taken

    def _answer(
        self, status: int, headers: list[tuple[str, str]], body: bytes, *, is_cut: bool = False
    ) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if is_cut else body)
        self.wfile.flush()
        if is_cut:
            time.sleep(_READ_SECONDS)
            self._reset()

    def _reset(self) -> None:
        """Not an orderly end of the connection, but RST."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()

    def log_message(self, *_said: object) -> None:
        pass


_READ_SECONDS = 0.1  # a reset takes back what the client has not read yet
_PER_LINE = {"content-length", "connection", "transfer-encoding", "keep-alive"}


def _changed(body: bytes) -> bytes:
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]
