"""Which way up a page is, in 90° steps, from its pixels alone; and the page turned upright.

Two facts of print decide. Text lines alternate with paper, so profiles across them are far rougher than along
them: that tells upright or upside down from lying. Vietnamese letters carry ascenders, tone marks and horns above
and only g, p, q, y and the dot below, so a line has more ink above its body than below: that tells the head from
the feet. Both are measured over many short stretches of line, whose votes give a confidence; a page is only
turned when they agree.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.components import Pieces, labelled
from digitize.image.ink import LAYOUT_DPI, Mask, ink_mask, small_gray
from digitize.image.skew import DeskewOptions, levelled_mask, rough_skew_of_ink
from digitize.model import PageImage, Pixels

_STRIP = round(
    LAYOUT_DPI * 1.5
)  # a stretch of line: a few words, level enough after rough levelling
_LETTER_LIMIT = round(LAYOUT_DPI * 0.4)  # 10 mm; larger ink is a rule, a seal or a picture
_LINE_HEIGHTS = (8, 40)  # 2-10 mm from the highest mark to the lowest foot
_ENOUGH_VOTES = 4
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrientationOptions:
    least_roughness_ratio: float = 1.5
    """Across over along the lines; real pages have 2.1 and more. Less is a picture or an empty page."""
    sure_votes: float = 3.5
    """Mean vote in standard errors from which the head is sure; real pages have 1 to 12."""
    likely_votes: float = 1.0
    """From here on a page that lies as fed is taken for upright: most pages are fed so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    turn_degrees: int
    """Clockwise turn (0, 90, 180, 270) that makes the page upright, as far as can be seen."""
    is_sure: bool
    """False: the half turn remains open, or the page shows no lines (then the turn is 0)."""
    has_lines: bool


def orientation(page: PageImage, *, options: OrientationOptions | None = None) -> Orientation:
    """See `orientation_of_ink`."""
    return orientation_of_ink(ink_mask(small_gray(page)), options=options)


def orientation_of_ink(ink: Mask, *, options: OrientationOptions | None = None) -> Orientation:
    """The turn that makes a page upright, from its ink at `LAYOUT_DPI`."""
    options = options or OrientationOptions()
    ratio = _roughness(_upright_strips(ink)) / (_roughness(_lying_strips(ink)) + 1e-6)
    limit = options.least_roughness_ratio
    if 1 / limit < ratio < limit or ink.sum() < 200:
        return Orientation(turn_degrees=0, is_sure=False, has_lines=False)
    is_lying = ratio < 1
    votes = _head_votes(np.rot90(ink, -1) if is_lying else ink)
    needed = options.sure_votes if is_lying else options.likely_votes
    turn = (90 if is_lying else 0) + (180 if votes <= -options.sure_votes else 0)
    is_sure = votes >= needed or votes <= -options.sure_votes
    return Orientation(turn_degrees=turn, is_sure=is_sure, has_lines=True)


def turned(page: PageImage, degrees: int) -> PageImage:
    """The page turned clockwise by a multiple of 90°; its pixels are only moved, none is changed."""
    if degrees % 360 == 0:
        return page
    resolution = page.resolution
    if degrees % 180:
        resolution = replace(resolution, dpi_x=resolution.dpi_y, dpi_y=resolution.dpi_x)
    return replace(
        page,
        gray=_turned_pixels(page.gray, degrees),
        colour=None if page.colour is None else _turned_pixels(page.colour, degrees),
        resolution=resolution,
        turned_degrees=(page.turned_degrees + degrees) % 360,
    )


def _turned_pixels(pixels: Pixels, degrees: int) -> Pixels:
    return np.asarray(cv2.rotate(pixels, _TURNS[degrees % 360]), dtype=np.uint8)


def _roughness(strips: npt.NDArray[np.float32]) -> float:
    """How much the rows of ink change from one to the next; a strip a column. None on a page narrower than a strip."""
    if strips.size == 0:
        return 0.0
    smooth = cv2.blur(strips, (1, 3))
    return float(np.square(np.diff(smooth, axis=0)).sum())


def _upright_strips(ink: Mask) -> npt.NDArray[np.float32]:
    """Ink of every row in upright strips of an inch; what is left at the right is cut off."""
    size = int(LAYOUT_DPI)
    count = ink.shape[1] // size
    cut = np.ascontiguousarray(ink[:, : count * size]).view(np.uint8).reshape(-1, size)
    sums = cv2.reduce(cut, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F) if cut.size else cut
    return np.asarray(sums, dtype=np.float32).reshape(ink.shape[0], count)


def _lying_strips(ink: Mask) -> npt.NDArray[np.float32]:
    """The same of every column, in strips that lie across the page."""
    size = int(LAYOUT_DPI)
    tops = range(0, len(ink) - size + 1, size)
    sums = [
        cv2.reduce(ink[top : top + size].view(np.uint8), 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
        for top in tops
    ]
    return np.asarray(sums, dtype=np.float32).reshape(len(tops), ink.shape[1]).T


def _head_votes(ink: Mask) -> float:
    """Mean of the votes of all stretches of line, in standard errors; positive where the head is up."""
    level = levelled_mask(ink, rough_skew_of_ink(ink, options=DeskewOptions()))
    votes = [vote for profile in _profiles(level) for vote in _strip_votes(profile)]
    if len(votes) < _ENOUGH_VOTES:
        return 0.0
    return float(np.mean(votes) / (np.std(votes) / np.sqrt(len(votes)) + 1e-6))


def _profiles(ink: Mask) -> npt.NDArray[np.float64]:
    """Letters' ink of every row, a stretch of the page's width after the other; a last short one is left out.

    Counted are the pixels of ink alone, of which there are twenty times fewer than of paper.
    """
    height, width = ink.shape
    count = max(0, (width - _STRIP // 3 + _STRIP - 1) // _STRIP)
    labels, pieces = labelled(ink)
    inked = np.flatnonzero(ink)
    rows, columns = np.divmod(inked[_are_letters(pieces)[labels.ravel()[inked]]], width)
    strips = columns // _STRIP
    is_whole = strips < count
    places = strips[is_whole] * height + rows[is_whole]
    return np.bincount(places, minlength=count * height).reshape(count, height).astype(np.float64)


def _are_letters(pieces: Pieces) -> npt.NDArray[np.bool_]:
    """Which are neither rules, seals and pictures, nor lone pixels, nor the paper itself."""
    are = (
        (pieces[:, cv2.CC_STAT_HEIGHT] <= _LETTER_LIMIT)
        & (pieces[:, cv2.CC_STAT_WIDTH] <= 1.5 * _LETTER_LIMIT)
        & (pieces[:, cv2.CC_STAT_AREA] >= 2)
    )
    are[0] = False
    return np.asarray(are, dtype=np.bool_)


def _strip_votes(profile: npt.NDArray[np.float64]) -> list[float]:
    """For every line crossing the strip: ink above its body less ink below, as a share of all its ink."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (profile > 0).astype(np.int8), [0]))))
    votes = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        line = profile[top:bottom]
        if _LINE_HEIGHTS[0] <= line.size <= _LINE_HEIGHTS[1] and line.sum() >= 0.4 * _STRIP:
            body = np.flatnonzero(line > 0.5 * np.sort(line)[-3:].mean())
            votes.append(float((line[: body[0]].sum() - line[body[-1] + 1 :].sum()) / line.sum()))
    return votes
