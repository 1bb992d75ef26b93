"""The measure of separation: joined scans know where papers begin, and every outcome is counted as what it is."""

from dataclasses import replace
from random import Random

import pytest
from decree_pages import first_page, last_page, reading, row

from bench.render.enclosed import ENCLOSED, draw_draft, draw_enclosed
from bench.separation import Joined, join, measure

PAPERS = {
    name: (
        first_page(
            organ=("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"),
            reference=f"Số: {number}/QĐ-UBND",
            heading=("QUYẾT ĐỊNH",),
        ),
        last_page(("CHỦ TỊCH",)),
    )
    for number, name in enumerate(("a", "b", "c"), start=40)
}
INSIDE = {"annex:0": (reading([row("PHỤ LỤC", center=826, top=160)]),)}
DRAFTS = {"draft:0": (first_page(reference="Số: /NQ-HĐND", dateline=""),)}


def test_a_joined_scan_numbers_its_pages_and_knows_where_papers_begin() -> None:
    found = join(PAPERS | INSIDE | DRAFTS, Random(3))
    assert [page.page_index for page in found.pages] == list(range(len(found.pages)))
    assert len(found.kinds) == len(found.pages)
    assert all(found.kinds[index] in {"a", "b", "c", "draft"} for index in found.starts)
    assert 0 not in found.starts


def test_papers_with_whole_letterheads_come_apart() -> None:
    rng = Random(1)
    found = measure([join(PAPERS | INSIDE | DRAFTS, rng) for _ in range(10)])
    assert (found["precision"], found["false_split"], found["false_question"]) == (1.0, 0, 0)
    assert found["split_or_asked"] == 1.0


def test_a_split_where_nothing_begins_is_counted_against_precision() -> None:
    pages = tuple(
        replace(page, page_index=index)
        for index, page in enumerate((PAPERS["a"][0], PAPERS["b"][0]))
    )
    found = measure([Joined(pages=pages, kinds=("a", "b"), starts=frozenset({0}))])
    assert (found["false_split"], found["precision"], found["recall"]) == (1, 0.0, 0.0)
    assert found["wrong"] == {"split": {"b": 1}, "asked": {}, "missed": {"a": 1}}


@pytest.mark.parametrize("kind", ENCLOSED)
def test_the_same_seed_draws_the_same_enclosed_page(kind: str) -> None:
    assert draw_enclosed(kind, 4).tobytes() == draw_enclosed(kind, 4).tobytes()


def test_drafts_differ_by_seed() -> None:
    assert draw_draft(1).tobytes() != draw_draft(2).tobytes()
