"""Page images → the files that scanners write, the same bytes for the same pages.

PDF pages hold the scanner's own stream: JPEG for colour and grey, CCITT G4 for one bit.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image

_WHEN = datetime(2024, 3, 15, 8, 30, tzinfo=UTC)


def write_pdf(path: Path, pages: list[Image.Image], *, dpi: int, quality: int = 78) -> None:
    streams = [_stream(page, dpi=dpi, quality=quality) for page in pages]
    data = img2pdf.convert(
        streams,
        layout_fun=img2pdf.get_fixed_dpi_layout_fun((dpi, dpi)),
        creationdate=_WHEN,
        moddate=_WHEN,
    )
    # img2pdf draws the file's identifier at random; a second pass makes it follow from the content.
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]
        pdf.save(path, deterministic_id=True)


def write_tiff(path: Path, pages: list[Image.Image], *, dpi: int) -> None:
    """All pages in one file: G4 where they are one bit, LZW otherwise."""
    compression = "group4" if all(page.mode == "1" for page in pages) else "tiff_lzw"
    first, *rest = pages
    first.save(
        path,
        format="TIFF",
        save_all=True,
        append_images=rest,
        compression=compression,
        dpi=(dpi, dpi),
    )


def write_jpeg(path: Path, page: Image.Image, *, dpi: int, quality: int = 78) -> None:
    path.write_bytes(_jpeg(page, dpi=dpi, quality=quality))


def write_png(path: Path, page: Image.Image, *, dpi: int) -> None:
    page.save(path, format="PNG", dpi=(dpi, dpi), compress_level=4)


def _stream(page: Image.Image, *, dpi: int, quality: int) -> bytes:
    if page.mode != "1":
        return _jpeg(page, dpi=dpi, quality=quality)
    buffer = io.BytesIO()
    page.save(buffer, format="TIFF", compression="group4", dpi=(dpi, dpi))
    return buffer.getvalue()


def _jpeg(page: Image.Image, *, dpi: int, quality: int) -> bytes:
    buffer = io.BytesIO()
    page.convert("L" if page.mode == "1" else page.mode).save(
        buffer, format="JPEG", quality=quality, dpi=(dpi, dpi)
    )
    return buffer.getvalue()
