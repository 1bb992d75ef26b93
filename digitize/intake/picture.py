"""What the archive shows of a page: its own image streams and where they lie, handed from intake to `digitize/pdf`.

The streams are the scan's, byte for byte, so that a page is never recoded on its way into the archive.
They belong to an open file: use a picture before the `ScanPages` that gave it is closed.
"""

from dataclasses import dataclass

import pikepdf

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedImage:
    """One image XObject where the page paints it."""

    stream: pikepdf.Stream
    matrix: Matrix
    """Unit square → page space in points, origin at the lower left corner of the page, before `/Rotate`."""
    opacity: float = 1.0
    """Constant alpha of the painting (`/ca`), below 1 for a watermark."""
    fill: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """RGB 0..1 with which a stencil (`/ImageMask true`) is painted; other images do not use it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """All images of a page in painting order; a page without any is blank paper."""

    width_pt: float
    """Of the page as the file stores it, before `/Rotate`."""
    height_pt: float
    rotate_degrees: int
    """The file's `/Rotate`, clockwise: 0, 90, 180 or 270."""
    images: tuple[PlacedImage, ...]
