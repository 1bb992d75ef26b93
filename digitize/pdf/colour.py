"""The colour space that device colours of an archived page mean: an sRGB profile, made here.

PDF/A asks for an output intent with an ICC profile (ISO 19005-2, 6.2.3). A version 2 matrix/TRC display profile is
forty lines of numbers from IEC 61966-2-1; making it here leaves no file to find, license or lose.
"""

import struct
from functools import lru_cache

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

CURVE_POINTS = 1024  # steps of 1/1023 keep the curve within half a level of 8 bits


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
    """An ICC version 2.1 display profile of sRGB; primaries adapted to D50 (Bradford), as ICC.1:2001-04 asks."""
    curve = _tone_curve()
    return _profile(
        {
            b"desc": _description(b"sRGB IEC61966-2.1"),
            b"cprt": b"text\0\0\0\0No copyright, use freely\0",
            b"wtpt": _xyz(0.9642, 1.0, 0.8249),
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
    head = struct.pack(">I4xI4s4s4s", size, 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    illuminant = struct.pack(">3i", *(_fixed(v) for v in (0.9642, 1.0, 0.8249)))
    return (head + created + b"acsp" + b"\0" * 28 + illuminant).ljust(128, b"\0")


def _description(name: bytes) -> bytes:
    body = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0"
    return body + b"\0" * (4 + 4 + 2 + 1 + 67)  # no Unicode and no Macintosh variant


def _tone_curve() -> bytes:
    levels = (_linear(step / (CURVE_POINTS - 1)) for step in range(CURVE_POINTS))
    return b"curv\0\0\0\0" + struct.pack(
        f">I{CURVE_POINTS}H", CURVE_POINTS, *(round(level * 65535) for level in levels)
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(_fixed(value) for value in values))


def _fixed(value: float) -> int:
    """s15Fixed16, the number format of ICC."""
    return round(value * 65536)
