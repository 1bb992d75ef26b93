"""What is wrong with a page as it was scanned, said while the paper still lies at the counter: measures, then thresholds.

All that can be repaired later (skew, borders, a page lying on its side) is no fault here. Thresholds were measured on real
office scans and on copies of them that were blurred, darkened, paled, cropped and turned.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from digitize import limits
from digitize.image.blank import is_blank
from digitize.image.borders import without_borders
from digitize.image.ink import LAYOUT_DPI, Mask, ink_mask, paper_gray, small_gray
from digitize.image.orientation import orientation_of_ink
from digitize.model import PageImage, Pixels

_SHARPNESS_DPI = 200.0  # what reading needs; finer pixels are softer without being less legible
_EDGE_PIXELS = (
    9  # at that resolution: two strokes of a letter lie further apart than its edge is wide
)
_CLEAR_EDGE = 64  # grey levels; grain and shadows stay below
_ENOUGH_EDGES = 500  # pixels; two words of print
_RIM_MM = 0.6
_INWARD_MM = 0.9  # how far a cut letter reaches into the picture
_SLIMMEST = 2.5  # what is longer than this many times its depth is the paper's own edge, in pieces
_LETTER_MM = (1.2, 9.0)


class Fault(StrEnum):
    """Each has its sentence for the counter in `workers/station/advice.py`."""

    TOO_DARK = "too_dark"  # the paper itself is dark: lid open, exposure wrong
    FAINT = "faint"  # ink hardly darker than the paper
    BLURRED = (
        "blurred"  # edges of letters are soft: the page moved, the glass is dirty, out of focus
    )
    CUT_OFF = "cut_off"  # lines of print run over the edge of the picture
    LOW_RESOLUTION = "low_resolution"  # below what the law asks of a copy
    UPSIDE_DOWN = "upside_down"  # repaired later, but the next page may be too
    BLANK = "blank"  # nothing on it: fed with the back to the light, or an empty back


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
    """What a person should scan again or look at, the gravest first; 0.15 s of CPU an A4 page, 0.5 at worst."""
    options = options or QualityOptions()
    if is_blank(page):
        return (*_resolution_fault(page), Fault.BLANK)
    measures = measure(page)
    found = {
        Fault.TOO_DARK: measures.paper < options.darkest_paper,
        Fault.FAINT: measures.contrast < options.least_contrast,
        Fault.BLURRED: measures.sharpness is not None
        and measures.sharpness < options.least_sharpness,
        Fault.CUT_OFF: measures.cut_letters > options.most_cut_letters,
        Fault.UPSIDE_DOWN: _is_upside_down(page),
    }
    return (*(fault for fault, is_there in found.items() if is_there), *_resolution_fault(page))


def measure(page: PageImage) -> Measures:
    clean = small_gray(without_borders(page))
    paper = paper_gray(clean)
    return Measures(
        paper=float(np.median(paper)) / 255,
        contrast=_contrast(clean, paper),
        sharpness=None if page.is_bilevel else _sharpness(small_gray(page, dpi=_SHARPNESS_DPI)),
        cut_letters=_cut_letters(ink_mask(clean)),
    )


def _contrast(gray: Pixels, paper: Pixels) -> float:
    """By how much of its paper's own brightness the ink is darker, at the darkest tenth of the ink."""
    lost = cv2.subtract(paper, gray).astype(np.float32) / np.maximum(paper, 1)
    ink = lost[lost > 0.08]
    return float(np.quantile(ink, 0.9)) if ink.size >= 200 else 1.0


def _sharpness(gray: Pixels) -> float | None:
    """The softer of both directions: paper that slipped is sharp along its way and soft across it."""
    found = [_edge_slope(gray), _edge_slope(np.ascontiguousarray(gray.T))]
    known = [slope for slope in found if slope is not None]
    return min(known, default=None)


def _edge_slope(gray: Pixels) -> float | None:
    """The steepest tenth of all clear edges that are met going across: step a pixel over the range around it."""
    across = cv2.Scharr(gray, cv2.CV_32F, 1, 0) / 32
    around = np.ones((1, _EDGE_PIXELS), np.uint8)
    reach = cv2.subtract(cv2.dilate(gray, around), cv2.erode(gray, around))
    is_edge = reach > _CLEAR_EDGE
    if np.count_nonzero(is_edge) < _ENOUGH_EDGES:
        return None
    return float(np.quantile(np.abs(across[is_edge]) / reach[is_edge], 0.9))


def _cut_letters(ink: Mask) -> int:
    """Letter-sized ink that the rim cuts, on the side that cuts most; the dashes of a paper's own edge are thinner."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    left, top, width, height = stats[1:, :4].T
    rim, inward, smallest, largest = (
        size / 25.4 * LAYOUT_DPI for size in (_RIM_MM, _INWARD_MM, *_LETTER_MM)
    )
    is_small = (height <= largest) & (width <= 3 * largest)
    beside = is_small & (height >= smallest) & (width >= np.maximum(inward, height / _SLIMMEST))
    above = is_small & (width >= smallest) & (height >= np.maximum(inward, width / _SLIMMEST))
    sides = (
        beside & (left <= rim),
        beside & (left + width >= ink.shape[1] - rim),
        above & (top <= rim),
        above & (top + height >= ink.shape[0] - rim),
    )
    return max(int(np.count_nonzero(side)) for side in sides)


def _is_upside_down(page: PageImage) -> bool:
    seen = orientation_of_ink(ink_mask(small_gray(page)))
    return seen.is_sure and seen.turn_degrees == 180


def _resolution_fault(page: PageImage) -> tuple[Fault, ...]:
    """Only where the file says its resolution: nothing is invented."""
    lowest = limits.MIN_COPY_DPI * (1 - limits.DPI_TOLERANCE)
    is_low = not page.resolution.is_estimated and page.resolution.dpi < lowest
    return (Fault.LOW_RESOLUTION,) if is_low else ()
