"""Dotted lines of forms (`Họ và tên: Lê Thị Mơ ........`): wiped out before the engine reads, given back as full stops.

A recogniser that meets a hundred dots behind a word gives up the word with them, or reads letters into them: on drawn
birth certificates names, sexes and whole ids went so. Without the dots it reads them as any other print.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from digitize.model import Line, PageImage, Pixels, Word
from digitize.ocr.mark_rows import MarkRow
from digitize.ocr.row_places import NEW_BLOCK, in_blocks, placed

_BEATS_HIGH = (
    2.3  # a full stop takes a quarter to a third of its font's size, a line of print two thirds
)
_REACH_BEATS = 2.5
"""A row is found up to where letters stand close; so far beyond its ends single dots are sought."""
_DOT_BEATS = 0.75
"""Of a beat a dot is at most so wide and high."""
_DARK = 150
_CONFIDENCE = 0.9


def without_dotted_lines(page: PageImage, rows: Sequence[MarkRow]) -> PageImage:
    """The page without the dotted rows among `rows`; the same page where there is none."""
    dotted = [row for row in rows if row.is_dotted]
    if not dotted:
        return page
    gray = page.gray.copy()
    for row in dotted:
        _wipe(gray, row)
    return replace(page, gray=gray)


def with_dotted_lines(lines: tuple[Line, ...], rows: Sequence[MarkRow]) -> tuple[Line, ...]:
    """`lines` with a word of full stops for every dotted row; none where there is no line, since dots are no text."""
    if not lines:
        return ()
    for word in (_dots(row) for row in rows if row.is_dotted):
        lines = in_blocks(placed(lines, Line(words=(word,), block=NEW_BLOCK)))
    return lines


def _wipe(gray: Pixels, row: MarkRow) -> None:
    """Whole columns of the row's strip, since nothing but dots stands in it; beyond its ends what has a dot's size."""
    box, reach = row.box, round(_REACH_BEATS * row.beat)
    strip = gray[box.top : box.bottom, box.left : box.right]
    paper = int(np.median(strip))
    strip[:] = paper
    for left, right in ((box.left - reach, box.left), (box.right, box.right + reach)):
        end = gray[box.top : box.bottom, max(0, left) : right]
        for x, y, width, height in _single_dots(end, row):
            end[max(0, y - 1) : y + height + 1, max(0, x - 1) : x + width + 1] = paper


def _single_dots(end: Pixels, row: MarkRow) -> Iterator[tuple[int, int, int, int]]:
    """Places of ink as small as a dot that nothing above or below goes on from."""
    if not end.size:
        return
    ink = np.asarray(end < _DARK, dtype=np.uint8)
    largest = _DOT_BEATS * row.beat
    for x, y, width, height, _ in cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]:
        is_free = y > 0 and y + height < end.shape[0]
        if is_free and max(width, height) <= largest:
            yield int(x), int(y), int(width), int(height)


def _dots(row: MarkRow) -> Word:
    """In a box as high as a line of print, at whose foot the row stands."""
    box = row.box
    top = max(0, box.bottom - round(_BEATS_HIGH * row.beat))
    return Word(text="." * row.count, box=replace(box, top=top), confidence=_CONFIDENCE)
