"""One figure's ink into how much it looks like each of the ten: nearest neighbours among drawn samples.

Directions of the ink's edges, counted in a coarse grid, are what remains the same when a hand changes; an engine
trained on print reads a pen's `1` as `4` (measured: 12 of 33 numbers of real scans).
"""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from digitize.ocr.pen_strokes import Pixels, drawn_figures

FIGURES = "0123456789"

_EACH = 120
_SEED = 1
_SIDE = 32
_CELLS = 4
_DIRECTIONS = 8
_SECTORS = np.arange(_DIRECTIONS, dtype=np.float32)[:, None, None]
_MASS_SHARE = 0.7
"""Where the ink lies says less than where it points."""
_AT_ONCE = 64
"""Squares whose edges are held at the same time."""
_NEIGHBOURS = 5
_SHARPNESS = 18.0
"""How fast a worse likeness loses weight."""

Scores = npt.NDArray[np.float64]
_Features = npt.NDArray[np.float32]


def figure_scores(ink: Pixels) -> Scores:
    """Shares of the ten figures, summing to 1. `ink`: height × width, 255 where the pen went, any size."""
    samples, labels = _samples()
    likeness = samples @ _features([_squared(ink)])[0]
    best = np.argpartition(likeness, -_NEIGHBOURS)[-_NEIGHBOURS:]
    weights = np.exp(_SHARPNESS * (likeness[best] - likeness[best].max()))
    shares = np.bincount(labels[best], weights=weights, minlength=len(FIGURES))
    return np.asarray(shares / shares.sum(), np.float64)


def draw_samples() -> None:
    """Have the samples ready, for the processes forked from this one."""
    _samples()


def likeness_of(ink: Pixels) -> float:
    """To the sample most like it, -1 to 1: low for what is no figure."""
    samples, _ = _samples()
    return float((samples @ _features([_squared(ink)])[0]).max())


@cache
def _samples() -> tuple[_Features, npt.NDArray[np.int64]]:
    """A quarter of a second of drawing, once a process, or once before it is forked (`draw_samples`)."""
    drawn = list(drawn_figures(_EACH, seed=_SEED))
    squares = [_squared(ink) for _, ink in drawn]
    features = [
        _features(squares[first : first + _AT_ONCE]) for first in range(0, len(squares), _AT_ONCE)
    ]
    return np.concatenate(features), np.array([FIGURES.index(figure) for figure, _ in drawn])


def _features(squares: Sequence[npt.NDArray[np.float32]]) -> _Features:
    """A unit vector a square, in rows: edge directions in a grid, and the ink in a finer one."""
    edges = np.stack([_edges(square) for square in squares])
    coarse = np.sqrt(_grid(edges, _CELLS)).reshape(len(squares), -1)
    fine = _grid(np.stack(squares), 2 * _CELLS).reshape(len(squares), -1)
    return _unit(np.concatenate([_unit(coarse), _MASS_SHARE * _unit(fine)], axis=1))


def _edges(square: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Strength of the edges in each direction, directions × height × width; one between two is shared by them."""
    across = cv2.Sobel(square, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(square, cv2.CV_32F, 0, 1)
    strength, angle = cv2.cartToPolar(across, down)
    apart = np.abs(angle * (_DIRECTIONS / (2 * np.pi)) - _SECTORS)
    apart = np.minimum(apart, _DIRECTIONS - apart)
    return np.asarray(strength * np.maximum(1 - apart, 0), np.float32)


def _squared(ink: Pixels) -> npt.NDArray[np.float32]:
    """The ink's own box in the middle of a square, its shape kept: a `1` stays thin."""
    rows, columns = np.nonzero(ink.max(axis=1) > 127)[0], np.nonzero(ink.max(axis=0) > 127)[0]
    if not len(rows) or not len(columns):
        return np.zeros((_SIDE, _SIDE), np.float32)
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = (_SIDE - 4) / max(box.shape)
    size = max(1, round(box.shape[1] * scale)), max(1, round(box.shape[0] * scale))
    small = cv2.resize(box, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    square = np.zeros((_SIDE, _SIDE), np.float32)
    top, left = (_SIDE - size[1]) // 2, (_SIDE - size[0]) // 2
    square[top : top + size[1], left : left + size[0]] = small
    return np.asarray(cv2.GaussianBlur(square, (0, 0), 1.0), np.float32)


def _grid(layers: npt.NDArray[np.float32], cells: int) -> _Features:
    """Means over cells × cells of each layer (… × height × width); soft, so that a stroke may shift."""
    soft = _cell_weights(cells)
    return np.asarray(soft @ layers @ soft.T, np.float32)


@cache
def _cell_weights(cells: int) -> npt.NDArray[np.float32]:
    """How much of each row (or column) a cell has, cells × side: a Gaussian blur and a mean in one."""
    kernel = cv2.getGaussianKernel(_SIDE + 1, _SIDE / cells / 3, cv2.CV_32F)
    blurred = cv2.sepFilter2D(np.eye(_SIDE, dtype=np.float32), -1, np.ones(1, np.float32), kernel)
    return np.asarray(blurred.reshape(cells, -1, _SIDE).mean(axis=1), np.float32)


def _unit(rows: _Features) -> _Features:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)
