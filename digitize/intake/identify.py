"""A file's first bytes and headers into what it is, by content and never by name; or the error that says why not.

Cheap (milliseconds) and safe to run on anything: sizes come from headers, no pixel is decoded, no script is run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import (
    EmptyFile,
    SourceUnreadable,
    SourceVanished,
    TooManyBytes,
    TooManyPixels,
    UnknownFormat,
)
from digitize.intake.jpeg import read_header, require_whole
from digitize.intake.pdf_traits import PdfLimits, read_pdf
from digitize.intake.png import MAGIC as PNG_MAGIC
from digitize.intake.png import read_png_header
from digitize.intake.tiff import MAGICS as TIFF_MAGICS
from digitize.intake.tiff import read_tiff_pages
from digitize.limits import (
    MAX_FILE_BYTES,
    MAX_PAGES_PER_SCAN,
    MAX_PIXEL_SIDE,
    MAX_PIXELS_PER_PAGE,
)
from digitize.model import FileKind, FileTrait, ScanFile

_HEAD_BYTES = 1024  # ISO 32000-1, annex H.3: readers accept `%PDF-` anywhere in this much
_JPEG_MAGIC = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """What one file may be; the defaults are those of `limits.py`, an entry point may lower them."""

    size_bytes: int = MAX_FILE_BYTES
    pages: int = MAX_PAGES_PER_SCAN
    pixels: int = MAX_PIXELS_PER_PAGE
    pixel_side: int = MAX_PIXEL_SIDE


_DEFAULT = FileLimits()


def identify(path: Path, *, limits: FileLimits = _DEFAULT) -> ScanFile:
    """What the file is.

    Raises a `BadInput` (`EmptyFile`, `UnknownFormat`, `DamagedFile`, `EncryptedFile`, `DynamicForm`, `Portfolio`,
    `NoPages`, `TooManyPages`, `TooManyPixels`, `TooManyBytes`), or `SourceUnreadable`.
    """
    size, head = _size_and_head(path)
    if size == 0:
        raise EmptyFile
    if size > limits.size_bytes:
        raise TooManyBytes(f"{size} bytes")
    kind = _kind(head)
    page_count, traits = _READERS[kind](path, limits)
    return ScanFile(kind=kind, page_count=page_count, size_bytes=size, traits=traits)


def looks_like_scan(path: Path) -> bool:
    """Do the file's first bytes say that it is a scan, whatever else is wrong with it?"""
    try:
        _kind(_size_and_head(path)[1])
    except (UnknownFormat, SourceUnreadable):
        return False
    return True


def _size_and_head(path: Path) -> tuple[int, bytes]:
    try:
        with path.open("rb") as file:
            return path.stat().st_size, file.read(_HEAD_BYTES)
    except FileNotFoundError as cause:
        raise SourceVanished from cause
    except OSError as cause:
        raise SourceUnreadable(str(cause)) from cause


def _kind(head: bytes) -> FileKind:
    if head.startswith(_JPEG_MAGIC):
        return FileKind.JPEG
    if head.startswith(PNG_MAGIC):
        return FileKind.PNG
    if head.startswith(TIFF_MAGICS):
        return FileKind.TIFF
    if b"%PDF-" in head:
        return FileKind.PDF
    raise UnknownFormat(f"starts with {head[:4].hex()}")


_Found = tuple[int, frozenset[FileTrait]]


def _pdf(path: Path, limits: FileLimits) -> _Found:
    bounds = PdfLimits(pages=limits.pages, pixels=limits.pixels, pixel_side=limits.pixel_side)
    return read_pdf(path, limits=bounds)


def _tiff(path: Path, limits: FileLimits) -> _Found:
    pages = read_tiff_pages(path, max_pages=limits.pages)
    for page in pages:
        _require_sane(page.width, page.height, limits, page_count=len(pages))
    return len(pages), frozenset()


def _jpeg(path: Path, limits: FileLimits) -> _Found:
    data = path.read_bytes()
    header = read_header(data)
    _require_sane(header.width, header.height, limits, page_count=1)
    require_whole(data)
    return 1, frozenset()


def _png(path: Path, limits: FileLimits) -> _Found:
    with path.open("rb") as file:
        header = read_png_header(file)
    _require_sane(header.width, header.height, limits, page_count=1)
    return 1, frozenset()


_READERS: dict[FileKind, Callable[[Path, FileLimits], _Found]] = {
    FileKind.PDF: _pdf,
    FileKind.TIFF: _tiff,
    FileKind.JPEG: _jpeg,
    FileKind.PNG: _png,
}


def _require_sane(width: int, height: int, limits: FileLimits, *, page_count: int) -> None:
    if width * height > limits.pixels or max(width, height) > limits.pixel_side:
        raise TooManyPixels(f"{width}x{height}", page_count=page_count)
