import numpy as np
import pytest

from digitize.model import Box
from digitize.ocr.network.signs import Sign
from digitize.ocr.network.strips import Strip
from digitize.ocr.network.unread_ink import beside_unread
from digitize.ocr.network.word_boxes import StripInk


def sign(text, step):
    return Sign(text, 1, step, step + 1, -0.1)


def ink(*columns, rows=slice(10, 26)):
    """A strip with ink on these columns."""
    pixels = np.ones((36, 300), np.float32)
    for first, end in columns:
        pixels[rows, first:end] = -1
    return StripInk(Strip(pixels=pixels, box=Box(left=0, top=0, right=300, bottom=36)))


C, N, BLANK = sign("c", 2), sign("n", 13), sign(" ", 8)


def test_signs_stand_beside_a_letter_that_was_passed_over():
    assert beside_unread([C, N], ink((0, 42))) == {C, N}


def test_the_widest_letters_leave_no_more_ink_between_them():
    assert not beside_unread([C, N], ink((0, 15), (32, 42)))


def test_the_end_of_a_row_may_be_unread():
    """`cơ qu` of `cơ quan`, torn; what stands apart behind it is a rule or a stroke."""
    assert beside_unread([C, N], ink((0, 15), (32, 70))) == {N}
    assert beside_unread([sign("c", 9), N], ink((0, 60))) == {sign("c", 9), N}
    assert not beside_unread([C, N], ink((0, 15), (32, 44), (70, 120)))
    assert not beside_unread([C, sign("—", 13)], ink((0, 15), (32, 150)))


def test_wide_print_is_measured_by_its_own_letters():
    wide = [sign("M", step) for step in (2, 11, 20, 29)]
    assert not beside_unread(wide, ink((0, 100)))
    far = sign("M", 47)
    assert beside_unread([*wide, far], ink((0, 150))) == {wide[-1], far}


def test_letters_set_apart_are_not_wide():
    assert not beside_unread([C, sign("n", 40)], ink((0, 12), (116, 130)))


def test_between_words_ink_of_both_is_no_letter():
    assert not beside_unread([C, BLANK, N], ink((0, 19), (29, 42)))


def test_a_word_that_was_passed_over_is_missed_between_words():
    after = sign("n", 30)
    assert beside_unread([C, BLANK, after], ink((0, 18), (30, 70), (80, 96))) == {C, after}


@pytest.mark.parametrize("rows", [slice(0, 7), slice(29, 36)])
def test_rules_above_and_below_are_no_letters(rows):
    assert not beside_unread([C, N], ink((0, 42), rows=rows))
