"""How right the project reads papers that it draws itself: every type of the list, in layouts and wear nobody looked at.

The real scans are administrative papers; the other families are known from their forms alone, so they are drawn
(`bench/render`). One seed a run: a rule that was chosen on some seed is judged on another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.accuracy import Line, ScanAccuracy, document_at, read, scored, value_in
from bench.calibration import Reading, readings_of
from bench.render.__main__ import write_set
from bench.render.catalogue import DRAWN
from bench.scoring import same_value
from bench.truth import TrueDocument, TrueScan, true_scans
from config.document_types import load_document_types
from digitize.doctype import OTHER, DocumentTypes


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyScore:
    """Of the required fields that are printed; a paper read as another type has none right that it lacks."""

    documents: int
    types_right: int
    values: int
    right: int

    @property
    def exact_share(self) -> float:
        return self.right / self.values if self.values else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnAccuracy:
    whole: ScanAccuracy
    families: Mapping[str, FamilyScore]
    readings: tuple[Reading, ...]
    """Every value given, for the table of reliability."""


def drawn_accuracy(digitize: Path, *, each: int, seed: int) -> DrawnAccuracy:
    """Draw so many papers of every type, read them as anybody would, and compare."""
    with TemporaryDirectory(prefix="bench-drawn-") as folder:
        write_set(Path(folder), sorted(DRAWN), each=each, seed=seed)
        scans = true_scans(Path(folder))
        lines = read(digitize, [scan.path for scan in scans])
        return score_drawn(scans, lines)


def score_drawn(scans: Sequence[TrueScan], lines: list[Line]) -> DrawnAccuracy:
    pairs = [
        (true, document_at(lines, scan.path, true.pages[0]))
        for scan in scans
        for true in scan.documents
    ]
    return DrawnAccuracy(
        whole=scored(lines, scans),
        families=_by_family(pairs, load_document_types()),
        readings=tuple(item for true, line in pairs if line for item in readings_of(true, line)),
    )


def _by_family(
    pairs: Iterable[tuple[TrueDocument, Line | None]], types: DocumentTypes
) -> dict[str, FamilyScore]:
    """Without the papers of no known type, which have no fields."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for true, line in pairs:
        if true.type_code == OTHER:
            continue
        spec = types[true.type_code]
        required = {field.key for field in spec.required}
        printed = {key: value for key, value in true.fields.items() if key in required}
        seen = counts[spec.family]
        seen["documents"] += 1
        seen["types_right"] += line is not None and line["type"]["code"] == true.type_code
        seen["values"] += len(printed)
        seen["right"] += sum(
            same_value(value, value_in(line, key)) for key, value in printed.items()
        )
    return {
        family: FamilyScore(
            documents=seen["documents"],
            types_right=seen["types_right"],
            values=seen["values"],
            right=seen["right"],
        )
        for family, seen in sorted(counts.items())
    }
