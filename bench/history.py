"""The figures of a run against those of the run before, and against what is wanted.

The last figures are kept with what is built, not in the repository: they are those of one machine.
`RESULTS.md` has the lines that were measured whole and are worth keeping.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

LAST_FIGURES = Path(__file__).resolve().parents[1] / ".build" / "bench.json"

WANTED: Mapping[str, tuple[str, float]] = {
    "cer": ("≤", 0.019),
    "cer_small_edits": ("≤", 0.007),
    "wer": ("≤", 0.035),
    "type_accuracy": ("≥", 0.97),
    "drawn_type_accuracy": ("≥", 0.97),
    "drawn_accepted_right": ("≥", 0.995),
    "accepted_right": ("≥", 0.995),
    "accepted_wrong_share": ("≤", 0.02),
    "vs_ocrmypdf.colour_cpu": ("≥", 4.0),
    "vs_ocrmypdf.colour_wall": ("≥", 4.0),
    "vs_ocrmypdf.bilevel_cpu": ("≥", 2.0),
    "vs_ocrmypdf.bilevel_wall": ("≥", 2.0),
    "overhead_share": ("≤", 0.20),
    "two_workers": ("≥", 1.9),
    "peak_mb": ("≤", 400.0),
    "first_verdict_s": ("≤", 3.0),
}
WANTED_OF_FIELDS = {
    f"fields.{key}": ("≥", 0.92)
    for key in (
        "reference",
        "issued_date",
        "organ_name",
        "subject",
        "signer_name",
        "signer_title",
    )
}
"""Wanted of the administrative letter's fields, where they are printed."""
WANTED_OF_FAMILIES = ("≥", 0.9)
"""Wanted of the required fields of every family of drawn papers."""

Figures = dict[str, Any]


def load(path: Path = LAST_FIGURES) -> Figures:
    """The figures kept by an earlier run; none where there was no run."""
    if not path.exists():
        return {}
    figures: Figures = json.loads(path.read_text(encoding="utf-8"))
    return figures


def keep(figures: Figures, path: Path = LAST_FIGURES) -> None:
    """For the next run; a run of one part leaves the figures of the others as they were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps({**load(path), **figures}, ensure_ascii=False, indent=1), encoding="utf-8"
    )


def show(console: Console, figures: Figures, *, before: Figures) -> None:
    """A line for each figure: now, before, wanted."""
    table = Table(title="all figures", title_justify="left")
    for heading in ("figure", "now", "before", "change", "wanted", ""):
        table.add_column(heading, justify="left" if heading == "figure" else "right")
    earlier = dict(flat(before))
    for name, value in flat(figures):
        table.add_row(name, _words(value), *_change(value, earlier.get(name)), *_goal(name, value))
    console.print(table)


def flat(figures: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float | None]]:
    """`fields.subject` for the value `subject` in the object `fields`."""
    for key, value in figures.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def is_reached(name: str, value: float) -> bool | None:
    """Whether the figure is as wanted; None where nothing is."""
    wanted = _wanted(name)
    if wanted is None:
        return None
    relation, bound = wanted
    return value <= bound if relation == "≤" else value >= bound


def _wanted(name: str) -> tuple[str, float] | None:
    if name.startswith("drawn_fields."):
        return WANTED_OF_FAMILIES
    return WANTED.get(name) or WANTED_OF_FIELDS.get(name)


def _change(value: float | None, before: float | None) -> tuple[str, str]:
    if value is None or before is None:
        return _words(before), ""
    return _words(before), "" if value == before else f"{value - before:+.4g}"


def _goal(name: str, value: float | None) -> tuple[str, str]:
    wanted = _wanted(name)
    if wanted is None or value is None:
        return "", ""
    return f"{wanted[0]} {wanted[1]:g}", "yes" if is_reached(name, value) else "not yet"


def _words(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
