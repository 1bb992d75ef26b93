"""Small scans made in memory for tests of assembling and sealing: images as scanners pack them, and pages of them."""

import hashlib
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import img2pdf
import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from digitize.intake.picture import PagePicture, PlacedImage
from digitize.model import (
    Box,
    Line,
    PageOutcome,
    PageReading,
    PageText,
    Resolution,
    ScanId,
    TextOrigin,
    Word,
)
from digitize.pdf.archive_metadata import ArchiveMetadata
from digitize.pdf.assemble import Assembled, assemble

AT = datetime(2026, 11, 22, 3, 3, 5, tzinfo=UTC)
A4 = (595.0, 842.0)
SCAN_DPI = 200


def pixels(width: int = 165, height: int = 234, *, seed: int = 1) -> np.ndarray:
    """Paper with specks and a dark bar: compressible, and no two seeds alike."""
    noise = np.random.default_rng(seed).integers(225, 256, (height, width), dtype=np.uint8)
    noise[height // 3 : height // 3 + 6, width // 6 : width // 2] = 10
    return noise


def jpeg(*, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels()).convert(mode).save(out, "JPEG", quality=80, dpi=(20, 20))
    return out.getvalue()


def png(*, mode: str = "L") -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels()).convert(mode).save(out, "PNG", dpi=(20, 20))
    return out.getvalue()


def fax() -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels()).convert("1").save(out, "TIFF", compression="group4", dpi=(20, 20))
    return out.getvalue()


def image_of(data: bytes) -> Stream:
    """The image XObject in which `data` (JPEG, PNG, TIFF) travels untouched."""
    pdf = _kept(Pdf.open(io.BytesIO(img2pdf.convert(data))))
    return next(iter(pdf.pages[0].get_images().values()))


def raw_image(data: bytes, **entries: object) -> Stream:
    """An image XObject with the given stream dictionary, one of its own file."""
    pdf = Pdf.new()
    entries = {
        "Width": 8,
        "Height": 8,
        "BitsPerComponent": 8,
        "ColorSpace": Name.DeviceGray,
    } | entries
    stream = Stream(pdf, data, Dictionary(Type=Name.XObject, Subtype=Name.Image, **entries))
    pdf.Root.Kept = Array([pdf.make_indirect(stream)])
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return _kept(pikepdf.open(out)).Root.Kept[0]


def _kept(pdf: Pdf) -> Pdf:
    _OPEN.append(pdf)
    return pdf


_OPEN: list[Pdf] = []
"""An image lives only as long as its file is open."""


def picture(
    *images: Stream, size: tuple[float, float] = A4, rotate: int = 0, **placing: object
) -> PagePicture:
    """A page that each of the images fills."""
    matrix = (size[0], 0.0, 0.0, size[1], 0.0, 0.0)
    placed = tuple(PlacedImage(stream=image, matrix=matrix, **placing) for image in images)
    return PagePicture(width_pt=size[0], height_pt=size[1], rotate_degrees=rotate, images=placed)


def reading(
    *rows: Sequence[Word] | str,
    size: tuple[float, float] = A4,
    turned: int = 0,
    skew: float = 0.0,
    page_index: int = 0,
) -> PageReading:
    """What was read of a page of this size in points as seen; a string is a row of words, set like typing."""
    lines = tuple(
        Line(words=typed(row, top=150 + 60 * index) if isinstance(row, str) else tuple(row))
        for index, row in enumerate(rows)
    )
    return PageReading(
        page_index=page_index,
        outcome=PageOutcome.READ,
        width=round(size[0] * SCAN_DPI / 72),
        height=round(size[1] * SCAN_DPI / 72),
        resolution=Resolution(dpi_x=SCAN_DPI, dpi_y=SCAN_DPI),
        turned_degrees=turned,
        skew_degrees=skew,
        text=PageText(lines=lines),
        origin=TextOrigin.OCR,
    )


def typed(text: str, *, left: int = 120, top: int = 150, height: int = 36) -> tuple[Word, ...]:
    """Words of a row on boxes as a typewriter's."""
    words = []
    for part in text.split():
        right = left + 18 * len(part)
        box = Box(left=left, top=top, right=right, bottom=top + height)
        words.append(Word(text=part, box=box, confidence=0.95))
        left = right + 12
    return tuple(words)


def metadata(**changes: object) -> ArchiveMetadata:
    facts = {
        "title": "Quyết định 47/QĐ-UBND",
        "scan_id": ScanId(hashlib.sha256(b"scan").hexdigest()),
        "created_at": AT,
        "page_numbers": (1,),
        "converter": "Ủy ban nhân dân phường Hải Châu",
    }
    return ArchiveMetadata(**(facts | changes))


def assembled(
    *pages: tuple[PagePicture, PageReading], **changes: object
) -> tuple[bytes, Assembled]:
    """The archived PDF of the pages, and what the check needs."""
    out = io.BytesIO()
    done = assemble(pages, metadata=metadata(**changes), out=out)
    return out.getvalue(), done


def archive(*pages: tuple[PagePicture, PageReading]) -> bytes:
    """An archived PDF of the pages, or of one grey page with two rows of text."""
    return assembled(*(pages or [letter()]))[0]


def letter() -> tuple[PagePicture, PageReading]:
    rows = ("ỦY BAN NHÂN DÂN", "Số: 47/QĐ-UBND")
    return picture(image_of(jpeg(mode="L"))), reading(*rows)
