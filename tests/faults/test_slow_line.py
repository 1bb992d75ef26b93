"""A counter on a slow line: its paper arrives whole, and a counter on a fast one does not wait for it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.counter_rig import ServerProcess, StationProcess, wait_until
from tests.station_factories import pdf

BYTES_A_SECOND = 60_000
PIECE_BYTES = 6_000


@contextmanager
def slow_line(target_port: int) -> Iterator[int]:
    """The port of a line that takes only so many bytes a second towards the server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, target_port), daemon=True).start()
        yield int(listener.getsockname()[1])


def _accept(listener: socket.socket, target_port: int) -> None:
    with suppress(OSError):
        while True:
            near, _ = listener.accept()
            threading.Thread(target=_pass_on, args=(near, target_port), daemon=True).start()


def _pass_on(near: socket.socket, target_port: int) -> None:
    with ExitStack() as both, suppress(OSError):
        both.enter_context(near)
        far = both.enter_context(socket.create_connection(("127.0.0.1", target_port)))
        threading.Thread(target=_answer, args=(far, near), daemon=True).start()
        while piece := near.recv(PIECE_BYTES):
            time.sleep(len(piece) / BYTES_A_SECOND)
            far.sendall(piece)


def _answer(far: socket.socket, near: socket.socket) -> None:
    with suppress(OSError):
        while piece := far.recv(65536):
            near.sendall(piece)


@pytest.mark.slow
def test_a_slow_line_delays_its_own_paper_alone(tmp_path: Path) -> None:
    server = ServerProcess(warehouse=tmp_path / "kho")
    keys = [server.new_key(name) for name in ("quay-1", "quay-2")]
    papers = [pdf(number) + b"\n%" + bytes(400_000) + b"\n%%EOF\n" for number in (71, 72)]
    server.start()
    with slow_line(server.port) as port:
        slow = StationProcess(root=tmp_path / "1", server=f"http://127.0.0.1:{port}", key=keys[0])
        fast = StationProcess(root=tmp_path / "2", server=server.url, key=keys[1])
        try:
            (slow.folder / "a.pdf").write_bytes(papers[0])
            slow.start()
            wait_until(lambda: list((server.warehouse / "uploads").glob("*.part")) != [])
            (fast.folder / "b.pdf").write_bytes(papers[1])
            fast.start()
            wait_until(fast.is_done)
            assert not slow.is_done()
            wait_until(slow.is_done)
            assert (slow.sent(), fast.sent()) == ([papers[0]], [papers[1]])
            assert server.audit()["ok"] is True
        finally:
            slow.stop()
            fast.stop()
            server.kill()
