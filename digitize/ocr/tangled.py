"""Lines in which the engine mixed two rows of print: taken out, so that each row is found by its ink and read by itself.

Narrow letterheads are set tight, with a rule under the last row, and stamps lie over two rows: the layout then takes the
two for one and reads words of both as they come, `TRUNG CHÍNH CÔNG HÀNH`, or one row and nothing of the other. Such a line is
taller than any row of its page. What its rows then say must be at least as much and as sure, or the line stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from digitize.model import Box, Line, PageImage
from digitize.ocr.dropped import DroppedOptions, Letters, print_rows, with_dropped_rows
from digitize.ports import OcrEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class TangledOptions:
    tall: float = 1.75
    """Times the usual height of the page's words: a heading with its marks has less, two rows have more than two."""
    fewest_letters: int = 3
    """Of a row, that is no speck and no stroke of a pen."""
    covered: float = 0.5
    """Of a line's height: one that lies so far within a tangled one is a piece of it."""


def with_rows_apart(
    lines: tuple[Line, ...],
    *,
    page: PageImage,
    engine: OcrEngine,
    options: TangledOptions | None = None,
    dropped: DroppedOptions | None = None,
) -> tuple[Line, ...]:
    """The lines of `page`, those of two rows read anew where that says more. Raises `EngineFailed`."""
    options = options or TangledOptions()
    tangled = tangled_places(lines, page=page, options=options)
    if not tangled:
        return lines

    def apart(places: Sequence[Box]) -> tuple[Line, ...]:
        rest = _outside(lines, places, options)
        return with_dropped_rows(rest, page=page, engine=engine, options=dropped)

    read = apart(tangled)
    better = [box for box in tangled if _said_in(box, read) >= _said_in(box, lines)]
    if better == tangled:
        return read
    return apart(better) if better else lines


def tangled_places(
    lines: Sequence[Line], *, page: PageImage, options: TangledOptions | None = None
) -> list[Box]:
    """Where lines lie whose ink stands in two rows."""
    options = options or TangledOptions()
    heights = [word.box.height for line in lines for word in line.words]
    least = options.tall * median(heights) if heights else 0.0
    return [line.box for line in lines if _is_tangled(line, least, page, options)]


def _is_tangled(line: Line, least: float, page: PageImage, options: TangledOptions) -> bool:
    box = line.box
    if box.height < least:
        return False
    ink = page.gray[box.top : box.bottom, box.left : box.right]
    rows = [
        row
        for row in print_rows(ink, dpi=page.resolution.dpi)
        if len(row) >= options.fewest_letters
    ]
    return any(_is_above(one, other) for one in rows for other in rows)


def _is_above(one: Letters, other: Letters) -> bool:
    """Wholly, and over the same stretch of the line: not a step in a row that leans."""
    is_over = float(np.median(one[:, 3])) <= float(np.median(other[:, 1]))
    shared = min(one[:, 2].max(), other[:, 2].max()) - max(one[:, 0].min(), other[:, 0].min())
    return is_over and shared > 0


def _outside(
    lines: Sequence[Line], places: Sequence[Box], options: TangledOptions
) -> tuple[Line, ...]:
    return tuple(
        line for line in lines if not any(_lies_in(line.box, place, options) for place in places)
    )


def _said_in(place: Box, lines: Sequence[Line]) -> float:
    """Letters read there, each by how sure its word is."""
    return sum(
        word.confidence * sum(map(str.isalnum, word.text))
        for line in lines
        for word in line.words
        if place.left <= (word.box.left + word.box.right) / 2 < place.right
        and place.top <= (word.box.top + word.box.bottom) / 2 < place.bottom
    )


def _lies_in(inner: Box, outer: Box, options: TangledOptions) -> bool:
    shared = min(inner.bottom, outer.bottom) - max(inner.top, outer.top)
    is_beside = inner.right <= outer.left or outer.right <= inner.left
    return shared >= options.covered * inner.height and not is_beside
