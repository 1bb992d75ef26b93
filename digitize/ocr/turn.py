"""The turn that makes a page upright; where pixels leave it open, a few lines are read the ways that it may lie.

The engine that is loaded anyway reads a strip of the page, so no launch is added, and only doubtful pages pay: twice
where the half turn is open, and up to four times where frames, rules and grain hide which way the lines run.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from digitize.image.ink import ink_mask, small_gray
from digitize.image.orientation import OrientationOptions, orientation_of_ink, turned
from digitize.model import Line, PageImage, Pixels
from digitize.ports import OcrEngine

_STRIP_INCHES = 1.2  # four to six lines
_READING_DPI = 150.0  # enough to tell words from upside-down words
_CLEARLY_BETTER = 1.3
_LEGIBLE = 20.0  # two lines of sure words; a page upside down or on its side has next to nothing
_LEAST_INK = 200  # pixels at layout resolution; less is a blank page
_MOST_OF_ROW = 0.4  # lines of print cover less of it, a scanner's dark edge or a frame more


def turn_to_upright(
    page: PageImage, *, engine: OcrEngine, options: OrientationOptions | None = None
) -> tuple[int, tuple[str, ...]]:
    """Clockwise degrees, and `unsure_orientation` where neither pixels nor words tell. Raises `EngineFailed`."""
    ink = ink_mask(small_gray(page))
    seen = orientation_of_ink(ink, options=options)
    if seen.is_sure:
        return seen.turn_degrees, ()
    if seen.has_lines:
        ways = (seen.turn_degrees, (seen.turn_degrees + 180) % 360)
        return _most_legible(page, ways, engine=engine)
    if ink.sum() < _LEAST_INK:
        return 0, ()
    turn, _ = _most_legible(page, (0, 180, 90, 270), engine=engine)
    return turn, ()  # a picture has no words any way up: nothing to ask about


def _most_legible(
    page: PageImage, ways: Sequence[int], *, engine: OcrEngine
) -> tuple[int, tuple[str, ...]]:
    """The turn after which a strip reads clearly better than after the others, else the first."""
    found: dict[int, float] = {}
    for degrees in ways:
        found[degrees] = _legibility_of(page, degrees, engine)
        if len(ways) > 2 and found[degrees] >= _LEGIBLE:
            return degrees, ()
    best, second = sorted(ways, key=lambda way: -found[way])[:2]
    if found[best] > _CLEARLY_BETTER * found[second]:
        return best, ()
    return ways[0], ("unsure_orientation",)


def _legibility_of(page: PageImage, degrees: int, engine: OcrEngine) -> float:
    """Of the busiest strip of the page turned on its side or left, read upright or upside down."""
    gray_page = replace(page, colour=None)
    strip = _busiest_strip(small_gray(turned(gray_page, degrees % 180), dpi=_READING_DPI))
    if degrees >= 180:
        strip = np.ascontiguousarray(strip[::-1, ::-1])
    return _legibility(engine.read(strip, dpi=_READING_DPI))


def _busiest_strip(gray: Pixels) -> Pixels:
    """The full-width strip with the most print."""
    rows = round(_STRIP_INCHES * _READING_DPI)
    if gray.shape[0] <= rows:
        return gray
    counts = (gray < 128).sum(axis=1)
    counts[counts > _MOST_OF_ROW * gray.shape[1]] = 0
    ink = np.cumsum(counts)
    top = int(np.argmax(ink[rows:] - ink[:-rows]))
    return np.ascontiguousarray(gray[top : top + rows])


def _legibility(lines: tuple[Line, ...]) -> float:
    """Letters in words of two and more, each counted by how far its word is above a guess.

    The engine reads columns on their side too: a word higher than wide lies on its side with its page.
    """
    return sum(
        len(word.text) * max(0.0, word.confidence - 0.5)
        for line in lines
        for word in line.words
        if len(word.text) > 1 and word.text.isalpha() and word.box.width > word.box.height
    )
