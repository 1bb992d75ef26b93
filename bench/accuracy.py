"""How right the project reads: characters of typed pages, types and fields of real scans.

The project is asked as anybody would ask it: `digitize read FILE... --json`, one line a document.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.bounds import least_share
from bench.command import measure
from bench.scoring import TextScore, same_value, score_text, total
from bench.truth import TrueDocument, TrueScan, TrueText
from config.document_types import load_document_types
from digitize.doctype import DocumentTypes

READ_EXITS = frozenset({0, 2, 20})
"""All read; some file could not be read; some document needs a person."""

Line = dict[str, Any]


@dataclass(kw_only=True)
class FieldTally:
    """Counts a field key; `accepted` are values given in documents that no person was asked to look at.

    `unasked` are values that no reason names, in any document: a checker is shown only the uncertain ones.
    """

    scored: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    accepted_wrong: Counter[str] = field(default_factory=Counter)
    unasked: Counter[str] = field(default_factory=Counter)
    unasked_wrong: Counter[str] = field(default_factory=Counter)

    @property
    def unasked_wrong_share(self) -> float:
        given = self.unasked.total()
        return self.unasked_wrong.total() / given if given else 0.0

    def shares(self) -> dict[str, float]:
        return {key: self.right[key] / count for key, count in sorted(self.scored.items())}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAccuracy:
    documents: int
    types_right: int
    accepted: int
    """Documents that were to be sealed without a person."""
    accepted_type_wrong: int
    accepted_right: int
    """Accepted documents with the right type and every required field that is printed right."""
    tally: FieldTally
    mistakes: tuple[str, ...]
    """What nobody was asked about and is wrong, for people: file, key, read, true."""

    @property
    def type_accuracy(self) -> float:
        return self.types_right / self.documents if self.documents else 0.0

    @property
    def accepted_share(self) -> float:
        return self.accepted / self.documents if self.documents else 0.0

    @property
    def accepted_right_share(self) -> float | None:
        """None where nothing was accepted: no claim is made then."""
        return self.accepted_right / self.accepted if self.accepted else None

    @property
    def accepted_right_at_least(self) -> float:
        """What so many documents prove of that share, 95 times in 100."""
        return least_share(self.accepted_right, self.accepted)

    @property
    def accepted_wrong_share(self) -> float:
        """Wrong values (types among them) of all that were accepted without a look."""
        values = self.tally.accepted.total() + self.accepted
        wrong = self.tally.accepted_wrong.total() + self.accepted_type_wrong
        return wrong / values if values else 0.0


def text_accuracy(digitize: Path, texts: list[TrueText]) -> TextScore:
    """A page that was not read counts as empty: all its characters are wrong."""
    lines = read(digitize, [text.path for text in texts])
    scores = []
    for text in texts:
        found = _page_texts(lines, text.path)
        scores += [score_text(true, found.get(page, "")) for page, true in text.pages.items()]
    return total(scores)


def scan_accuracy(digitize: Path, scans: list[TrueScan]) -> ScanAccuracy:
    """The scans read and compared with their truth."""
    return scored(read(digitize, [scan.path for scan in scans]), scans)


def scored(lines: list[Line], scans: Sequence[TrueScan]) -> ScanAccuracy:
    """A document is compared with what was read from its first page, however the file was split."""
    types = load_document_types()
    tally, mistakes = FieldTally(), list[str]()
    pairs = [
        (scan, true, document_at(lines, scan.path, true.pages[0]))
        for scan in scans
        for true in scan.documents
    ]
    for scan, true, line in pairs:
        mistakes += _count(tally, true, line, name=scan.path.name)
    accepted = [(true, line) for _, true, line in pairs if line and not line["needs_review"]]
    return ScanAccuracy(
        documents=len(pairs),
        types_right=sum(_type(line) == true.type_code for _, true, line in pairs),
        accepted=len(accepted),
        accepted_type_wrong=sum(_type(line) != true.type_code for true, line in accepted),
        accepted_right=sum(is_right(true, line, types) for true, line in accepted),
        tally=tally,
        mistakes=tuple(mistakes),
    )


def read(digitize: Path, paths: Iterable[Path]) -> list[Line]:
    """`digitize read` over all files at once; its JSON lines."""
    arguments = [str(digitize), "read", *map(str, paths), "--json"]
    output = measure(arguments, accepted=READ_EXITS).stdout
    return [json.loads(line) for line in output.splitlines() if line.strip()]


def _count(tally: FieldTally, true: TrueDocument, line: Line | None, *, name: str) -> list[str]:
    is_accepted = line is not None and not line["needs_review"]
    asked = {reason["field"] for reason in line["reasons"]} if line else set()
    wrong = []
    for key, value in true.fields.items():
        got = value_in(line, key)
        is_same = same_value(value, got)
        tally.scored[key] += 1
        tally.right[key] += is_same
        tally.given[key] += got is not None
        if is_accepted and got is not None:
            tally.accepted[key] += 1
            tally.accepted_wrong[key] += not is_same
        if got is not None and key not in asked:
            tally.unasked[key] += 1
            tally.unasked_wrong[key] += not is_same
            wrong += [] if is_same else [f"{name}: {key} read {got!r}, is {value!r}"]
    return wrong


def is_right(true: TrueDocument, line: Line, types: DocumentTypes) -> bool:
    """Its type, and every required field that is printed."""
    required = {spec.key for spec in types[true.type_code].required}
    return _type(line) == true.type_code and all(
        same_value(value, value_in(line, key))
        for key, value in true.fields.items()
        if key in required
    )


def _page_texts(lines: list[Line], path: Path) -> dict[int, str]:
    texts: dict[int, str] = {}
    for line in lines:
        if line["source"] == str(path) and "pages" in line:
            texts |= dict(zip(line["pages"], line.get("text", ()), strict=False))
    return texts


def document_at(lines: list[Line], path: Path, page: int) -> Line | None:
    """What was read of the document that has this page (from 1); None where nothing was."""
    for line in lines:
        if line["source"] == str(path) and page in line.get("pages", ()) and not line.get("error"):
            return line
    return None


def _type(line: Line | None) -> str | None:
    return line["type"]["code"] if line and line.get("type") else None


def value_in(line: Line | None, key: str) -> str | None:
    """What was read for a field; None where it is absent."""
    found = line.get("fields", {}).get(key) if line else None
    return None if found is None else str(found["value"])
