"""The colour space that device colours of an archived page mean: an sRGB profile, made here.

PDF/A-2 asks for an output intent with an ICC profile of version 4 or before (ISO 19005-2, 6.2.3). A matrix/TRC display profile
is forty lines of numbers from IEC 61966-2-1; making it here leaves no file to find, license or lose. Its tone curve is sRGB's
own formula, for which ICC has a type: a reader turns a formula round at once, a table of 1,024 levels takes 40 ms a page.
"""

import struct
from functools import lru_cache

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

_VERSION_4_2 = 0x04200000
_D50 = (0.9642, 1.0, 0.8249)


def srgb_output_intent(pdf: Pdf) -> Dictionary:
    """The `/OutputIntents` entry: RGB values mean sRGB; grey and 1-bit pages follow its neutral axis."""
    profile = Stream(pdf, srgb_profile())
    profile.N = 3
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name("/GTS_PDFA1"),
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        RegistryName=String("http://www.color.org"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(profile),
    )


def output_intents(pdf: Pdf) -> Array:
    return Array([srgb_output_intent(pdf)])


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """An ICC version 4.2 display profile of sRGB; white and primaries adapted to D50 (Bradford), as ICC.1:2004-10 asks."""
    curve = _tone_curve()
    return _profile(
        {
            b"desc": _text("sRGB IEC61966-2.1"),
            b"cprt": _text("No copyright, use freely"),
            b"wtpt": _xyz(*_D50),
            b"chad": _adaptation(),
            b"rXYZ": _xyz(0.4360747, 0.2225045, 0.0139322),
            b"gXYZ": _xyz(0.3850649, 0.7168786, 0.0971045),
            b"bXYZ": _xyz(0.1430804, 0.0606169, 0.7141733),
            b"rTRC": curve,
            b"gTRC": curve,
            b"bTRC": curve,
        }
    )


def _profile(tags: dict[bytes, bytes]) -> bytes:
    directory, data, start = [], b"", 128 + 4 + 12 * len(tags)
    offsets: dict[bytes, int] = {}
    for signature, body in tags.items():
        if body not in offsets:  # the three curves are one
            offsets[body] = start + len(data)
            data += body + b"\0" * (-len(body) % 4)
        directory.append(signature + struct.pack(">II", offsets[body], len(body)))
    size = start + len(data)
    return _header(size) + struct.pack(">I", len(tags)) + b"".join(directory) + data


def _header(size: int) -> bytes:
    created = struct.pack(">6H", 1999, 10, 18, 0, 0, 0)  # the day of IEC 61966-2-1: a fixed date
    head = struct.pack(">I4xI4s4s4s", size, _VERSION_4_2, b"mntr", b"RGB ", b"XYZ ")
    illuminant = struct.pack(">3i", *map(_fixed, _D50))
    return (head + created + b"acsp" + b"\0" * 28 + illuminant).ljust(128, b"\0")


def _text(words: str) -> bytes:
    """multiLocalizedUnicodeType with one language."""
    encoded = words.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(encoded), 28) + encoded


def _tone_curve() -> bytes:
    """parametricCurveType 3: ((v + 0.055) / 1.055) ^ 2.4 from 0.04045 on, v / 12.92 below."""
    numbers = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    return b"para\0\0\0\0" + struct.pack(">HH5i", 3, 0, *map(_fixed, numbers))


def _adaptation() -> bytes:
    """From D65, sRGB's own white, to D50 (Bradford)."""
    rows = (
        (1.0478112, 0.0228866, -0.0501270),
        (0.0295424, 0.9904844, -0.0170491),
        (-0.0092345, 0.0150436, 0.7521316),
    )
    return b"sf32\0\0\0\0" + struct.pack(">9i", *(_fixed(value) for row in rows for value in row))


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(_fixed(value) for value in values))


def _fixed(value: float) -> int:
    """s15Fixed16, the number format of ICC."""
    return round(value * 65536)
