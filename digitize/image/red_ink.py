"""Red ink (seals, arrival stamps) out of the reading path, and where it lies.

Seen in red light, red ink is as bright as paper while black print beneath it stays black, so a seal across a
signature or a subject no longer hides it. Rows of red print stay (`red_print.py`). The archive keeps its own pixels; only
what is read changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.ink import Mask, shrunk
from digitize.image.red_print import RedPrintOptions, red_print
from digitize.model import Box, PageImage, Pixels

Outline = npt.NDArray[np.int32]

_LAYOUT_DPI = 75.0
_MM_PER_INCH = 25.4
_TINT = 20
"""Redness that yellowed paper and the ground of cards have."""
_BLACK = 120
"""Red light that strokes of black print leave at `_LAYOUT_DPI`; the darkest red ink leaves more."""
_COVERED = 0.25
"""Black ink in the box of a red row, as a share of its red, from which the row is no print of its own."""
_BAND_ROWS = 64
"""Rows looked at together: so few stay in the processor's cache, in room that is used again, which takes a third of the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedInkOptions:
    least_redness: int = 40
    """Red above the larger of green and blue, 0..255; faint seals have 50, colour noise of JPEG below 20."""
    seal_mm: tuple[float, float] = (18.0, 50.0)
    """Seals measure 25-42 mm; with slack for a faint rim and for one cut by the page's edge."""
    stamp_mm: tuple[float, float] = (14.0, 60.0)
    """Long side of a boxed stamp; NĐ 30/2020 prints urgency as 20-40 × 8 mm, secrecy alike."""
    gap_mm: float = 1.6
    """Ink closer than this belongs together: the letters of a stamp, the grains of a faint rim."""
    print: RedPrintOptions = field(default_factory=RedPrintOptions)
    margin: float = 0.4
    """Of a printed row's height, kept around it: marks that were too faint to be seen as its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedMarks:
    """What red ink forms, in pixels of the page it was looked for on."""

    seals: tuple[Box, ...] = ()
    """Round."""
    stamps: tuple[Box, ...] = ()
    """Rectangular and wider than high, at most 15° askew."""
    rows: tuple[Box, ...] = ()
    """Of print, with some paper around them."""


def without_red_ink(page: PageImage, *, keeping: Sequence[Box] = ()) -> PageImage:
    """The page in grey with red ink as light as paper, but in these boxes; the same object where it has no colour."""
    if page.colour is None:
        return page
    gray = np.empty(page.colour.shape[:2], np.uint8)
    room = _room(min(_BAND_ROWS, page.height), page.width)
    for top in range(0, page.height, _BAND_ROWS):
        band = gray[top : top + _BAND_ROWS]
        red, redness = _red_light(
            page.colour[top : top + _BAND_ROWS], room=[channel[: len(band)] for channel in room]
        )
        # The redness is added to the red light, so that dark red ink too becomes as light as paper.
        cv2.add(red, redness, dst=band)
    for box in keeping:
        place = np.s_[box.top : box.bottom, box.left : box.right]
        red, redness = _red_light(page.colour[place])
        # Taken away in place of added, but for what tinted paper has: its edges must not show around the box.
        gray[place] = cv2.subtract(red, cv2.subtract(redness, np.full_like(redness, _TINT)))
    return replace(page, gray=gray, colour=None)


def red_marks(page: PageImage, *, options: RedInkOptions | None = None) -> RedMarks:
    """Seals and boxed stamps; none on a page without colour."""
    options = options or RedInkOptions()
    if page.colour is None:
        return RedMarks()
    scale = _LAYOUT_DPI / page.resolution.dpi
    small = shrunk(page.colour, scale, scale)
    back = page.width / small.shape[1]
    mask = _red(small, options.least_redness)
    hulls = _hulls(mask, options.gap_mm)
    groups = [_box(hull, 1.0) for hull in hulls]
    rows = red_print(mask, groups, dpi=_LAYOUT_DPI, options=options.print)
    return RedMarks(
        seals=tuple(_box(hull, back) for hull in hulls if _is_seal(hull, options)),
        stamps=tuple(_box(hull, back) for hull in hulls if _is_stamp(hull, options)),
        rows=tuple(
            _kept(row, back, options.margin, page)
            for row in rows
            if not _is_over_print(row, small, mask)
        ),
    )


def _is_over_print(row: Box, colour: Pixels, mask: Mask) -> bool:
    """Whether black ink lies under the red: then it was pressed over print, and what it covers is what must be read."""
    place = np.s_[row.top : row.bottom, row.left : row.right]
    black = np.count_nonzero(colour[place][..., 0] < _BLACK)
    return bool(black > _COVERED * np.count_nonzero(mask[place]))


def _red(colour: Pixels, least: int) -> Mask:
    return np.asarray(_red_light(colour)[1] >= least, dtype=np.bool_)


def _red_light(colour: Pixels, *, room: Sequence[Pixels] | None = None) -> tuple[Pixels, Pixels]:
    """The red of every pixel, and how far it is above green and blue; in `room`, where there is some."""
    red, green, blue = room or _room(*colour.shape[:2])
    cv2.split(colour, [red, green, blue])
    cv2.max(green, blue, dst=green)
    cv2.subtract(red, green, dst=green)
    return red, green


def _room(height: int, width: int) -> Sequence[Pixels]:
    """For three channels; of one array OpenCV would copy them."""
    return [np.empty((height, width), np.uint8) for _ in range(3)]


def _hulls(mask: Mask, gap_mm: float) -> list[Outline]:
    """The outer shape of every group of red ink."""
    reach = 2 * max(1, round(_pixels(gap_mm) / 2)) + 1
    joined = cv2.morphologyEx(
        mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)
    )
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [np.asarray(cv2.convexHull(outline), dtype=np.int32) for outline in outlines]


def _is_seal(hull: Outline, options: RedInkOptions) -> bool:
    """A circle fills 79 % of the box around it; a rectangle all of it."""
    _, (side_a, side_b), _ = cv2.minAreaRect(hull)
    short, long = sorted((side_a, side_b))
    smallest, largest = (_pixels(limit) for limit in options.seal_mm)
    if not (smallest <= long <= largest and short >= 0.75 * long):
        return False
    return 0.70 <= cv2.contourArea(hull) / (short * long) <= 0.88


def _is_stamp(hull: Outline, options: RedInkOptions) -> bool:
    _, (side_a, side_b), angle = cv2.minAreaRect(hull)
    short, long = sorted((side_a, side_b))
    shortest, longest = (_pixels(limit) for limit in options.stamp_mm)
    tilt = min(angle % 90, 90 - angle % 90)
    _, _, width, height = cv2.boundingRect(hull)
    is_sized = shortest <= long <= longest and _pixels(4) <= short <= _pixels(18)
    return is_sized and tilt <= 15 and width > 1.3 * height and long >= 1.4 * short


def _pixels(millimetres: float) -> float:
    return millimetres / _MM_PER_INCH * _LAYOUT_DPI


def _box(hull: Outline, scale: float) -> Box:
    left, top, width, height = cv2.boundingRect(hull)
    return Box(
        left=round(left * scale),
        top=round(top * scale),
        right=round((left + width) * scale),
        bottom=round((top + height) * scale),
    )


def _kept(row: Box, scale: float, margin: float, page: PageImage) -> Box:
    """The row on the page, with its margin as far as the page goes."""
    around = margin * row.height
    return Box(
        left=max(0, round((row.left - around) * scale)),
        top=max(0, round((row.top - around) * scale)),
        right=min(page.width, round((row.right + around) * scale)),
        bottom=min(page.height, round((row.bottom + around) * scale)),
    )
