"""The whole job against OCRmyPDF on the same pages, in turns, both as an outsider would start them.

Ours is `digitize run` into an empty warehouse: read, PDF/A, understand, seal, file; papers that wait for a person are
sealed and filed behind it, at our cost (`sealing.py`). Theirs is the fastest setting that gives a searchable PDF/A.
Neither keeps anything from an earlier round. Processor time is that of the whole process tree; a round's ratio is theirs
over ours, so that more is better for us.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bench.command import Measured, measure
from bench.inputs import Ink, Round

OCRMYPDF = (
    "-l",
    "vie",
    "--output-type",
    "pdfa",
    "--pdfa-backend",
    "internal",
    "--rasterizer",
    "pypdfium",
    "--jobs",
    "2",
    "--quiet",
)
RUN_EXITS = frozenset({0, 20})
"""All filed; some documents wait for a person."""


class PagesLost(Exception):
    """Ours came back with fewer pages than it got: its speed would mean nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    cpu_seconds: float
    wall_seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One round on both sides."""

    ink: Ink
    needs_force: bool
    pages: int
    documents: int
    sealed: int
    """Documents that went the whole way by themselves; the others once they were approved."""
    ours: Side
    theirs: Side

    @property
    def cpu_ratio(self) -> float:
        return self.theirs.cpu_seconds / self.ours.cpu_seconds

    @property
    def wall_ratio(self) -> float:
        return self.theirs.wall_seconds / self.ours.wall_seconds


def compare(
    digitize: Path, ocrmypdf: Path, rounds: tuple[Round, ...], *, report: Callable[[str], None]
) -> list[Pair]:
    """Ours, theirs, ours, theirs …; the first files are read once by each before anything is measured."""
    for side in (lambda: _ours(digitize, rounds[0]), lambda: _theirs(ocrmypdf, rounds[0])):
        side()
    pairs = []
    for number, chosen in enumerate(rounds, 1):
        report(f"speed: round {number} of {len(rounds)}, {chosen.ink}, {chosen.pages} pages")
        pairs.append(_pair(digitize, ocrmypdf, chosen))
    return pairs


def _pair(digitize: Path, ocrmypdf: Path, chosen: Round) -> Pair:
    ours, lines = _ours(digitize, chosen)
    theirs = _theirs(ocrmypdf, chosen)
    return Pair(
        ink=chosen.ink,
        needs_force=chosen.needs_force,
        pages=chosen.pages,
        documents=len(lines),
        sealed=sum(bool(line.get("sealed")) for line in lines),
        ours=ours,
        theirs=theirs,
    )


def _ours(digitize: Path, chosen: Round) -> tuple[Side, list[dict[str, object]]]:
    with tempfile.TemporaryDirectory(prefix="bench-kho-") as folder:
        arguments = [str(digitize), "run", *map(str, chosen.ours), "--warehouse", folder, "--json"]
        run = measure([*arguments, "--jobs", "2"], accepted=RUN_EXITS)
        sealing = measure([sys.executable, "-m", "bench.sealing", folder])
        _prove_whole(digitize, folder, chosen.pages)
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.strip()]
    return _with(_side(run), json.loads(sealing.stdout)), lines


def _with(run: Side, sealing: Mapping[str, float]) -> Side:
    return replace(
        run,
        cpu_seconds=run.cpu_seconds + sealing["cpu_seconds"],
        wall_seconds=run.wall_seconds + sealing["wall_seconds"],
    )


def _prove_whole(digitize: Path, warehouse: str, pages: int) -> None:
    audit = measure([str(digitize), "audit", "--warehouse", warehouse, "--json"])
    counted = json.loads(audit.stdout.splitlines()[-1])["pages"]
    if counted["received"] != pages or counted["rejected"] or counted["waiting"]:
        raise PagesLost(f"{pages} pages went in, the audit says {counted}")


def _theirs(ocrmypdf: Path, chosen: Round) -> Side:
    force = ["--mode", "force"] if chosen.needs_force else []
    with tempfile.TemporaryDirectory(prefix="bench-ocrmypdf-") as folder:
        out = str(Path(folder) / "out.pdf")
        return _side(measure([str(ocrmypdf), *OCRMYPDF, *force, str(chosen.theirs), out]))


def _side(run: Measured) -> Side:
    return Side(cpu_seconds=run.cpu_seconds, wall_seconds=run.wall_seconds, peak_mb=run.peak_mb)
