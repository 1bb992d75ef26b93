"""A child process run to its end and what it cost, with all that it started.

`wait4` gives the processor time of the child and of every descendant that was waited for, and the peak memory of
the largest single process among them: a worker, since workers are the largest.
"""

import os
import subprocess
import tempfile
import time
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
        start = time.perf_counter()
        child = subprocess.Popen(arguments, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
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
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            wall_seconds=wall,
            peak_mb=usage.ru_maxrss / 1024,
        )
