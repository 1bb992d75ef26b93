"""How long a child could have worked: time in which no processor was free is not held against what it was working on.

Linux counts for every process how long it ran and how long it waited for a processor (proc_pid_stat(5);
Documentation/scheduler/sched-stats.rst). A child is a process group with all that it starts. One that starts hundreds of
processes makes them wait for each other, so the processor time that all of them used counts in any case.
"""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_GROUP, _TIMES = 2, slice(11, 15)  # words after the name in /proc/PID/stat
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Process:
    pid: int
    used_seconds: float
    """Of processors, by it and by those that it started and that ended."""
    waited_seconds: float
    """For a processor, by its first thread; 0 where the kernel does not say."""


class WorkingTime:
    """Begins when a group is given a task, by its first process; what the group starts is younger than that."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._begin = time.monotonic()
        self._before = _process(group)

    def seconds(self) -> float:
        """Time since, without that in which the one that waited longest waited; at least what all of them used."""
        members = [_process(self._group), *_helpers(self._group)]
        used = sum(member.used_seconds for member in members) - self._before.used_seconds
        waited = max((self._waited_seconds(member) for member in members), default=0.0)
        return max(time.monotonic() - self._begin - waited, used)

    def _waited_seconds(self, member: _Process) -> float:
        before = self._before.waited_seconds if member.pid == self._group else 0.0
        return member.waited_seconds - before


def _helpers(group: int) -> Iterator[_Process]:
    """Without the first process, which may not have made its group yet."""
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        if pid != group and _words(folder)[_GROUP : _GROUP + 1] == [str(group)]:
            yield _process(pid)


def _process(pid: int) -> _Process:
    """All zero where it ended meanwhile."""
    folder = Path(f"/proc/{pid}")
    used, waited = sum(map(int, _words(folder)[_TIMES])), 0
    with suppress(OSError, ValueError, IndexError):
        waited = int((folder / "schedstat").read_text().split()[1])
    return _Process(pid=pid, used_seconds=used / _TICKS, waited_seconds=waited / 1e9)


def _words(folder: Path) -> list[str]:
    with suppress(OSError):
        return (folder / "stat").read_text().rpartition(")")[2].split()
    return []
