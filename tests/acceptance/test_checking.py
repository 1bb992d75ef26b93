"""The checker's work at the command line."""

from pathlib import Path

import pytest

from tests.acceptance.conftest import Digitize, OnePaper


@pytest.fixture
def waiting(handwritten_number: OnePaper, tmp_path: Path) -> OnePaper:
    return handwritten_number.copied(tmp_path)


def test_the_list_says_what_waits_and_why(waiting: OnePaper, digitize: Digitize) -> None:
    kho, line = waiting
    answer = digitize("check", "--warehouse", kho, "--json")
    assert answer.code == 20
    assert [one["document"] for one in answer.lines] == [line["document"]]
    assert all(reason["message"] for reason in answer.lines[0]["reasons"])


def test_a_corrected_and_approved_paper_is_sealed_and_filed(
    waiting: OnePaper, digitize: Digitize
) -> None:
    kho, line = waiting
    document = line["document"]
    corrected = digitize(
        "check",
        "correct",
        document,
        "reference=15/QĐ-UBND",
        "issued_date=2024-03-05",
        "--warehouse",
        kho,
    )
    assert corrected.code == 0, corrected.errors
    assert digitize("check", "approve", document, "--warehouse", kho).code == 0
    shown = digitize("show", document, "--warehouse", kho, "--json").lines[0]
    assert shown["status"] == "filed"
    assert shown["fields"]["reference"]["value"] == "15/QĐ-UBND"
    assert shown["fields"]["reference"]["how"] == "person"
    assert digitize("find", "15/QĐ-UBND", "--warehouse", kho, "--json").lines
    assert digitize("audit", "--warehouse", kho).code == 0


def test_a_value_that_breaks_its_format_is_refused(waiting: OnePaper, digitize: Digitize) -> None:
    kho, line = waiting
    answer = digitize(
        "check", "correct", line["document"], "issued_date=31/02/2024", "--warehouse", kho
    )
    assert answer.code == 1
    assert "bad_correction" in answer.errors


def test_a_rejected_paper_is_kept_but_never_filed(waiting: OnePaper, digitize: Digitize) -> None:
    kho, line = waiting
    assert digitize("check", "reject", line["document"], "--warehouse", kho).code == 0
    assert digitize("check", "approve", line["document"], "--warehouse", kho).code == 1
    audit = digitize("audit", "--warehouse", kho, "--json").lines[0]
    assert audit["ok"]
    assert audit["pages"]["rejected"] == audit["pages"]["received"]
