"""A register of many small old results and `digitize import` over it, begun and stopped as often as the measurement asks."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.intake.papers import marked
from bench.intake.serving import DIGITIZE, MeasuredServer, environment
from digitize.rows import Priority
from workers.services import open_services

_START_SECONDS = 120.0
_STOP_SECONDS = 60.0
_LOOK_SECONDS = 0.1
_IN_A_FOLDER = 1000
UNDER_WAY = 5
"""Files an import has brought in when it is taken to be at its work."""


class BackfillFailed(Exception):
    """The import ended, or did nothing; what was measured beside it says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    register: Path
    files: Path


def draw_backfill(folder: Path, count: int, *, page: bytes) -> Backfill:
    """A page drawn once, under so many names and with as many hashes; a thousand to a folder, as people keep them."""
    backfill = Backfill(register=folder / "so.csv", files=folder / "tep")
    lines = ["Số, ký hiệu;Ngày ban hành;Tên tệp"]
    for number in range(1, count + 1):
        place = backfill.files / f"hop-{number // _IN_A_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        name = f"qd-{number:06}.jpg"
        (place / name).write_bytes(marked(page, name))
        lines.append(f"{number}/QĐ-UBND;09/03/2019;{place.name}/{name}")
    backfill.register.write_text("\r\n".join(lines), encoding="utf-8-sig")
    return backfill


@contextmanager
def under_way(backfill: Backfill, server: MeasuredServer) -> Iterator[None]:
    """The import at its work beside the server for the block; raises `BackfillFailed` where it had none left."""
    before = scans_of_backfill(server)
    command = [DIGITIZE, "import", backfill.register, "--files", backfill.files, "--json"]
    process = subprocess.Popen(
        [*command, "--warehouse", server.warehouse],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for_custody(process, server, before + UNDER_WAY)
        yield
        if process.poll() is not None:
            raise BackfillFailed("it ended before the counter did: give it more files")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_STOP_SECONDS)


def scans_of_backfill(server: MeasuredServer) -> int:
    with open_services(server.settings) as services:
        catalogue = services.catalogue
        batches = [one.id for one in catalogue.batches() if one.priority is Priority.BACKFILL]
        return sum(len(catalogue.arrivals(batch)) for batch in batches)


def _wait_for_custody(
    process: subprocess.Popen[bytes], server: MeasuredServer, wanted: int
) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while scans_of_backfill(server) < wanted:
        if process.poll() is not None or time.monotonic() > deadline:
            raise BackfillFailed("it brings nothing in: give it more files")
        time.sleep(_LOOK_SECONDS)
