"""A round picture unrolled around its centre: a row an angle, a column a radius, so that a ring becomes a straight line."""

import numpy as np

from digitize.image.ink import Mask

_TURN = 2 * np.pi


class Unrolling:
    """Between a picture and its unrolled form; one pixel at the rim is one angle."""

    def __init__(self, shape: tuple[int, int], *, x: float, y: float, furthest: float) -> None:
        """`furthest` is the largest radius, in pixels; what lies outside of the picture is empty."""
        self._angles, self._radii = int(_TURN * furthest), int(furthest) + 1
        angles = np.linspace(0, _TURN, self._angles, endpoint=False)
        radii = np.arange(self._radii)
        self._columns = np.rint(x + np.outer(np.cos(angles), radii)).astype(int)
        self._rows = np.rint(y + np.outer(np.sin(angles), radii)).astype(int)
        self._shape, self._x, self._y = shape, x, y

    def unrolled(self, mask: Mask) -> Mask:
        height, width = mask.shape
        is_inside = (
            (self._columns >= 0)
            & (self._rows >= 0)
            & (self._columns < width)
            & (self._rows < height)
        )
        found = np.zeros(self._columns.shape, dtype=np.bool_)
        found[is_inside] = mask[self._rows[is_inside], self._columns[is_inside]]
        return found

    def rolled(self, found: Mask) -> Mask:
        """The picture's pixels that are true in the unrolled form."""
        rows, columns = np.indices(self._shape)
        dx, dy = columns - self._x, rows - self._y
        radius = np.rint(np.hypot(dx, dy)).astype(int)
        is_near = radius < self._radii
        turn = np.arctan2(dy[is_near], dx[is_near]) % _TURN / _TURN
        angle = np.rint(turn * self._angles).astype(int) % self._angles
        mask = np.zeros(self._shape, dtype=np.bool_)
        mask[is_near] = found[angle, radius[is_near]]
        return mask
