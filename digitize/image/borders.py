"""Black scan borders out of the reading path: the lid, the shadow of an edge, a smaller paper on a dark glass.

A border is solid ink that reaches the rim of the picture. Print is thin: it vanishes when ink is worn down by two
millimetres, a border does not.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from digitize.image.ink import Mask, small_gray
from digitize.model import PageImage

_LAYOUT_DPI = 50.0
_PAPER = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderOptions:
    darkest_paper: int = 96
    """Gray at or below this is border; shadows on paper stay lighter."""
    thinnest_mm: float = 2.0
    """Bars thinner than this could be print; Tesseract drops them as rules by itself."""
    largest_share: float = 0.5
    """A page that is darker than this all over is a photograph or a negative, not a border."""


def without_borders(page: PageImage, *, options: BorderOptions | None = None) -> PageImage:
    """The page with its black borders as paper; the same object where there are none."""
    options = options or BorderOptions()
    small = small_gray(page, dpi=_LAYOUT_DPI)
    border = border_mask(small <= options.darkest_paper, options=options)
    if not border.any() or border.mean() > options.largest_share:
        return page
    size = (page.width, page.height)
    mask = cv2.resize(border.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    gray = page.gray.copy()
    gray[mask > 0] = _PAPER
    return replace(page, gray=gray)


def border_mask(dark: Mask, *, options: BorderOptions) -> Mask:
    """Solid dark areas that reach the rim, grown back to their full size."""
    if not any(side.any() for side in (dark[0], dark[-1], dark[:, 0], dark[:, -1])):
        return np.zeros_like(dark)
    thickness = 2 * round(options.thinnest_mm / 25.4 * _LAYOUT_DPI / 2) + 1
    # A frame of ink around the picture lets a thin bar at the rim count as thick.
    framed = np.pad(dark.astype(np.uint8), thickness, constant_values=1)
    solid = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((thickness, thickness), np.uint8))
    _, labels = cv2.connectedComponents(solid, connectivity=4)
    reaches_rim = (labels == labels[0, 0])[thickness:-thickness, thickness:-thickness]
    # Its ragged and half-light edge goes with it.
    grown = cv2.dilate(reaches_rim.astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray(grown > 0, dtype=np.bool_)
