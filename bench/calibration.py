"""Does confidence mean something? Values by the confidence they were given, and how many of each share were right.

    python -m bench.calibration DIR... [--read LINES.jsonl]

Each DIR is laid out like the samples (`scans/` with `truth.jsonl`), real or drawn by `python -m bench.render`. Prints a
table of field × confidence and, last, one JSON object. Thresholds (`config/thresholds.toml`) are chosen on sets drawn from
some seeds (`bench/choice.py`) and judged on others: give only one of the two at a time.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.accuracy import Line, read
from bench.scoring import same_value
from bench.truth import TrueDocument, TrueScan, true_scans

EDGES = (0.0, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96, 1.01)
DOUBTED = "doubted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value given for a field that is printed."""

    key: str
    confidence: float
    is_doubted: bool
    is_right: bool
    is_asked: bool

    @property
    def share(self) -> str:
        """The bin: `doubted` where something spoke against the value, else its span of confidence."""
        if self.is_doubted:
            return DOUBTED
        low, high = next(pair for pair in pairwise(EDGES) if self.confidence < pair[1])
        return f"{low:.2f}-{min(high, 1):.2f}"


def readings_of(document: TrueDocument, line: Line) -> list[Reading]:
    asked = {reason["field"] for reason in line["reasons"]}
    return [
        Reading(
            key=key,
            confidence=float(line["fields"][key]["confidence"]),
            is_doubted=bool(line["fields"][key]["doubts"]),
            is_right=same_value(value, str(line["fields"][key]["value"])),
            is_asked=key in asked,
        )
        for key, value in document.fields.items()
        if key in line["fields"]
    ]


def reliability(readings: Iterable[Reading]) -> dict[str, dict[str, tuple[int, int]]]:
    """Key → bin → (values, right ones)."""
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        found[reading.key][reading.share].append(reading.is_right)
    return {
        key: {share: (len(seen), sum(seen)) for share, seen in shares.items()}
        for key, shares in sorted(found.items())
    }


def least_safe(readings: Iterable[Reading], *, wrong_share: float) -> float:
    """The least confidence from which on no larger share of the undoubted values is wrong; 1.0 where there is none."""
    ordered = sorted(
        (reading for reading in readings if not reading.is_doubted),
        key=lambda reading: -reading.confidence,
    )
    least, wrong = 1.0, 0
    for count, reading in enumerate(ordered, start=1):
        wrong += not reading.is_right
        if wrong <= wrong_share * count:
            least = reading.confidence
    return least


def show(console: Console, shares: Mapping[str, Mapping[str, tuple[int, int]]]) -> None:
    spans = [f"{low:.2f}-{min(high, 1):.2f}" for low, high in pairwise(EDGES)]
    table = Table(title="right of given, by confidence", title_justify="left")
    for heading in ("field", DOUBTED, *spans):
        table.add_column(heading, justify="left" if heading == "field" else "right")
    for key, seen in shares.items():
        cells = (seen.get(span, (0, 0)) for span in (DOUBTED, *spans))
        table.add_row(key, *(f"{right}/{count}" if count else "" for count, right in cells))
    console.print(table)


def main() -> None:
    chosen = _arguments()
    scans = [scan for folder in chosen.folders for scan in true_scans(folder)]
    lines = lines_of(chosen.read) if chosen.read else read(chosen.digitize, [s.path for s in scans])
    pairs = paired(scans, lines)
    readings = [item for true, line in pairs for item in readings_of(true, line)]
    shares = reliability(readings)
    show(Console(width=150), shares)
    unasked = [reading for reading in readings if not reading.is_asked]
    figures = {
        "documents": len(pairs),
        "unasked": len(unasked),
        "unasked_wrong": sum(not reading.is_right for reading in unasked),
        "least_safe": {
            key: round(least_safe((r for r in readings if r.key == key), wrong_share=0.005), 3)
            for key in shares
        },
        "reliability": shares,
    }
    print(json.dumps(figures, ensure_ascii=False))


def paired(scans: Iterable[TrueScan], lines: Iterable[Line]) -> list[tuple[TrueDocument, Line]]:
    """Every document with what was read from its first page; what was not read at all is left out."""
    by_name = {
        (Path(line["source"]).name, page): line for line in lines for page in line.get("pages", ())
    }
    return [
        (document, line)
        for scan in scans
        for document in scan.documents
        if (line := by_name.get((scan.path.name, document.pages[0]))) and line.get("type")
    ]


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.calibration", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--read", type=Path, help="lines of `digitize read --json`, read before")
    parser.add_argument("--digitize", type=Path, default=Path(sys.executable).with_name("digitize"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
