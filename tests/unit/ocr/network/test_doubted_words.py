"""The second look at doubted words, through a network that is told what to say of each picture."""

import numpy as np
import pytest

from digitize.model import Box, Word
from digitize.ocr.network.doubted_words import looked_at_again
from digitize.ocr.network.strips import cut

PAGE = np.full((200, 1200), 255, np.uint8)
ROW = Box(left=4, top=64, right=1084, bottom=92)
STRIP = cut(PAGE, ROW)
STEPS = STRIP.pixels.shape[1] // 3
FIRST = np.tile(np.float32([0.6, 0.4]), (STEPS, 1))
SECOND, THIRD = np.float32([0.3, 0.7]), np.float32([0.0, 1.0])


class Network:
    """Says of the first half of the pictures one thing, of the others another; keeps what it was shown."""

    def __init__(self):
        self.widths = []

    def probabilities(self, strips):
        self.widths += [strip.shape[1] for strip in strips]
        for place, strip in enumerate(strips):
            said = SECOND if place < len(strips) / 2 else THIRD
            yield place, np.tile(said, (strip.shape[1] // 3, 1))


def word(left, right, confidence):
    return Word(
        text="sổ",
        box=Box(left=left, top=64, right=right, bottom=92),
        confidence=confidence,
    )


def seen_again(*words, network=None):
    looks = looked_at_again(PAGE, [STRIP], [FIRST], [words], network or Network())
    return dict(looks)


def test_where_all_is_sure_nothing_is_looked_at_again():
    network = Network()
    assert seen_again(word(30, 90, 0.95), network=network) == {}
    assert network.widths == []


def test_doubted_steps_have_the_mean_of_three_looks():
    again = seen_again(word(300, 360, 0.5))[0]
    assert again[110] == pytest.approx([0.3, 0.7], abs=1e-6)


def test_steps_of_sure_words_stay_as_they_were():
    again = seen_again(word(300, 360, 0.5), word(600, 660, 0.95))[0]
    changed = np.flatnonzero((again != FIRST).any(axis=1))
    assert (changed[0], changed[-1]) == (300 // 3 - 2, 360 // 3 + 1)


def test_the_first_look_is_left_alone():
    before = FIRST.copy()
    seen_again(word(300, 360, 0.5))
    assert np.array_equal(FIRST, before)


def test_a_word_is_shown_with_what_stands_beside_it():
    network = Network()
    seen_again(word(300, 360, 0.5), network=network)
    assert network.widths == [3 * (20 + 2 * 2 + 2 * 40)] * 2


def test_neighbours_are_shown_together_and_far_ones_apart():
    network = Network()
    seen_again(word(30, 60, 0.5), word(90, 120, 0.5), word(900, 930, 0.5), network=network)
    assert len(network.widths) == 4


def test_at_the_end_of_a_row_nothing_is_shown_beyond_it():
    network = Network()
    again = seen_again(word(1040, 1084, 0.5), network=network)[0]
    assert len(again) == STEPS
    assert again[-1] == pytest.approx([0.3, 0.7], abs=1e-6)


def test_only_strips_with_doubted_words_come_again():
    looks = looked_at_again(
        PAGE,
        [STRIP, STRIP],
        [FIRST, FIRST],
        [[word(300, 360, 0.95)], [word(300, 360, 0.5)]],
        Network(),
    )
    assert list(dict(looks)) == [1]
