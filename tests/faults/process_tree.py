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
    children = _children()
    found, front = list[int](), [pid]
    while front:
        front = [child for parent in front for child in children[parent]]
        found += front
    return found


def leaves(pid: int) -> list[int]:
    """Descendants that started nothing: the children at work, and not the server that forks them."""
    children = _children()
    return [below for below in descendants(pid) if not children[below]]


def _children() -> dict[int, list[int]]:
    found = defaultdict[int, list[int]](list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            found[parent].append(int(stat.parent.name))
    return found
