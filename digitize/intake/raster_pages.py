"""The pages of a TIFF, JPEG or PNG, one at a time: decoded once, upright by EXIF, wrapped for the archive as they are.

What PDF cannot hold as it came (transparency, CMYK, mirrored pages) is flattened to grey or RGB and handed on as
`rendered`, a PNG without loss.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

from digitize.errors import DamagedFile
from digitize.intake.image_decode import DecodedImage, from_samples
from digitize.intake.jpeg import decode_jpeg
from digitize.intake.pdf_pages import page_image
from digitize.intake.picture import PagePicture
from digitize.intake.resolution import believed
from digitize.intake.scanner_page import turned
from digitize.intake.tiff_frame import one_page_tiff
from digitize.intake.wrap import wrapped_picture
from digitize.model import FileKind, PageImage, Pixels, Resolution, ScanFile, SourcePage

_ORIENTATION = 0x0112
_CLOCKWISE = {1: 0, 3: 180, 6: 90, 8: 270}  # EXIF 2.3, 4.6.4; the other values mirror the page
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_PLAIN_MODES = frozenset({"1", "L", "P", "RGB", "I;16", "I;16B"})
_PNG_LEVEL = 3


class RasterPages:
    """Open for as long as its pictures are used; every page on its own, in any order."""

    def __init__(self, path: Path, file: ScanFile) -> None:
        self.page_count = file.page_count
        self._path = path
        self._kind = file.kind
        self._lifetime = ExitStack()

    def __enter__(self) -> "RasterPages":
        return self

    def __exit__(self, *failure: object) -> None:
        self._lifetime.close()

    def load(self, page_index: int) -> SourcePage:
        """The page upright by its orientation tag. Raises `DamagedFile`, `TooManyPixels`."""
        with self._frame(page_index) as frame:
            resolution, orientation = _resolution(frame), _orientation(frame)
            is_plain = self._is_plain(frame)
            image = self._decoded(frame)
        if self._kind is FileKind.JPEG and is_plain:
            image = turned(image, _CLOCKWISE[orientation])
        if orientation >= 5:  # lying down in the file: across and down change places
            resolution = replace(resolution, dpi_x=resolution.dpi_y, dpi_y=resolution.dpi_x)
        page = page_image(page_index, image, resolution)
        return SourcePage(image=page, rendered=None if is_plain else _png(page))

    def picture(self, page_index: int, rendered: bytes | None) -> PagePicture:
        """What the archive shows: the file's own compressed data, or `rendered` as `load` gave it."""
        with self._frame(page_index) as frame:
            resolution = _resolution(frame)
            width, height = frame.size
            is_turned_late = rendered is not None and self._kind is not FileKind.TIFF
            lies = is_turned_late and _orientation(frame) >= 5
            data = rendered if rendered is not None else self._own_data(frame)
        size_pt = width * 72 / resolution.dpi_x, height * 72 / resolution.dpi_y
        width_pt, height_pt = reversed(size_pt) if lies else size_pt
        return wrapped_picture(
            data, width_pt=width_pt, height_pt=height_pt, lifetime=self._lifetime
        )

    @contextmanager
    def _frame(self, page_index: int) -> Iterator[Image.Image]:
        """The page, its header read and its pixels not yet."""
        try:
            with Image.open(self._path) as frame:
                frame.seek(page_index)
                yield frame
        except (OSError, EOFError, ValueError, SyntaxError, struct.error, zlib.error) as cause:
            raise DamagedFile(f"page {page_index + 1}: {cause}") from cause

    def _is_plain(self, frame: Image.Image) -> bool:
        """Whether PDF can hold the page's data as they are, and show them upright."""
        turnable = _CLOCKWISE if self._kind is FileKind.JPEG else (1,)
        is_clear = frame.mode in _PLAIN_MODES and "transparency" not in frame.info
        return is_clear and _orientation(frame) in turnable

    def _decoded(self, frame: Image.Image) -> DecodedImage:
        if self._kind is FileKind.JPEG and self._is_plain(frame):
            return from_samples(decode_jpeg(self._path.read_bytes()), is_bilevel=False)
        is_bilevel = frame.mode == "1"
        return from_samples(_flattened(self._upright(frame)), is_bilevel=is_bilevel)

    def _upright(self, frame: Image.Image) -> Image.Image:
        """The page turned by its tag. Pillow turns a TIFF itself while it decodes, some of them twice: not left to it."""
        orientation = _orientation(frame)
        if self._kind is not FileKind.TIFF:
            return ImageOps.exif_transpose(frame)
        if orientation == 1:
            return frame
        own = one_page_tiff(self._path, frame.tag_v2)  # type: ignore[attr-defined]
        if own is None:
            return frame
        with Image.open(io.BytesIO(own)) as untagged:
            return untagged.transpose(_TURNS[orientation])

    def _own_data(self, frame: Image.Image) -> bytes:
        if self._kind is not FileKind.TIFF:
            return self._path.read_bytes()
        own = one_page_tiff(self._path, frame.tag_v2)  # type: ignore[attr-defined]
        if own is not None:
            return own
        return _png(page_image(0, self._decoded(frame), _resolution(frame)))


def _flattened(picture: Image.Image) -> Pixels:
    """Height × width grey or height × width × 3 RGB, transparent parts white."""
    if picture.mode in ("1", "L"):
        return np.asarray(picture.convert("L"))
    if picture.mode.startswith("I;16"):
        return (np.asarray(picture) >> 8).astype(np.uint8)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return np.asarray(Image.alpha_composite(paper, clear).convert("RGB"))
    return np.asarray(picture.convert("RGB"))


def _png(page: PageImage) -> bytes:
    if page.colour is None:
        pixels = page.gray
    else:
        pixels = np.asarray(cv2.cvtColor(page.colour, cv2.COLOR_RGB2BGR), dtype=np.uint8)
    done, data = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, _PNG_LEVEL])
    if not done:
        raise DamagedFile("page cannot be encoded")
    return data.tobytes()


def _orientation(frame: Image.Image) -> int:
    """1 where the tag is missing, or its block is rubbish: the picture is whole all the same."""
    try:
        value = frame.getexif().get(_ORIENTATION, 1)
    except (SyntaxError, ValueError, OSError, struct.error):
        return 1
    return value if value in range(1, 9) else 1


def _resolution(frame: Image.Image) -> Resolution:
    """Of the page as stored, before it is turned."""
    width, height = frame.size
    dpi_x, dpi_y = (float(value) for value in frame.info.get("dpi", (0.0, 0.0)))
    return believed(dpi_x, dpi_y, width=width, height=height)
