"""Drawn papers are scored by family, by required fields that are printed, and every paper counts."""

from pathlib import Path

from bench.drawn import score_drawn
from bench.truth import TrueDocument, TrueScan

FIELDS = {"certificate_number": "12/2020", "full_name": "LÊ VĂN AN", "book_number": "3"}


def scan(name: str, code: str, **fields: str) -> TrueScan:
    true = TrueDocument(pages=(1,), type_code=code, fields=fields)
    return TrueScan(path=Path(name), documents=(true,))


def line(name: str, code: str, *, is_asked: bool = True, **fields: str) -> dict[str, object]:
    return {
        "source": name,
        "pages": [1],
        "type": {"code": code},
        "fields": {
            key: {"value": value, "confidence": 0.9, "doubts": []} for key, value in fields.items()
        },
        "needs_review": is_asked,
        "reasons": [],
    }


def test_required_fields_are_counted_by_family() -> None:
    scans = [scan("a.pdf", "giay_khai_sinh", **FIELDS)]
    read = line(
        "a.pdf", "giay_khai_sinh", **{**FIELDS, "full_name": "LÊ VĂN ANH", "book_number": "9"}
    )
    score = score_drawn(scans, [read]).families["civil_status"]
    assert (score.values, score.right) == (2, 1)  # the book's number is not required


def test_a_paper_that_was_not_read_counts_as_wrong() -> None:
    found = score_drawn([scan("a.pdf", "giay_khai_sinh", **FIELDS)], [])
    assert found.families["civil_status"].exact_share == 0
    assert found.whole.type_accuracy == 0


def test_papers_of_no_type_are_scored_by_type_alone() -> None:
    found = score_drawn([scan("a.pdf", "khac")], [line("a.pdf", "khac")])
    assert found.families == {}
    assert found.whole.type_accuracy == 1


def test_every_value_given_is_in_the_table_of_reliability() -> None:
    scans = [scan("a.pdf", "giay_khai_sinh", **FIELDS)]
    found = score_drawn(scans, [line("a.pdf", "giay_khai_sinh", full_name="LÊ VĂN AN")])
    assert [(value.key, value.is_right) for value in found.readings] == [("full_name", True)]
