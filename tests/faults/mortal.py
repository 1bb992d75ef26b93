"""One process that is started again after every death, and dies again."""

import math
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tests.faults.deaths import Death
from tests.servers.process_tree import cpu_seconds, descendants, has_open, kill


class Process(Protocol):
    """As `subprocess.Popen`."""

    pid: int

    def poll(self) -> int | None:
        """None while it runs; negative for the signal that ended it."""

    def wait(self) -> int: ...


_PAUSE_SECONDS = 0.5
"""Before a process that ended by itself is started again."""
_PATIENCE_SECONDS = 10.0
"""What did not come for so long does not come: there was no work."""


class Cause(StrEnum):
    STEP = "at a named step"
    MOMENT = "at a moment, with all below it"
    CHILD = "a process below it alone"


@dataclass(slots=True)
class Mortal:
    """Looked at again and again by `tend`, which is all that ever happens to it."""

    name: str
    launch: Callable[[str], Process]
    """A new process with this fault point."""
    opens: str
    """Name of the file that it has opened when it begins its work."""
    ended: Callable[[int], None]
    """It ended by itself with this code; raises where it should not have."""
    deaths: Iterator[Death]
    may_start: Callable[[], bool] = lambda: True
    process: Process | None = None
    _death: Death | None = None
    _due_cpu: float = math.inf
    _patience_until: float = math.inf
    _is_up: bool = False
    _start_at: float = 0.0

    def tend(self) -> Cause | None:
        """Started where it is down, killed where its moment came; how it died, where it did."""
        if self.process is None:
            self._start()
            return None
        code = self.process.poll()
        if code is None:
            return self._killed() if self._is_due() else None
        self.process = None
        if code == -signal.SIGKILL:
            self._death = None
            return Cause.STEP
        self.ended(code)
        self._start_at = time.monotonic() + _PAUSE_SECONDS
        return None

    @property
    def is_up(self) -> bool:
        return self.process is not None and self._is_up

    def end(self) -> None:
        """For good, if it runs."""
        if self.process is not None:
            kill([*descendants(self.process.pid), self.process.pid])
            self.process.wait()
            self.process = None

    def _start(self) -> None:
        if time.monotonic() < self._start_at or not self.may_start():
            return
        self._death = self._death or next(self.deaths)
        self.process = self.launch(self._death.fault_point)
        self._is_up, self._patience_until = False, math.inf
        self._due_cpu = self._death.cpu_seconds if self._death.is_before_up else math.inf

    def _is_due(self) -> bool:
        assert self.process is not None
        assert self._death is not None
        pid = self.process.pid
        if not self._is_up and has_open(pid, self.opens):
            self._is_up, self._patience_until = True, time.monotonic() + _PATIENCE_SECONDS
            self._due_cpu = min(self._due_cpu, cpu_seconds(pid) + self._death.cpu_seconds)
        return cpu_seconds(pid) >= self._due_cpu or time.monotonic() >= self._patience_until

    def _killed(self) -> Cause:
        self.end()
        self._death = None
        return Cause.MOMENT
