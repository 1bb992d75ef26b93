"""Rows of printed dashes (`-----------`), which the engine passes over: counted on the page and given back as hyphens.

Typists set them under a motto, an agency's name or a form's title, and as leaders. They differ from a ruled line by
their beat: hyphens of one font follow each other at one distance. So thin stretches of ink with white above and below
are looked for on a quarter of the pixels, which costs less than a hundredth of reading; where the darkness along one
swings at a steady beat, its length in beats is the number of hyphens, even where ink has run some of them together.
Dots are as wide as high, and along a rule nothing swings: both stay out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from digitize.model import Box, Line, PageImage, PageReading, Pixels, Word
from digitize.ocr.row_places import placed

Darkness = npt.NDArray[np.float64]
"""From 0 (white) to 1 (black): of a strip of the page, or of its columns."""

_MM_PER_INCH = 25.4
_WHITE = 255
_LIGHTEST_INK = 190  # on the small picture, where a thin dash shares its pixels with paper
_DARK = 0.45
_SPECTRUM = 8192
"""Pixels; so long a row tells beats of 12 pixels apart that differ by a fiftieth of one."""
_BEATS_HIGH = 2.0  # a hyphen is a third of its font's size wide, a line of print two thirds high
_DASH = "-"
_LEAST_COUNT = 5  # typed text has up to three side by side
_CONFIDENCE = 0.9
"""Of 40 rows found on a bad copy 36 have the number that was typed, the others one off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DashOptions:
    thickest_mm: float = 1.0
    """A hyphen of 16-point bold print has 0.5, with the grain of a bad copy twice that."""
    widest_gap_mm: float = 1.7
    """Between two dashes that a blank parts."""
    shortest_mm: float = 9.0
    """Of a row."""
    beat_mm: tuple[float, float] = (0.9, 3.2)
    """From one dash to the next: hyphens of 8 points, to hyphens of 14 points with blanks between them."""
    least_swing: float = 0.12
    """Share of the darkness' variance that the beat explains. Of 22 rows on a bad copy the worst has 0.13, most have 0.4 to 0.8."""
    least_proof: float = 2.9
    """That share times the beats of the row: by chance broken rules and rims of seals reach 2.6, real rows have 3.0 to 13."""
    least_depth: float = 0.08
    """How far the darkness swings, of black; along rules 0.02 to 0.04."""
    least_ratio: float = 1.7
    """A dash is so many times wider than high. Rows of dots have 0.7 to 1.3, rows of dashes 2.1 to 3.1."""
    least_pieces: int = 2
    """A whole rule needs no closer look; rows whose dashes ran together on a bad copy fall into two pieces and more."""
    misread_share: float = 0.6
    """A word with so much of its box on a row of dashes was read from them."""


def with_dash_rows(
    lines: tuple[Line, ...], *, page: PageImage, options: DashOptions | None = None
) -> tuple[Line, ...]:
    """`lines`, in reading order, with the page's rows of dashes among them; what was misread from dashes goes.

    Rows side by side are one line, under all that stands above them: so a letterhead's dashes are typed.
    """
    if not lines:
        return ()  # dashes alone are no text, and nobody should take the page for one that was read
    options = options or DashOptions()
    rows = tuple(_dash_rows(page.gray, page.resolution.dpi / _MM_PER_INCH, options))
    lines = _without_misread(lines, rows, options)
    for words in _side_by_side(rows):
        row = Line(words=words, block=_NEW)
        lines = _in_blocks(_in_halves(placed(lines, row), row))
    return lines


def without_dash_rows(reading: PageReading) -> PageReading:
    """The page as it is understood: a row of dashes parts, or waits for a pen, and is no name, title or value."""
    lines = (
        replace(line, words=tuple(word for word in line.words if not _is_row(word)))
        for line in reading.text.lines
    )
    kept = tuple(line for line in lines if line.words)
    return replace(reading, text=replace(reading.text, lines=kept))


def _is_row(word: Word) -> bool:
    return len(word.text) >= _LEAST_COUNT and set(word.text) == {_DASH}


# ---- finding --------------------------------------------------------------------------------------


def _dash_rows(gray: Pixels, millimetre: float, options: DashOptions) -> Iterator[Word]:
    for box in _thin_stretches(gray, millimetre, options):
        strip = 1 - gray[box.top : box.bottom, box.left : box.right] / _WHITE
        count, beat = _counted(strip, millimetre, options)
        if count >= _LEAST_COUNT:
            yield _dashes(count, box, round(_BEATS_HIGH * beat))


def _thin_stretches(gray: Pixels, millimetre: float, options: DashOptions) -> list[Box]:
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


def _counted(strip: Darkness, millimetre: float, options: DashOptions) -> tuple[int, float]:
    """How many dashes, and pixels from one to the next; no dashes where the strip shows none."""
    dark = strip > _DARK
    columns = np.asarray(dark.any(axis=0))
    pieces = int(columns[0]) + int((np.diff(columns.astype(int)) == 1).sum())
    if pieces < options.least_pieces:
        return 0, 0.0
    beat, swing, depth = _beat(strip.max(axis=0), millimetre, options)
    reach = np.flatnonzero(columns)
    beats = (reach[-1] - reach[0] + 1) / beat
    inked = float(columns.mean())
    ratio = inked * beat / (dark.sum() / columns.sum())
    is_row = (
        swing >= max(options.least_swing, options.least_proof / beats)
        and depth >= options.least_depth
        and ratio >= options.least_ratio
    )
    return round(beats + 1 - inked) if is_row else 0, beat


def _beat(along: Darkness, millimetre: float, options: DashOptions) -> tuple[float, float, float]:
    """The distance in pixels at which the darkness swings most, the share of its variance, and how far it swings."""
    shortest, longest = (limit * millimetre for limit in options.beat_mm)
    size = max(_SPECTRUM, len(along))
    swings = along - along.mean()
    first, last = int(size / longest) + 1, int(size / shortest)
    heights = np.abs(np.fft.rfft(swings, size)[first : last + 1]) / len(along)
    best = int(heights.argmax())
    depth = 2 * float(heights[best])
    return size / (first + best), depth**2 / 2 / max(float(swings.var()), 1e-9), depth


def _dashes(count: int, box: Box, height: int) -> Word:
    """In a box as high as a line of print, which the row runs through in the middle."""
    top = max(0, (box.top + box.bottom - height) // 2)
    return Word(
        text=_DASH * count, box=replace(box, top=top, bottom=top + height), confidence=_CONFIDENCE
    )


# ---- placing --------------------------------------------------------------------------------------

_NEW = -1  # the block of a row that has not found its neighbours


def _without_misread(
    lines: tuple[Line, ...], rows: tuple[Word, ...], options: DashOptions
) -> tuple[Line, ...]:
    kept = (
        replace(line, words=tuple(word for word in line.words if not _is_on(word, rows, options)))
        for line in lines
    )
    return tuple(line for line in kept if line.words)


def _is_on(word: Word, rows: tuple[Word, ...], options: DashOptions) -> bool:
    area = word.box.width * word.box.height
    return any(_shared(word.box, row.box) > options.misread_share * area for row in rows)


def _shared(one: Box, other: Box) -> int:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(width, 0) * max(height, 0)


def _side_by_side(rows: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """The rows of each height, from the left."""
    beside: list[Word] = []
    for row in rows:
        if beside and row.box.top >= beside[-1].box.bottom:
            yield tuple(sorted(beside, key=lambda word: word.box.left))
            beside = []
        beside.append(row)
    if beside:
        yield tuple(sorted(beside, key=lambda word: word.box.left))


def _in_halves(lines: tuple[Line, ...], row: Line) -> tuple[Line, ...]:
    """What stands below both columns' dashes follows them: a number that the left column has brought up with it."""
    if len(row.words) < 2 or row not in lines:
        return lines
    at = lines.index(row)
    middle = (row.box.top + row.box.bottom) / 2
    below = [line for line in lines[:at] if line.box.top > middle]
    above = [line for line in lines[:at] if line not in below]
    return (*above, row, *(replace(line, block=_NEW) for line in below), *lines[at + 1 :])


def _in_blocks(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A new line belongs to the block of the line before it."""
    block = 0
    settled = []
    for line in lines:
        block = block if line.block == _NEW else line.block
        settled.append(replace(line, block=block))
    return tuple(settled)
