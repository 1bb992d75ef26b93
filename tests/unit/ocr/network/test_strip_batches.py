from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_factories import strips_of

from digitize.ocr.network.batches import (
    _COST_OF_A_STEP,
    _MOST_STEPS,
    batches,
    below_each_other,
    side_by_side,
)

LENGTHS = st.lists(st.integers(1, 4000), max_size=7)


def cost(sizes, ordered):
    """Of parting rows, ordered by length, into batches of such sizes; none where one takes too many steps."""
    total, at = 0.0, 0
    for size in sizes:
        longest = ordered[at + size - 1]
        if size > 1 and size * longest > _MOST_STEPS:
            return None
        total, at = total + longest * (_COST_OF_A_STEP + size), at + size
    return total


def ways(rows):
    if not rows:
        yield []
    for size in range(1, rows + 1):
        for rest in ways(rows - size):
            yield [size, *rest]


@given(LENGTHS)
def test_every_row_is_in_one_batch_shorter_before_longer(lengths):
    places = [place for batch in batches(lengths) for place in batch]
    assert sorted(places) == list(range(len(lengths)))
    assert all(lengths[one] <= lengths[other] for one, other in pairwise(places))


@given(LENGTHS)
def test_no_other_batches_cost_less(lengths):
    found = cost([len(batch) for batch in batches(lengths)], sorted(lengths))
    costs = [cost(sizes, sorted(lengths)) for sizes in ways(len(lengths))]
    assert found == pytest.approx(min(value for value in costs if value is not None))


def test_rows_of_one_length_go_together_until_there_are_many():
    assert [len(batch) for batch in batches([300] * 25)] in ([5, 10, 10], [10, 5, 10], [10, 10, 5])


def test_strips_side_by_side_keep_their_pixels_and_a_column_between():
    strips = strips_of(3, 4, 5, 6, 1000, 2500, 3500, 7)
    laid = list(side_by_side(strips))
    parts = [(pixels[0, 0], part) for pixels, steps in laid for part in steps]
    assert [part.stop - part.start for _, part in parts] == [1, 1, 1, 2, 333, 833, 1166, 2]
    for strip, (pixels, part) in zip(strips, parts, strict=True):
        start, end = part.start * 3, part.start * 3 + strip.shape[1]
        np.testing.assert_array_equal(pixels[:, start:end], strip)
        assert not pixels[:, end].any()
        assert start == 0 or not pixels[:, start - 1].any()


def test_strips_side_by_side_are_not_too_many():
    sizes = [pixels.shape[3] for pixels, _ in side_by_side(strips_of(*[500] * 12, 5000))]
    assert len(sizes) == 4
    assert all(size <= 3000 for size in sizes[:-1])


def test_rows_below_each_other_are_filled_up_to_the_longest():
    short, long = np.full((2, 3), 5, np.float32), np.full((4, 3), 7, np.float32)
    filled = below_each_other([short, long])
    assert filled.shape == (4, 2, 3)
    assert filled[:, 0, 0].tolist() == [5, 5, 0, 0]
    assert filled[:, 1, 2].tolist() == [7, 7, 7, 7]
