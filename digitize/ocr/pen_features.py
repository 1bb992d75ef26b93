"""A pen's ink into numbers that stay the same when the hand changes: where its edges point, in a coarse grid, and where it lies."""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from digitize.model import Pixels

_SIDE = 32
_CELLS = 4
_DIRECTIONS = 8
_SECTORS = np.arange(_DIRECTIONS, dtype=np.float32)[:, None, None]
_MASS_SHARE = 0.7
"""Where the ink lies says less than where it points."""

Features = npt.NDArray[np.float32]


def features(inks: Sequence[Pixels]) -> Features:
    """A unit vector a picture, in rows. `inks`: height × width each, 255 where the pen went, any size."""
    return _features([_squared(ink) for ink in inks])


def _features(squares: Sequence[npt.NDArray[np.float32]]) -> Features:
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


def _grid(layers: npt.NDArray[np.float32], cells: int) -> Features:
    """Means over cells × cells of each layer (… × height × width); soft, so that a stroke may shift."""
    soft = _cell_weights(cells)
    return np.asarray(soft @ layers @ soft.T, np.float32)


@cache
def _cell_weights(cells: int) -> npt.NDArray[np.float32]:
    """How much of each row (or column) a cell has, cells × side: a Gaussian blur and a mean in one."""
    kernel = cv2.getGaussianKernel(_SIDE + 1, _SIDE / cells / 3, cv2.CV_32F)
    blurred = cv2.sepFilter2D(np.eye(_SIDE, dtype=np.float32), -1, np.ones(1, np.float32), kernel)
    return np.asarray(blurred.reshape(cells, -1, _SIDE).mean(axis=1), np.float32)


def _unit(rows: Features) -> Features:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)
