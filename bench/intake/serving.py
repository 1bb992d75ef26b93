"""`digitize serve` in a process of its own, and what it holds in memory."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.process_tree import below, own_seconds, seconds_with_ended
from config.settings import EngineChoice, Settings
from digitize.rows import Priority
from storage.station_keys import key_sha256, new_key
from storage.stations import Station, Stations
from workers.services import build_services, open_services, utc_now

DIGITIZE = Path(sys.executable).with_name("digitize")
JOBS = 2  # the machine that the figures are wanted for has two cores
_START_SECONDS = 60.0
_STOP_SECONDS = 60.0
_LOOK_SECONDS = 0.2
_IDLE_SECONDS = 600.0


class ServerFailed(Exception):
    """The server did not start, or did not become idle; the message says what it said."""


@dataclass(slots=True)
class ProcessUse:
    """Memory in units of 2**20 bytes, processors in seconds."""

    own_mb: float = 0.0
    """Of the process that stations speak to, at its highest."""
    tree_mb: float = 0.0
    """With its children, pages that they share counted once, at its highest as seen five times a second."""
    child_mb: float = 0.0
    """Of its largest child, at its highest."""
    own_seconds: float = 0.0
    """Of processors that it used so far."""
    children_seconds: float = 0.0
    """Of processors that all below it used, with what those started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredServer:
    warehouse: Path
    url: str
    pid: int
    memory: ProcessUse

    @property
    def settings(self) -> Settings:
        return Settings(warehouse=self.warehouse)

    def wait_until_idle(self, priority: Priority | None = None) -> None:
        """Until everything in custody has been read, or everything of a priority."""
        deadline = time.monotonic() + _IDLE_SECONDS
        with open_services(self.settings) as services:
            while services.catalogue.unfinished_scans(limit=1, priority=priority):
                if time.monotonic() > deadline:
                    raise ServerFailed("scans are left that nobody finishes")
                time.sleep(_LOOK_SECONDS)


def new_stations(warehouse: Path, count: int) -> list[str]:
    """Keys of so many new stations."""
    with build_services(Settings(warehouse=warehouse)) as services:
        keys = {f"quay-{number}": new_key(f"quay-{number}") for number in range(1, count + 1)}
        for station_id, key in keys.items():
            station = Station(
                id=station_id,
                agency=services.settings.agency_code,
                name=station_id,
                key_sha256=key_sha256(key),
                registered_at=utc_now(),
            )
            Stations(services.database).register(station, actor="bench")
    return list(keys.values())


@contextmanager
def served(warehouse: Path) -> Iterator[MeasuredServer]:
    """A server on this warehouse for the block, watched from its start."""
    said = warehouse.with_name(f"{warehouse.name}.said")
    with said.open("wb") as errors:
        process = subprocess.Popen(
            [DIGITIZE, "serve", "--warehouse", warehouse, "--port", "0"],
            stderr=errors,
            env=environment(),
        )
    try:
        with watched(process.pid) as memory:
            url = _address(process, said)
            yield MeasuredServer(warehouse=warehouse, url=url, pid=process.pid, memory=memory)
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


@contextmanager
def watched(pid: int) -> Iterator[ProcessUse]:
    """The memory of a process and its children, kept up to date for the block."""
    memory, over = ProcessUse(), threading.Event()
    watch = threading.Thread(target=_watch, args=(pid, memory, over))
    watch.start()
    try:
        yield memory
    finally:
        over.set()
        watch.join()


def environment() -> dict[str, str]:
    """That of every process that is measured: nothing is really read."""
    return {**os.environ, "DIGITIZE_ENGINE": EngineChoice.STUB, "DIGITIZE_JOBS": str(JOBS)}


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"http://\S+", said.read_text()):
            with suppress(httpx.TransportError):
                httpx.get(f"{found.group()}/readyz", trust_env=False).raise_for_status()
                return found.group()
        time.sleep(0.1)
    raise ServerFailed(said.read_text()[-600:])


def _watch(pid: int, memory: ProcessUse, over: threading.Event) -> None:
    while not over.wait(_LOOK_SECONDS):
        with suppress(OSError):  # it ended meanwhile
            memory.own_mb = max(memory.own_mb, _peak_mb(pid))
        children = below(pid)
        with suppress(OSError):
            memory.child_mb = max([memory.child_mb, *map(_peak_mb, children)])
        memory.own_seconds = max(memory.own_seconds, own_seconds(pid))
        used = sum(map(seconds_with_ended, children))
        memory.children_seconds = max(memory.children_seconds, used)
        memory.tree_mb = max(memory.tree_mb, sum(map(_shared_out_mb, [pid, *children])))


def _peak_mb(pid: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _shared_out_mb(pid: int) -> float:
    """Resident memory, of pages that several processes share only this one's part (proc(5), Pss)."""
    with suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        return int(found[1]) / 1024 if found else 0.0
    return 0.0
