"""The parent of worker processes: starts so many, starts a dead one again alone, and ends them in order.

It forks, so that a place costs milliseconds and its siblings' memory is shared; for that it holds no thread, no database and
no line to the broker. What a dead worker held is freed by the one that takes its place. One that keeps dying young is started
after a pause that grows, while the others go on.
"""

import multiprocessing
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import Any, Protocol

LOOK_SECONDS = 0.2
YOUNG_SECONDS = 10.0
"""One that lived longer was not killed by how it starts or by the first thing it met."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 30.0
LAST_SECONDS = 5.0
"""Between asking for the second time and killing."""


class Life(Protocol):
    """What a worker process does; its exit code."""

    def __call__(self, *, holder: str, is_sweeping: bool) -> int:
        """`holder` is its name towards the rows of work."""


@dataclass(slots=True)
class _Place:
    holder: str
    is_sweeping: bool
    process: ForkProcess | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    early_deaths: int = 0


class Supervisor:
    """`run` in the main thread of a process that has no other."""

    def __init__(self, life: Life, *, processes: int, drain_seconds: float) -> None:
        house = f"{socket.gethostname()}/{os.getpid()}-{secrets.token_hex(4)}"
        self._life = life
        self._drain_seconds = drain_seconds
        # One of them sweeps for the house; a house of many machines is swept by each.
        self._places = [
            _Place(holder=f"{house}/{number}", is_sweeping=number == 0)
            for number in range(processes)
        ]
        self._context = multiprocessing.get_context("fork")
        self._asked = 0

    def run(self, *, ended: Callable[[str, int], None]) -> bool:
        """Until asked to stop; whether all ended by themselves then. `ended` is told of each that died before."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while not self._asked:
            for place in self._places:
                self._tend(place, ended)
            self._wait(LOOK_SECONDS)
        return self._drain()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked += 1

    def _tend(self, place: _Place, ended: Callable[[str, int], None]) -> None:
        if place.process is not None and not place.process.is_alive():
            ended(place.holder, place.process.exitcode or 0)
            place.process.close()
            place.process = None
            self._put_off(place)
        if place.process is None and time.monotonic() >= place.start_at:
            self._start(place)

    def _put_off(self, place: _Place) -> None:
        now = time.monotonic()
        is_young = now - place.started_at < YOUNG_SECONDS
        place.early_deaths = place.early_deaths + 1 if is_young else 0
        pause = FIRST_PAUSE_SECONDS * 2 ** min(place.early_deaths, 10)
        place.start_at = now + min(pause, LONGEST_PAUSE_SECONDS)

    def _start(self, place: _Place) -> None:
        place.started_at = time.monotonic()
        place.process = self._context.Process(
            target=_live, args=(self._life, place.holder, place.is_sweeping)
        )
        place.process.start()

    def _drain(self) -> bool:
        """Each is asked once, all together; asked again and then killed where it takes too long or we are asked again."""
        self._tell(signal.SIGTERM)
        is_orderly = self._have_ended(self._drain_seconds, hurried=2)
        if not is_orderly:
            self._tell(signal.SIGTERM)
            if not self._have_ended(LAST_SECONDS, hurried=3):
                self._tell(signal.SIGKILL)
                self._have_ended(LAST_SECONDS, hurried=1_000)
        return is_orderly

    def _have_ended(self, seconds: float, *, hurried: int) -> bool:
        """Whether all did in that time, without our being asked to stop so often."""
        end = time.monotonic() + seconds
        while self._alive() and time.monotonic() < end and self._asked < hurried:
            self._wait(LOOK_SECONDS)
        return not self._alive()

    def _alive(self) -> list[ForkProcess]:
        started = (place.process for place in self._places)
        return [process for process in started if process is not None and process.is_alive()]

    def _tell(self, number: signal.Signals) -> None:
        for process in self._alive():
            if process.pid is not None:
                os.kill(process.pid, number)

    def _wait(self, seconds: float) -> None:
        """Until one ends, or so long."""
        ends: list[Any] = [process.sentinel for process in self._alive()]
        if ends:
            wait(ends, seconds)
        else:
            time.sleep(seconds)


def _live(life: Life, holder: str, is_sweeping: bool) -> None:  # noqa: FBT001 - as multiprocessing hands it on
    raise SystemExit(int(life(holder=holder, is_sweeping=is_sweeping)))
