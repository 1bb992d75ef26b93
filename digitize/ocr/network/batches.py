"""Which strips go through the network together: side by side where columns are read, below each other where rows are."""

from collections.abc import Iterator, Sequence

import numpy as np

from digitize.ocr.network.floats import Floats
from digitize.ocr.network.graph import ROW_HEIGHT, STEP

_MOST_COLUMNS = 3_000
"""Of strips side by side: what their layers hold stays in a processor's cache."""
_MOST_STEPS = 3_000
"""Of a batch of rows, filled up ones too; for its memory. A longer row goes alone."""
_COST_OF_A_STEP = 1.5
"""What a step costs beside its rows, in rows."""


def side_by_side(strips: Sequence[Floats]) -> Iterator[tuple[Floats, list[slice]]]:
    """Strips, each 36 × columns, in turn as 1 × 1 × 36 × columns, and which steps of that are each strip's.

    Each begins with a step of its own, and one empty column at least parts it from the next: a strip sees beside it what it
    would see alone.
    """
    taken: list[Floats] = []
    columns = 0
    for strip in strips:
        if taken and columns + _room(strip) > _MOST_COLUMNS:
            yield _laid(taken)
            taken, columns = [], 0
        taken.append(strip)
        columns += _room(strip)
    if taken:
        yield _laid(taken)


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Rows of about one length together, by their places: every step of a batch costs its rows, those that ended too, and a
    little more; all together as little as can be."""
    order = np.argsort(lengths, kind="stable").tolist()
    cost = np.zeros(len(order) + 1)
    begins = [0] * (len(order) + 1)
    for end in range(1, len(order) + 1):
        longest = lengths[order[end - 1]]
        rows = np.arange(1, min(max(_MOST_STEPS // longest, 1), end) + 1)
        costs = cost[end - rows] + longest * (_COST_OF_A_STEP + rows)
        best = int(costs.argmin())
        cost[end], begins[end] = costs[best], end - int(rows[best])
    found: list[list[int]] = []
    end = len(order)
    while end:
        found.append(order[begins[end] : end])
        end = begins[end]
    return found[::-1]


def below_each_other(rows: Sequence[Floats]) -> Floats:
    """Rows, each steps × values, as steps × rows × values, filled up to the longest."""
    longest, values = max(map(len, rows)), rows[0].shape[1]
    filled = np.zeros((longest, len(rows), values), np.float32)
    for place, row in enumerate(rows):
        filled[: len(row), place] = row
    return filled


def _room(strip: Floats) -> int:
    """Columns: the strip's, and up to a step's that are empty."""
    columns: int = strip.shape[1]
    return (columns // STEP + 1) * STEP


def _laid(strips: Sequence[Floats]) -> tuple[Floats, list[slice]]:
    pixels = np.zeros((1, 1, ROW_HEIGHT, sum(map(_room, strips))), np.float32)
    steps = []
    at = 0
    for strip in strips:
        pixels[0, 0, :, at : at + strip.shape[1]] = strip
        steps.append(slice(at // STEP, (at + strip.shape[1]) // STEP))
        at += _room(strip)
    return pixels, steps
