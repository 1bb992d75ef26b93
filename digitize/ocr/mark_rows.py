"""Rows of printed dashes and dots (`-----------`, `..........`): found by their beat, and how many marks each has.

Typists set them under a motto or a title and as leaders, forms as the lines that are filled in. They differ from a ruled
line by their beat: marks of one font follow each other at one distance. So thin stretches of ink with white above and below
are looked for on a quarter of the pixels, which costs less than a hundredth of reading; where the darkness along one
swings at a steady beat, its length in beats is the number of marks, even where ink has run some of them together.
Dots are as wide as high, hyphens twice as wide; along a rule nothing swings, and it stays out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from digitize.model import Box, PageImage, Pixels

Darkness = npt.NDArray[np.float64]
"""From 0 (white) to 1 (black): of a strip of the page, or of its columns."""

_MM_PER_INCH = 25.4
_WHITE = 255
_LIGHTEST_INK = 190  # on the small picture, where a thin dash shares its pixels with paper
_DARK = 0.45
_SPECTRUM = 8192
"""Pixels; so long a row tells beats of 12 pixels apart that differ by a fiftieth of one."""
LEAST_DASHES = 5  # typed text has up to three side by side
_LEAST_DOTS = 6  # an ellipsis has three


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRowOptions:
    thickest_mm: float = 1.0
    """A hyphen of 16-point bold print has 0.5, with the grain of a bad copy twice that."""
    widest_gap_mm: float = 1.7
    """Between two marks that a blank parts."""
    shortest_mm: float = 9.0
    """Of a row."""
    dash_beat_mm: tuple[float, float] = (0.9, 3.2)
    """From one dash to the next: hyphens of 8 points, to hyphens of 14 points with blanks between them."""
    dot_beat_mm: tuple[float, float] = (0.55, 2.2)
    """From one dot to the next: full stops of 7 points, to ellipsis signs of 16 points."""
    least_swing: float = 0.12
    """Share of the darkness' variance that the beat of dashes explains. Of 22 rows on a bad copy the worst has 0.13, most
    have 0.4 to 0.8."""
    least_dot_swing: float = 0.3
    """The same for dots: 65 rows of three forms have 0.8 to 0.97; frames that broke have 0.1 to 0.33, but in few pieces."""
    least_proof: float = 2.9
    """That share times the beats of the row: by chance broken rules and rims of seals reach 2.6, real rows have 3.0 to 13."""
    least_depth: float = 0.08
    """How far the darkness swings, of black; along rules 0.02 to 0.04."""
    least_ratio: float = 1.7
    """A dash is so many times wider than high, a dot less. Rows of dots have 0.7 to 1.6, rows of dashes 2.1 to 3.1."""
    least_pieces: int = 2
    """A whole rule needs no closer look; rows whose dashes ran together on a bad copy fall into two pieces and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    box: Box
    """In pixels of the page, with a hair of white above and below."""
    count: int
    beat: float
    """Pixels from one mark to the next."""
    is_dotted: bool


def rows_of_marks(page: PageImage, *, options: MarkRowOptions | None = None) -> tuple[MarkRow, ...]:
    """The rows of dashes and dots, from the top; what is neither stays out."""
    options = options or MarkRowOptions()
    millimetre = page.resolution.dpi / _MM_PER_INCH
    found = (
        _mark_row(page.gray, box, millimetre, options)
        for box in _thin_stretches(page.gray, millimetre, options)
    )
    return tuple(row for row in found if row is not None)


def _mark_row(gray: Pixels, box: Box, millimetre: float, options: MarkRowOptions) -> MarkRow | None:
    strip = 1 - gray[box.top : box.bottom, box.left : box.right] / _WHITE
    pieces = _pieces(strip)
    if pieces >= options.least_pieces:
        beats = _beats(strip, millimetre, options.dash_beat_mm)
        if beats.is_row(options.least_swing, options) and beats.ratio >= options.least_ratio:
            count = beats.count
            if count >= LEAST_DASHES:
                return MarkRow(box=box, count=count, beat=beats.beat, is_dotted=False)
            return None
    if pieces < _LEAST_DOTS:
        return None
    beats = _beats(strip, millimetre, options.dot_beat_mm)
    if beats.is_row(options.least_dot_swing, options) and beats.ratio < options.least_ratio:
        return MarkRow(box=box, count=beats.count, beat=beats.beat, is_dotted=True)
    return None


def _thin_stretches(gray: Pixels, millimetre: float, options: MarkRowOptions) -> list[Box]:
    """Where ink, its gaps closed, is thin and runs on for long: rows of dashes and dots, rules; from the top."""
    gap, thick, long = (
        round(size * millimetre / 2)
        for size in (options.widest_gap_mm, options.thickest_mm, options.shortest_mm)
    )
    small = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = cv2.threshold(small, _LIGHTEST_INK, _WHITE, cv2.THRESH_BINARY_INV)[1]
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap + 1), np.uint8))
    high = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((thick + 1, 1), np.uint8))
    thin = cv2.subtract(closed, cv2.dilate(high, np.ones((3, 3), np.uint8)))
    stretches = cv2.morphologyEx(thin, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    outlines, _ = cv2.findContours(stretches, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = (_on_page(cv2.boundingRect(outline), gray.shape) for outline in outlines)
    return sorted(boxes, key=lambda box: (box.top, box.left))


def _on_page(small: Sequence[int], shape: tuple[int, ...]) -> Box:
    """From the small picture, with a hair of white above and below."""
    left, top, width, height = (2 * size for size in small)
    return Box(
        left=left,
        top=max(0, top - 4),
        right=min(left + width, shape[1]),
        bottom=min(top + height + 4, shape[0]),
    )


# ---- counting -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beats:
    """How the darkness along a strip swings."""

    beat: float
    """Pixels from one mark to the next."""
    swing: float
    """Share of the darkness' variance that the beat explains."""
    depth: float
    """How far the darkness swings, of black."""
    beats: float
    """From the first ink to the last."""
    inked: float
    """Share of the columns."""
    ratio: float
    """Width of a mark to its height."""

    @property
    def count(self) -> int:
        return round(self.beats + 1 - self.inked)

    def is_row(self, least_swing: float, options: MarkRowOptions) -> bool:
        least = max(least_swing, options.least_proof / self.beats)
        return self.swing >= least and self.depth >= options.least_depth


def _pieces(strip: Darkness) -> int:
    columns = np.asarray((strip > _DARK).any(axis=0))
    return int(columns[0]) + int((np.diff(columns.astype(int)) == 1).sum())


def _beats(strip: Darkness, millimetre: float, beat_mm: tuple[float, float]) -> _Beats:
    """Of a strip that has ink in some columns."""
    dark = strip > _DARK
    columns = np.asarray(dark.any(axis=0))
    beat, swing, depth = _beat(strip.max(axis=0), millimetre, beat_mm)
    reach = np.flatnonzero(columns)
    inked = float(columns.mean())
    return _Beats(
        beat=beat,
        swing=swing,
        depth=depth,
        beats=float(reach[-1] - reach[0] + 1) / beat,
        inked=inked,
        ratio=inked * beat / float(dark.sum() / columns.sum()),
    )


def _beat(
    along: Darkness, millimetre: float, beat_mm: tuple[float, float]
) -> tuple[float, float, float]:
    """The distance in pixels at which the darkness swings most, the share of its variance, and how far it swings."""
    shortest, longest = (limit * millimetre for limit in beat_mm)
    size = max(_SPECTRUM, len(along))
    swings = along - along.mean()
    first, last = int(size / longest) + 1, int(size / shortest)
    heights = np.abs(np.fft.rfft(swings, size)[first : last + 1]) / len(along)
    best = int(heights.argmax())
    depth = 2 * float(heights[best])
    return size / (first + best), depth**2 / 2 / max(float(swings.var()), 1e-9), depth
