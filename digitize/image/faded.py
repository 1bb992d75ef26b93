"""A 1-bit page faded along a side → the same page, its faded print as dark as the rest.

Where a copier's light or a book's fold has taken ink, a 1-bit scan keeps thin and broken strokes; smoothing turns them
grey. The engine takes black and white of a line as a whole, so the pale end of a dark line is lost to it: letters, then
words. So darkness is raised in the strips, from top to bottom, whose print is paler than usual on its own page; to raise
all of it, or to thicken strokes, makes good print worse. Scans with greys keep theirs: stamps and watermarks are pale
for a reason.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.ink import Mask
from digitize.model import PageImage, Pixels

if TYPE_CHECKING:
    from cv2.typing import MatLike

Strips = npt.NDArray[np.float64]
"""One figure for each strip of the page, from the left; a strip is a cell wide and as high as the page."""

Cells = npt.NDArray[np.float64]
"""Rows of cells."""

_MM_PER_INCH = 25.4
_WHITE = 255
_CELL_PIXELS = 8  # darkness is measured on so many pixels together


@dataclass(frozen=True, slots=True, kw_only=True)
class FadedOptions:
    reach_mm: float = 7.7
    """Print is measured in squares of this size: a few words of two lines."""
    least_darkness: int = 90
    """Of 255; a pixel with less is paper or the soft edge of a stroke."""
    least_ink: float = 0.03
    """Share of a square; with less it shows no print but rules and specks. Lines of print have 0.05 to 0.15."""
    least_rows: float = 0.15
    """Of the page's fullest strip, so much print must stand in a strip to tell of it."""
    power: float = 4.0
    """Print that has 80 % of the usual darkness is raised by 0.8 to the minus fourth: its soft edges count too."""
    strongest: float = 8.0
    """Times that darkness is raised, at most."""
    faded_gain: float = 1.5
    least_faded_mm: float = 6.0
    """So wide are the strips, taken together, that would be raised by `faded_gain` or more; of 34 pages with a faded
    side 33 have 6 to 17, sound ones 0 to 5."""
    most_faded: float = 0.16
    """Of the strips with print. A faded side takes up to 0.11; a table of hairlines had 0.23, all of them sound."""


def with_even_ink(page: PageImage, *, options: FadedOptions | None = None) -> PageImage:
    """`page` after smoothing; one that is not 1-bit, or not faded, comes back as it is."""
    options = options or FadedOptions()
    if not page.is_bilevel or min(page.height, page.width) < _CELL_PIXELS:
        return page
    dark = np.asarray(cv2.bitwise_not(page.gray), dtype=np.uint8)
    gain = _gain(dark, page.resolution.dpi / _MM_PER_INCH, options)
    if gain is None:
        return page
    step = options.strongest / _WHITE  # in eight bits they multiply four times as fast
    kept = np.rint(gain / step).astype(np.uint8)[np.newaxis]
    raised = cv2.multiply(dark, cv2.resize(kept, (page.width, page.height)), scale=step)
    return replace(page, gray=np.asarray(cv2.bitwise_not(raised), dtype=np.uint8))


def _gain(dark: Pixels, millimetre: float, options: FadedOptions) -> Strips | None:
    """How far the print of each strip must be raised to be as dark as usual, from 1; None where hardly one must.

    A strip goes by its middle square, so that a bold heading or a seal says nothing about it; where it has too little
    print it goes by the strips beside it.
    """
    share, darkness = _print(dark, millimetre, options)
    has_print = share > options.least_ink
    rows = has_print.sum(axis=0)
    told = np.flatnonzero(rows > options.least_rows * rows.max())
    if not told.size:
        return None
    middles = _medians(darkness[:, told], has_print[:, told])
    gain = (middles / np.median(darkness[has_print])) ** -options.power
    faded = gain >= options.faded_gain
    is_narrow = faded.sum() * _CELL_PIXELS < options.least_faded_mm * millimetre
    if is_narrow or faded.mean() > options.most_faded:
        return None
    everywhere = np.interp(np.arange(rows.size), told, gain)
    return np.asarray(np.clip(everywhere, 1, options.strongest))


def _medians(values: Cells, counted: Mask) -> Strips:
    """Of the values that count in each strip, one at least; all strips at once, since NumPy takes long to begin."""
    counts = counted.sum(axis=0)
    ranked = np.sort(np.where(counted, values, np.inf).T, axis=1)
    strips = np.arange(len(ranked))
    return np.asarray((ranked[strips, (counts - 1) // 2] + ranked[strips, counts // 2]) / 2)


def _print(dark: Pixels, millimetre: float, options: FadedOptions) -> tuple[Cells, Cells]:
    """In the square around each cell: how much of it is ink, and how dark that is."""
    reach = max(1, round(options.reach_mm * millimetre / _CELL_PIXELS))
    least = options.least_darkness
    ink = cv2.threshold(dark, least, _WHITE, cv2.THRESH_BINARY)[1]
    inked = cv2.threshold(dark, least, _WHITE, cv2.THRESH_TOZERO)[1]
    share = _around(ink, reach) / _WHITE
    return share, _around(inked, reach) / np.maximum(share, options.least_ink)


def _around(values: "MatLike", reach: int) -> Cells:
    """The mean of the values in a square around each cell."""
    rows, strips = (size // _CELL_PIXELS for size in values.shape)
    whole = values[
        : rows * _CELL_PIXELS, : strips * _CELL_PIXELS
    ]  # five times as fast as uneven cells
    cells = cv2.resize(whole, (strips, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.blur(cells, (reach, reach)), dtype=np.float64)
