"""Doubted words are looked at a second and a third time, with more room above and with more below.

The network wavers over marks by where in the row they come to lie: of 73 typed pages every tenth wrong word is read right by the mean of
three looks, for a seventh of the time of one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from digitize.model import Pixels, Word
from digitize.ocr.network.floats import Floats
from digitize.ocr.network.graph import STEP
from digitize.ocr.network.network import Network
from digitize.ocr.network.strips import Strip, with_more_room

_SURE = 0.9
"""Words read with less are looked at again."""
_MARGIN_STEPS = 2
"""Of a word's ends; the network says a letter a little before or after its ink."""
_AROUND_STEPS = 40
"""The network reads a word by what stands beside it."""


@dataclass(frozen=True, slots=True)
class _Window:
    """Steps of one strip, with what stands beside them."""

    place: int
    first: int
    end: int
    first_around: int
    end_around: int


def looked_at_again(
    gray: Pixels,
    strips: Sequence[Strip],
    likely: Sequence[Floats],
    words: Sequence[Sequence[Word]],
    network: Network,
) -> Iterator[tuple[int, Floats]]:
    """Places of the strips with doubted words, and their probabilities anew: on doubted steps the mean of all looks."""
    windows = [
        window
        for place, strip in enumerate(strips)
        for window in _doubted(place, strip, words[place], len(likely[place]))
    ]
    looks: list[tuple[_Window, Floats]] = []
    for place in dict.fromkeys(window.place for window in windows):
        for pixels in with_more_room(gray, strips[place]):
            looks += [
                (window, _within(pixels, window)) for window in windows if window.place == place
            ]
    means = {place: likely[place].copy() for place in dict.fromkeys(w.place for w in windows)}
    shares = dict.fromkeys(windows, 1)
    for at, seen in network.probabilities([pixels for _, pixels in looks]):
        window = looks[at][0]
        shares[window] += 1
        known = means[window.place][window.first : window.end]
        start = window.first - window.first_around
        known += (seen[start : start + len(known)] - known) / shares[window]
    yield from means.items()


def _doubted(place: int, strip: Strip, words: Sequence[Word], steps: int) -> Iterator[_Window]:
    """Windows on the doubted words of a strip; neighbours share one."""
    spans: list[tuple[int, int]] = []
    for word in words:
        if word.confidence >= _SURE:
            continue
        left = (word.box.left - strip.box.left) / strip.scale / STEP
        right = (word.box.right - strip.box.left) / strip.scale / STEP
        first = max(int(left) - _MARGIN_STEPS, 0)
        end = min(int(np.ceil(right)) + _MARGIN_STEPS, steps)
        if spans and first <= spans[-1][1] + _AROUND_STEPS:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((first, end))
    for first, end in spans:
        if first < end:
            around = max(first - _AROUND_STEPS, 0), min(end + _AROUND_STEPS, steps)
            yield _Window(place, first, end, *around)


def _within(pixels: Floats, window: _Window) -> Floats:
    return np.ascontiguousarray(pixels[:, window.first_around * STEP : window.end_around * STEP])
