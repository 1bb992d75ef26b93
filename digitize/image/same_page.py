"""Two pages into whether they are pictures of one page: alike all over, or all over but one patch, as under a sticky note.

Thông tư 01/2023/TT-VPCP, Điều 8.2.d asks for both pictures of a page with a note, so two are expected, not a fault; but a
page fed twice looks the same, and a person must say which it is. Ink is compared in cells of 12 mm, each at its own best
place within a few millimetres: two passes of a feeder differ in shift, angle and stretch, never inside a cell.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.ink import LAYOUT_DPI, ink_mask, small_gray
from digitize.image.skew import DeskewOptions, levelled_mask, skew_of_ink
from digitize.model import PageImage

_DPI = LAYOUT_DPI / 2  # words differ as clearly as at twice that, in a quarter of the time
_CELL = round(_DPI * 12 / 25.4)
_REACH = round(
    _DPI * 3 / 25.4
)  # a cell is sought this far around its place: less than a line's pitch
_SOFTNESS = 0.5  # a hair's breadth: thresholds cut the same stroke at other pixels

Floats = npt.NDArray[np.float32]
Cells = npt.NDArray[np.bool_]


class Likeness(StrEnum):
    SAME = "same"  # one page, seen twice
    NOTE = "note"  # one page, one patch of it covered or changed in one of the two
    DIFFERENT = "different"  # two pages, or too little ink to say


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePageOptions:
    least_ink: float = 0.02
    """Share of a cell; below, it is paper."""
    least_likeness: float = 0.8
    """Correlation from which two cells show the same ink. Measured: the same print scanned twice has 0.87 and more in 99 of
    100 cells, other words of the same lines 0.79 and less in as many."""
    least_cells: int = 20
    """Inked cells that must be alike: about an eighth of a page of print."""
    least_fill: float = 0.6
    """Of the inked cells of the patch must differ: a note covers all, a form filled in otherwise keeps its labels."""
    stray_share: float = 0.1
    """Of inked cells outside the patch may differ: dust, a stamp's edge, a fold; of another page nearly all do."""
    least_changed: int = 4
    """Cells of the patch from which it is one: a flag of 20 x 50 mm lies over six."""
    largest_patch: float = 0.35
    """Of the page; the largest common note (127 x 76 mm) covers 0.16, two side by side twice that."""
    largest_stretch: float = 0.04
    """By which the sizes of the two may differ: a feeder cuts where its sensor says."""


def likeness(
    first: PageImage, second: PageImage, *, options: SamePageOptions | None = None
) -> Likeness:
    """Whether two upright pages are pictures of one. About a tenth of a second for A4."""
    options = options or SamePageOptions()
    ours, theirs = _level_ink(first), _level_ink(second)
    if not _same_size(ours, theirs, options.largest_stretch):
        return Likeness.DIFFERENT
    theirs = _moved_onto(ours, theirs)
    has_ink, differs = _compared(_soft(ours), _soft(theirs), options)
    return _judged(has_ink, differs, options)


def _judged(has_ink: Cells, differs: Cells, options: SamePageOptions) -> Likeness:
    patch = _largest_patch(differs)
    outside = has_ink & ~patch
    strays = int((differs & outside).sum())
    alike = int(outside.sum()) - strays
    if alike < options.least_cells or strays > options.stray_share * (alike + strays):
        return Likeness.DIFFERENT
    if float(patch.mean()) > options.largest_patch:
        return Likeness.DIFFERENT
    changed = int((differs & patch).sum())
    if changed < options.least_changed:
        return Likeness.SAME
    is_filled = changed >= options.least_fill * int((has_ink & patch).sum())
    return Likeness.NOTE if is_filled else Likeness.DIFFERENT


def _level_ink(page: PageImage) -> Floats:
    ink = ink_mask(small_gray(page))
    level = levelled_mask(ink, skew_of_ink(ink, options=DeskewOptions()))
    scale = _DPI / LAYOUT_DPI
    return np.asarray(
        cv2.resize(level.astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    )


def _same_size(ours: Floats, theirs: Floats, largest_stretch: float) -> bool:
    return all(
        abs(a - b) <= largest_stretch * max(a, b)
        for a, b in zip(ours.shape, theirs.shape, strict=True)
    )


def _moved_onto(ours: Floats, theirs: Floats) -> Floats:
    """The second page in the frame of the first, shifted as a whole to where its ink fits best."""
    height, width = ours.shape
    framed = np.zeros_like(ours)
    rows, columns = min(height, theirs.shape[0]), min(width, theirs.shape[1])
    framed[:rows, :columns] = theirs[:rows, :columns]
    (x, y), _ = cv2.phaseCorrelate(_soft(ours, 1.5), _soft(framed, 1.5))
    back = np.array([[1, 0, -x], [0, 1, -y]], np.float32)
    return np.asarray(cv2.warpAffine(framed, back, (width, height)), np.float32)


def _soft(ink: Floats, sigma: float = _SOFTNESS) -> Floats:
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), sigma), np.float32)


def _compared(ours: Floats, theirs: Floats, options: SamePageOptions) -> tuple[Cells, Cells]:
    """Cells with ink in either, and cells that differ."""
    rows, columns = ours.shape[0] // _CELL, ours.shape[1] // _CELL
    has_ink, differs = np.zeros((rows, columns), bool), np.zeros((rows, columns), bool)
    around = np.pad(theirs, _REACH)
    for row in range(rows):
        for column in range(columns):
            top, left = row * _CELL, column * _CELL
            cell = ours[top : top + _CELL, left : left + _CELL]
            place = around[top : top + _CELL + 2 * _REACH, left : left + _CELL + 2 * _REACH]
            inner = place[_REACH:-_REACH, _REACH:-_REACH]
            inked = (cell.mean() >= options.least_ink, inner.mean() >= options.least_ink)
            has_ink[row, column] = any(inked)
            differs[row, column] = any(inked) and _fit(cell, place) < options.least_likeness
    return has_ink, differs


def _fit(cell: Floats, place: Floats) -> float:
    """The best correlation of the cell anywhere in its place; 0 where one of them is bare."""
    if float(cell.std()) == 0 or float(place.std()) == 0:
        return 0.0
    return float(np.nanmax(cv2.matchTemplate(place, cell, cv2.TM_CCOEFF_NORMED)))


def _largest_patch(differs: Cells) -> Cells:
    """The bounding box of the largest crowd of differing cells; cells a cell apart belong together."""
    near = cv2.morphologyEx(differs.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    patch = np.zeros_like(differs)
    if count > 1:
        left, top, width, height, _ = stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())]
        patch[top : top + height, left : left + width] = True
    return patch
