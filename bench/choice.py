"""Which thresholds let most papers pass while none of them is wrong? What `config/thresholds.toml` is chosen by.

    python -m bench.choice DIR... [--read LINES.jsonl]

Each DIR is laid out like the samples; the seeds that judge (`bench/RESULTS.md`) are never among them. A threshold is of a key or of
a kind, as the file has them. Each begins where few enough of its values are wrong by themselves, and as long as a wrong paper
would pass, the one is raised that costs the fewest right papers. How far that fits only the papers it was chosen on is
told by choosing anew without each DIR in turn and judging on that one. Ends with one JSON object.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from bench.accuracy import Line, is_right, read
from bench.bounds import least_share
from bench.calibration import Reading, least_safe, lines_of, paired
from bench.scoring import same_value
from bench.truth import TrueDocument, true_scans
from config.document_types import load_document_types
from config.thresholds import load_thresholds
from digitize.doctype import OTHER, FieldSpec, ValueKind
from digitize.judge import JudgeOptions
from digitize.reasons import ReasonCode

LEAST = 0.84
"""Above what a value with a mended word has: engines give 0.97 at most, a mended word 0.7, and a value the middle of both.
What the file has lower stays as it is: its values have another witness, a closed list of offices or surnames."""
WRONG_SHARE = 0.05
"""Of the undoubted values from a threshold on. By itself this is no promise: most wrong values stand in papers that others ask about."""
SEEN = 100
"""Values; what is seen less often keeps the threshold it has."""
_STEP = 0.01
"""A threshold is set so far above the surest wrong value, and rounded up to it."""

Thresholds = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One drawn paper: what its thresholds are asked about, and whether all of it is right."""

    values: tuple[Reading, ...]
    """Of each required field that was read; its key is the name of its threshold."""
    is_right: bool
    is_asked: bool
    """Something else than an unsure field asks a person about it, whatever the thresholds."""

    def passes(self, thresholds: Thresholds) -> bool:
        return not self.is_asked and all(
            value.confidence >= thresholds[value.key] for value in self.values
        )


def names_of(papers: Iterable[Paper]) -> frozenset[str]:
    return frozenset(value.key for paper in papers for value in paper.values)


def choose(papers: Sequence[Paper], *, fixed: Thresholds) -> Thresholds:
    """The thresholds with which no wrong paper passes; `fixed` are left as they are.

    Where only fixed ones could keep a wrong paper back it passes: that is seen in the figures, not hidden by them.
    """
    values = [value for paper in papers for value in paper.values]
    chosen = {name: _least(values, name) for name in names_of(papers)} | dict(fixed)
    while True:
        passing = [paper for paper in papers if paper.passes(chosen)]
        wrong = [paper for paper in passing if not paper.is_right]
        steps = [
            (_cost(passing, name, level), name, level)
            for name in names_of(wrong) - fixed.keys()
            for level in _levels(wrong, name)
        ]
        if not steps:
            return chosen
        _, name, level = min(steps)
        chosen[name] = level


def _least(values: Iterable[Reading], name: str) -> float:
    own = [value for value in values if value.key == name]
    return max(LEAST, _above(least_safe(own, wrong_share=WRONG_SHARE) - _STEP))


def _levels(wrong: Iterable[Paper], name: str) -> set[float]:
    """Where the threshold may be put to keep at least one of the wrong papers back."""
    found = (value.confidence for paper in wrong for value in paper.values if value.key == name)
    return {level for level in map(_above, found) if level <= 1}


def _above(confidence: float) -> float:
    return round(ceil((confidence + _STEP) / _STEP - 1e-9) * _STEP, 2)


def _cost(passing: Iterable[Paper], name: str, level: float) -> tuple[float, int]:
    """Right papers kept back for each wrong one; then how many in all."""
    kept = [
        paper
        for paper in passing
        if any(value.key == name and value.confidence < level for value in paper.values)
    ]
    right = sum(paper.is_right for paper in kept)
    return right / (len(kept) - right), right


def papers_of(pairs: Iterable[tuple[TrueDocument, Line]], options: JudgeOptions) -> list[Paper]:
    types = load_document_types()
    found = []
    for true, line in pairs:
        if OTHER in (true.type_code, line["type"]["code"]):
            continue  # nothing is required of it, and it always goes to a person
        required = types[line["type"]["code"]].required
        given = [spec for spec in required if spec.key in line["fields"]]
        found.append(
            Paper(
                values=tuple(_value(spec, true, line, options) for spec in given),
                is_right=is_right(true, line, types),
                is_asked=any(
                    reason["code"] != ReasonCode.FIELD_UNSURE for reason in line["reasons"]
                ),
            )
        )
    return found


def _value(spec: FieldSpec, true: TrueDocument, line: Line, options: JudgeOptions) -> Reading:
    """What no truth is known of (a pen wrote it) counts as right."""
    field = line["fields"][spec.key]
    printed = true.fields.get(spec.key)
    return Reading(
        key=_name(spec, options),
        confidence=float(field["confidence"]),
        is_doubted=bool(field["doubts"]),
        is_right=printed is None or same_value(printed, str(field["value"])),
        is_asked=any(reason["field"] == spec.key for reason in line["reasons"]),
    )


def _name(spec: FieldSpec, options: JudgeOptions) -> str:
    return spec.key if spec.key in options.field_thresholds else spec.kind


def _threshold(name: str, options: JudgeOptions) -> float:
    if name in options.field_thresholds:
        return options.field_thresholds[name]
    return options.kind_thresholds.get(ValueKind(name), options.min_field_confidence)


def _papers(folder: Path, chosen: argparse.Namespace, options: JudgeOptions) -> list[Paper]:
    scans = true_scans(folder)
    lines = lines_of(chosen.read) if chosen.read else read(chosen.digitize, [s.path for s in scans])
    return papers_of(paired(scans, lines), options)


def main() -> None:
    chosen = _arguments()
    options = load_thresholds()
    sets = [_papers(folder, chosen, options) for folder in chosen.folders]
    papers = [paper for one in sets for paper in one]
    names = names_of(papers)
    now = {name: _threshold(name, options) for name in names}
    seen = Counter(value.key for paper in papers for value in paper.values)
    fixed = {name: now[name] for name in names if now[name] < LEAST or seen[name] < SEEN}
    best = choose(papers, fixed=fixed)
    left_out = [
        paper
        for index, one in enumerate(sets)
        for paper in _passing(one, _without(sets, index, best, fixed=fixed))
    ]
    figures = {
        "papers": len(papers),
        "now": _figures(_passing(papers, now)),
        "chosen": _figures(_passing(papers, best)),
        "judged_on_sets_left_out": _figures(left_out),
        "thresholds": {name: best[name] for name in sorted(names)},
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def _without(
    sets: Sequence[Sequence[Paper]], index: int, best: Thresholds, *, fixed: Thresholds
) -> Thresholds:
    """Chosen without one set; a name that only this set has keeps what was chosen with it."""
    others = [paper for number, one in enumerate(sets) if number != index for paper in one]
    return {**best, **choose(others, fixed=fixed)}


def _passing(papers: Iterable[Paper], thresholds: Thresholds) -> list[Paper]:
    return [paper for paper in papers if paper.passes(thresholds)]


def _figures(passing: Sequence[Paper]) -> dict[str, float]:
    right = sum(paper.is_right for paper in passing)
    return {
        "pass": len(passing),
        "right": right,
        "right_at_least": round(least_share(right, len(passing)), 4),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.choice", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--read", type=Path, help="lines of `digitize read --json`, read before")
    parser.add_argument("--digitize", type=Path, default=Path(sys.executable).with_name("digitize"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
