"""A page's ink as a small yes/no picture, which is all that angle, turn, border and emptiness need.

Layout shows at 100 dpi as well as at 300, at a ninth of the cost.
"""

import cv2
import numpy as np
import numpy.typing as npt

from digitize.model import PageImage, Pixels

Mask = npt.NDArray[np.bool_]

LAYOUT_DPI = 100.0
_BACKGROUND_SHARE = 0.12  # ink is at least this much of full scale darker than the paper around it


def small_gray(page: PageImage, *, dpi: float = LAYOUT_DPI) -> Pixels:
    """The page at about `dpi`, square pixels; never enlarged."""
    scale_x = min(1.0, dpi / page.resolution.dpi_x)
    scale_y = min(1.0, dpi / page.resolution.dpi_y)
    size = (max(1, round(page.width * scale_x)), max(1, round(page.height * scale_y)))
    if size == (page.width, page.height):
        return page.gray
    return np.asarray(cv2.resize(page.gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def ink_mask(gray: Pixels, *, contrast: float = _BACKGROUND_SHARE) -> Mask:
    """True where a pixel is darker than the paper around it; shadows and tinted paper count as paper.

    The paper is taken from a coarse maximum: any neighbourhood of 4 mm has a spot of it between letters.
    """
    paper = cv2.blur(cv2.dilate(gray, np.ones((15, 15), np.uint8)), (15, 15))
    return np.asarray(cv2.subtract(paper, gray) > contrast * 255, dtype=np.bool_)
