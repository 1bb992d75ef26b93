"""An image XObject of a PDF into pixels, decoded once: JPEG by OpenCV, fax by libtiff, JBIG2 by jbig2dec, the rest raw.

`can_decode` says beforehand which images are understood: grey, RGB and indexed, as scanners write them. CMYK, spot
colours, JPEG 2000 and soft-masked pages are not; their page is rendered.
"""

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, PdfImage, Stream
from PIL import Image

from digitize.errors import DamagedFile, TooManyPixels
from digitize.intake.graphics_state import channels_of
from digitize.intake.jbig2 import decode_jbig2
from digitize.intake.jpeg import decode_jpeg
from digitize.intake.pdf_values import ODD_VALUES
from digitize.limits import MAX_PIXELS_PER_PAGE
from digitize.model import Pixels

_LOSSLESS = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}
_COLOUR_SPREAD = 40  # R, G and B of ink and paper without colour differ by less, even after JPEG
_COLOUR_SHARE = 1e-5  # a short blue signature fills more of a page than this
_COLOUR_STEP = 4  # every 4th pixel of every 4th row is looked at


class Encoding(Enum):
    RAW = "raw"
    JPEG = "/DCTDecode"
    FAX = "/CCITTFaxDecode"
    JBIG2 = "/JBIG2Decode"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedImage:
    gray: Pixels
    colour: Pixels | None
    """None where the image is grey, whatever its channels."""
    is_bilevel: bool


def encoding_of(stream: Stream) -> Encoding | None:
    """How the samples are packed; None where it is a way that is not understood."""
    names = filters_of(stream)
    if any(name not in _LOSSLESS for name in names[:-1]):
        return None
    if not names or names[-1] in _LOSSLESS:
        return Encoding.RAW
    return next((encoding for encoding in Encoding if encoding.value == names[-1]), None)


def filters_of(stream: Stream) -> list[str]:
    named = stream.get("/Filter", Array())
    return [str(named)] if isinstance(named, Name) else [str(name) for name in named]


def can_decode(stream: Stream) -> bool:
    """Whether `decode` understands the image, by its dictionary alone."""
    if encoding_of(stream) is None or "/SMask" in stream or "/Mask" in stream:
        return False
    if stream.get("/ImageMask", False):
        return True
    return _channels(stream) in (1, 3) and _inversion(stream) is not None


def decode(stream: Stream) -> DecodedImage:
    """Pixels of an image for which `can_decode` holds. Raises `DamagedFile`, `TooManyPixels`."""
    width, height = int(stream.Width), int(stream.Height)
    if width * height > MAX_PIXELS_PER_PAGE:
        raise TooManyPixels(f"image {width}x{height}")
    try:
        samples = _decoders[encoding_of(stream) or Encoding.RAW](stream)
    except (OSError, SyntaxError, *ODD_VALUES) as cause:
        raise DamagedFile(f"image {stream.objgen}: {cause}") from cause
    if samples.shape[0] < 1 or samples.shape[1] < 1:
        raise DamagedFile(f"image {stream.objgen}: empty")
    return from_samples(samples, is_bilevel=_bits(stream) == 1)


def from_samples(samples: Pixels, *, is_bilevel: bool) -> DecodedImage:
    """Grey, and colour where there really is some."""
    if samples.ndim == 2:
        return DecodedImage(gray=samples, colour=None, is_bilevel=is_bilevel)
    gray = np.asarray(cv2.cvtColor(samples, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    colour = samples if has_colour(samples) else None
    return DecodedImage(gray=gray, colour=colour, is_bilevel=False)


def has_colour(rgb: Pixels) -> bool:
    """Whether more than a trace of the pixels is coloured."""
    red, green, blue = cv2.split(_sampled(rgb))
    spread = cv2.max(cv2.max(red, green), blue) - cv2.min(cv2.min(red, green), blue)
    return int(np.count_nonzero(spread > _COLOUR_SPREAD)) > _COLOUR_SHARE * spread.size


def _sampled(rgb: Pixels) -> Pixels:
    """As `rgb[::step, ::step]`, without what is left over at right and bottom: OpenCV takes a third of NumPy's time."""
    height, width = (max(1, size // _COLOUR_STEP) for size in rgb.shape[:2])
    whole = rgb[: height * _COLOUR_STEP, : width * _COLOUR_STEP]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def unpacked(stream: Stream) -> bytes:
    """The data with the lossless filters undone and the last one, if it is an image coding, left in place."""
    names = filters_of(stream)
    if len(names) < 2:
        return stream.read_raw_bytes() if names else stream.read_bytes()
    parameters = stream.get("/DecodeParms", Array([]))
    holder = pikepdf.new()
    packed = Stream(holder, stream.read_raw_bytes(), Filter=Array([Name(n) for n in names[:-1]]))
    if isinstance(parameters, Array) and len(parameters) == len(names):
        packed.DecodeParms = Array([_direct(p) for p in list(parameters)[:-1]])
    return packed.read_bytes()


def _jpeg_samples(stream: Stream) -> Pixels:
    return _in_colour(stream, decode_jpeg(unpacked(stream)))


def _fax_samples(stream: Stream) -> Pixels:
    if len(filters_of(stream)) > 1:
        raise DamagedFile("fax data behind another filter")
    picture = PdfImage(stream).as_pil_image()
    return np.asarray(picture.convert("L"))


def _jbig2_samples(stream: Stream) -> Pixels:
    parameters = stream.get("/DecodeParms", Dictionary())
    if isinstance(parameters, Array):
        parameters = parameters[-1]
    shared = parameters.get("/JBIG2Globals") if isinstance(parameters, Dictionary) else None
    size = {"width": int(stream.Width), "height": int(stream.Height)}
    symbols = b"" if shared is None else shared.read_bytes()
    pixels = decode_jbig2(unpacked(stream), symbols, **size)
    return _in_colour(stream, pixels, full=255)


def _raw_samples(stream: Stream) -> Pixels:
    data = np.frombuffer(stream.read_bytes(), np.uint8)
    width, height, bits = int(stream.Width), int(stream.Height), _bits(stream)
    channels = (
        1 if stream.get("/ImageMask", False) or _is_indexed(stream) else _channels(stream) or 1
    )
    row_bytes = (width * channels * bits + 7) // 8
    if data.size < row_bytes * height:
        raise DamagedFile("image data ends early")
    rows = data[: row_bytes * height].reshape(height, row_bytes)
    samples = _unpack(rows, bits)[:, : width * channels]
    shaped = samples if channels == 1 else samples.reshape(height, width, channels)
    return _in_colour(stream, shaped, full=255 if bits in (8, 16) else (1 << bits) - 1)


_decoders = {
    Encoding.JPEG: _jpeg_samples,
    Encoding.FAX: _fax_samples,
    Encoding.JBIG2: _jbig2_samples,
    Encoding.RAW: _raw_samples,
}


def _unpack(rows: Pixels, bits: int) -> Pixels:
    """Sample values of rows packed at 1, 2, 4, 8 or 16 bits; of 16 the high byte."""
    if bits == 8:
        return rows
    if bits == 16:
        return rows[:, ::2]
    single = np.unpackbits(rows, axis=1)
    if bits == 1:
        return single
    weights = (1 << np.arange(bits - 1, -1, -1)).astype(np.uint8)
    grouped = single.reshape(rows.shape[0], -1, bits)
    return np.asarray((grouped * weights).sum(axis=2, dtype=np.uint8))


def _in_colour(stream: Stream, samples: Pixels, *, full: int = 255) -> Pixels:
    """Sample values 0..full as grey or RGB 0..255: palette and `/Decode` applied."""
    if _is_indexed(stream):
        palette = _palette(stream)
        index = samples if full < 255 or _bits(stream) != 1 else samples // 255
        return palette[np.minimum(index, len(palette) - 1)]
    scaled = samples if full == 255 else samples * np.uint8(255 // full)
    return np.asarray(cv2.bitwise_not(scaled)) if _inversion(stream) else scaled


def _palette(stream: Stream) -> Pixels:
    """Entries × 3, or entries alone where the palette is grey."""
    _, base, _, lookup = stream.ColorSpace
    data = lookup.read_bytes() if isinstance(lookup, Stream) else bytes(lookup)
    channels = channels_of(base) or 1
    entries = np.frombuffer(data[: len(data) // channels * channels], np.uint8)
    return entries if channels == 1 else entries.reshape(-1, channels)


def _channels(stream: Stream) -> int | None:
    if _is_indexed(stream):
        return channels_of(stream.ColorSpace[1])
    return channels_of(stream.get("/ColorSpace"))


def _is_indexed(stream: Stream) -> bool:
    space = stream.get("/ColorSpace")
    return isinstance(space, Array) and len(space) == 4 and space[0] in (Name.Indexed, Name("/I"))


def _bits(stream: Stream) -> int:
    if stream.get("/ImageMask", False) or encoding_of(stream) in (Encoding.FAX, Encoding.JBIG2):
        return 1
    return int(stream.get("/BitsPerComponent", 8))


def _inversion(stream: Stream) -> bool | None:
    """Whether `/Decode` turns black and white around; None where it does anything else."""
    if "/Decode" not in stream:
        return False
    values = [float(value) for value in stream.Decode]
    if _is_indexed(stream):
        return False if values == [0.0, float((1 << _bits(stream)) - 1)] else None
    pairs = set(zip(values[::2], values[1::2], strict=False))
    return {frozenset({(0.0, 1.0)}): False, frozenset({(1.0, 0.0)}): True}.get(frozenset(pairs))


def _direct(parameters: pikepdf.Object | None) -> pikepdf.Object:
    """Decode parameters without references into the scan's own file."""
    if not isinstance(parameters, Dictionary):
        return Dictionary()
    return Dictionary({key: int(value) for key, value in parameters.items()})


Image.MAX_IMAGE_PIXELS = MAX_PIXELS_PER_PAGE  # Pillow's own guard, at our limit
