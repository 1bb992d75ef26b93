"""An image XObject into one that PDF/A-2b allows, its data untouched wherever that is possible.

ISO 19005-2, 6.2.8: no `/Alternates`, no `/OPI`, no `/Interpolate true`; 6.1.7.2: no LZW. The first three are dropped from
the dictionary, LZW is packed anew without loss. CMYK (our output intent is RGB) and JPEG 2000 have no lossless way out.
"""

import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from digitize.intake.graphics_state import channels_of
from digitize.intake.image_decode import encoding_of, filters_of, unpacked

_KEPT = frozenset(
    [
        "/Type",
        "/Subtype",
        "/Width",
        "/Height",
        "/ColorSpace",
        "/BitsPerComponent",
        "/Decode",
        "/DecodeParms",
        "/Filter",
        "/ImageMask",
        "/Mask",
        "/SMask",
        "/Matte",
        "/Intent",
        "/Length",
    ]
)
_INTENTS = ("/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation")
_DEFLATE_LEVEL = 6  # level 9 takes three times as long for 1 % on scans


def can_archive(stream: Stream) -> bool:
    """Whether `archival` can give the image without loss."""
    if encoding_of(stream) is None:
        return False
    if not all(can_archive(mask) for mask in _masks(stream).values()):
        return False
    return bool(stream.get("/ImageMask", False)) or _is_plain(stream.get("/ColorSpace"))


def archival(stream: Stream, *, owner: pikepdf.Pdf) -> Stream:
    """The same image as PDF/A-2b allows it: the stream itself where nothing is wrong with it, else a repaired copy.

    `owner` is the open file the stream belongs to; it is not saved. Only for images that `can_archive`.
    """
    if _is_archival(stream):
        return stream
    kept = Dictionary({key: value for key, value in stream.items() if key in _KEPT - {"/Length"}})
    if str(kept.get("/Intent", _INTENTS[0])) not in _INTENTS:
        del kept["/Intent"]
    for key, mask in _masks(stream).items():
        kept[key] = archival(mask, owner=owner)
    data = stream.read_raw_bytes()
    if "/LZWDecode" in filters_of(stream):
        data = _repack(stream, kept)
    repaired = Stream(owner, data, kept)
    return owner.make_indirect(repaired)


def _is_archival(stream: Stream) -> bool:
    return (
        set(stream.keys()) <= _KEPT
        and "/LZWDecode" not in filters_of(stream)
        and str(stream.get("/Intent", _INTENTS[0])) in _INTENTS
        and all(_is_archival(mask) for mask in _masks(stream).values())
    )


def _masks(stream: Stream) -> dict[str, Stream]:
    found = {key: stream.get(key) for key in ("/SMask", "/Mask")}
    return {key: mask for key, mask in found.items() if isinstance(mask, Stream)}


def _repack(stream: Stream, kept: Dictionary) -> bytes:
    """Deflated samples in place of LZW; an image coding behind the LZW stays as it was."""
    names, parameters = filters_of(stream), stream.get("/DecodeParms")
    if names[-1] == "/LZWDecode":
        kept.Filter = Name.FlateDecode
        if "/DecodeParms" in kept:
            del kept["/DecodeParms"]
        return zlib.compress(stream.read_bytes(), _DEFLATE_LEVEL)
    kept.Filter = Name(names[-1])
    if isinstance(parameters, Array):
        kept.DecodeParms = parameters[-1]
    return unpacked(stream)


def _is_plain(space: pikepdf.Object | None) -> bool:
    if isinstance(space, Array) and len(space) == 4 and space[0] in (Name.Indexed, Name("/I")):
        space = space[1]
    return channels_of(space) in (1, 3)
