"""A page's grey pixels into the place of a Patch T, the printed sign with which scanners part documents.

Four bars of 0.08 and 0.20 inch, narrow-wide-narrow-wide, with gaps of 0.08 inch: 0.80 inch in all, the bars at least two
inches long. Fed upside down or sideways the same sheet shows them in the other order or upright, so all four ways count;
the order wide-narrow-wide-narrow (Patch 3) is therefore taken as a Patch T too: on paper the two differ only by a turn.
"""

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from digitize.model import Box, Pixels

Counts = npt.NDArray[np.int64]

_UNIT_INCH = 0.08  # width of a narrow bar and of a gap
_UNITS = 10  # the whole sign: 2 narrow bars, 2 wide ones of 2.5 units, 3 gaps
_NARROW = (0.55, 1.5)  # in units; copiers thicken bars and thin gaps
_WIDE = (1.9, 3.2)
_SIZE = (0.75, 1.3)  # of the whole sign; printers scale a sheet to fit the page
_LINES_PER_INCH = 8  # scan lines across the bars
_MIN_LENGTH_INCH = 1.5  # of the bars, which are 2 inches: their ends may be worn
_SMOOTH_INCH = 0.02  # noise smaller than this is no bar
_DARK = 128
_PATTERNS = (
    (_NARROW, _NARROW, _WIDE, _NARROW, _NARROW, _NARROW, _WIDE),
    (_WIDE, _NARROW, _NARROW, _NARROW, _WIDE, _NARROW, _NARROW),
)


def find_patch_t(gray: Pixels, *, dpi: float) -> Box | None:
    """Where the sign is, in pixels of `gray`; None on any other page."""
    lying = _find_lying(gray, dpi)
    if lying is not None:
        return lying
    upright = _find_lying(gray.T, dpi)
    if upright is None:
        return None
    return Box(left=upright.top, top=upright.left, right=upright.bottom, bottom=upright.right)


def _find_lying(gray: Pixels, dpi: float) -> Box | None:
    """A sign whose bars lie across the page."""
    step = max(1, round(dpi / _LINES_PER_INCH))
    if gray.shape[1] <= step // 2:
        return None  # a sliver, which no line crosses
    lines = columns_as_rows(gray[:, step // 2 :: step])
    smooth = max(1, round(_SMOOTH_INCH * dpi))
    dark = cv2.blur(lines, (smooth, 1)) < _DARK
    line, top, bottom = _signs(dark, unit_px=_UNIT_INCH * dpi)
    for first, last in _stacks(line, top, slack=2 * _UNIT_INCH * dpi):
        if (line[last] - line[first] + 1) / _LINES_PER_INCH >= _MIN_LENGTH_INCH:
            span = slice(first, last + 1)
            return Box(
                left=int(line[first]) * step,
                top=int(top[span].min()),
                right=min(int(line[last] + 1) * step, gray.shape[1]),
                bottom=int(bottom[span].max()),
            )
    return None


def columns_as_rows(some: Pixels) -> Pixels:
    """Some columns of a picture side by side; taken out before they are turned, since pixels lie in rows."""
    return np.asarray(cv2.transpose(np.ascontiguousarray(some)), dtype=np.uint8)


def _signs(dark: npt.NDArray[np.bool_], *, unit_px: float) -> tuple[Counts, Counts, Counts]:
    """Every place where a line crosses the bars: number of the line, first and last pixel on it."""
    count, length = dark.shape
    padded = np.zeros((count, length + 2), np.int8)
    padded[:, 1:-1] = dark
    edges = np.flatnonzero(np.diff(padded.ravel()))
    if edges.size < len(_PATTERNS[0]) + 1:
        return (np.empty(0, np.int64),) * 3
    runs = np.diff(edges)
    windows = np.lib.stride_tricks.sliding_window_view(runs, len(_PATTERNS[0]))[::2]
    total = windows.sum(axis=1)
    unit = total[:, np.newaxis] / _UNITS
    matches = np.zeros(len(windows), bool)
    for pattern in _PATTERNS:
        lower, upper = np.array(pattern).T
        matches |= ((windows >= lower * unit) & (windows <= upper * unit)).all(axis=1)
    sized = unit_px * _UNITS
    matches &= (total >= _SIZE[0] * sized) & (total <= _SIZE[1] * sized)
    starts = edges[::2][: len(windows)][matches]
    ends = starts + total[matches]
    line = starts // (length + 2)
    same_line = line == ends // (length + 2)
    line, starts, ends = line[same_line], starts[same_line], ends[same_line]
    return line, starts - line * (length + 2), ends - line * (length + 2)


def _stacks(line: Counts, top: Counts, *, slack: float) -> list[tuple[int, int]]:
    """Runs of neighbouring lines that cross the bars at about the same height: first and last index of each."""
    breaks = np.flatnonzero((np.diff(line) > 2) | (np.abs(np.diff(top)) > slack)) + 1
    bounds = [0, *breaks.tolist(), len(line)]
    return [(a, b - 1) for a, b in pairwise(bounds) if b > a]
