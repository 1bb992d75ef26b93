"""PDFs whose images lie about their size, depth, colours and coding, or are bombs."""

import io
import zlib

import numpy as np
from PIL import Image

from tests.hostile.jpegs import progressive_with_many_scans
from tests.hostile.raw_pdf import image, image_page, stream

_GRAY = b"/ColorSpace /DeviceGray /BitsPerComponent 8 "
_RGB = b"/ColorSpace /DeviceRGB /BitsPerComponent 8 "
_FLATE, _BILEVEL = b"/Filter /FlateDecode ", b"/ColorSpace /DeviceGray /BitsPerComponent 1 "


def files() -> dict[str, bytes]:
    made = {**_sizes(), **_colours(), **_codings()}
    return {f"image-{name}": image_page(*case) for name, case in made.items()}


_Case = tuple[bytes] | tuple[bytes, dict[int, bytes]]


def _sizes() -> dict[str, _Case]:
    gray = zlib.compress(bytes(range(200, 256)) * 250)
    sizes = {
        "wider-than-data": (5_000, 140),
        "wide-for-ever": (2**31 - 1, 140),
        "beyond-integers": (10**30, 10**30),
        "zero": (0, 0),
        "negative": (-100, 140),
        "names": ("/A", "/B"),
        "real": (99.5, 140.2),
    }
    made: dict[str, _Case] = {
        name: (image(gray, _GRAY + _FLATE, size=size),) for name, size in sizes.items()
    }
    bomb = zlib.compress(bytes(4_000 * 5_000), 9)
    made["flate-bomb-in-limits"] = (image(bomb, _GRAY + _FLATE, size=(4_000, 5_000)),)
    longer = zlib.compress(bytes(40 * 1024**2), 9)
    made["data-longer-than-size"] = (image(longer, _GRAY + _FLATE),)
    made["size-missing"] = (stream(gray, b"/Type /XObject /Subtype /Image " + _GRAY + _FLATE),)
    for bits in (0, 3, 17, -1):
        entries = b"/ColorSpace /DeviceGray /BitsPerComponent %d " % bits
        made[f"{bits}-bits"] = (image(gray, entries + _FLATE),)
    return made


def _colours() -> dict[str, _Case]:
    data = zlib.compress(bytes(100 * 140 * 3))
    spaces: dict[str, tuple[bytes, dict[int, bytes]]] = {
        "icc-rubbish": (b"[/ICCBased 6 0 R]", {6: stream(b"\xff" * 900, b"/N 3")}),
        "icc-of-seven": (b"[/ICCBased 6 0 R]", {6: stream(b"\xff" * 900, b"/N 7")}),
        "icc-negative": (b"[/ICCBased 6 0 R]", {6: stream(b"", b"/N -1")}),
        "icc-missing": (b"[/ICCBased 66 0 R]", {}),
        "icc-is-number": (b"[/ICCBased 3]", {}),
        "icc-bomb": (b"[/ICCBased 6 0 R]", {6: stream(zlib.compress(bytes(30 * 1024**2), 9), b"/N 3 " + _FLATE)}),
        "indexed-of-itself": (b"6 0 R", {6: b"[/Indexed 6 0 R 255 <00>]"}),
        "indexed-short": (b"[/Indexed /DeviceRGB 255 <0011>]", {}),
        "indexed-negative": (b"[/Indexed /DeviceRGB -9 <001122>]", {}),
        "indexed-of-number": (b"[/Indexed /DeviceRGB 255 7]", {}),
        "indexed-empty": (b"[/Indexed /DeviceRGB 255 <>]", {}),
        "empty-array": (b"[]", {}),
        "number": (b"5", {}),
        "separation-of-itself": (b"6 0 R", {6: b"[/Separation /X 6 0 R 6 0 R]"}),
    }  # fmt: skip
    made: dict[str, _Case] = {
        name: (image(data, b"/BitsPerComponent 8 /ColorSpace " + space + _FLATE), more)
        for name, (space, more) in spaces.items()
    }
    odd = {
        "decode-odd": b"/Decode [(a) null]",
        "decode-huge": b"/Decode [1e30 -1e30 0 1 0 1]",
        "decode-short": b"/Decode [1]",
        "mask-of-itself": b"/SMask 5 0 R",
        "mask-is-number": b"/Mask 12",
        "mask-keys-odd": b"/Mask [(a)]",
        "stencil-of-colour": b"/ImageMask true",
        "filter-of-arrays": b"/DecodeParms [[[]]]",
        "layer-odd": b"/OC 12",
    }
    for name, entries in odd.items():
        made[name] = (image(data, _RGB + _FLATE + entries),)
    return made


def _codings() -> dict[str, _Case]:
    fax, jbig2, jpeg, jpx = _fax(), b"\0\0\0\0\x30\0\1\0\0\0\x13" + b"\xff" * 60, _jpeg(), _jpx()
    made: dict[str, _Case] = {
        "jpx-rubbish": (image(b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff" * 400, b"/Filter /JPXDecode"),),
        "jpx-cut": (image(jpx[: len(jpx) // 2], b"/Filter /JPXDecode"),),
        "jpx-huge": (image(jpx.replace(b"ihdr" + (140).to_bytes(4, "big"), b"ihdr" + b"\x7f\xff\xff\xff"), b"/Filter /JPXDecode"),),
        "jbig2-rubbish": (image(jbig2, _BILEVEL + b"/Filter /JBIG2Decode"),),
        "jbig2-empty": (image(b"", _BILEVEL + b"/Filter /JBIG2Decode"),),
        "jbig2-huge": (image(_jbig2_page(2**31 - 1, 2**31 - 1), _BILEVEL + b"/Filter /JBIG2Decode"),),
        "jbig2-symbols-of-itself": (image(jbig2, _BILEVEL + b"/Filter /JBIG2Decode /DecodeParms << /JBIG2Globals 5 0 R >>"),),
        "jbig2-symbols-number": (image(jbig2, _BILEVEL + b"/Filter /JBIG2Decode /DecodeParms << /JBIG2Globals 5 >>"),),
        "dct-rubbish": (image(b"\xff\xd8\xff" + b"\x99" * 300, _RGB + b"/Filter /DCTDecode"),),
        "dct-cut": (image(jpeg[: len(jpeg) // 2], _RGB + b"/Filter /DCTDecode"),),
        "dct-other-size": (image(jpeg, _RGB + b"/Filter /DCTDecode", size=(9, 9)),),
        "dct-other-channels": (image(jpeg, _GRAY + b"/Filter /DCTDecode"),),
        "dct-huge": (image(_huge_jpeg(jpeg), _RGB + b"/Filter /DCTDecode"),),
        "dct-scans": (image(progressive_with_many_scans(800), _GRAY + b"/Filter /DCTDecode"),),
        "dct-behind-flate": (image(zlib.compress(b"\xff\xd8" + bytes(99)), _RGB + b"/Filter [/FlateDecode /DCTDecode]"),),
        "dct-before-flate": (image(jpeg, _RGB + b"/Filter [/DCTDecode /FlateDecode]"),),
        "lzw-rubbish": (image(bytes(range(256)) * 50, _GRAY + b"/Filter /LZWDecode"),),
        "predictor-lies": (image(zlib.compress(bytes(14_000)), _GRAY + _FLATE + b"/DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 99 >>"),),
    }  # fmt: skip
    wrong = {
        "k-wrong": b"/K 5 /Columns 100 /Rows 140",
        "columns-wrong": b"/K -1 /Columns 99999 /Rows 140",
        "columns-huge": b"/K -1 /Columns 2147483647 /Rows 2147483647",
        "columns-negative": b"/K -1 /Columns -5 /Rows -5",
        "parameters-odd": b"/K (x) /Columns /Y",
        "cut": b"/K -1 /Columns 100 /Rows 140",
    }
    for name, facts in wrong.items():
        data = fax[: len(fax) // 3] if name == "cut" else fax
        entries = _BILEVEL + b"/Filter /CCITTFaxDecode /DecodeParms << %s >>" % facts
        made[f"fax-{name}"] = (image(data, entries),)
    return made


def _noise() -> Image.Image:
    return Image.fromarray(np.random.default_rng(5).integers(0, 256, (140, 100), np.uint8))


def _fax() -> bytes:
    file = io.BytesIO()
    _noise().convert("1").save(file, "TIFF", compression="group4", strip_size=2**31)
    with Image.open(io.BytesIO(file.getvalue())) as opened:
        (start,), (size,) = opened.tag_v2[273], opened.tag_v2[279]  # type: ignore[attr-defined]
    return file.getvalue()[start : start + size]


def _jpeg() -> bytes:
    file = io.BytesIO()
    _noise().convert("RGB").save(file, "JPEG")
    return file.getvalue()


def _huge_jpeg(jpeg: bytes) -> bytes:
    frame = jpeg.index(b"\xff\xc0")
    return jpeg[: frame + 5] + b"\xff\xff\xff\xff" + jpeg[frame + 9 :]


def _jpx() -> bytes:
    file = io.BytesIO()
    _noise().save(file, "JPEG2000")
    return file.getvalue()


def _jbig2_page(width: int, height: int) -> bytes:
    page = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes(11)
    return b"\0\0\0\0\x30\0\1\0\0\0\x13" + page
