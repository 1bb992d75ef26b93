"""A backlog of many small files through `digitize import`: how fast, and what it holds in memory as it grows.

    python -m bench.intake.many_files [--files 100000] [--minutes 60] [--folder DIR]

Reading is switched to the stub engine; everything else is the import's own work: custody, decoding, the searchable copy,
rows and ledger. Where the time is over before the files are, it says how far it came. A line for every fiftieth of the way,
and as the last line of stdout one JSON object.
"""

import argparse
import json
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.intake.backfill import Backfill, BackfillFailed, draw_backfill
from bench.intake.papers import small_page
from bench.intake.serving import (
    DIGITIZE,
    ProcessUse,
    environment,
    watched,
)
from config.settings import Settings
from digitize.rows import Priority
from storage.imports import Imports
from workers.commands.exit_codes import ExitCode
from workers.services import open_services

_LOOK_SECONDS = 20.0  # counting a hundred thousand rows takes a processor a second
_STOP_SECONDS = 120.0
_STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    files: int
    seconds: float
    """Since the import began."""
    own_mb: float
    """Peak of the import's process so far."""
    tree_mb: float
    """Peak with its children, what they share counted once."""
    child_mb: float
    """Peak of its largest child so far."""
    own_cpu: float
    """Seconds of a processor that the import's process used."""
    children_cpu: float


def main() -> None:
    chosen = _arguments()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        backfill = draw_backfill(folder / "ton", chosen.files, page=small_page())
        steps = list(_imported(backfill, folder / "kho", chosen.files, seconds=60 * chosen.minutes))
    print(json.dumps(_figures(steps, wanted=chosen.files)))


def _imported(
    backfill: Backfill, warehouse: Path, count: int, *, seconds: float
) -> Iterator[Reached]:
    """A value for every fiftieth of the way, and one for the end."""
    process = subprocess.Popen(
        [
            *(DIGITIZE, "import", backfill.register, "--files", backfill.files),
            *("--warehouse", warehouse, "--json"),
        ],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    began, step = time.monotonic(), 1
    with watched(process.pid) as memory:
        while process.poll() is None and time.monotonic() - began < seconds:
            time.sleep(_LOOK_SECONDS)
            now = _reached(warehouse, memory, began)
            if now.files >= step * count / _STEPS:
                step = now.files * _STEPS // count + 1
                _say(now)
                yield now
        yield _reached(warehouse, memory, began)
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait(_STOP_SECONDS)
    elif process.returncode not in (ExitCode.OK, ExitCode.NEEDS_CHECK):
        raise BackfillFailed(f"it ended with {process.returncode}")


def _reached(warehouse: Path, memory: ProcessUse, began: float) -> Reached:
    return Reached(
        files=_done(warehouse),
        seconds=time.monotonic() - began,
        own_mb=memory.own_mb,
        tree_mb=memory.tree_mb,
        child_mb=memory.child_mb,
        own_cpu=memory.own_seconds,
        children_cpu=memory.children_seconds,
    )


def _done(warehouse: Path) -> int:
    """Rows whose scans are at their end."""
    if not (warehouse / "catalogue.sqlite").exists():
        return 0
    with open_services(Settings(warehouse=warehouse)) as services:
        rows = Imports(services.database)
        batches = [one for one in services.catalogue.batches() if one.priority is Priority.BACKFILL]
        return sum(rows.count(one.id) - rows.left(one.id) for one in batches)


def _say(now: Reached) -> None:
    rate = now.files / now.seconds
    print(
        f"{now.files:>7} files  {now.seconds:7.0f} s  {rate:5.1f} a second  "
        f"{now.own_mb:5.0f} MB  a child {now.child_mb:5.0f} MB  with children {now.tree_mb:5.0f} MB  "
        f"{_ms(now.own_cpu, now):4.0f} + {_ms(now.children_cpu, now):4.0f} ms of processor a file",
        flush=True,
    )


def _ms(seconds: float, now: Reached) -> float:
    return 1000 * seconds / max(1, now.files)


def _figures(steps: list[Reached], *, wanted: int) -> dict[str, float]:
    first, last = steps[0], steps[-1]
    return {
        "files": last.files,
        "wanted": wanted,
        "files_per_second": round(last.files / last.seconds, 2),
        "own_peak_mb": round(last.own_mb, 1),
        "child_peak_mb": round(last.child_mb, 1),
        "tree_peak_mb": round(last.tree_mb, 1),
        "own_cpu_ms": round(_ms(last.own_cpu, last), 1),
        "children_cpu_ms": round(_ms(last.children_cpu, last), 1),
        "growth_mb_after_first_step": round(last.own_mb - first.own_mb, 1),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.intake.many_files")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--folder", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
