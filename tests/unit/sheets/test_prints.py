"""A sheet that was printed but not met is told, without crying wolf over separators used a few at a time."""

import pytest

from digitize.model import CoverNote
from digitize.sheets.prints import missing_sheets


def sheets(*numbers: int, count: int, dossier: str = "", print_id: str = "K7M2") -> list[CoverNote]:
    return [
        CoverNote(
            page_index=page,
            dossier_code=dossier,
            print_id=print_id,
            sheet_number=number,
            sheet_count=count,
        )
        for page, number in enumerate(numbers)
    ]


def missing(covers: list[CoverNote]) -> list[tuple[str, int]]:
    return [(sheet.print_id, sheet.sheet_number) for sheet in missing_sheets(covers)]


@pytest.mark.parametrize(
    ("met", "lost"),
    [((1, 2, 3), []), ((1, 3), [2]), ((3, 1), [2]), ((2,), [1, 3]), ((1, 1, 2, 3), [])],
)
def test_every_cover_of_a_dossier_must_be_met(met: tuple[int, ...], lost: list[int]) -> None:
    assert missing(sheets(*met, count=3, dossier="H46-1")) == [("K7M2", number) for number in lost]


@pytest.mark.parametrize(
    ("met", "lost"),
    [
        ((4, 5, 6), []),
        ((4, 5, 7), [6]),
        ((4, 6), [5]),
        ((4, 9), []),
        ((7, 5, 4), []),
        ((4, 4, 6), []),
        ((1,), []),
    ],
    ids=["in a row", "small gap", "one between", "picked", "out of order", "used again", "one"],
)
def test_of_separators_only_a_small_gap_in_a_row_is_told(
    met: tuple[int, ...], lost: list[int]
) -> None:
    assert missing(sheets(*met, count=50)) == [("K7M2", number) for number in lost]


def test_prints_are_told_apart() -> None:
    covers = [
        *sheets(1, count=2, dossier="H46-1"),
        *sheets(2, count=2, dossier="H46-1", print_id="AB12"),
    ]
    assert missing(covers) == [("K7M2", 2), ("AB12", 1)]


def test_papers_that_are_no_sheets_miss_nothing() -> None:
    assert missing([CoverNote(page_index=0, dossier_code="H46-1")]) == []
