"""Is a page blank: an empty back, also with a seal showing through, scanner borders, punch holes and dust.

Only ink that could be writing counts: clearly darker than the paper around it, larger than dust, away from the
rim, and not a round hole. One short line of print, a page number or a signature is enough for a page not to be
blank; in doubt it is not, since a page set aside is read by nobody.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from digitize.image.borders import without_borders
from digitize.image.components import Pieces, pieces_of
from digitize.image.ink import LAYOUT_DPI, PAPER_REACH, Mask, ink_mask, small_gray
from digitize.image.red_ink import without_red_ink
from digitize.model import PageImage

_STRIP = (0.2, 0.4)
"""From and to, of the page's height."""


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
    strip = _strip(clean)
    ink = _ink(strip, options)
    if _is_writing(_uncut(_marks(ink, options), ink), options):
        return False  # nearly every page: the rest of it need not be looked at
    return not _is_writing(_marks(_ink(clean, options), options), options)


def _strip(page: PageImage) -> PageImage:
    """Where a page with writing usually has some; across all of it, so that what counts there counts on the page."""
    first, last = (round(share * page.height) for share in _STRIP)
    return replace(page, gray=page.gray[first : max(first + 1, last)])


def _uncut(marks: Pieces, ink: Mask) -> Pieces:
    """Marks that the strip's edges neither cut nor, for want of the paper beyond, could have made."""
    top, bottom = (
        marks[:, cv2.CC_STAT_TOP],
        marks[:, cv2.CC_STAT_TOP] + marks[:, cv2.CC_STAT_HEIGHT],
    )
    return np.asarray(marks[(top > PAPER_REACH) & (bottom < len(ink) - PAPER_REACH)])


def _ink(page: PageImage, options: BlankOptions) -> Mask:
    return ink_mask(small_gray(page, dpi=LAYOUT_DPI), contrast=options.least_contrast)


def _is_writing(marks: Pieces, options: BlankOptions) -> bool:
    heights, widths = marks[:, cv2.CC_STAT_HEIGHT], marks[:, cv2.CC_STAT_WIDTH]
    if (np.maximum(heights, widths) >= _pixels(options.stroke_mm)).any():
        return True
    return _has_row(marks[heights >= _pixels(options.letter_mm)], options.letters)


def _marks(ink: Mask, options: BlankOptions) -> Pieces:
    """Connected ink away from the rim and not a punch hole."""
    pieces = pieces_of(ink)
    left, top, width, height, area = pieces.T
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
    return np.asarray(pieces[inside & ~is_disc], dtype=np.int32)


def _has_row(marks: Pieces, count: int) -> bool:
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
