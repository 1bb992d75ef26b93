"""A round picture unrolled around its centre: a row an angle, a column a radius, so that a ring becomes a straight line."""

import numpy as np
import numpy.typing as npt

from digitize.image.ink import Mask

_TURN = 2 * np.pi


class Unrolling:
    """Between a picture and its unrolled form; one pixel at the rim is one angle."""

    def __init__(self, shape: tuple[int, int], *, x: float, y: float, furthest: float) -> None:
        """`furthest` is the largest radius, in pixels; what lies outside of the picture is empty."""
        self._angles, self._radii = int(_TURN * furthest), int(furthest) + 1
        self._shape, self._x, self._y = shape, x, y
        angles = np.linspace(0, _TURN, self._angles, endpoint=False)[:, np.newaxis]
        radii, (height, width) = np.arange(self._radii), shape
        columns = _nearest(np.cos(angles) * radii, x, size=width)
        rows = _nearest(np.sin(angles) * radii, y, size=height)
        # In a picture with a rim around it, which is where all that lies outside is found.
        self._places = (rows + 1) * (width + 2) + columns + 1

    def unrolled(self, mask: Mask) -> Mask:
        return np.asarray(np.pad(mask, 1).ravel()[self._places], dtype=np.bool_)

    def rolled(self, found: Mask) -> Mask:
        """The picture's pixels that are true in the unrolled form."""
        height, width = self._shape
        dx, dy = np.arange(width) - self._x, np.arange(height)[:, np.newaxis] - self._y
        radius = np.rint(np.hypot(dx, dy)).astype(np.intp)
        has_any = np.zeros(radius.max() + 1, dtype=np.bool_)
        has_any[: self._radii] = np.asarray(found.any(axis=0))[: has_any.size]
        rows, columns = np.nonzero(has_any[radius])  # few: the angle of a pixel is dear
        turn = np.arctan2(dy[rows, 0], dx[columns]) % _TURN / _TURN
        angle = np.rint(turn * self._angles).astype(np.intp) % self._angles
        mask = np.zeros(self._shape, dtype=np.bool_)
        mask[rows, columns] = found[angle, radius[rows, columns]]
        return mask


def _nearest(far: npt.NDArray[np.float64], middle: float, *, size: int) -> npt.NDArray[np.intp]:
    """The pixels so far from the middle, one beyond the first or last for all outside; `far` is written over."""
    far += middle
    np.rint(far, out=far)
    np.clip(far, -1, size, out=far)
    return far.astype(np.intp)
