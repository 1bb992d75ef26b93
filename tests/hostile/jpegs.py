"""JPEG files that lie: sizes, markers, scans without end, tables that are not there, EXIF in loops."""

import io
import struct

import numpy as np
from PIL import Image


def files() -> dict[str, bytes]:
    good = photo()
    frame = good.index(b"\xff\xc0")
    return {
        "jpeg-huge": good[: frame + 5] + b"\xff\xdc\xff\xdc" + good[frame + 9 :],
        "jpeg-no-height": good[: frame + 5] + b"\0\0" + good[frame + 7 :],
        "jpeg-no-size": good[: frame + 5] + b"\0\0\0\0" + good[frame + 9 :],
        "jpeg-255-channels": good[: frame + 9] + b"\xff" + good[frame + 10 :],
        "jpeg-12-bits": good[: frame + 4] + b"\x0c" + good[frame + 5 :],
        "jpeg-arithmetic": good[: frame + 1] + b"\xc9" + good[frame + 2 :],
        "jpeg-lossless": good[: frame + 1] + b"\xc3" + good[frame + 2 :],
        "jpeg-cut": good[: len(good) // 2],
        "jpeg-cut-and-ended": good[: len(good) // 2] + b"\xff\xd9",
        "jpeg-start-only": b"\xff\xd8\xff",
        "jpeg-markers-only": b"\xff\xd8" + b"\xff" * 100_000,
        "jpeg-lengths-zero": b"\xff\xd8" + b"\xff\xe1\0\0" * 50_000,
        "jpeg-length-beyond": b"\xff\xd8\xff\xe1\xff\xff",
        "jpeg-no-tables": _without(good, 0xDB),
        "jpeg-no-codes": _without(good, 0xC4),
        "jpeg-scans": progressive_with_many_scans(3_000),
        "jpeg-exif-loop": _with_exif(good, _looping_exif()),
        "jpeg-exif-rubbish": _with_exif(good, b"\xff" * 60_000),
        "jpeg-exif-turn-77": _with_exif(good, _exif_turn(77)),
        "jpeg-icc-rubbish": _with_segment(good, 0xE2, b"ICC_PROFILE\0\x09\x02" + b"\xff" * 900),
        "jpeg-dpi-zero": good[:13] + b"\x01\0\0\0\0" + good[18:],
        "jpeg-cmyk": _saved("CMYK"),
        "jpeg-noise-behind-end": good + bytes(range(256)) * 400,
        "jpeg-two-in-one": good + good,
    }


def photo() -> bytes:
    return _saved("RGB")


def progressive_with_many_scans(scans: int) -> bytes:
    """A progressive file whose last scan comes again and again: each is a walk over the whole picture."""
    file = io.BytesIO()
    _noise(600, 800).save(file, "JPEG", progressive=True, quality=30)
    data = file.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * scans + b"\xff\xd9"


def _saved(mode: str) -> bytes:
    file = io.BytesIO()
    _noise(140, 200).convert(mode).save(file, "JPEG", dpi=(100, 100))
    return file.getvalue()


def _noise(width: int, height: int) -> Image.Image:
    """Paper with bars: cheap to code."""
    paper = np.full((height, width), 250, np.uint8)
    paper[20::40] = 10
    return Image.fromarray(paper)


def _without(data: bytes, marker: int) -> bytes:
    """The file without its segments of that kind."""
    position = 2
    out = bytearray(data[:2])
    while data[position + 1] != 0xDA:
        size = 2 + int(struct.unpack_from(">H", data, position + 2)[0])
        if data[position + 1] != marker:
            out += data[position : position + size]
        position += size
    return bytes(out) + data[position:]


def _with_segment(data: bytes, marker: int, body: bytes) -> bytes:
    return data[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + data[2:]


def _with_exif(data: bytes, body: bytes) -> bytes:
    return _with_segment(data, 0xE1, b"Exif\0\0" + body)


def _looping_exif() -> bytes:
    """A directory whose EXIF, GPS and next directories are itself."""
    entries = b"".join(struct.pack("<HHLL", tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 3) + entries + struct.pack("<L", 8)


def _exif_turn(value: int) -> bytes:
    entry = struct.pack("<HHLHH", 0x0112, 3, 1, value, 0)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + bytes(4)
