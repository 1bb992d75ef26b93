"""The picture on file and a picture of a printed copy into: they agree, they differ at these places, or it cannot be said.

After registration what is left of an honest copy is the printer's and scanner's tone, softness and noise. Tone and softness
are fitted, over the page and again in each surrounding; a difference that a shift of one pixel explains is none. What remains
is added up over the size of a figure: a changed figure stands out by a factor of three and more.

Before "agrees" is said, the check is put to itself: figures of this very page are exchanged for others in the picture on file,
and each exchange must be noticed against this very copy. A copy too coarse, pale or blurred for that is "unclear", never
"agrees"; so is one of which a part is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from digitize.model import Box, Pixels
from digitize.proof.agreement import Agreement, Doubt, PageComparison
from digitize.proof.registration import Floats, darkness, register

REFERENCE_DPI = 200
"""At which the picture on file is rendered: twice as fine tells no more of a copy scanned at 200 dpi."""
_MM = REFERENCE_DPI / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOptions:
    differs_from: float = 1.1
    """Of the mark a place gets. In simulated prints of 30 real first pages no honest place away from the edge reached 0.75."""
    doubtful_from: float = 0.8
    least_share_seen: float = 0.995
    """Of the ink on file that must be on the copy."""
    least_noticed: float = 0.95
    """Of exchanged figures."""
    least_exchanged: int = 12
    """Figures and letters that could be exchanged; on a page with fewer nothing is said."""
    largest_unsure_mm: float = 2.2
    """Figures from this height on must all be noticed: a 10-point letter's have 2.3 mm."""
    edge_mm: float = 4.0
    """Around the page, where scanners show shadows and printers nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    comparison: PageComparison
    laid: Pixels | None
    """The copy in the frame of the picture on file; None where it could not be laid."""


def compare(on_file: Pixels, copy: Pixels, *, options: CompareOptions | None = None) -> Compared:
    """`on_file` in grey at `REFERENCE_DPI`, `copy` in grey at any resolution, turned and askew as it came."""
    options = options or CompareOptions()
    found = register(on_file, copy)
    if found is None:
        return _unclear(Doubt.NOT_FOUND)
    ours = darkness(on_file)
    mask = _judged_area(found.covered, options)
    printed = cv2.dilate(ours, np.ones((9, 9))) > _INK
    seen = float((printed & found.covered).sum() / max(int(printed.sum()), 1))
    fitted = _fitted(ours, found.ink, found.covered & printed)
    marks = np.where(mask, _marks(fitted, found.ink), 0.0)
    laid = np.asarray(255 * (1 - found.ink), np.uint8)
    places = tuple(_places(marks, options))
    share = float(
        1.0
        - (printed & mask & (marks >= options.doubtful_from)).sum()
        / max(int((printed & mask).sum()), 1)
    )
    share = min(share, seen)
    if places:
        told = PageComparison(agreement=Agreement.DIFFERS, share=share, places=places)
        return Compared(comparison=told, laid=laid)
    sure_from = _sure_from(ours, fitted, found.ink, marks, options)
    doubt = _doubt(marks, seen, sure_from, options)
    told = PageComparison(
        agreement=Agreement.UNCLEAR if doubt else Agreement.AGREES,
        doubt=doubt,
        share=share,
        sure_from_mm=sure_from,
    )
    return Compared(comparison=told, laid=laid)


_INK = 0.3


def _doubt(
    marks: Floats, seen: float, sure_from: float | None, options: CompareOptions
) -> Doubt | None:
    if seen < options.least_share_seen:
        return Doubt.CUT_OFF
    if sure_from is None or sure_from > options.largest_unsure_mm:
        return Doubt.COARSE
    return Doubt.SLIGHT if float(marks.max()) >= options.doubtful_from else None


def _unclear(doubt: Doubt) -> Compared:
    return Compared(comparison=PageComparison(agreement=Agreement.UNCLEAR, doubt=doubt), laid=None)


def _judged_area(covered: npt.NDArray[np.bool_], options: CompareOptions) -> npt.NDArray[np.bool_]:
    """Where the copy reaches, without the edges of page and copy."""
    edge = round(options.edge_mm * _MM)
    whole = np.zeros_like(covered, np.uint8)
    whole[edge:-edge, edge:-edge] = covered[edge:-edge, edge:-edge]
    return np.asarray(cv2.erode(whole, np.ones((25, 25)), borderValue=0) > 0)


# ---- tone and softness ----------------------------------------------------------------------------


def _fitted(ours: Floats, theirs: Floats, mask: npt.NDArray[np.bool_]) -> Floats:
    """The picture on file as this printer and scanner would show it."""
    if not mask.any():
        return ours
    tries = [_toned(_soft(ours, sigma), theirs, mask) for sigma in (0.0, 0.6, 0.9, 1.2, 1.6)]
    best = min(tries, key=lambda shown: float(np.mean((shown[mask] - theirs[mask]) ** 2)))
    gain = _soft(best * theirs, _SURROUNDING) / np.maximum(_soft(best * best, _SURROUNDING), 1e-3)
    return np.asarray(best * np.clip(gain, 0.6, 1.6), np.float32)


_LEVELS = 32
_SURROUNDING = 1.3 * _MM
_LEAST_SEEN = 200  # pixels of a level, or its tone is taken from its neighbours


def _soft(picture: Floats, sigma: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32) if sigma else picture


def _toned(ours: Floats, theirs: Floats, mask: npt.NDArray[np.bool_]) -> Floats:
    """Each level as the copy mostly shows it, rising."""
    levels = np.minimum((ours[mask] * _LEVELS).astype(np.int32), _LEVELS - 1)
    order = np.argsort(levels, kind="stable")
    ends = np.cumsum(np.bincount(levels, minlength=_LEVELS))
    groups = np.split(theirs[mask][order], ends[:-1])
    known = [level for level, group in enumerate(groups) if group.size >= _LEAST_SEEN]
    if not known:
        return ours
    tones = np.maximum.accumulate([float(np.median(groups[level])) for level in known])
    middles = (np.array(known) + 0.5) / _LEVELS
    table = np.interp(np.linspace(0, 1, 256), middles, tones).astype(np.float32)
    return np.asarray(table[np.clip(ours * 255, 0, 255).astype(np.uint8)], np.float32)


# ---- what is left ---------------------------------------------------------------------------------

_NEAR = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
_FIGURE_SIGMA = 3.0  # pixels: a figure of 10 points is 18 high


def _marks(fitted: Floats, theirs: Floats) -> Floats:
    """For every place how much ink is there too much or too little, within a pixel's shift, weighed by its square."""
    added = np.maximum(theirs - cv2.dilate(fitted, _NEAR), 0)
    missing = np.maximum(fitted - cv2.dilate(theirs, _NEAR), 0)
    return np.asarray(10 * np.sqrt(_soft(added**2 + missing**2, _FIGURE_SIGMA)), np.float32)


def _places(marks: Floats, options: CompareOptions) -> Iterator[Box]:
    """Where the marks are clear, with what is doubtful around them; near ones together."""
    wide = (marks >= options.doubtful_from).astype(np.uint8)
    joined = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((round(3 * _MM), round(6 * _MM))))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    peaks = np.zeros(count, np.float32)
    np.maximum.at(peaks, np.asarray(labels, np.intp).ravel(), marks.ravel())
    for label in range(1, count):
        if peaks[label] >= options.differs_from:
            left, top, width, height, _ = (int(value) for value in stats[label])
            yield Box(left=left, top=top, right=left + width, bottom=top + height)


# ---- would a changed figure be noticed? -------------------------------------------------------------

_TRIED = 240
_ALIKE_PX = 3  # heights of one size of print
_HEIGHTS_PX = (8, 48)
_CLEAR = 2.5  # mark from which two signs are surely two, as the picture on file has them; chosen, not measured


def _sure_from(
    ours: Floats, fitted: Floats, theirs: Floats, marks: Floats, options: CompareOptions
) -> float | None:
    """The height in mm from which exchanged signs are noticed; None where too few could be tried."""
    tried = [
        (height, noticed) for height, noticed in _exchanges(ours, fitted, theirs, marks, options)
    ]
    if len(tried) < options.least_exchanged:
        return None
    for height in sorted({height for height, _ in tried}):
        taller = [noticed for other, noticed in tried if other >= height]
        if len(taller) < options.least_exchanged:
            return None
        near = [noticed for other, noticed in tried if height <= other <= height + _ALIKE_PX]
        if min(sum(taller) / len(taller), sum(near) / len(near)) >= options.least_noticed:
            return round(height / _MM, 1)
    return None


def _exchanges(
    ours: Floats, fitted: Floats, theirs: Floats, marks: Floats, options: CompareOptions
) -> Iterator[tuple[int, bool]]:
    """Single signs of the page, each in the place of another of its size: its height, and whether that was noticed."""
    boxes = _signs(ours)
    step = max(1, len(boxes) // _TRIED)
    for index in range(0, len(boxes), step):
        box = boxes[index]
        other = _other_sign(ours, boxes, index)
        if other is None:
            continue
        left, top, width, height = box
        inside = np.s_[top - 8 : top + height + 8, left - 8 : left + width + 8]
        if float(marks[inside].max()) >= options.doubtful_from:
            continue
        changed = fitted[inside].copy()
        there = np.s_[other[1] - 1 : other[1] + height + 1, other[0] - 1 : other[0] + width + 1]
        sign = fitted[there]
        if changed.shape != (height + 16, width + 16) or sign.shape != (height + 2, width + 2):
            continue
        changed[7 : 9 + height, 7 : 9 + width] = sign
        yield height, float(_marks(changed, theirs[inside]).max()) >= options.doubtful_from


def _signs(ours: Floats) -> list[tuple[int, int, int, int]]:
    """Boxes of single signs that look like figures by their size: left, top, width and height, by rising height."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((ours > 0.5).astype(np.uint8), connectivity=8)
    least, most = _HEIGHTS_PX
    found = [
        (int(left), int(top), int(width), int(height))
        for left, top, width, height, _ in stats[1:]
        if least <= height <= most and 0.3 * height <= width <= 0.9 * height
    ]
    return sorted(found, key=lambda box: (box[3], box[2], box[1], box[0]))


def _other_sign(
    ours: Floats, boxes: list[tuple[int, int, int, int]], index: int
) -> tuple[int, int, int, int] | None:
    """Another sign of nearly the same size that clearly is another; signs of one size follow each other."""
    left, top, width, height = boxes[index]
    sign = ours[top : top + height, left : left + width]
    for other in boxes[index + 1 : index + 40]:
        if abs(other[3] - height) > 1 or abs(other[2] - width) > 1:
            continue
        seen = ours[other[1] : other[1] + height, other[0] : other[0] + width]
        if seen.shape == sign.shape and float(_marks(sign, seen).max()) >= _CLEAR:
            return other
    return None
