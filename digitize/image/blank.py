"""Is a page blank: an empty back, also with a seal showing through, scanner borders, punch holes and dust.

Only ink that could be writing counts: clearly darker than the paper around it, larger than dust, away from the
rim, and not a round hole. One short line of print, a page number or a signature is enough for a page not to be
blank; in doubt it is not, since a page set aside is read by nobody.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.borders import without_borders
from digitize.image.ink import LAYOUT_DPI, Mask, ink_mask, small_gray
from digitize.image.red_ink import without_red_ink
from digitize.model import PageImage

Components = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankOptions:
    least_contrast: float = 0.20
    """Share of full scale by which writing is darker than paper; what shows through from the other side has less."""
    margin_mm: float = 6.0
    """Ink that lies wholly this near the rim is edge shadow, staple or feed mark."""
    letter_mm: float = 1.2
    """Smallest height of a letter (8 points); dust and grain are below."""
    stroke_mm: float = 6.0
    """One mark this long is a signature, a rule or a heading."""
    letters: int = 3
    """So many letter-sized marks beside each other are writing."""
    hole_mm: tuple[float, float] = (4.0, 9.0)
    """Diameter of punch holes (ISO 838: 6 mm), which scan as black discs near the rim."""


def is_blank(page: PageImage, *, options: BlankOptions | None = None) -> bool:
    """True where nothing on the page could be writing."""
    return shows_nothing(without_borders(without_red_ink(page)), options=options)


def shows_nothing(clean: PageImage, *, options: BlankOptions | None = None) -> bool:
    """The same of a page whose red ink and borders are gone already."""
    options = options or BlankOptions()
    ink = ink_mask(small_gray(clean, dpi=LAYOUT_DPI), contrast=options.least_contrast)
    marks = _marks(ink, options)
    heights, widths = marks[:, cv2.CC_STAT_HEIGHT], marks[:, cv2.CC_STAT_WIDTH]
    if (np.maximum(heights, widths) >= _pixels(options.stroke_mm)).any():
        return False
    return not _has_row(marks[heights >= _pixels(options.letter_mm)], options.letters)


def _marks(ink: Mask, options: BlankOptions) -> Components:
    """Connected ink away from the rim and not a punch hole, as OpenCV's component table."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    stats = stats[1:]
    left, top, width, height, area = stats.T
    margin = _pixels(options.margin_mm)
    inside = (
        (left + width > margin)
        & (top + height > margin)
        & (left < ink.shape[1] - margin)
        & (top < ink.shape[0] - margin)
    )
    smallest, largest = (_pixels(limit) for limit in options.hole_mm)
    is_disc = (
        (np.minimum(width, height) >= smallest)
        & (np.maximum(width, height) <= largest)
        & (area >= 0.65 * width * height)
    )
    return np.asarray(stats[inside & ~is_disc], dtype=np.int32)


def _has_row(marks: Components, count: int) -> bool:
    """Do `count` marks of like height stand side by side, each within three heights of the next?"""
    for mark in marks:
        height = mark[cv2.CC_STAT_HEIGHT]
        middle = mark[cv2.CC_STAT_TOP] + height / 2
        middles = marks[:, cv2.CC_STAT_TOP] + marks[:, cv2.CC_STAT_HEIGHT] / 2
        beside = marks[np.abs(middles - middle) <= 0.75 * height]
        gap = np.abs(beside[:, cv2.CC_STAT_LEFT] - mark[cv2.CC_STAT_LEFT])
        if (gap <= 3 * count * height).sum() >= count:
            return True
    return False


def _pixels(millimetres: float) -> float:
    return millimetres / 25.4 * LAYOUT_DPI
