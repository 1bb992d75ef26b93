"""What never becomes a request on the real line: headers and trailers without end cost their sender the connection."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from running_server import RunningServer, serving

PIECE = b"x" * 8192
SECONDS = 10.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with serving(tmp_path_factory.mktemp("way") / "kho") as running:
        yield running


def place_of(server: RunningServer) -> tuple[str, int]:
    address = urlsplit(server.address)
    assert address.hostname
    assert address.port
    return address.hostname, address.port


def answer_to_endless(server: RunningServer, beginning: bytes, more: bytes) -> bytes:
    """What the server says, and that it then hangs up although its client goes on."""
    with socket.create_connection(place_of(server), timeout=SECONDS) as line:
        line.sendall(beginning)
        with pytest.raises(OSError):  # noqa: PT011 - which of its kinds is the kernel's choice
            send_without_end(line, more)
        with suppress(OSError):  # lost with the connection, as happens to who goes on sending
            return line.recv(1000)
        return b""


def send_without_end(line: socket.socket, more: bytes) -> None:
    for _ in range(10_000):
        line.sendall(more)


@pytest.mark.parametrize(
    ("beginning", "more"),
    [
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ", PIECE, id="value"),
        pytest.param(b"GET /healthz HTTP/1.1\r\n", b"X-Y: z\r\n" * 1000, id="headers"),
        pytest.param(b"GET /", PIECE, id="address"),
        pytest.param(
            b"POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ",
            PIECE,
            id="trailer",
        ),
    ],
)
def test_what_has_no_end_ends_the_connection(
    server: RunningServer, beginning: bytes, more: bytes
) -> None:
    assert answer_to_endless(server, beginning, more)[:9] in (b"", b"HTTP/1.1 ")
    with socket.create_connection(place_of(server), timeout=SECONDS) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
