"""Where a seal's text goes: in its corner, within the top margin, whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import BadConfiguration
from digitize.model import SealRole
from digitize.pdf.seal_block import (
    POINTS_PER_MM,
    BlockPlace,
    SealOptions,
    SealPage,
    Side,
    lay_out_block,
)

OPTIONS = SealOptions()
names = st.lists(st.text("aăỦN", min_size=1, max_size=30), min_size=1, max_size=14).map(" ".join)


def measure(text: str) -> float:
    return 0.5 * len(text)


def block(lines, role=SealRole.AGENCY, *, width=595.0, height=842.0, words=()):
    page = SealPage(width=width, height=height, words=words)
    return lay_out_block(
        lines, place=OPTIONS.place(role), options=OPTIONS, page=page, measure=measure
    )


def test_short_text_stands_at_ten_points():
    placed = block(["SAO Y", "Sở Y tế"])
    assert placed.font_size == 10
    assert placed.lines == ("SAO Y", "Sở Y tế")


@given(names, st.sampled_from([(595, 842), (842, 595), (420, 595), (243, 153)]))
def test_two_blocks_never_overlap_and_stay_on_the_page(name, size):
    lines = ["SAO Y", name, "Thời gian ký: 22-11-2026 10:03:05 +07:00"]
    officer = block(lines, SealRole.OFFICER, width=size[0], height=size[1])
    agency = block(lines, SealRole.AGENCY, width=size[0], height=size[1])
    assert officer.left >= 0
    assert officer.left + officer.width <= agency.left + 2
    assert agency.left + agency.width <= size[0]


@given(names)
def test_no_letter_of_a_name_is_lost(name):
    shown = "".join(block(["SAO Y", name]).lines)
    assert shown.replace(" ", "") == "SAOY" + name.replace(" ", "")


def test_long_name_stays_within_the_top_margin():
    name = "Văn phòng Đăng ký đất đai Chi nhánh khu vực " * 3
    placed = block(["SAO Y", name, "Thời gian ký: 22-11-2026 10:03:05 +07:00"])
    assert placed.top + placed.height <= 21 * POINTS_PER_MM
    assert placed.font_size >= OPTIONS.least_font_size_pt


def test_block_shrinks_above_the_first_words():
    placed = block(["SAO Y", "Sở Y tế"], words=[(400.0, 500.0, 24.0)])
    assert placed.top + placed.height <= 24
    assert placed.font_size < 10


def test_block_keeps_its_place_where_there_is_no_room():
    assert block(["SAO Y"], words=[(400.0, 500.0, 2.0)]) == block(["SAO Y"])


@pytest.mark.parametrize(
    "changes",
    [
        {"officer": BlockPlace(side=Side.RIGHT)},
        {"officer": BlockPlace(side=Side.LEFT, width_share=0.6)},
    ],
    ids=["same side", "too wide"],
)
def test_places_that_could_overlap_are_refused(changes):
    with pytest.raises(BadConfiguration):
        SealOptions(**changes)
