"""The images of a page into the one array that is read: as they are where one fills the page, else put in their places.

The array covers the page box exactly, so that a pixel and a point of the page are related by the page's size alone.
Strips, flipped and turned images, stencils over a background and slightly tilted images all come out of one affine map.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from pikepdf import Matrix

from digitize.intake.graphics_state import Colour, Rect
from digitize.intake.image_decode import DecodedImage
from digitize.model import Pixels

Affine = npt.NDArray[np.float64]
PAPER = 255
_SAME_PX = (
    2  # page boxes are rounded to points, so an image that fills its page may be off by this much
)
_STRAIGHT_PX = 1.5  # an image tilted by less over its whole length is taken as straight


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A decoded image and where the page paints it."""

    image: DecodedImage
    matrix: Matrix
    stencil: Colour | None = None
    """RGB 0..1 painted where a stencil's sample is 0; None for an ordinary image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Pixels a point of the composed page, across and down."""

    x: float
    y: float


def compose(layers: Sequence[Layer], *, box: Rect, scale: Scale) -> DecodedImage:
    """The page as one image, `box` at `scale`, painted in order on white paper. At least one layer."""
    width = max(1, round((box[2] - box[0]) * scale.x))
    height = max(1, round((box[3] - box[1]) * scale.y))
    if len(layers) == 1:
        alone = _fills_page(layers[0], box=box, scale=scale, size=(width, height))
        if alone is not None:
            return alone
    is_bilevel = all(layer.image.is_bilevel and _is_black(layer.stencil) for layer in layers)
    in_colour = any(layer.image.colour is not None or _is_tinted(layer.stencil) for layer in layers)
    canvas = np.full((height, width, 3) if in_colour else (height, width), PAPER, np.uint8)
    for layer in layers:
        _paint(canvas, layer, to_canvas=_pixel_map(layer, box=box, scale=scale))
    if not in_colour:
        return DecodedImage(gray=canvas, colour=None, is_bilevel=is_bilevel)
    gray = np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return DecodedImage(gray=gray, colour=canvas, is_bilevel=False)


def _fills_page(
    layer: Layer, *, box: Rect, scale: Scale, size: tuple[int, int]
) -> DecodedImage | None:
    """The image itself where it lies upright and exactly on the page: no copy is made."""
    height, width = layer.image.gray.shape
    to_canvas = _pixel_map(layer, box=box, scale=scale)
    expected = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    corners = np.array([[0.0, 0.0, 1.0], [width, 0.0, 1.0], [0.0, height, 1.0]]).T
    off = np.abs((to_canvas - expected) @ corners).max()
    same_size = abs(width - size[0]) <= _SAME_PX and abs(height - size[1]) <= _SAME_PX
    return layer.image if off <= _SAME_PX and same_size and _is_black(layer.stencil) else None


def _pixel_map(layer: Layer, *, box: Rect, scale: Scale) -> Affine:
    """2 × 3 map from pixels of the image to pixels of the canvas."""
    height, width = layer.image.gray.shape
    a, b, c, d, e, f = (float(value) for value in layer.matrix.shorthand)
    to_points = np.array([[a, c, e], [b, d, f], [0.0, 0.0, 1.0]])
    unit = np.array([[1 / width, 0.0, 0.0], [0.0, -1 / height, 1.0], [0.0, 0.0, 1.0]])
    down = np.array([[scale.x, 0.0, -box[0] * scale.x], [0.0, -scale.y, box[3] * scale.y]])
    return np.asarray(down @ to_points @ unit)


def _paint(canvas: Pixels, layer: Layer, *, to_canvas: Affine) -> None:
    source = _source(layer, in_colour=canvas.ndim == 3)
    turned = _turned(source, to_canvas)
    if turned is None:
        _warp(canvas, source, layer.stencil, to_canvas)
        return
    pixels, left, top = turned
    x0, y0 = max(left, 0), max(top, 0)
    x1 = min(left + pixels.shape[1], canvas.shape[1])
    y1 = min(top + pixels.shape[0], canvas.shape[0])
    if x1 > x0 and y1 > y0:
        patch = pixels[y0 - top : y1 - top, x0 - left : x1 - left]
        _lay(canvas[y0:y1, x0:x1], patch, layer.stencil)


def _source(layer: Layer, *, in_colour: bool) -> Pixels:
    if layer.stencil is not None or not in_colour:
        return layer.image.gray
    if layer.image.colour is not None:
        return layer.image.colour
    return np.asarray(cv2.cvtColor(layer.image.gray, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def _turned(source: Pixels, to_canvas: Affine) -> tuple[Pixels, int, int] | None:
    """The image turned by quarters and mirrored as placed, with its left and top; None where that does not do it."""
    height, width = source.shape[:2]
    corners = to_canvas @ np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]]).T
    left, top = corners.min(axis=1)
    linear = to_canvas[:, :2]
    signs = np.rint(linear)
    off = np.abs(linear - signs) @ np.array([width, height])
    if np.abs(np.abs(signs).sum(axis=0) - 1).any() or off.max() > _STRAIGHT_PX:
        return None
    pixels = source if signs[0, 0] else np.swapaxes(source, 0, 1)
    if signs[0].sum() < 0:
        pixels = pixels[:, ::-1]
    if signs[1].sum() < 0:
        pixels = pixels[::-1]
    return pixels, round(float(left)), round(float(top))


def _warp(canvas: Pixels, source: Pixels, stencil: Colour | None, to_canvas: Affine) -> None:
    size = (canvas.shape[1], canvas.shape[0])
    centred = to_canvas.copy()
    centred[:, 2] += to_canvas[:, :2].sum(axis=1) / 2 - 0.5  # pixel centres, as OpenCV counts them
    warped = cv2.warpAffine(source, centred, size, flags=cv2.INTER_LINEAR, borderValue=(PAPER,) * 3)
    inside = cv2.warpAffine(
        np.full(source.shape[:2], 255, np.uint8), centred, size, flags=cv2.INTER_NEAREST
    )
    if stencil is None:
        cv2.copyTo(warped, inside, canvas)
    else:
        _lay(canvas, np.where(inside > 0, warped, np.uint8(PAPER)), stencil)


def _lay(place: Pixels, patch: Pixels, stencil: Colour | None) -> None:
    """Paint a patch of the same size; a stencil's 0 is its colour, its 255 lets through what lies below."""
    if stencil is None:
        place[...] = patch
        return
    rgb = np.array([round(value * 255) for value in stencil], np.float32)
    ink = rgb if place.ndim == 3 else rgb.mean(keepdims=True)[0]
    if _is_black(stencil) and place.ndim == 2:
        np.minimum(place, patch, out=place)
        return
    let_through = (patch.astype(np.float32) / 255)[..., np.newaxis]
    below = place if place.ndim == 3 else place[..., np.newaxis]
    mixed = below * let_through + ink * (1 - let_through)
    place[...] = mixed.reshape(place.shape).round().astype(np.uint8)


def _is_black(stencil: Colour | None) -> bool:
    return stencil is None or max(stencil) < 0.25  # dark grey ink reads as black


def _is_tinted(stencil: Colour | None) -> bool:
    return stencil is not None and max(stencil) - min(stencil) > 0.1
