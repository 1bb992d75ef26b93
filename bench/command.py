"""A child process run to its end and what it cost, with all that it started.

`wait4` gives the processor time of the child and of every descendant that was waited for, and the peak memory of
the largest single process among them: a worker, since workers are the largest. Descendants that outlive their parent
(a server of workers) would escape it; so this process adopts them (Linux: child subreaper) and waits for them too.
"""

import ctypes
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class CommandFailed(Exception):
    """A measured program ended in a way that makes its figures worthless; the message holds its last words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    stdout: str
    exit_code: int
    cpu_seconds: float
    wall_seconds: float
    peak_mb: float
    """Of the largest process, in units of 2**20 bytes."""


def measure(arguments: list[str], *, accepted: frozenset[int] = frozenset({0})) -> Measured:
    """Run it, output kept; CommandFailed where the exit code is not among `accepted`."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        _adopt_orphans()
        start = time.perf_counter()
        child = subprocess.Popen(arguments, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        usages = [usage, *_orphans()]
        child.returncode = os.waitstatus_to_exitcode(status)  # reaped here, not by subprocess
        out.seek(0)
        if child.returncode not in accepted:
            err.seek(0)
            last_words = err.read().decode(errors="replace")[-600:]
            raise CommandFailed(
                f"{Path(arguments[0]).name} ended with {child.returncode}: {last_words}"
            )
        return Measured(
            stdout=out.read().decode(),
            exit_code=child.returncode,
            cpu_seconds=sum(each.ru_utime + each.ru_stime for each in usages),
            wall_seconds=wall,
            peak_mb=max(each.ru_maxrss for each in usages) / 1024,
        )


_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_ORPHAN_SECONDS = 20.0  # what is still running then is a daemon that somebody meant to leave


def _adopt_orphans() -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise CommandFailed("cannot adopt orphans: their processor time would be missing")


def _orphans() -> Iterator[resource.struct_rusage]:
    """What every descendant cost that outlived its parent."""
    deadline = time.monotonic() + _ORPHAN_SECONDS
    while time.monotonic() < deadline:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid:
            yield usage
        else:
            time.sleep(0.01)
    raise CommandFailed("processes are left running: their processor time would be missing")
