"""The resolution a page is read at, and the way back from what was read to the upright page.

The model reads letters of about 16 pixels' body best: 200 dpi for the 13-14 point print of NĐ 30/2020. More
only costs layout time (measured at 250 and 300 dpi); less melts marks. A page of 100 dpi is enlarged.
"""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from digitize.image.ink import shrunk
from digitize.model import Box, Line, PageImage, Pixels, Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleOptions:
    reading_dpi: float = 200.0
    tolerance: float = 0.08
    """Within this of the reading resolution a page is read as it is: resampling would only blur it."""


def at_reading_scale(page: PageImage, *, options: ScaleOptions | None = None) -> PageImage:
    """The page's grey array at the reading resolution, without colour; the same pixels where it is near."""
    options = options or ScaleOptions()
    scale_x = _scale(page.resolution.dpi_x, options)
    scale_y = _scale(page.resolution.dpi_y, options)
    if scale_x == scale_y == 1.0:
        return replace(page, colour=None)
    resolution = Resolution(
        dpi_x=page.resolution.dpi_x * scale_x,
        dpi_y=page.resolution.dpi_y * scale_y,
        is_estimated=page.resolution.is_estimated,
    )
    gray = _scaled(page.gray, scale_x, scale_y)
    return replace(page, gray=gray, colour=None, resolution=resolution)


def _scaled(gray: Pixels, scale_x: float, scale_y: float) -> Pixels:
    if scale_x <= 1 and scale_y <= 1:
        return shrunk(gray, scale_x, scale_y)
    size = (max(1, round(gray.shape[1] * scale_x)), max(1, round(gray.shape[0] * scale_y)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _scale(dpi: float, options: ScaleOptions) -> float:
    scale = options.reading_dpi / dpi
    return 1.0 if abs(scale - 1) <= options.tolerance else scale


def on_upright(lines: tuple[Line, ...], *, read: PageImage, upright: PageImage) -> tuple[Line, ...]:
    """Boxes in pixels of the levelled, scaled page `read` become boxes in pixels of `upright`."""
    back = _Way(read=read, upright=upright)
    return tuple(
        replace(line, words=tuple([replace(word, box=back.box(word.box)) for word in line.words]))
        for line in lines
    )


class _Way:
    """Undoes levelling (a turn about the middle), then scaling."""

    def __init__(self, *, read: PageImage, upright: PageImage) -> None:
        self._scale = (upright.width / read.width, upright.height / read.height)
        self._middle = ((read.width - 1) / 2, (read.height - 1) / 2)
        self._size = (upright.width, upright.height)
        angle = math.radians(read.skew_degrees)
        self._turn = (math.cos(angle), math.sin(angle))

    def box(self, box: Box) -> Box:
        """A box of the same size about the moved middle: the hull of a turned long word would swallow its neighbours."""
        x, y = self._point((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        half_width, half_height = box.width * self._scale[0] / 2, box.height * self._scale[1] / 2
        left, right = _inside(x - half_width, x + half_width, self._size[0])
        top, bottom = _inside(y - half_height, y + half_height, self._size[1])
        return Box(left=left, top=top, right=right, bottom=bottom)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        cosine, sine = self._turn
        across, down = x - self._middle[0], y - self._middle[1]
        x, y = (
            self._middle[0] + across * cosine - down * sine,
            self._middle[1] + across * sine + down * cosine,
        )
        return x * self._scale[0], y * self._scale[1]


def _inside(low: float, high: float, size: int) -> tuple[int, int]:
    start = min(max(0, round(low)), size - 1)
    return start, min(max(start + 1, round(high)), size)
