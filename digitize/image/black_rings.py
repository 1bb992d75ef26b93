"""Where black round seals are: the rings that a copied seal has around it.

A seal pressed in red goes with its ink (red_ink.py). On a copy or a 1-bit scan it is as black as print, and its rings run
through the name below the signature. A ring is known by its form alone: a thin line around one centre, as wide as seals are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.components import pieces_of
from digitize.image.ink import Mask, ink_mask, small_gray
from digitize.model import PageImage, Pixels

_Floats = npt.NDArray[np.float64]

_LAYOUT_DPI = 75.0
_MM_PER_INCH = 25.4
_SQUARE = 0.02
"""How much the resolutions across and down may differ: a ring's stroke is wider than what this makes of it."""
_OPEN_SHARE = 0.5
"""Of its box, what a ring and all that hangs on it may fill; a photograph fills more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingOptions:
    smallest_mm: float = 26.0
    """Diameters of the widest ring; seals have 30 to 42 mm (Thông tư 21/2012/TT-BCA), and copies are made smaller."""
    largest_mm: float = 46.0
    least_arc_mm: float = 11.0
    """A piece of ink that may be part of a ring is at least so wide and so high; no printed letter is."""
    least_covered: float = 0.6
    """How much of its way around a ring has ink; print that happens to lie on a circle has a third."""
    thickest_mm: float = 1.3
    """The stroke of a ring."""
    crossing: float = 1.7
    """Where the ink across is so many times the ring's stroke, print crosses it and stays."""
    most_seals: int = 4
    hidden_confidence: float = 0.7
    """A word that a ring ran through is never surer, and below every threshold: a stroke of it may have gone with the ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """The widest ring of a seal, in pixels of its page."""

    x: float
    y: float
    radius: float

    def scaled(self, scale: float) -> "Ring":
        return Ring(x=self.x * scale, y=self.y * scale, radius=self.radius * scale)


def black_rings(page: PageImage, *, options: RingOptions | None = None) -> tuple[Ring, ...]:
    """The rings of all black seals; none of a fax whose pixels are not square, on which they are no circles."""
    resolution = page.resolution
    if abs(resolution.dpi_x - resolution.dpi_y) > _SQUARE * resolution.dpi:
        return ()
    options, scale = options or RingOptions(), resolution.dpi / _LAYOUT_DPI
    small = ink_mask(small_gray(page, dpi=_LAYOUT_DPI))
    return tuple(ring.scaled(scale) for ring in _rings(small, options))


def _rings(ink: Mask, options: RingOptions) -> Iterator[Ring]:
    least, most = (
        size / 2 / _MM_PER_INCH * _LAYOUT_DPI for size in (options.smallest_mm, options.largest_mm)
    )
    for left, top, right, bottom in _places(ink, options)[: options.most_seals]:
        cut = ink[top:bottom, left:right].astype(np.uint8)
        near: Pixels = np.asarray(cv2.dilate(cut, np.ones((2, 2), np.uint8)), dtype=np.uint8)
        for guess in _guesses(cut, int(least), int(most) + 1):
            ring, covered = _fitted(near, guess)
            if covered >= options.least_covered:
                yield Ring(x=ring.x + left, y=ring.y + top, radius=ring.radius)


def _guesses(ink: Pixels, least: int, most: int) -> Iterator[Ring]:
    found = cv2.HoughCircles(
        ink * 255,
        cv2.HOUGH_GRADIENT,
        dp=1,
        minDist=2 * most,
        param1=100,
        param2=18,
        minRadius=least,
        maxRadius=most,
    )
    for x, y, radius in () if found is None else found[0][:2]:
        yield Ring(x=float(x), y=float(y), radius=float(radius))


def _places(ink: Mask, options: RingOptions) -> Sequence[tuple[int, int, int, int]]:
    """Left, top, right, bottom around ink that is large, open and no frame of the page, with room for the rest of a seal."""
    px_per_mm = _LAYOUT_DPI / _MM_PER_INCH
    least, room = options.least_arc_mm * px_per_mm, int(options.largest_mm * px_per_mm)
    pieces = pieces_of(ink)
    sizes, area = pieces[:, 2:4], pieces[:, 4]
    is_large = (sizes.min(axis=1) >= least) & (sizes.max(axis=1) <= 3 * room)
    is_open = area < _OPEN_SHARE * sizes.prod(axis=1)
    places: list[tuple[int, int, int, int]] = []
    for left, top, width, height, _area in pieces[is_large & is_open].tolist():
        right, bottom = left + width, top + height
        if not any(a <= left and b <= top and right <= c and bottom <= d for a, b, c, d in places):
            half = room // 2
            places.append(
                (
                    max(0, left - half),
                    max(0, top - half),
                    min(ink.shape[1], right + half),
                    min(ink.shape[0], bottom + half),
                )
            )
    return places


# ---- the exact place ------------------------------------------------------------------------------

_ANGLES = np.linspace(0, 2 * np.pi, 180, endpoint=False)
_COS, _SIN = np.cos(_ANGLES), np.sin(_ANGLES)
_STEPS = (np.arange(-3, 4), np.arange(-3, 4) / 2)
"""Pixels around a guess, in every direction and in radius; then half as far."""


def _fitted(ink: Pixels, guess: Ring) -> tuple[Ring, float]:
    """The ring near this one with the most ink on its way, and how much of the way that is."""
    best, most = guess, -1.0
    for steps in _STEPS:
        radii, rows, columns = np.add.outer((best.radius, best.y, best.x), steps)
        covered = _covered(ink, radii, rows, columns)
        at = np.unravel_index(covered.argmax(), covered.shape)
        if covered[at] > most:
            best = Ring(x=float(columns[at[2]]), y=float(rows[at[1]]), radius=float(radii[at[0]]))
            most = float(covered[at])
    return best, most


def _covered(ink: Pixels, radii: _Floats, rows: _Floats, columns: _Floats) -> _Floats:
    """Of the rings of each radius around each middle: share of the way around that has ink; outside of the picture there is none.

    The picture gets a rim without ink, so that what is outside needs no thought.
    """
    height, width = ink.shape
    framed = np.pad(ink, 1)
    right = np.rint(columns[:, np.newaxis] + radii[:, np.newaxis, np.newaxis] * _COS).astype(
        np.intp
    )
    down = np.rint(rows[:, np.newaxis] + radii[:, np.newaxis, np.newaxis] * _SIN).astype(np.intp)
    right, down = np.clip(right + 1, 0, width + 1), np.clip(down + 1, 0, height + 1)
    places = down[:, :, np.newaxis] * (width + 2) + right[:, np.newaxis]
    return np.asarray(framed.ravel()[places].sum(axis=-1, dtype=np.intp) / len(_ANGLES))
