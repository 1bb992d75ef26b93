"""A program run to its end and what it cost, with all that it started (`reaper.py` says how that is known).

Peak memory is that of the largest single process among them: a worker, since workers are the largest.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


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
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "costs.json"
        reaper = [sys.executable, "-m", "bench.reaper", str(report), *arguments]
        done = subprocess.run(
            reaper, capture_output=True, text=True, check=False, env=_environment()
        )
        if done.returncode != 0:
            raise CommandFailed(done.stderr[-600:])
        costs = json.loads(report.read_text())
    if costs["exit_code"] not in accepted:
        name = Path(arguments[0]).name
        raise CommandFailed(f"{name} ended with {costs['exit_code']}: {done.stderr[-600:]}")
    return Measured(stdout=done.stdout, **costs)


def _environment() -> dict[str, str]:
    """Ours, with the project's root where Python looks for modules, so that the reaper is found from anywhere."""
    return {**os.environ, "PYTHONPATH": str(_ROOT)}
