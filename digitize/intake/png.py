"""A PNG's first chunk: size and depth, before anything is inflated."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

from digitize.errors import DamagedFile

MAGIC = b"\x89PNG\r\n\x1a\n"
_END_CHUNK = b"\0\0\0\0IEND\xaeB`\x82"
_TAIL_BYTES = 4096  # some programs append a few bytes behind the end


@dataclass(frozen=True, slots=True, kw_only=True)
class PngHeader:
    width: int
    height: int
    bit_depth: int
    is_gray: bool


def read_png_header(file: BinaryIO) -> PngHeader:
    """Size and depth (ISO 15948, 11.2.2). Raises `DamagedFile` where the header is broken or the file is cut."""
    start = file.read(26)
    if len(start) < 26 or not start.startswith(MAGIC) or start[12:16] != b"IHDR":
        raise DamagedFile("png: no header")
    width, height, bit_depth, colour_type = struct.unpack(">IIBB", start[16:26])
    if not width or not height:
        raise DamagedFile("png: no pixels")
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL_BYTES))
    if _END_CHUNK not in file.read():
        raise DamagedFile("png: cut before its end")
    return PngHeader(width=width, height=height, bit_depth=bit_depth, is_gray=colour_type == 0)
