"""A page into the rectangle that its print lies in: an engine's layout costs by the pixel, and a third of a page is margin."""

import cv2
import numpy as np

from digitize.model import Box, Pixels

_LIGHTEST_PRINT = 200
"""Fainter strokes have darker ones beside them; paper that is greyer keeps the page whole."""
_SPECK = 2
"""So many dark pixels in a row or column are dust; the thinnest figure has more."""
_MARGIN_MM = 5.0
_SMALLEST_MM = 100.0
"""A picture less high or wide is a strip or a stamp, cut out already; its paper helps the engine to see it as print."""
_MM_PER_INCH = 25.4


def print_area(gray: Pixels, *, dpi: float) -> Box:
    """Where ink is, with a margin of paper around it, in pixels of the page; all of a page without ink or of a strip."""
    if min(gray.shape) < _SMALLEST_MM * dpi / _MM_PER_INCH:
        return Box(left=0, top=0, right=gray.shape[1], bottom=gray.shape[0])
    ink = (gray < _LIGHTEST_PRINT).astype(np.uint8)
    margin = round(_MARGIN_MM * dpi / _MM_PER_INCH)
    top, bottom = _extent(cv2.reduce(ink, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S), margin)
    left, right = _extent(cv2.reduce(ink, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S), margin)
    return Box(left=left, top=top, right=right, bottom=bottom)


def _extent(counts: cv2.typing.MatLike, margin: int) -> tuple[int, int]:
    """From the first to the last row (or column) with ink in it, and as far beyond as there is page."""
    inked = np.flatnonzero(counts.ravel() > _SPECK)
    if not inked.size:
        return 0, counts.size
    return max(0, int(inked[0]) - margin), min(counts.size, int(inked[-1]) + 1 + margin)
