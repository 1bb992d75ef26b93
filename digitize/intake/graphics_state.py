"""The part of the PDF graphics state that decides what a painted image looks like: place, colour, opacity, clip.

ISO 32000-1, 8.4. Only what a scanner page can contain is understood; anything else sets `is_odd`, and an odd page is
rendered by poppler instead of being taken apart.
"""

from dataclasses import dataclass, replace

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name

Colour = tuple[float, float, float]
Rect = tuple[float, float, float, float]  # left, bottom, right, top

BLACK: Colour = (0.0, 0.0, 0.0)
FAINT_OPACITY = (
    0.5  # a mark this transparent is a watermark, not ink: ink that must be read is opaque
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphicsState:
    matrix: Matrix
    fill: Colour | None = BLACK
    """RGB; None where the colour space is not grey, RGB or CMYK (spot colours, patterns)."""
    fill_channels: int | None = 1
    opacity: float = 1.0
    text_mode: int = 0
    clip: Rect | None = None
    """Bounding box of the clip in page space; None where nothing is clipped."""
    is_watermark: bool = False
    """Inside a form that its maker declared a watermark or background."""
    is_odd: bool = False
    """Blend mode or soft mask in force."""

    def moved(self, matrix: Matrix) -> "GraphicsState":
        return replace(self, matrix=matrix @ self.matrix)

    def clipped(self, rect: Rect) -> "GraphicsState":
        return replace(self, clip=rect if self.clip is None else _intersection(self.clip, rect))

    def coloured(self, operands: list[pikepdf.Object]) -> "GraphicsState":
        """The state after `g`, `rg`, `k`, `sc` or `scn`."""
        values = [float(value) for value in operands if not isinstance(value, Name)]
        if len(values) != self.fill_channels or len(values) != len(operands):
            return replace(self, fill=None)
        return replace(self, fill=_rgb(values))

    def in_space(self, space: pikepdf.Object) -> "GraphicsState":
        """The state after `cs`: black of that space."""
        channels = channels_of(space)
        return replace(self, fill_channels=channels, fill=None if channels is None else BLACK)

    def with_parameters(self, parameters: Dictionary) -> "GraphicsState":
        """The state after `gs`."""
        odd = self.is_odd
        if "/BM" in parameters:
            odd = parameters.BM not in (Name.Normal, Name.Compatible)
        if "/SMask" in parameters and parameters.SMask != Name("/None"):
            odd = True
        return replace(self, opacity=float(parameters.get("/ca", self.opacity)), is_odd=odd)


def channels_of(space: pikepdf.Object | None) -> int | None:
    """Channels of a plain grey (1), RGB (3) or CMYK (4) colour space, None for every other."""
    plain = {
        "/DeviceGray": 1, "/CalGray": 1, "/G": 1,
        "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3,
        "/DeviceCMYK": 4, "/CMYK": 4,
    }  # fmt: skip
    if isinstance(space, Array) and len(space) > 1:
        if space[0] == Name.ICCBased:
            return int(space[1].get("/N", 0)) or None
        return plain.get(str(space[0]))
    return plain.get(str(space)) if isinstance(space, Name) else None


def bounds(matrix: Matrix, rect: Rect = (0.0, 0.0, 1.0, 1.0)) -> Rect:
    """Bounding box in page space of a rectangle given in the space of `matrix`."""
    left, bottom, right, top = rect
    corners = ((left, bottom), (right, bottom), (left, top), (right, top))
    points = [matrix.transform(corner) for corner in corners]
    xs, ys = [float(x) for x, _ in points], [float(y) for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def covers(outer: Rect, inner: Rect, *, slack: float) -> bool:
    """Whether `outer` holds `inner`, give or take `slack` points at each side."""
    return (
        outer[0] <= inner[0] + slack
        and outer[1] <= inner[1] + slack
        and outer[2] >= inner[2] - slack
        and outer[3] >= inner[3] - slack
    )


def _intersection(one: Rect, two: Rect) -> Rect:
    return max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3])


def _rgb(values: list[float]) -> Colour:
    if len(values) == 1:
        return (values[0],) * 3
    if len(values) == 3:
        return values[0], values[1], values[2]
    cyan, magenta, yellow, black = values
    return tuple((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))  # type: ignore[return-value]
