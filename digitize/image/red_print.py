"""Rows of red print: headings and numbers that certificates, licences and registers are printed with, unlike seals.

Red ink is taken out before reading, so that a seal hides nothing; print in red would go with it. What tells print is its
shape: many strokes side by side, wider than high, framed by nothing and in no seal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from digitize.image.components import pieces_of
from digitize.image.ink import Mask
from digitize.model import Box

_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class RedPrintOptions:
    word_gap_mm: float = 4.0
    """Ink nearer than this on one row belongs together: the spaces of a heading of 24 points."""
    mark_gap_mm: float = 0.35
    """Tone marks stand this far above their letters; rows of a card lie hardly further apart."""
    height_mm: tuple[float, float] = (1.2, 30.0)
    """From a card's small capitals to a title of three rows whose marks touch."""
    least_width_mm: float = 22.0
    """A serial number of eight figures; pieces of a faint seal are seldom wider."""
    least_shape: float = 2.5
    """Width over height; a seal's star and the pieces of its rim have less."""
    fewest_strokes: int = 10
    """Side by side on one line through the row; eight figures have twelve, also where those of a card touch at this scale. A
    rule, a frame or an arc of a rim has one or two."""
    widest_mark: float = 0.9
    """Of the row's width, that one unbroken mark may span: rules and frames span it all."""
    seal_mm: tuple[float, float] = (12.0, 62.0)
    """Sides of what may be a seal or an arrival stamp, whole or cut; nothing in one is print."""
    seal_shape: float = 2.2


def red_print(
    mask: Mask, groups: Sequence[Box], *, dpi: float, options: RedPrintOptions | None = None
) -> tuple[Box, ...]:
    """Boxes of the rows, in pixels of the mask. `groups` are the boxes of red ink that lies together."""
    options = options or RedPrintOptions()
    seals = [box for box in groups if _may_be_seal(box, dpi, options)]
    marks = list(_components(mask))
    return tuple(
        row
        for row in _components(_joined(mask, dpi, options))
        if _has_shape(row, dpi, options)
        and not any(_holds(seal, row) for seal in seals)
        and _strokes(mask, row) >= options.fewest_strokes
        and not _is_ruled(row, marks, options)
    )


def _joined(mask: Mask, dpi: float, options: RedPrintOptions) -> Mask:
    across, along = (
        1 + round(gap / _MM_PER_INCH * dpi) for gap in (options.word_gap_mm, options.mark_gap_mm)
    )
    kernel = np.ones((along, across), np.uint8)
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel), np.bool_)


def _components(mask: Mask) -> Iterator[Box]:
    for left, top, width, height, _ in pieces_of(mask).tolist():
        yield Box(left=left, top=top, right=left + width, bottom=top + height)


def _has_shape(row: Box, dpi: float, options: RedPrintOptions) -> bool:
    height, width = (side / dpi * _MM_PER_INCH for side in (row.height, row.width))
    least, most = options.height_mm
    is_wide = width >= max(options.least_width_mm, options.least_shape * height)
    return least <= height <= most and is_wide


def _may_be_seal(box: Box, dpi: float, options: RedPrintOptions) -> bool:
    short, long = sorted(side / dpi * _MM_PER_INCH for side in (box.width, box.height))
    least, most = options.seal_mm
    return least <= short and long <= most and long < options.seal_shape * short


def _strokes(mask: Mask, row: Box) -> int:
    """The most that one line of pixels through the row meets."""
    ink = mask[row.top : row.bottom, row.left : row.right].astype(np.int8)
    return int((np.diff(ink, axis=1, prepend=0) > 0).sum(axis=1).max())


def _is_ruled(row: Box, marks: Sequence[Box], options: RedPrintOptions) -> bool:
    widest = max((mark.width for mark in marks if _holds(row, mark)), default=0)
    return widest > options.widest_mark * row.width


def _holds(outer: Box, inner: Box) -> bool:
    """By the inner one's middle."""
    x, y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left <= x < outer.right and outer.top <= y < outer.bottom
