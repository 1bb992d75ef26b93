"""PNG files that lie: sizes, chunks, and streams that unfold to far more than the picture."""

import struct
import zlib

_MAGIC = b"\x89PNG\r\n\x1a\n"
_GRAY, _RGB, _PALETTE = 0, 2, 3
_BOMB = zlib.compress(bytes(40 * 1024**2), 9)


def files() -> dict[str, bytes]:
    rows = _rows(100, 140)
    good = png(rows)
    return {
        "png-huge": png(rows, size=(2**31 - 1, 2**31 - 1)),
        "png-side-too-long": png(rows, size=(40_000, 10)),
        "png-no-size": png(rows, size=(0, 0)),
        "png-negative": png(rows, size=(2**32 - 1, 5)),
        "png-3-bits": png(rows, depth=3),
        "png-colour-type-9": png(rows, colour=9),
        "png-palette-missing": png(rows, colour=_PALETTE),
        "png-bomb-behind-rows": png(_BOMB),
        "png-bomb-in-limits": png(zlib.compress(bytes(4_001 * 5_000), 9), size=(4_000, 5_000)),
        "png-bilevel-bomb-in-limits": png(zlib.compress(bytes(876 * 8_000), 9), size=(7_000, 8_000), depth=1),
        "png-rows-missing": png(_rows(100, 10)),
        "png-rows-rubbish": png(b"\xff" * 500),
        "png-rows-cut": png(rows[: len(rows) // 2]),
        "png-filter-99": png(zlib.compress((b"\x63" + bytes(100)) * 140)),
        "png-profile-bomb": png(rows, before=chunk(b"iCCP", b"x\0\0" + _BOMB)),
        "png-text-bomb": png(rows, before=chunk(b"zTXt", b"x\0\0" + _BOMB)),
        "png-itxt-bomb": png(rows, before=chunk(b"iTXt", b"x\0\1\0\0\0" + _BOMB)),
        "png-texts-many": png(rows, before=chunk(b"tEXt", b"a\0b") * 100_000),
        "png-text-large": png(rows, before=chunk(b"tEXt", b"a\0" + b"b" * 9_000_000)),
        "png-wrong-sums": good.replace(b"IDAT", b"IDAT\0", 1),
        "png-chunk-beyond": good[:33] + b"\x7f\xff\xff\xffIDAT" + good[41:],
        "png-exif-rubbish": png(rows, before=chunk(b"eXIf", b"II*\0\xff\xff\xff\xff" + bytes(50))),
        "png-transparency-odd": png(rows, before=chunk(b"tRNS", b"\1")),
        "png-resolution-zero": png(rows, before=chunk(b"pHYs", bytes(8) + b"\1")),
        "png-resolution-short": png(rows, before=chunk(b"pHYs", b"\1")),
        "png-frames": png(rows, before=chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))),
        "png-no-end": good[:-12],
        "png-header-only": _MAGIC,
    }  # fmt: skip


def png(
    rows: bytes,
    *,
    size: tuple[int, int] = (100, 140),
    depth: int = 8,
    colour: int = _GRAY,
    before: bytes = b"",
) -> bytes:
    header = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0)
    return (
        _MAGIC + chunk(b"IHDR", header) + before + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )  # fmt: skip


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rows(width: int, height: int) -> bytes:
    return zlib.compress((b"\0" + b"\xf0" * width) * height)
