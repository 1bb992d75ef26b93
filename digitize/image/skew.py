"""Level a page: the angle of its text lines, measured from pixels, and the page turned back by it.

Feet of letters lie on lines. Sheared by the right angle, their rows pile up into sharp peaks; the angle with
the sharpest peaks is the skew. Only the lowest pixel of every stroke is looked at, so a page costs a few ms.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.ink import LAYOUT_DPI, Mask, ink_mask, small_gray
from digitize.model import PageImage, Pixels

_PAPER = 255
_ENOUGH_FEET = 6000
"""Of letters on a page; a full one has five times as many."""

_Feet = npt.NDArray[np.float32]
"""One row a pixel: x, y."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskewOptions:
    largest_degrees: float = 5.0
    """Beyond this a feeder has jammed or the page is a drawing; it is left as it is."""
    smallest_degrees: float = 0.25
    """Tesseract follows lines at less than this by itself, and turning costs sharpness."""
    sharpness: float = 1.25
    """How much sharper the best angle must be than a typical one; below, no text lines were seen."""


def deskew(page: PageImage, *, options: DeskewOptions | None = None) -> PageImage:
    """The page with level text lines, same size; the same object where it is level or shows no lines."""
    options = options or DeskewOptions()
    angle = skew_degrees(page, options=options)
    if abs(angle) < options.smallest_degrees:
        return page
    return replace(page, gray=_levelled(page.gray, angle), skew_degrees=angle)


def skew_degrees(page: PageImage, *, options: DeskewOptions | None = None) -> float:
    """Angle by which text lines run down to the right, to 0.1°; 0.0 where no lines are seen."""
    options = options or DeskewOptions()
    return skew_of_ink(ink_mask(small_gray(page, dpi=LAYOUT_DPI)), options=options)


def skew_of_ink(ink: Mask, *, options: DeskewOptions) -> float:
    """As `skew_degrees`, from ink already found at `LAYOUT_DPI`."""
    feet = _feet(ink)
    near = _near(_some(feet), options)
    if near is None:
        near = _near(feet, options)  # so few lines that all of them must be seen
    if near is None:
        return 0.0
    fine = near + np.arange(-0.3, 0.31, 0.05)
    sharpness = np.array([_sharpness(feet, angle) for angle in fine])
    angle = _peak(fine, sharpness)
    return round(angle, 2) if abs(angle) <= options.largest_degrees else 0.0


def rough_skew_of_ink(ink: Mask, *, options: DeskewOptions) -> float:
    """To a quarter of a degree, from some of the ink, at a third of the cost."""
    return _near(_some(_feet(ink)), options) or 0.0


def _some(feet: _Feet) -> _Feet:
    return feet[:: 1 + len(feet) // _ENOUGH_FEET]


def _near(feet: _Feet, options: DeskewOptions) -> float | None:
    """The best of angles a quarter of a degree apart; None where no lines are seen."""
    if len(feet) < 50:  # a few letters have no line to speak of
        return None
    limit = options.largest_degrees
    coarse = np.arange(-limit - 0.5, limit + 0.51, 0.25)
    sharpness = np.array([_sharpness(feet, angle) for angle in coarse])
    best = int(sharpness.argmax())
    is_sharp = sharpness[best] >= options.sharpness * float(np.median(sharpness))
    return float(coarse[best]) if is_sharp else None


def levelled_mask(ink: Mask, degrees: float) -> Mask:
    """Ink turned back by the skew, same size."""
    if abs(degrees) < 0.1:
        return ink
    paper_is_set = (~ink).view(np.uint8) * np.uint8(_PAPER)
    return np.asarray(_levelled(paper_is_set, degrees) < _PAPER // 2, dtype=np.bool_)


def _feet(ink: Mask) -> _Feet:
    """Ink pixels with paper below them."""
    found = cv2.findNonZero((ink[:-1] > ink[1:]).view(np.uint8))
    return (
        np.empty((0, 2), np.float32) if found is None else found.reshape(-1, 2).astype(np.float32)
    )


def _sharpness(feet: _Feet, degrees: float) -> float:
    slope = np.float32(np.tan(np.radians(degrees)))
    sheared = feet[:, 1] - feet[:, 0] * slope
    histogram = np.bincount((sheared - sheared.min()).astype(np.intp))
    return float(np.square(histogram, dtype=np.float64).sum())


def _peak(angles: npt.NDArray[np.float64], values: npt.NDArray[np.float64]) -> float:
    """Centre of the values in the upper half of the peak: steadier than the single largest."""
    weights = np.clip(values - (values.max() + values.min()) / 2, 0, None)
    if not weights.any():
        return float(angles[values.argmax()])
    return float((angles * weights).sum() / weights.sum())


def _levelled(gray: Pixels, degrees: float) -> Pixels:
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(gray, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=_PAPER),
        dtype=np.uint8,
    )
