"""Boxed stamps in blue or violet ink, taken out of print that they were pressed over.

An arrival stamp across a subject breaks its first rows. In the light of its own ink it is as pale as paper, and black print
beneath it stays black. A stamp that stands clear of print hides nothing and is read like any other words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from digitize.image.ink import Mask, shrunk
from digitize.model import Box, PageImage, Pixels

_Outline = npt.NDArray[np.int32]

_LAYOUT_DPI = 75.0
_MM_PER_INCH = 25.4
_PAPER_PERCENTILE = 75
"""Of each channel: most of a page is paper, also under a stamp."""
_SAMPLED = 4
"""Every fourth pixel each way says how light the paper is."""
_MARGIN = 2
"""Pixels at `_LAYOUT_DPI` around a stamp, for its soft edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InkStampOptions:
    least_blueness: int = 16
    """Blue above green on paper made white; worn violet has 20, colour noise of JPEG at this scale below 10."""
    long_mm: tuple[float, float] = (30.0, 75.0)
    short_mm: tuple[float, float] = (14.0, 45.0)
    """Sides of arrival stamps and stamps with a name; tables and frames of forms are wider."""
    gap_mm: float = 1.6
    """Ink closer than this belongs together."""
    most_tilt_degrees: float = 12.0
    least_filled: float = 0.65
    """Of the tightest rectangle around it, by its hull; print that covers a side of the frame takes a corner of it."""
    most_ink: float = 0.5
    """Of its box; a photograph or a tinted field has more."""
    black: int = 110
    """The lightest channel of print; the darkest blue ink has more."""
    least_black: float = 0.01
    """Share of black in the box from which print lies under the stamp."""
    bleaching: float = 1.5
    """How much of an ink's saturation is added to its light; JPEG takes a third of it from thin lines."""


def without_ink_stamps(page: PageImage, *, options: InkStampOptions | None = None) -> PageImage:
    """The page with such stamps as light as paper; the same object where there are none, or no colour."""
    options = options or InkStampOptions()
    if page.colour is None:
        return page
    boxes = _stamps(page, page.colour, options)
    if not boxes:
        return page
    colour, gray = page.colour.copy(), page.gray.copy()
    for box in boxes:
        place = np.s_[box.top : box.bottom, box.left : box.right]
        gray[place] = _bleached(page.colour[place], options)
        colour[place] = gray[place][..., None]
    return replace(page, colour=colour, gray=gray)


def _stamps(page: PageImage, colour: Pixels, options: InkStampOptions) -> list[Box]:
    """Where they lie, in pixels of the page."""
    scale = _LAYOUT_DPI / page.resolution.dpi
    channels = _on_white(shrunk(colour, scale, scale))
    red, green, blue = channels
    mask = np.asarray((cv2.subtract(blue, green) >= options.least_blueness) & (blue >= red))
    print_ = np.asarray(np.maximum(np.maximum(red, green), blue) < options.black)
    back = page.width / mask.shape[1]
    found = (cv2.boundingRect(hull) for hull in _hulls(mask, options) if _is_boxed(hull, options))
    boxes = (
        Box(left=left, top=top, right=left + width, bottom=top + height)
        for left, top, width, height in found
    )
    return [
        _on_page(box, back, page) for box in boxes if _is_over_print(box, mask, print_, options)
    ]


def _hulls(mask: Mask, options: InkStampOptions) -> list[_Outline]:
    """The outer shape of every group of such ink."""
    reach = 2 * max(1, round(_pixels(options.gap_mm) / 2)) + 1
    joined = cv2.morphologyEx(
        mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)
    )
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [np.asarray(cv2.convexHull(outline), dtype=np.int32) for outline in outlines]


def _is_boxed(hull: _Outline, options: InkStampOptions) -> bool:
    _, sides, angle = cv2.minAreaRect(hull)
    for side, limits in zip(sorted(sides), (options.short_mm, options.long_mm), strict=True):
        if not _pixels(limits[0]) <= side <= _pixels(limits[1]):
            return False
    is_level = min(angle % 90, 90 - angle % 90) <= options.most_tilt_degrees
    return is_level and cv2.contourArea(hull) >= options.least_filled * sides[0] * sides[1]


def _is_over_print(box: Box, mask: Mask, print_: Mask, options: InkStampOptions) -> bool:
    place = np.s_[box.top : box.bottom, box.left : box.right]
    return bool(
        mask[place].mean() <= options.most_ink and print_[place].mean() >= options.least_black
    )


def _on_page(box: Box, back: float, page: PageImage) -> Box:
    return Box(
        left=max(0, round((box.left - _MARGIN) * back)),
        top=max(0, round((box.top - _MARGIN) * back)),
        right=min(page.width, round((box.right + _MARGIN) * back)),
        bottom=min(page.height, round((box.bottom + _MARGIN) * back)),
    )


def _bleached(colour: Pixels, options: InkStampOptions) -> Pixels:
    """In grey: as light as the lightest channel, and more so the more colour a pixel has."""
    red, green, blue = _on_white(colour)
    light = cv2.max(cv2.max(red, green), blue)
    saturation = cv2.subtract(light, cv2.min(cv2.min(red, green), blue))
    return np.asarray(
        cv2.addWeighted(light, 1.0, saturation, options.bleaching, 0.0), dtype=np.uint8
    )


def _on_white(colour: Pixels) -> Sequence[Pixels]:
    """Red, green and blue as they would be on white paper: on yellowed paper blue ink is no bluer than print."""
    sample = colour[::_SAMPLED, ::_SAMPLED].reshape(-1, 3)
    paper = np.percentile(sample, _PAPER_PERCENTILE, axis=0)
    return [
        np.asarray(cv2.convertScaleAbs(channel, alpha=255 / max(1.0, level)), dtype=np.uint8)
        for channel, level in zip(cv2.split(colour), paper, strict=True)
    ]


def _pixels(millimetres: float) -> float:
    return millimetres / _MM_PER_INCH * _LAYOUT_DPI
