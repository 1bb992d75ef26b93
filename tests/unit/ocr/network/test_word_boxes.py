import numpy as np
import pytest

from digitize.model import Box
from digitize.ocr.network.signs import Sign
from digitize.ocr.network.strips import Strip
from digitize.ocr.network.word_boxes import StripInk

ON_PAGE = Box(left=500, top=200, right=800, bottom=272)
"""Twice as large as its strip of 150 × 36."""


def ink_of(*inked, box=ON_PAGE, columns=150):
    """Of a strip with ink in the given rows and columns."""
    pixels = np.ones((36, columns), np.float32)
    for rows, across in inked:
        pixels[slice(*rows), slice(*across)] = -1
    return StripInk(Strip(pixels=pixels, box=box))


def sign(first, end):
    return Sign("a", 1, first, end, -0.1)


def test_the_gap_is_in_the_middle_of_the_paper_between():
    ink = ink_of(((10, 26), (30, 40)), ((10, 26), (60, 70)))
    assert ink.gap(sign(11, 12), sign(21, 22)) == 50


def test_the_widest_gap_is_taken():
    """Between the first letter's strokes and between the second's there is paper too."""
    strokes = [((10, 26), (left, left + 2)) for left in (30, 36, 50, 56, 62)]
    assert ink_of(*strokes).gap(sign(10, 11), sign(20, 21)) == 44


def test_without_paper_between_the_gap_is_within_the_signs():
    ink = ink_of(((10, 26), (0, 150)))
    assert 30 <= ink.gap(sign(10, 11), sign(20, 21)) <= 63


def test_without_ink_the_gap_is_in_the_middle():
    assert ink_of().gap(sign(10, 11), sign(19, 20)) == 45


def test_the_gap_is_on_the_strip():
    ink = ink_of(columns=61)
    assert ink.gap(sign(18, 19), sign(19, 25)) <= 61


def test_ink_apart_from_the_outer_words_is_not_theirs():
    """A rule runs on in the row of a word, a stroke stands before it."""
    word, rule, stroke = ((10, 26), (50, 70)), ((17, 19), (92, 150)), ((5, 30), (4, 8))
    ink = ink_of(word, rule, stroke)
    assert (ink.start(sign(19, 20)), ink.end(sign(20, 21))) == (50, 70)


def test_letters_near_each_other_are_one_word():
    ink = ink_of(((10, 26), (50, 60)), ((10, 26), (74, 80)))
    assert (ink.start(sign(25, 26)), ink.end(sign(17, 18))) == (0, 150)


def test_a_box_lies_around_the_ink_between_its_ends():
    ink = ink_of(((10, 26), (30, 40)), ((12, 30), (45, 60)), ((8, 20), (90, 99)))
    assert ink.box(20, 75) == Box(left=560, top=220, right=620, bottom=260)
    assert ink.box(75, 150) == Box(left=680, top=216, right=698, bottom=240)


def test_a_stroke_is_ink_from_half_way_to_black():
    pixels = np.ones((36, 60), np.float32)
    pixels[10:20, 10:20] = -0.01
    pixels[10:20, 30:50] = 0.01
    ink = StripInk(Strip(pixels=pixels, box=Box(left=0, top=0, right=60, bottom=36)))
    assert ink.box(0, 60) == Box(left=10, top=10, right=20, bottom=20)


@pytest.mark.parametrize("intruding", [(0, 4), (31, 36)], ids=["above", "below"])
def test_what_reaches_in_from_another_row_is_left_out(intruding):
    ink = ink_of(((10, 26), (30, 40)), (intruding, (60, 90)))
    assert ink.box(20, 100) == Box(left=560, top=220, right=580, bottom=252)


@pytest.mark.parametrize("high", [(0, 26), (10, 36)], ids=["to the top", "to the foot"])
def test_a_high_letter_that_the_edge_cuts_is_kept(high):
    ink = ink_of((high, (30, 40)))
    box = ink.box(20, 100)
    assert (box.top, box.bottom) == (200 + 2 * high[0], 200 + 2 * high[1])


def test_where_nothing_but_intruders_is_the_box_has_their_columns():
    box = ink_of(((0, 3), (30, 40))).box(20, 100)
    assert (box.left, box.right) == (560, 580)
    assert ON_PAGE.top <= box.top < box.bottom <= ON_PAGE.bottom


def test_without_ink_the_box_is_all_between_the_ends():
    assert ink_of().box(20, 100) == Box(left=540, top=200, right=700, bottom=272)


@pytest.mark.parametrize("ends", [(149, 150), (150, 150), (170, 150), (18, 18)])
@pytest.mark.parametrize("scale", [0.4, 1, 2, 3.7])
def test_a_box_is_never_empty_and_on_the_strip(ends, scale):
    box = Box(left=7, top=9, right=7 + round(150 * scale), bottom=9 + round(36 * scale))
    found = ink_of(((18, 19), (0, 150)), box=box).box(*ends)
    assert box.left <= found.left < found.right <= box.right
    assert box.top <= found.top < found.bottom <= box.bottom
