"""A page into a picture that a browser shows: upright, at most so wide, as JPEG.

JPEG, since a checker waits for every page: a page 1600 pixels wide takes 10 ms to encode, as WebP 250 to 500 ms for half the
bytes (measured on real scans).
"""

import cv2
import numpy as np

from digitize.errors import DamagedFile
from digitize.model import PageImage, Pixels

_SMALL = 200
"""Pixels; so narrow a picture is to be recognised, not read."""
_QUALITY = 76
_SMALL_QUALITY = 60


def picture(page: PageImage, *, width: int) -> bytes:
    """The page as it is, not levelled, scaled down to this width; a narrower one is not enlarged."""
    pixels = page.gray if page.colour is None else cv2.cvtColor(page.colour, cv2.COLOR_RGB2BGR)
    quality = _SMALL_QUALITY if width <= _SMALL else _QUALITY
    parameters = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_PROGRESSIVE, 0]
    done, data = cv2.imencode(".jpg", _narrowed(np.asarray(pixels), width), parameters)
    if not done:
        raise DamagedFile("a page cannot be shown")
    return data.tobytes()


def _narrowed(pixels: Pixels, width: int) -> Pixels:
    height_now, width_now = pixels.shape[:2]
    if width_now <= width:
        return pixels
    height = max(1, round(height_now * width / width_now))
    return np.asarray(
        cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
