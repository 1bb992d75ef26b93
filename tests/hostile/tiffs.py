"""TIFF files that lie: directories that loop or lead nowhere, strips and tiles that are not there, odd samples."""

import struct
import zlib
from collections.abc import Mapping

Entry = tuple[int, int, int]
"""Type, count, value or offset."""
_SHORT, _LONG = 3, 4
_WIDTH, _HEIGHT, _BITS, _CODING, _PHOTO, _STARTS, _SAMPLES, _ROWS, _SIZES = (
    256,
    257,
    258,
    259,
    262,
    273,
    277,
    278,
    279,
)
_TILE_WIDTH, _TILE_HEIGHT, _TILE_STARTS, _TILE_SIZES = 322, 323, 324, 325  # fmt: skip


def files() -> dict[str, bytes]:
    return {f"tiff-{name}": data for name, data in (_chains() | _tags() | _codings()).items()}


def page(entries: Mapping[int, Entry] | None = None) -> dict[int, Entry]:
    """The directory of a grey page of 100 × 140 whose one strip begins at byte 8."""
    return {
        _WIDTH: (_LONG, 1, 100),
        _HEIGHT: (_LONG, 1, 140),
        _BITS: (_SHORT, 1, 8),
        _CODING: (_SHORT, 1, 1),
        _PHOTO: (_SHORT, 1, 1),
        _STARTS: (_LONG, 1, 8),
        _SAMPLES: (_SHORT, 1, 1),
        _ROWS: (_LONG, 1, 140),
        _SIZES: (_LONG, 1, 14_000),
        **(entries or {}),
    }


def tiff(
    entries: Mapping[int, Entry] | None = None, *, data: bytes = b"\xf0" * 14_000, after: int = 0
) -> bytes:
    """One page; `after` is where its directory says that the next lies."""
    directory = _directory(page(entries), after)
    return b"II*\0" + struct.pack("<L", 8 + len(data)) + data + directory


def _directory(entries: Mapping[int, Entry], after: int) -> bytes:
    body = b"".join(
        struct.pack("<HHLL", tag, kind, count & 0xFFFFFFFF, value & 0xFFFFFFFF)
        for tag, (kind, count, value) in sorted(entries.items())
    )
    return struct.pack("<H", len(entries)) + body + struct.pack("<L", after)


def _chains() -> dict[str, bytes]:
    own = 8 + 14_000
    each = len(_directory(page(), 0))
    chain = b"".join(_directory(page(), own + each * (n + 1)) for n in range(10_000))
    other = own + each
    loop = _directory(page(), other) + _directory(page(), own)
    start = b"II*\0" + struct.pack("<L", own) + b"\xf0" * 14_000
    return {
        "of-itself": tiff(after=own),
        "of-each-other": start + loop,
        "10000-directories": start + chain + _directory(page(), 0),
        "next-beyond": tiff(after=2**32 - 1),
        "next-in-header": tiff(after=2),
        "first-beyond": b"II*\0\xff\xff\xff\xff" + bytes(99),
        "first-nothing": b"II*\0" + bytes(99),
        "directory-cut": tiff()[:-40],
        "directory-of-65535": start + b"\xff\xff" + bytes(900),
        "directory-empty": start + bytes(6),
        "big": b"II+\0\x08\0\0\0" + struct.pack("<Q", 16) + bytes(99),
        "rubbish": b"MM\0*" + bytes(range(256)) * 30,
        "header-only": b"II*\0",
    }


def _tags() -> dict[str, bytes]:
    wrong: dict[str, dict[int, Entry]] = {
        "strips-beyond": {_STARTS: (_LONG, 1, 2**31)},
        "strips-in-header": {_STARTS: (_LONG, 1, 0)},
        "strips-huge": {_SIZES: (_LONG, 1, 2**32 - 1)},
        "strips-many": {_STARTS: (_LONG, 10**8, 8), _SIZES: (_LONG, 10**8, 8)},
        "strips-unequal": {_STARTS: (_LONG, 3, 8)},
        "strips-none": {_STARTS: (_LONG, 0, 0), _SIZES: (_LONG, 0, 0)},
        "strips-empty": {_SIZES: (_LONG, 1, 0)},
        "rows-none": {_ROWS: (_LONG, 1, 0)},
        "rows-huge": {_ROWS: (_LONG, 1, 2**32 - 1)},
        "width-none": {_WIDTH: (_LONG, 1, 0)},
        "width-huge": {_WIDTH: (_LONG, 1, 2**32 - 1)},
        "width-more-than-data": {_WIDTH: (_LONG, 1, 9_000)},
        "width-is-text": {_WIDTH: (2, 4, 0x41414141)},
        "width-is-double": {_WIDTH: (12, 1, 8)},
        "width-negative": {_WIDTH: (9, 1, -5)},
        "bits-64": {_BITS: (_SHORT, 1, 64)},
        "bits-none": {_BITS: (_SHORT, 1, 0)},
        "samples-1000": {_SAMPLES: (_SHORT, 1, 1000)},
        "samples-none": {_SAMPLES: (_SHORT, 1, 0)},
        "photo-99": {_PHOTO: (_SHORT, 1, 99)},
        "palette-missing": {_PHOTO: (_SHORT, 1, 3)},
        "ycbcr-odd": {_PHOTO: (_SHORT, 1, 6), _SAMPLES: (_SHORT, 1, 3), 530: (_SHORT, 2, 0x00630063)},
        "coding-99": {_CODING: (_SHORT, 1, 999)},
        "turn-77": {274: (_SHORT, 1, 77)},
        "resolution-none": {282: (5, 1, 2**31), 283: (5, 1, 8)},
        "resolution-zero": {282: (5, 1, 0), 283: (5, 1, 0)},
        "type-99": {40_000: (99, 5, 5)},
        "count-huge": {40_001: (1, 2**32 - 1, 8)},
        "text-huge": {270: (2, 2**31, 8)},
        "profile-beyond": {34_675: (7, 2**30, 8)},
        "exif-of-itself": {34_665: (_LONG, 1, 8 + 14_000)},
        "sub-of-itself": {330: (_LONG, 1, 8 + 14_000)},
        "float-samples": {_BITS: (_SHORT, 1, 32), 339: (_SHORT, 1, 3)},
        "complex-samples": {_BITS: (_SHORT, 1, 64), 339: (_SHORT, 1, 6)},
        "predictor-9": {317: (_SHORT, 1, 9)},
        "fill-order-9": {266: (_SHORT, 1, 9)},
        "planes-9": {284: (_SHORT, 1, 9)},
        "tiles-none": {_TILE_WIDTH: (_LONG, 1, 0), _TILE_HEIGHT: (_LONG, 1, 0), _TILE_STARTS: (_LONG, 1, 8), _TILE_SIZES: (_LONG, 1, 99)},
        "tiles-huge": {_TILE_WIDTH: (_LONG, 1, 2**31 - 1), _TILE_HEIGHT: (_LONG, 1, 2**31 - 1), _TILE_STARTS: (_LONG, 1, 8), _TILE_SIZES: (_LONG, 1, 99)},
        "tiles-few": {_TILE_WIDTH: (_LONG, 1, 16), _TILE_HEIGHT: (_LONG, 1, 16), _TILE_STARTS: (_LONG, 1, 8), _TILE_SIZES: (_LONG, 1, 256)},
    }  # fmt: skip
    return {name: tiff(entries) for name, entries in wrong.items()}


def _codings() -> dict[str, bytes]:
    codings = {2: "huffman", 3: "g3", 4: "g4", 5: "lzw", 6: "old-jpeg", 7: "jpeg", 32773: "packbits", 34925: "lzma", 50000: "zstd"}  # fmt: skip
    rubbish = bytes(range(255, 0, -1)) * 60
    made: dict[str, bytes] = {}
    for coding, name in codings.items():
        entries = {_CODING: (_SHORT, 1, coding), _SIZES: (_LONG, 1, len(rubbish))}
        if coding in (2, 3, 4):
            entries[_BITS] = (_SHORT, 1, 1)
        made[f"{name}-rubbish"] = tiff(entries, data=rubbish)
    bomb = zlib.compress(bytes(40 * 1024**2), 9)
    entries = {_CODING: (_SHORT, 1, 8), _SIZES: (_LONG, 1, len(bomb))}
    made["deflate-longer-than-page"] = tiff(entries, data=bomb)
    side = {_WIDTH: (_LONG, 1, 4_000), _HEIGHT: (_LONG, 1, 5_000), _ROWS: (_LONG, 1, 5_000)}
    zeros = zlib.compress(bytes(4_000 * 5_000), 9)
    made["deflate-bomb-in-limits"] = tiff(
        {**side, _CODING: (_SHORT, 1, 8), _SIZES: (_LONG, 1, len(zeros))}, data=zeros
    )
    return made
