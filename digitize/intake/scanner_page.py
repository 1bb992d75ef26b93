"""A PDF page whose images are all it shows, into pixels without rendering: every image decoded once and put in place.

Reading looks at the scanner's image alone; the small images that a portal or a desk system lays over it (logo, stamp
picture) stay in the archive's picture and out of the reading.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import pikepdf
from pikepdf import Dictionary

from digitize.errors import DamagedFile
from digitize.intake.archive_image import can_archive
from digitize.intake.compose import Layer, Scale, compose
from digitize.intake.graphics_state import Rect
from digitize.intake.image_decode import DecodedImage, can_decode, decode
from digitize.intake.page_content import DrawnImage, PageContent
from digitize.intake.page_geometry import area, page_box, points_per_unit, rotation
from digitize.intake.pdf_values import ODD_VALUES
from digitize.intake.resolution import believed
from digitize.model import Pixels, Resolution

MAIN_SHARE = (
    0.25  # of the page: scans of cards and slips fill this much, a letterhead's logo does not
)
OVERLAY_SHARE = 0.05  # of the page: smaller images over a scan are a portal's, not the paper's
_PEER_SHARE = 0.5  # of the largest image: layers of one scan are about as large as each other
_SQUARE = 1.1  # pixels longer than wide by more than this (fax lines) are made square for reading
_SILENT_ANNOTATIONS = frozenset({"/Link", "/Popup"})
_HIDDEN_FLAGS = 0b100010  # hidden, no view (ISO 32000-1, table 165)
_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def is_scanner_page(page: pikepdf.Page, content: PageContent) -> bool:
    """Whether its images alone show what the page shows, and each of them can be decoded and archived as it is.

    A page that holds odd values is none: poppler knows more ways to make sense of them.
    """
    try:
        return _is_scanner_page(page, content)
    except ODD_VALUES:
        return False


def _is_scanner_page(page: pikepdf.Page, content: PageContent) -> bool:
    if content.is_odd or content.has_ink or not content.images or _has_visible_annotation(page):
        return False
    if not all(can_archive(image.stream) for image in content.images):
        return False
    read = _read_images(content, page_box(page))
    return sum(image.area for image in read) >= MAIN_SHARE * area(page_box(page)) and all(
        can_decode(image.stream) and image.opacity == 1.0 for image in read
    )


def read_scanner_page(page: pikepdf.Page, content: PageContent) -> tuple[DecodedImage, Resolution]:
    """Pixels of the page as the file shows it, `/Rotate` applied. Raises `DamagedFile`, `TooManyPixels`."""
    try:
        return _read_scanner_page(page, content)
    except ODD_VALUES as cause:
        raise DamagedFile(f"odd values: {cause}") from cause


def _read_scanner_page(page: pikepdf.Page, content: PageContent) -> tuple[DecodedImage, Resolution]:
    box = page_box(page)
    read = _read_images(content, box)
    scale = _scale(_sharpest(read))
    composed, scale = _squared(compose([_layer(i) for i in read], box=box, scale=scale), scale)
    upright = turned(composed, rotation(page))
    dpi_x, dpi_y = (value * 72 / points_per_unit(page) for value in (scale.x, scale.y))
    if rotation(page) in (90, 270):
        dpi_x, dpi_y = dpi_y, dpi_x
    height, width = upright.gray.shape
    return upright, believed(dpi_x, dpi_y, width=width, height=height)


def turned(image: DecodedImage, degrees: int) -> DecodedImage:
    """The image turned clockwise by 0, 90, 180 or 270 degrees."""
    if degrees == 0:
        return image
    return DecodedImage(
        gray=_turn(image.gray, degrees),
        colour=None if image.colour is None else _turn(image.colour, degrees),
        is_bilevel=image.is_bilevel,
    )


def _turn(pixels: Pixels, degrees: int) -> Pixels:
    return np.asarray(cv2.rotate(pixels, _TURNS[degrees]), dtype=np.uint8)


def _layer(image: DrawnImage) -> Layer:
    stencil = image.fill if image.is_stencil else None
    return Layer(image=decode(image.stream), matrix=image.matrix, stencil=stencil)


def _read_images(content: PageContent, box: Rect) -> list[DrawnImage]:
    """The images that are the scan: all of them but small ones beside a large one."""
    large = [image for image in content.images if image.area >= OVERLAY_SHARE * area(box)]
    filled = sum(image.area for image in large) >= 2 * MAIN_SHARE * area(box)
    return large if filled else [image for image in content.images if image.area > 0]


def _sharpest(images: Sequence[DrawnImage]) -> DrawnImage:
    """The image that decides the resolution: of the large layers the one with most pixels a point."""
    largest = max(image.area for image in images)
    peers = [image for image in images if image.area >= _PEER_SHARE * largest]
    return max(peers, key=lambda i: int(i.stream.Width) * int(i.stream.Height) / i.area)


def _scale(image: DrawnImage) -> Scale:
    a, b, c, d = (float(value) for value in image.matrix.shorthand[:4])
    along = int(image.stream.Width) / float(np.hypot(a, b))
    across = int(image.stream.Height) / float(np.hypot(c, d))
    return Scale(x=along, y=across) if abs(a) >= abs(b) else Scale(x=across, y=along)


def _squared(image: DecodedImage, scale: Scale) -> tuple[DecodedImage, Scale]:
    """Fax pixels made square by stretching the coarser direction, so that letters keep their shape."""
    finer = max(scale.x, scale.y)
    if finer <= _SQUARE * min(scale.x, scale.y):
        return image, scale
    height, width = image.gray.shape
    size = (round(width * finer / scale.x), round(height * finer / scale.y))
    colour = None if image.colour is None else _resized(image.colour, size)
    square = DecodedImage(gray=_resized(image.gray, size), colour=colour, is_bilevel=False)
    return square, Scale(x=finer, y=finer)


def _resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _has_visible_annotation(page: pikepdf.Page) -> bool:
    """Whether an annotation draws on the page; signature fields are the signer's, not the paper's."""
    return any(_is_visible(annotation) for annotation in page.obj.get("/Annots", []))


def _is_visible(annotation: pikepdf.Object) -> bool:
    if not isinstance(annotation, Dictionary) or int(annotation.get("/F", 0)) & _HIDDEN_FLAGS:
        return False
    if str(annotation.get("/Subtype")) in _SILENT_ANNOTATIONS:
        return False
    field = annotation.get("/FT", annotation.get("/Parent", Dictionary()).get("/FT"))
    if str(annotation.get("/Subtype")) == "/Widget" and field == pikepdf.Name.Sig:
        return False
    appearance = annotation.get("/AP", Dictionary()).get("/N")
    return appearance is not None
