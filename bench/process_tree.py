"""What processors a process and all below it have used, from /proc."""

import os
from contextlib import suppress
from pathlib import Path

_OWN, _WITH_ENDED = slice(11, 13), slice(11, 15)  # words after the name in /proc/PID/stat, proc(5)


def own_seconds(pid: int) -> float:
    """Of processors, by the process itself; 0 where it is gone."""
    return _used(pid, _OWN)


def seconds_with_ended(pid: int) -> float:
    """The same with those of its children that ended and that it waited for."""
    return _used(pid, _WITH_ENDED)


def below(pid: int) -> list[int]:
    """Children, their children, and so on."""
    found = list[int]()
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return [*found, *(deeper for child in found for deeper in below(child))]


def _used(pid: int, words: slice) -> float:
    with suppress(OSError):
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, said[words])) / os.sysconf("SC_CLK_TCK")
    return 0.0
