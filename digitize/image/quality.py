"""What is wrong with a page as it was scanned, said while the paper still lies at the counter: measures, then thresholds.

All that can be repaired later (skew, borders, a page lying on its side) is no fault here. Thresholds were measured on real
office scans and on copies of them that were blurred, darkened, paled, cropped and turned.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from digitize import limits
from digitize.image.blank import is_blank
from digitize.image.borders import BorderOptions, border_mask
from digitize.image.components import pieces_of
from digitize.image.ink import LAYOUT_DPI, Mask, ink_mask, paper_gray, shrunk, small_gray
from digitize.image.orientation import orientation_of_ink
from digitize.model import PageImage, Pixels
from digitize.page_faults import Fault

_SHARPNESS_DPI = 200.0  # what reading needs; finer pixels are softer without being less legible
_EDGE_PIXELS = (
    9  # at that resolution: two strokes of a letter lie further apart than its edge is wide
)
_CLEAR_EDGE = 64  # grey levels; grain and shadows stay below
_ENOUGH_EDGES = 500  # pixels; two words of print
_EDGES_LOOKED_AT = 20_000  # of a page of print, one in twenty
_BAND = 64  # pixels
_LEAST_LOST = np.floor(0.08 * np.arange(256)).astype(np.uint8)
"""Ink is darker than paper of each grey by more than this."""
_ENOUGH_INK = 200  # pixels at `LAYOUT_DPI`; a word
_MM = LAYOUT_DPI / 25.4  # pixels
_RIM = 0.6 * _MM
_INWARD = 0.9 * _MM  # how far a cut letter reaches into the picture
_SLIMMEST = 2.5  # what is longer than this many times its depth is the paper's own edge, in pieces
_SMALLEST, _LARGEST = 1.2 * _MM, 9.0 * _MM  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityOptions:
    darkest_paper: float = 0.55
    """Grey of the paper as a share of white."""
    least_contrast: float = 0.30
    """How much darker than its paper the darkest tenth of the ink is."""
    least_sharpness: float = 0.28
    """Steepest part of a letter's edge, as a share of its contrast a pixel at 200 dpi."""
    most_cut_letters: int = 5
    """Letters that the rim of one side cuts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the faults are decided by; shares of full scale unless named otherwise."""

    paper: float
    contrast: float
    sharpness: float | None
    """None where the page is black and white only, or has no edges to measure."""
    cut_letters: int


def find_faults(page: PageImage, *, options: QualityOptions | None = None) -> tuple[Fault, ...]:
    """What a person should scan again or look at, the gravest first; 0.1 s of CPU an A4 page."""
    if is_blank(page):
        return (*_resolution_fault(page), Fault.BLANK)
    return faults_of_scan(page, is_upside_down=_is_upside_down(page), options=options)


def faults_of_scan(
    page: PageImage, *, is_upside_down: bool, options: QualityOptions | None = None
) -> tuple[Fault, ...]:
    """The same of a page that is not blank and of which it is known how it lies: 0.03 s of CPU an A4 page."""
    options = options or QualityOptions()
    measures = measure(page)
    found = {
        Fault.TOO_DARK: measures.paper < options.darkest_paper,
        Fault.FAINT: measures.contrast < options.least_contrast,
        Fault.BLURRED: measures.sharpness is not None
        and measures.sharpness < options.least_sharpness,
        Fault.CUT_OFF: measures.cut_letters > options.most_cut_letters,
        Fault.UPSIDE_DOWN: is_upside_down,
    }
    return (*(fault for fault, is_there in found.items() if is_there), *_resolution_fault(page))


def measure(page: PageImage) -> Measures:
    clean = _without_borders(small_gray(page))
    paper = paper_gray(clean)
    return Measures(
        paper=float(np.median(paper)) / 255,
        contrast=_contrast(clean, paper),
        sharpness=None if page.is_bilevel else _sharpness(small_gray(page, dpi=_SHARPNESS_DPI)),
        cut_letters=_cut_letters(ink_mask(clean, paper=paper)),
    )


def _without_borders(gray: Pixels) -> Pixels:
    """As `borders.without_borders` does to a whole page, on the small picture alone."""
    options = BorderOptions()
    half = shrunk(gray, 0.5, 0.5)
    border = border_mask(half <= options.darkest_paper, options=options)
    if not border.any() or border.mean() > options.largest_share:
        return gray
    size = (gray.shape[1], gray.shape[0])
    mask = cv2.resize(border.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return np.where(mask > 0, np.uint8(255), gray)


def _contrast(gray: Pixels, paper: Pixels) -> float:
    """By how much of its paper's own brightness the ink is darker, at the darkest tenth of the ink."""
    lost = cv2.subtract(paper, gray)
    inked = np.flatnonzero(lost > cv2.LUT(paper, _LEAST_LOST))
    if inked.size < _ENOUGH_INK:
        return 1.0
    shares = lost.ravel()[inked].astype(np.float32) / paper.ravel()[inked]
    return float(np.quantile(shares, 0.9))


def _sharpness(gray: Pixels) -> float | None:
    """The softer of both directions: paper that slipped is sharp along its way and soft across it."""
    found = [_edge_slope(gray, along=(1, 0)), _edge_slope(gray, along=(0, 1))]
    known = [slope for slope in found if slope is not None]
    return min(known, default=None)


def _edge_slope(gray: Pixels, *, along: tuple[int, int]) -> float | None:
    """The steepest tenth of all clear edges that are met going along x or y: step a pixel over the range around it.

    A quarter of the page tells it, and there so many edges; more do not change what the steepest tenth is. Only where
    that quarter has too few is all of the page looked at.
    """
    slope = _slope_in(_bands(gray, along), along=along)
    return _slope_in(gray, along=along) if slope is None else slope


def _bands(gray: Pixels, along: tuple[int, int]) -> Pixels:
    """Every fourth band, lying or upright, so that what is met going along x or y goes on as on the page."""
    if along == (1, 0):
        return np.concatenate([gray[top : top + _BAND] for top in range(0, len(gray), 4 * _BAND)])
    lefts = range(0, gray.shape[1], 4 * _BAND)
    return np.concatenate([gray[:, left : left + _BAND] for left in lefts], axis=1)


def _slope_in(gray: Pixels, *, along: tuple[int, int]) -> float | None:
    around = np.ones((1, _EDGE_PIXELS) if along == (1, 0) else (_EDGE_PIXELS, 1), np.uint8)
    reach = cv2.subtract(cv2.dilate(gray, around), cv2.erode(gray, around)).ravel()
    edges = np.flatnonzero(reach > _CLEAR_EDGE)
    if edges.size < _ENOUGH_EDGES:
        return None
    edges = edges[:: max(1, edges.size // _EDGES_LOOKED_AT)]
    across = np.abs(cv2.Scharr(gray, cv2.CV_16S, *along).ravel()[edges]) / 32
    return float(np.quantile(across / reach[edges], 0.9))


def _cut_letters(ink: Mask) -> int:
    """Letter-sized ink that the rim cuts, on the side that cuts most; the dashes of a paper's own edge are thinner."""
    wide, high = (3 * _LARGEST, _LARGEST)
    return max(
        *(_cut_at_top(side, most_along=wide, most_deep=high) for side in (ink, ink[::-1])),
        *(_cut_at_top(side, most_along=high, most_deep=wide) for side in (ink.T, ink.T[::-1])),
    )


def _cut_at_top(ink: Mask, *, most_along: float, most_deep: float) -> int:
    if not ink[: int(_RIM) + 1].any():
        return 0  # most pages: no letter need be looked for
    _, top, along, deep = pieces_of(ink[: int(most_deep) + 2])[:, :4].T
    is_letter = (along >= _SMALLEST) & (along <= most_along) & (deep <= most_deep)
    reaches_in = deep >= np.maximum(_INWARD, along / _SLIMMEST)
    return int(np.count_nonzero(is_letter & reaches_in & (top <= _RIM)))


def _is_upside_down(page: PageImage) -> bool:
    seen = orientation_of_ink(ink_mask(small_gray(page)))
    return seen.is_sure and seen.turn_degrees == 180


def _resolution_fault(page: PageImage) -> tuple[Fault, ...]:
    """Only where the file says its resolution: nothing is invented."""
    lowest = limits.MIN_COPY_DPI * (1 - limits.DPI_TOLERANCE)
    is_low = not page.resolution.is_estimated and page.resolution.dpi < lowest
    return (Fault.LOW_RESOLUTION,) if is_low else ()
