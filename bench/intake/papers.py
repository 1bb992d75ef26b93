"""Colour pages at 300 dpi as a counter's scanner gives them, drawn once and then made different by what nobody sees.

Two files of the same pixels with another comment inside are other bytes, so each is taken into custody and read, while
drawing thousands of pages would take longer than the measurement.
"""

import io
import struct
from collections.abc import Sequence
from random import Random

import img2pdf
from PIL import Image, ImageDraw

from bench.render.catalogue import render
from bench.render.damage import Wear, scanned

COUNTER_DPI = 300
BACKFILL_DPI = 200
_COUNTER = Wear(dpi=COUNTER_DPI, noise=3.0, skew_degrees=0.3)
_BACKFILL = Wear(dpi=BACKFILL_DPI, mode="grey", noise=1.5)
_KINDS = ("quyet_dinh", "giay_khai_sinh", "cong_van")
_COUNTER_QUALITY = 78
_BACKFILL_QUALITY = 60
_SMALL_PIXELS = (210, 297)
_START_OF_IMAGE = b"\xff\xd8"
_COMMENT = b"\xff\xfe"


def counter_pages() -> list[bytes]:
    """A few JPEGs in colour."""
    return [
        _jpeg(page, dpi=COUNTER_DPI, quality=_COUNTER_QUALITY)
        for number, kind in enumerate(_KINDS)
        for page in _scans(kind, number, _COUNTER)
    ]


def backfill_page() -> bytes:
    """A small grey JPEG: old results are many and light."""
    return _jpeg(_scans("quyet_dinh", 9, _BACKFILL)[0], dpi=BACKFILL_DPI, quality=_BACKFILL_QUALITY)


def small_page() -> bytes:
    """A page of 8 KB that is quickly decoded and needs no enlarging, for what is measured in a hundred thousand files."""
    page = Image.new("L", _SMALL_PIXELS, 255)
    draw = ImageDraw.Draw(page)
    for top in range(40, _SMALL_PIXELS[1] - 37, 14):
        draw.rectangle((25, top, _SMALL_PIXELS[0] - 25, top + 4), fill=40)
    return _jpeg(page, dpi=BACKFILL_DPI, quality=40)


def marked(jpeg: bytes, mark: str) -> bytes:
    """The same picture as other bytes (JPEG, ITU-T T.81 B.2.4.5: a comment may stand anywhere before the frame)."""
    text = mark.encode()
    comment = _COMMENT + struct.pack(">H", len(text) + 2) + text
    return _START_OF_IMAGE + comment + jpeg.removeprefix(_START_OF_IMAGE)


def as_files(pages: Sequence[bytes], count: int, mark: str) -> dict[str, bytes]:
    """A batch as a scanner that saves every page by itself leaves it."""
    return {
        f"trang-{number + 1:02}.jpg": marked(pages[number % len(pages)], f"{mark} {number}")
        for number in range(count)
    }


def as_one_pdf(pages: Sequence[bytes], count: int, mark: str) -> dict[str, bytes]:
    """The same batch as a scanner that saves a stack as one file leaves it."""
    streams = list(as_files(pages, count, mark).values())
    layout = img2pdf.get_fixed_dpi_layout_fun((COUNTER_DPI, COUNTER_DPI))
    return {"ho-so.pdf": img2pdf.convert(streams, layout_fun=layout)}


def _scans(kind: str, seed: int, wear: Wear) -> list[Image.Image]:
    return [scanned(sheet, wear, Random(f"{kind} {seed}")) for sheet in render(kind, seed).pages]


def _jpeg(page: Image.Image, *, dpi: int, quality: int) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()
