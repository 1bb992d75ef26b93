"""Processes below a process, as Linux has them, to kill one or all of them at once."""

import os
import signal
from collections import defaultdict
from contextlib import suppress
from pathlib import Path


def kill(pids: list[int]) -> None:
    """`kill -9`; who is gone already is no fault."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """Nearest first; without `pid` itself."""
    below = _children()
    found, front = list[int](), [pid]
    while front:
        front = [child for parent in front for child in below[parent]]
        found += front
    return found


def children(pid: int) -> list[int]:
    """Those that it started itself."""
    return _children()[pid]


def has_ended(pid: int) -> bool:
    """Gone, or only waiting for somebody to ask what it ended with."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def cpu_seconds(pid: int) -> float:
    """Processor time the process used by itself; 0 where it is gone."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def has_open(pid: int, name: str) -> bool:
    """Whether it holds a file of this name."""
    with suppress(OSError):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                if handle.readlink().name == name:
                    return True
    return False


def _children() -> dict[int, list[int]]:
    found = defaultdict[int, list[int]](list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            found[parent].append(int(stat.parent.name))
    return found
