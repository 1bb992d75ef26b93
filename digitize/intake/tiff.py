"""A TIFF's directories: how many pages, how large, and whether their data is all there; nothing is decoded.

Pillow reads a directory's tags; walking the chain is done here, because a chain may be cut, loop, or run on for ever.
"""

import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL.TiffImagePlugin import ImageFileDirectory_v2

from digitize.errors import DamagedFile, TooManyPages

WIDTH, HEIGHT, ORIENTATION = 256, 257, 274
_STRIP_OFFSETS, _STRIP_BYTES, _TILE_OFFSETS, _TILE_BYTES = 273, 279, 324, 325
_HEADER_BYTES = 8
MAGICS = (b"II*\0", b"MM\0*")


@dataclass(frozen=True, slots=True, kw_only=True)
class TiffPage:
    width: int
    height: int
    orientation: int
    data_end: int
    """Offset just behind the last byte of its pixels: a file that is shorter was cut."""


def read_tiff_pages(path: Path, *, max_pages: int) -> list[TiffPage]:
    """All pages in file order. Raises `DamagedFile`, `TooManyPages`."""
    size = path.stat().st_size
    with path.open("rb") as file:
        pages = list(_walk(file, size, max_pages))
    if any(page.data_end > size for page in pages):
        raise DamagedFile("tiff: cut before its last page ends", page_count=len(pages))
    return pages


def _walk(file: BinaryIO, size: int, max_pages: int) -> Iterator[TiffPage]:
    header = file.read(_HEADER_BYTES)
    order = "<" if header[:2] == b"II" else ">"
    if len(header) < _HEADER_BYTES:
        raise DamagedFile("tiff: no header")
    offset = int(struct.unpack(f"{order}L", header[4:8])[0])
    seen: set[int] = set()
    while offset:
        if offset in seen or not _HEADER_BYTES <= offset < size:
            raise DamagedFile("tiff: directories lead nowhere")
        if len(seen) >= max_pages:
            raise TooManyPages(f"tiff: more than {max_pages} pages", page_count=len(seen))
        seen.add(offset)
        directory = _directory(file, header, offset)
        yield _page(directory)
        offset = int(directory.next)
    if not seen:
        raise DamagedFile("tiff: no directory")


def _directory(file: BinaryIO, header: bytes, offset: int) -> ImageFileDirectory_v2:
    directory = ImageFileDirectory_v2(header)
    file.seek(offset)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd private tags; what matters is checked by value
            directory.load(file)
    except (OSError, ValueError, struct.error, SyntaxError) as cause:
        raise DamagedFile(f"tiff: directory at {offset}: {cause}") from cause
    return directory


def _page(directory: ImageFileDirectory_v2) -> TiffPage:
    try:
        width, height = int(directory[WIDTH]), int(directory[HEIGHT])
        ends = _data_ends(directory)
        orientation = int(directory.get(ORIENTATION, 1))
    except (KeyError, TypeError, ValueError, struct.error) as cause:
        raise DamagedFile("tiff: a directory without a picture") from cause
    if width < 1 or height < 1 or not ends:
        raise DamagedFile("tiff: a page without pixels")
    return TiffPage(width=width, height=height, orientation=orientation, data_end=max(ends))


def _data_ends(directory: ImageFileDirectory_v2) -> list[int]:
    tiled = _TILE_OFFSETS in directory
    offsets = directory[_TILE_OFFSETS if tiled else _STRIP_OFFSETS]
    sizes = directory[_TILE_BYTES if tiled else _STRIP_BYTES]
    pairs = zip(_numbers(offsets), _numbers(sizes), strict=True)
    return [offset + size for offset, size in pairs]


def _numbers(value: object) -> tuple[int, ...]:
    return tuple(int(v) for v in value) if isinstance(value, tuple) else (int(str(value)),)
