"""A later file answers a wish for a new scan only where it is for the same paper, or an officer says so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from dossier_factories import CHECKLIST, NOW, a_paper, came

from digitize.dossier.arrived import ArrivedFile, Paper
from digitize.dossier.rescanned import Rescanned
from digitize.rows import ExpectedFile

BLURRED = came("scan1.pdf", a_paper("to_khai"))
DOCUMENT = BLURRED.papers[0].document


def another(name: str, *papers: Paper, minutes: int = 5, component: str = "") -> ArrivedFile:
    said = ExpectedFile(name=name, component=component) if component else None
    papers = tuple(replace(paper, document="fedcba9876543210-p0001") for paper in papers)
    file = came(name, *papers, content="b", said=said)
    return replace(file, at=NOW + timedelta(minutes=minutes))


def is_answered(again: ArrivedFile, first: ArrivedFile = BLURRED) -> bool:
    known = Rescanned(files=[first, again], checklist=CHECKLIST)
    return known.is_answered(first.scan.id, [1], since=NOW)


@pytest.mark.parametrize(
    "again",
    [
        another("scan2.pdf", a_paper("to_khai")),
        another("01-to-khai.pdf"),
        another("scan2.pdf", component="to_khai"),
        another("scan1.pdf"),
    ],
    ids=["read as the same type", "named for the item", "declared as it", "of the same name"],
)
def test_a_later_file_for_the_same_paper_answers(again: ArrivedFile) -> None:
    assert is_answered(again)


@pytest.mark.parametrize(
    "again",
    [
        another("scan2.pdf", a_paper("can_cuoc")),
        another("scan1.pdf", a_paper("can_cuoc")),
        another("scan2.pdf"),
        another("scan2.pdf", a_paper("to_khai"), minutes=0),
    ],
    ids=["another paper", "another paper of the same name", "nobody knows what", "came before"],
)
def test_any_other_file_does_not(again: ArrivedFile) -> None:
    assert not is_answered(again)


def test_of_a_file_with_two_papers_the_one_with_the_page_counts() -> None:
    birth = replace(a_paper("giay_khai_sinh", 1), document="a" * 16 + "-p0001")
    form = replace(a_paper("to_khai", 2), document="a" * 16 + "-p0002")
    two = came("scan1.pdf", birth, form)
    assert not is_answered(another("scan2.pdf", a_paper("to_khai")), two)
    assert is_answered(another("scan2.pdf", a_paper("giay_khai_sinh")), two)


@pytest.mark.parametrize("subject", [DOCUMENT, BLURRED.scan.id], ids=["paper", "whole file"])
def test_an_officers_word_is_enough(subject: str) -> None:
    known = Rescanned(files=[BLURRED], said={subject})
    assert known.is_answered(BLURRED.scan.id, [1], since=NOW)
    assert known.is_answered(BLURRED.scan.id, document=DOCUMENT, since=NOW)
