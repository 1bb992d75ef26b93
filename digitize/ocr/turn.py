"""The turn that makes a page upright; where pixels leave the half turn open, a few lines are read both ways.

The engine that is loaded anyway reads a strip of the page, so no launch is added, and only doubtful pages pay.
"""

import numpy as np

from digitize.image.ink import ink_mask, small_gray
from digitize.image.orientation import OrientationOptions, orientation_of_ink, turned
from digitize.model import Line, PageImage, Pixels
from digitize.ports import OcrEngine

_STRIP_INCHES = 1.2  # four to six lines
_READING_DPI = 150.0  # enough to tell words from upside-down words
_CLEARLY_BETTER = 1.3


def turn_to_upright(
    page: PageImage, *, engine: OcrEngine, options: OrientationOptions | None = None
) -> tuple[int, tuple[str, ...]]:
    """Clockwise degrees, and `unsure_orientation` where neither pixels nor words tell. Raises `EngineFailed`."""
    seen = orientation_of_ink(ink_mask(small_gray(page)), options=options)
    if seen.is_sure or not seen.has_lines:
        return seen.turn_degrees, ()
    strip = _busiest_strip(small_gray(turned(page, seen.turn_degrees), dpi=_READING_DPI))
    as_seen = _legibility(engine.read(strip, dpi=_READING_DPI))
    half_turned = _legibility(
        engine.read(np.ascontiguousarray(strip[::-1, ::-1]), dpi=_READING_DPI)
    )
    if half_turned > _CLEARLY_BETTER * as_seen:
        return (seen.turn_degrees + 180) % 360, ()
    if as_seen > _CLEARLY_BETTER * half_turned:
        return seen.turn_degrees, ()
    return seen.turn_degrees, ("unsure_orientation",)


def _busiest_strip(gray: Pixels) -> Pixels:
    """The full-width strip with the most ink."""
    rows = round(_STRIP_INCHES * _READING_DPI)
    if gray.shape[0] <= rows:
        return gray
    ink = np.cumsum((gray < 128).sum(axis=1))
    top = int(np.argmax(ink[rows:] - ink[:-rows]))
    return np.ascontiguousarray(gray[top : top + rows])


def _legibility(lines: tuple[Line, ...]) -> float:
    """Letters in words of two and more, each counted by how far its word is above a guess."""
    return sum(
        len(word.text) * max(0.0, word.confidence - 0.5)
        for line in lines
        for word in line.words
        if len(word.text) > 1 and word.text.isalpha()
    )
