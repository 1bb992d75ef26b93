"""One process that is started again after every death, and dies again."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.process import BaseProcess

from tests.faults.deaths import Death
from tests.faults.process_tree import descendants, kill

Process = subprocess.Popen[bytes] | BaseProcess
_PAUSE_SECONDS = 0.5
"""Before a process that ended by itself is started again."""


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
    is_up: Callable[[], bool]
    """Whether it has begun its work; asked while it runs."""
    ended: Callable[[int], None]
    """It ended by itself with this code; raises where it should not have."""
    deaths: Iterator[Death]
    process: Process | None = None
    _death: Death | None = None
    _due_at: float | None = None
    _start_at: float = 0.0

    def tend(self) -> Cause | None:
        """Started where it is down, killed where its moment came; how it died, where it did."""
        if self.process is None:
            self._start()
            return None
        code = exit_code(self.process)
        if code is None:
            return self._killed() if self._is_due() else None
        self.process = None
        if code == -signal.SIGKILL:
            self._death = None
            return Cause.STEP
        self.ended(code)
        self._start_at = time.monotonic() + _PAUSE_SECONDS
        return None

    def end(self) -> None:
        """For good, if it runs."""
        if self.process is not None:
            kill([*descendants(self.process.pid or 0), self.process.pid or 0])
            wait(self.process)
            self.process = None

    def _start(self) -> None:
        if time.monotonic() < self._start_at:
            return
        self._death = self._death or next(self.deaths)
        self.process = self.launch(self._death.fault_point)
        self._due_at = None

    def _is_due(self) -> bool:
        assert self._death is not None
        if self._due_at is None and (self._death.is_before_up or self.is_up()):
            self._due_at = time.monotonic() + self._death.seconds
        return self._due_at is not None and time.monotonic() >= self._due_at

    def _killed(self) -> Cause:
        self.end()
        self._death = None
        return Cause.MOMENT


def exit_code(process: Process) -> int | None:
    """None while it runs; negative for the signal that ended it."""
    return process.exitcode if isinstance(process, BaseProcess) else process.poll()


def wait(process: Process) -> None:
    if isinstance(process, BaseProcess):
        process.join()
    else:
        process.wait()
