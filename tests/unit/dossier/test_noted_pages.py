"""Only neighbours that share their words are looked at; what was declared as a note's two images is not asked about."""

from dataclasses import replace

import pytest
from factories import page
from hypothesis import given
from hypothesis import strategies as st

from digitize.dossier.noted_pages import declared_pairs, pairs_alike_in_words
from digitize.model import PageOutcome, PageReading

TEXT = ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6", "Xét đề nghị của Giám đốc Sở")
NOTED = ("Căn cứ Luật Tổ chức chính quyền gọi lại cho anh", "Xét đề nghị của Giám đốc Sở thứ hai")
OTHER = ("Điều 1. Phê duyệt chủ trương đầu tư dự án nâng cấp đường", "liên xã gồm các hạng mục nền")


def pairs(*pages: PageReading, declared: frozenset[tuple[int, int]] = frozenset()) -> list[object]:
    numbered = [replace(reading, page_index=index) for index, reading in enumerate(pages)]
    found = pairs_alike_in_words(numbered, declared=declared)
    return [(first.page_index, second.page_index) for first, second in found]


def test_neighbours_that_share_most_words_are_looked_at() -> None:
    assert pairs(page(*OTHER), page(*TEXT), page(*NOTED), page(*OTHER)) == [(1, 2)]


def test_pages_of_other_words_are_not_looked_at() -> None:
    assert pairs(page(*TEXT), page(*OTHER), page("một")) == []


def test_pages_that_share_words_but_not_their_order_are_not_looked_at() -> None:
    words = " ".join(TEXT).split()
    shuffled = words[::2] + words[1::2]
    assert pairs(page(*TEXT), page(" ".join(shuffled))) == []


def test_pictures_with_few_words_must_be_looked_at() -> None:
    assert pairs(page("ảnh"), page("ảnh 2")) == [(0, 1)]
    assert pairs(page(), page("gọi lại")) == [(0, 1)]


def test_pages_of_which_nothing_was_read_are_not_looked_at() -> None:
    assert pairs(page(), page()) == []


def test_an_unreadable_page_is_no_neighbour() -> None:
    unreadable = replace(page(), outcome=PageOutcome.UNREADABLE)
    assert pairs(page(*TEXT), unreadable, page(*NOTED)) == [(0, 2)]


def test_a_declared_note_is_not_looked_at() -> None:
    assert pairs(page(*TEXT), page(*NOTED), declared=frozenset({(0, 1)})) == []


@pytest.mark.parametrize(
    ("pages", "noted", "expected"),
    [
        ([0, 1, 2], (1,), {(0, 1)}),
        ([0, 1, 2], (2,), {(1, 2)}),
        ([0, 1, 2, 3], (1, 2), {(0, 1), (2, 3)}),
        ([1, 3, 4], (2,), {(3, 4)}),
        ([0, 1], (2,), set()),
        ([], (1,), set()),
    ],
)
def test_declared_pairs_follow_the_papers_own_numbers(
    pages: list[int], noted: tuple[int, ...], expected: set[tuple[int, int]]
) -> None:
    assert declared_pairs(pages, noted) == expected


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(-2, 70)))
def test_declared_pairs_are_neighbours_and_share_no_page(pages: set[int], noted: set[int]) -> None:
    order = sorted(pages)
    found = declared_pairs(order, noted)
    assert all(order.index(second) == order.index(first) + 1 for first, second in found)
    assert len({page for pair in found for page in pair}) == 2 * len(found)
