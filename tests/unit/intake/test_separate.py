"""Every page is in one document or set aside, whatever the order of sheets, blanks and unreadable pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.intake.separate import is_separator, separate
from digitize.model import Barcode, Box, PageOutcome, PageReading, Resolution

LETTERS = {
    "p": PageOutcome.READ,
    "u": PageOutcome.UNREADABLE,
    "b": PageOutcome.BLANK,
    "s": PageOutcome.SEPARATOR,
}


def _readings(outcomes: list[PageOutcome]) -> list[PageReading]:
    resolution = Resolution(dpi_x=300, dpi_y=300)
    return [
        PageReading(page_index=i, outcome=outcome, width=10, height=10, resolution=resolution)
        for i, outcome in enumerate(outcomes)
    ]


def _documents(pages: str) -> tuple[tuple[int, ...], ...]:
    return separate(_readings([LETTERS[letter] for letter in pages])).documents


@pytest.mark.parametrize(
    ("pages", "documents"),
    [
        ("ppp", ((0, 1, 2),)),
        ("pspp", ((0,), (2, 3))),
        ("spsspbs", ((1,), (4,))),
        ("pbpb", ((0, 2),)),
        ("pup", ((0, 1, 2),)),
        ("bsb", ()),
        ("", ()),
    ],
)
def test_separators_part_documents(pages: str, documents: tuple[tuple[int, ...], ...]) -> None:
    assert _documents(pages) == documents


def test_sheets_and_blanks_are_set_aside_as_what_they_are() -> None:
    separation = separate(_readings([LETTERS[letter] for letter in "bps"]))

    assert separation.set_aside == ((0, PageOutcome.BLANK), (2, PageOutcome.SEPARATOR))


@given(st.lists(st.sampled_from(PageOutcome)))
def test_every_page_is_somewhere_exactly_once(outcomes: list[PageOutcome]) -> None:
    separation = separate(_readings(outcomes))

    kept = [index for document in separation.documents for index in document]
    aside = [index for index, _ in separation.set_aside]
    assert sorted(kept + aside) == list(range(len(outcomes)))
    assert all(separation.documents)


@pytest.mark.parametrize(
    ("symbology", "text", "separates"),
    [
        ("Code128", "TACH-TAI-LIEU", True),
        ("QRCode", "TACH-TAI-LIEU/12", True),
        ("PATCH-T", "", True),
        ("QRCode", "001099012345|||", False),
        ("Code39", "TACH-TAI-LIEU", False),
        ("Code128", "H29.12-240101-0001", False),
    ],
)
def test_only_our_codes_separate(symbology: str, text: str, separates: bool) -> None:
    box = Box(left=0, top=0, right=1, bottom=1)

    assert is_separator([Barcode(text=text, symbology=symbology, box=box)]) is separates
