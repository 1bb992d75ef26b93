import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digitize.model import Box, Pixels
from digitize.ocr.print_area import print_area


def paper(height: int = 300, width: int = 200) -> Pixels:
    return np.full((height, width), 255, np.uint8)


def test_margins_are_left_out_but_for_a_rim_of_paper() -> None:
    page = paper()
    page[100:120, 80:110] = 0
    assert print_area(page, dpi=25.4) == Box(left=75, top=95, right=115, bottom=125)


def test_a_speck_of_dust_widens_nothing() -> None:
    page = paper()
    page[100:120, 80:110] = 0
    page[3, 3] = 0
    assert print_area(page, dpi=25.4).top == 95


def test_a_page_without_ink_and_a_grey_page_stay_whole() -> None:
    whole = Box(left=0, top=0, right=200, bottom=300)
    assert print_area(paper(), dpi=25.4) == whole
    assert print_area(paper() // 2, dpi=25.4) == whole


def test_a_strip_that_was_cut_out_stays_whole() -> None:
    strip = paper(height=90)
    strip[40:60, 80:110] = 0
    assert print_area(strip, dpi=25.4) == Box(left=0, top=0, right=200, bottom=90)


@given(st.integers(0, 290), st.integers(0, 190), st.floats(10, 50))
def test_no_ink_of_a_letter_is_cut_off(top: int, left: int, dpi: float) -> None:
    page = paper()
    page[top : top + 6, left : left + 5] = 120
    area = print_area(page, dpi=dpi)
    assert area.left <= left
    assert area.top <= top
    assert area.right >= left + 5
    assert area.bottom >= top + 6
