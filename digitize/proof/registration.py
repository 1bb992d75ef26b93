"""A picture of a printed copy, laid onto the picture on file: as a whole by matching corners, then place by place.

A printer scales, a feeder pulls unevenly, paper bends: after the best plane there are errors of several pixels left, which
change slowly over the page. So the ink of small windows is sought around its place, and the smooth field of all finds is
undone. What is left is below a pixel, which is what makes a changed figure visible at all.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from digitize.model import Pixels

Floats = npt.NDArray[np.float32]

_FEATURES = 3500
_LEAST_INLIERS = 40
"""Corners that agree on one plane; two different letters of one office agree on 10 to 20 in their letterheads."""
_INLIER_PX = 4.0
_COARSE = 0.5  # corners of letters are as many at half size, and less noisy
_WINDOWS_PX = ((128, 64, 10), (72, 36, 4), (48, 24, 2))
"""Side of the windows, their distance, and how far around they are sought, coarse to fine."""
_LEAST_FIT = 0.5
_LEAST_DEVIATION = 0.04  # of darkness in a window: paper has no place of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    ink: Floats
    """The copy's darkness in the reference's frame; 0 where the copy does not reach."""
    covered: npt.NDArray[np.bool_]
    """Where the copy reaches."""
    pixels_per_pixel: float
    """Of the copy for one of the reference, along a line: how fine it was scanned."""


def darkness(gray: Pixels) -> Floats:
    """0 for the paper of each place, 1 for black: shadows, yellowed paper and a scanner's grey are divided out."""
    small = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 8)
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    ratio = gray.astype(np.float32) / np.maximum(paper.astype(np.float32), 32.0)
    return np.clip(1.0 - ratio, 0.0, 1.0)


def register(reference: Pixels, copy: Pixels) -> Registered | None:
    """`copy` (grey, any size) in the frame of `reference` (grey); None where no plane brings one onto the other."""
    plane = _plane(reference, copy)
    if plane is None:
        return None
    scale = float(np.sqrt(abs(np.linalg.det(plane[:2, :2]))))
    height, width = reference.shape
    source = copy
    if scale > 1.5:
        source = np.asarray(cv2.GaussianBlur(copy, (0, 0), 0.35 * scale), np.uint8)
    grid = cv2.perspectiveTransform(_grid(width, height).reshape(-1, 1, 2), plane)
    field = grid.reshape(height, width, 2).astype(np.float32)
    ours, theirs = darkness(reference), darkness(source)
    for side, step, reach in _WINDOWS_PX:
        moved = _taken(theirs, field)
        shift = _shifts(ours, moved, side=side, step=step, reach=reach)
        if shift is None:
            return None
        field = _composed(field, shift)
    inside = (field[..., 0] >= 0) & (field[..., 0] <= copy.shape[1] - 1)
    inside &= (field[..., 1] >= 0) & (field[..., 1] <= copy.shape[0] - 1)
    return Registered(ink=_taken(theirs, field), covered=inside, pixels_per_pixel=scale)


def _plane(reference: Pixels, copy: Pixels) -> npt.NDArray[np.float64] | None:
    """The homography from the reference's pixels to the copy's."""
    aim = reference.shape[1] * _COARSE
    ours, theirs = _sized(reference, _COARSE), _sized(copy, aim / copy.shape[1])
    finder = cv2.ORB_create(_FEATURES)  # type: ignore[attr-defined]
    first, first_marks = finder.detectAndCompute(ours, None)
    second, second_marks = finder.detectAndCompute(theirs, None)
    if first_marks is None or second_marks is None or len(second_marks) < _LEAST_INLIERS:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(first_marks, second_marks, k=2)
    good = [p[0] for p in pairs if len(p) == 2 and p[0].distance < 0.85 * p[1].distance]
    if len(good) < _LEAST_INLIERS:
        return None
    here = np.array([first[m.queryIdx].pt for m in good]) / _COARSE
    there = np.array([second[m.trainIdx].pt for m in good]) * (copy.shape[1] / aim)
    reach = _INLIER_PX / _COARSE * copy.shape[1] / reference.shape[1]
    plane, inliers = cv2.findHomography(here, there, cv2.RANSAC, reach)
    if plane is None or int(inliers.sum()) < _LEAST_INLIERS:
        return None
    exact = np.asarray(plane, np.float64)
    return exact if _is_sane(exact, reference) else None


def _is_sane(plane: npt.NDArray[np.float64], reference: Pixels) -> bool:
    """Both sides of the page keep their length within a tenth, and nothing is mirrored."""
    height, width = reference.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    seen = cv2.perspectiveTransform(corners.reshape(-1, 1, 2), plane).reshape(4, 2)
    sides = np.linalg.norm(np.roll(seen, -1, axis=0) - seen, axis=1)
    sides /= np.array([width, height, width, height])
    return bool(np.linalg.det(plane[:2, :2]) > 0 and sides.max() < 1.1 * sides.min())


def _sized(gray: Pixels, scale: float) -> Pixels:
    mode = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=mode), np.uint8)


def _grid(width: int, height: int) -> Floats:
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.stack([xs, ys], axis=-1)


def _taken(picture: Floats, field: Floats) -> Floats:
    taken = cv2.remap(
        picture, field[..., 0], field[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT
    )
    return np.clip(np.asarray(taken, np.float32), 0.0, 1.0)


def _composed(field: Floats, shift: Floats) -> Floats:
    """Where to take from, once each place is looked for a shift further."""
    height, width = field.shape[:2]
    at = _grid(width, height) + shift
    return np.asarray(
        cv2.remap(field, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def _shifts(ours: Floats, theirs: Floats, *, side: int, step: int, reach: int) -> Floats | None:
    """How far the ink of each place lies from where it should, in pixels (x, y), smooth over the page."""
    height, width = ours.shape
    rows, columns = range(0, height - side, step), range(0, width - side, step)
    found = np.zeros((len(rows), len(columns), 2), np.float32)
    weight = np.zeros((len(rows), len(columns)), np.float32)
    around = cv2.copyMakeBorder(theirs, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
    soft = cv2.GaussianBlur(ours, (0, 0), 0.8)
    around = cv2.GaussianBlur(around, (0, 0), 0.8)
    for row, top in enumerate(rows):
        for column, left in enumerate(columns):
            window = soft[top : top + side, left : left + side]
            if float(window.std()) < _LEAST_DEVIATION:
                continue
            place = around[top : top + side + 2 * reach, left : left + side + 2 * reach]
            fit = cv2.matchTemplate(place, window, cv2.TM_CCOEFF_NORMED)
            found[row, column], weight[row, column] = _peak(np.asarray(fit), reach)
    if not (weight > 0).any():
        return None
    return _smooth(found, weight, side=side, step=step, size=(width, height))


def _peak(fit: Floats, reach: int) -> tuple[tuple[float, float], float]:
    """Place of the best fit below a pixel, and how much it is to be believed."""
    _, best, _, (x, y) = cv2.minMaxLoc(fit)
    if not best >= _LEAST_FIT or not 0 < x < 2 * reach or not 0 < y < 2 * reach:
        return (0.0, 0.0), 0.0
    dx = _vertex(fit[y, x - 1], fit[y, x], fit[y, x + 1])
    dy = _vertex(fit[y - 1, x], fit[y, x], fit[y + 1, x])
    return (x + dx - reach, y + dy - reach), float((best - _LEAST_FIT + 0.05) ** 2)


def _vertex(before: float, at: float, after: float) -> float:
    bend = before - 2 * at + after
    return float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < -1e-6 else 0.0


def _smooth(
    found: Floats, weight: Floats, *, side: int, step: int, size: tuple[int, int]
) -> Floats:
    """Windows that contradict their neighbours are left out, those without ink take their neighbours' word."""
    for _ in range(2):
        mean = _averaged(found, weight, 1.5)
        off = np.linalg.norm(found - mean, axis=-1)
        weight = np.where(off > max(1.0, 3.0 * float(np.median(off[weight > 0]))), 0.0, weight)
        if not (weight > 0).any():
            break
    field = _averaged(found, weight, 1.0)
    width, height = size
    xs = (np.arange(width, dtype=np.float32) - side / 2) / step
    ys = (np.arange(height, dtype=np.float32) - side / 2) / step
    at_x, at_y = np.meshgrid(xs, ys)
    return np.asarray(
        cv2.remap(field, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def _averaged(found: Floats, weight: Floats, sigma: float) -> Floats:
    """Near neighbours' mean by weight; far ones' where no near one has any."""
    total = np.zeros_like(found)
    share = np.zeros_like(weight)
    for reach, trust in ((sigma, 1.0), (4 * sigma, 1e-4), (16 * sigma, 1e-8), (200.0, 1e-12)):
        share += trust * cv2.GaussianBlur(weight, (0, 0), reach, borderType=cv2.BORDER_REPLICATE)
        total += trust * cv2.GaussianBlur(
            found * weight[..., None], (0, 0), reach, borderType=cv2.BORDER_REPLICATE
        )
    return np.asarray(total / np.maximum(share, 1e-20)[..., None], np.float32)
