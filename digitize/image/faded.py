"""A 1-bit page with faded places → the same page, its faded print as dark as the rest.

Where a copier's light or a book's fold has taken ink, a 1-bit scan keeps thin and broken strokes; smoothing turns them
grey. The engine takes black and white of a line as a whole, so the pale end of a dark line is lost to it: letters, then
words. So darkness is raised where print is paler than usual on its own page, and nowhere else; to raise all of it, or to
thicken strokes, makes good print worse. Scans with greys keep theirs: stamps and watermarks are pale for a reason.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from digitize.model import PageImage, Pixels

if TYPE_CHECKING:
    from cv2.typing import MatLike

_MM_PER_INCH = 25.4
_WHITE = 255
_CELL_PIXELS = 8  # darkness is measured on so many pixels together


@dataclass(frozen=True, slots=True, kw_only=True)
class FadedOptions:
    reach_mm: float = 7.7
    """Print is compared in squares of this size: a few words of two lines."""
    least_darkness: int = 90
    """Of 255; a pixel with less is paper or the soft edge of a stroke."""
    least_ink: float = 0.005
    """Share of a square; with less nothing is known of its print."""
    power: float = 4.0
    """Print that has 80 % of the usual darkness is raised by 0.8 to the minus fourth: its soft edges count too."""
    strongest: float = 8.0
    """Times that darkness is raised, at most."""
    faded_gain: float = 1.5
    least_faded: float = 0.05
    """Share of the print that would be raised by `faded_gain` or more, or the page stays as it is: on 34 pages with a
    faded margin 0.04 to 0.11, on 37 sound ones 0.01 to 0.04, on a table of hairlines 0.3."""


def with_even_ink(page: PageImage, *, options: FadedOptions | None = None) -> PageImage:
    """`page` after smoothing; one that is not 1-bit comes back as it is."""
    options = options or FadedOptions()
    if not page.is_bilevel:
        return page
    dark = np.asarray(cv2.bitwise_not(page.gray), dtype=np.uint8)
    gain = _gain(dark, page.resolution.dpi / _MM_PER_INCH, options)
    if (gain > options.faded_gain).sum() <= options.least_faded * (gain > 0).sum():
        return page
    gain = np.maximum(gain, 1)
    step = options.strongest / _WHITE  # in eight bits they multiply four times as fast
    gains = cv2.resize(np.rint(gain / step).astype(np.uint8), (page.width, page.height))
    raised = cv2.multiply(dark, gains, scale=step)
    return replace(page, gray=np.asarray(cv2.bitwise_not(raised), dtype=np.uint8))


def _gain(dark: Pixels, millimetre: float, options: FadedOptions) -> npt.NDArray[np.float32]:
    """How far the print of each cell must be raised to be as dark as usual; 0 where there is none."""
    reach = max(1, round(options.reach_mm * millimetre / _CELL_PIXELS))
    least = options.least_darkness
    ink = cv2.threshold(dark, least, _WHITE, cv2.THRESH_BINARY)[1]
    inked = cv2.threshold(dark, least, _WHITE, cv2.THRESH_TOZERO)[1]
    share = _around(ink, reach) / _WHITE
    darkness = _around(inked, reach) / np.maximum(share, options.least_ink)
    has_print = share > options.least_ink
    usual = np.median(darkness[has_print]) if has_print.any() else 0.0
    gain = (usual / np.maximum(darkness, 1)) ** options.power
    return np.where(has_print, np.minimum(gain, options.strongest), 0).astype(np.float32)


def _around(values: "MatLike", reach: int) -> npt.NDArray[np.float32]:
    """The mean of the values in a square around each cell."""
    height, width = values.shape
    size = (max(1, width // _CELL_PIXELS), max(1, height // _CELL_PIXELS))
    cells = cv2.resize(values, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.blur(cells, (reach, reach)), dtype=np.float32)
