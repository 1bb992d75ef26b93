"""`digitize serve` as a process of its own on a loopback port, to be asked, killed and started again."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from web_factories import key_of_new_station, open_warehouse

COMMAND = Path(sys.executable).with_name("digitize")
START_SECONDS = 120.0  # many tests may share few cores


@dataclass(slots=True)
class RunningServer:
    """The process and where it listens."""

    process: subprocess.Popen[bytes]
    address: str

    def kill(self) -> None:
        """As the power cut or `kill -9` ends it; nothing of it is asked."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def start(warehouse: Path, *, port: int = 0, **settings: str) -> RunningServer:
    """A server on this warehouse; pages are not really read."""
    said = warehouse.with_name(f"{warehouse.name}.stderr")
    with said.open("wb") as errors:
        process = subprocess.Popen(
            [COMMAND, "serve", "--warehouse", warehouse, "--port", str(port)],
            stderr=errors,
            env={**os.environ, "DIGITIZE_ENGINE": "stub", "DIGITIZE_JOBS": "1", **settings},
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"http://[^\s\"]+", said.read_text()):
            server = RunningServer(process, found.group())
            _wait_until_it_answers(server, deadline)
            return server
        time.sleep(0.05)
    process.kill()
    process.wait()
    raise AssertionError(f"the server did not start: {said.read_text()}")


@contextmanager
def serving(warehouse: Path, *, port: int = 0, **settings: str) -> Iterator[RunningServer]:
    server = start(warehouse, port=port, **settings)
    try:
        yield server
    finally:
        server.stop()


def new_station(warehouse: Path, station_id: str = "quay-1") -> str:
    """A station's key."""
    with open_warehouse(warehouse) as services:
        return key_of_new_station(services, station_id)


def _wait_until_it_answers(server: RunningServer, deadline: float) -> None:
    """Or until it died of a fault that it was asked to have."""
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            httpx.get(f"{server.address}/healthz")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
