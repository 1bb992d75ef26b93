"""A page's ink as a small yes/no picture, which is all that angle, turn, border and emptiness need.

Layout shows at 100 dpi as well as at 300, at a ninth of the cost.
"""

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.kept import kept_beside
from digitize.model import PageImage, Pixels

Mask = npt.NDArray[np.bool_]

LAYOUT_DPI = 100.0
_SAME = 0.99
"""Scanners say 99.9 or 300.2 dpi; no layout is so exact."""
_SLACK = 1e-6
"""Pixels, so that a third of 1,200 is 400 in binary fractions too."""
_LARGE = 1_000_000
"""Pixels; A4 at 100 dpi has fewer."""
PAPER_REACH = 15
"""Pixels at that resolution, up and down and to both sides, that say what the paper around a pixel is."""
_BACKGROUND_SHARE = 0.12  # ink is at least this much of full scale darker than the paper around it


def small_gray(page: PageImage, *, dpi: float = LAYOUT_DPI) -> Pixels:
    """The page at about `dpi`, square pixels; never enlarged."""
    return shrunk(page.gray, dpi / page.resolution.dpi_x, dpi / page.resolution.dpi_y)


def shrunk(pixels: Pixels, scale_x: float, scale_y: float) -> Pixels:
    """Grey or colour pixels at the scale to 1 %, averaged; as they are where the scale would enlarge them.

    Halved as often as that goes, which is eight times faster than to average by other numbers; what remains is bilinear
    on a large picture, whose weights at 2/3 are 3:1 in place of an average's 2:1, at a seventh of its time.
    """
    scale_x, scale_y = min(1.0, scale_x), min(1.0, scale_y)
    height, width = pixels.shape[:2]
    size = (max(1, int(width * scale_x + _SLACK)), max(1, int(height * scale_y + _SLACK)))
    return kept_beside(pixels, size, lambda: _shrunk(pixels, size))


def _shrunk(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    while (halves := _halves(pixels, size)) != (1, 1):
        pixels = _averaged(pixels, *halves)
    if size[0] >= _SAME * pixels.shape[1] and size[1] >= _SAME * pixels.shape[0]:
        return pixels
    is_large = pixels.shape[0] * pixels.shape[1] > _LARGE
    method = cv2.INTER_LINEAR if is_large else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, size, interpolation=method), dtype=np.uint8)


def _halves(pixels: Pixels, size: tuple[int, int]) -> tuple[int, int]:
    """Into how many parts the next step may divide width and height: two, or one where that would be too small."""
    width, height = size
    return (
        2 if pixels.shape[1] // 2 >= width else 1,
        2 if pixels.shape[0] // 2 >= height else 1,
    )


def _averaged(pixels: Pixels, step_x: int, step_y: int) -> Pixels:
    """Means over `step_y` × `step_x` pixels; an odd last row or column is cut off."""
    size = (pixels.shape[1] // step_x, pixels.shape[0] // step_y)
    whole = pixels[: size[1] * step_y, : size[0] * step_x]

    def averaged() -> Pixels:
        return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    return kept_beside(pixels, size, averaged)


def ink_mask(
    gray: Pixels, *, contrast: float = _BACKGROUND_SHARE, paper: Pixels | None = None
) -> Mask:
    """True where a pixel is darker than the paper around it (`paper`, where that is known); shadows and tinted paper count as paper."""
    paper = paper_gray(gray) if paper is None else paper
    return np.asarray(cv2.subtract(paper, gray) > contrast * 255, dtype=np.bool_)


def paper_gray(gray: Pixels) -> Pixels:
    """The grey of the paper around every pixel of a picture at about `LAYOUT_DPI`.

    It is a coarse maximum: any neighbourhood of 4 mm has a spot of paper between letters.
    """
    size = (PAPER_REACH, PAPER_REACH)
    paper = cv2.blur(cv2.dilate(gray, np.ones(size, np.uint8)), size)
    return np.asarray(paper, dtype=np.uint8)
