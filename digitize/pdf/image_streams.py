"""A scan's image streams into the archive: copied as they are, repacked only where PDF/A forbids the packing.

The bytes of a JPEG, G4, JBIG2, JPEG 2000 or Flate stream are the scanner's and stay so. What PDF/A-2 does not know (LZW,
encryption filters) or what would need a second colour profile (CMYK) is repacked without loss or into RGB.
"""

import hashlib

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    Pdf,
    PdfError,
    PdfImage,
    Stream,
    UnsupportedImageTypeError,
)

from digitize.errors import ArchiveProfileFailed

_KEPT_KEYS = frozenset(
    {
        "/Type",
        "/Subtype",
        "/Width",
        "/Height",
        "/BitsPerComponent",
        "/ColorSpace",
        "/Decode",
        "/DecodeParms",
        "/Filter",
        "/ImageMask",
        "/Mask",
        "/SMask",
        "/Matte",
        "/Length",
    }
)
"""Everything else (interpolation, alternates, intents, private data) is either forbidden in PDF/A or shows nothing."""
_KEPT_FILTERS = frozenset(
    {
        "/FlateDecode",
        "/DCTDecode",
        "/CCITTFaxDecode",
        "/JBIG2Decode",
        "/JPXDecode",
        "/RunLengthDecode",
        "/ASCIIHexDecode",
        "/ASCII85Decode",
    }
)


def archived_image(pdf: Pdf, stream: Stream) -> Object:
    """An image XObject of `pdf` that shows what `stream` of another file shows.

    Raises `ArchiveProfileFailed` where the image can neither stay as it is nor be repacked.
    """
    if _needs_own_profile(stream.get("/ColorSpace")):
        return _as_rgb(pdf, stream)
    image = pdf.copy_foreign(stream)
    _clean(image)
    for key in ("/SMask", "/Mask"):
        if isinstance(mask := image.get(key), Stream):
            _clean(mask)
    return image


def image_hash(image: Object) -> str:
    """SHA-256 of the image's bytes as they lie in the file."""
    return hashlib.sha256(image.read_raw_bytes()).hexdigest()


def _clean(image: Object) -> None:
    for key in set(image.keys()) - _KEPT_KEYS:
        del image[key]
    image.Type, image.Subtype = Name.XObject, Name.Image
    filters = _filters(image)
    if not filters or not _KEPT_FILTERS.issuperset(filters):
        _repack(image)


def _filters(image: Object) -> list[str]:
    filters = image.get("/Filter", Array())
    return [str(name) for name in (filters if isinstance(filters, Array) else [filters])]


def _repack(image: Object) -> None:
    """The same samples, deflated by the writer when the file is saved."""
    try:
        image.write(image.read_bytes())
    except PdfError as error:
        raise ArchiveProfileFailed(f"image filter {_filters(image)}") from error


def _needs_own_profile(colour_space: Object | None) -> bool:
    """Is it device CMYK, or a space resting on it? The output intent speaks for RGB and grey only."""
    if colour_space is None or isinstance(colour_space, Name):
        return colour_space == Name.DeviceCMYK
    if not isinstance(colour_space, Array) or len(colour_space) < 2:
        return False
    family = colour_space[0]
    if family == Name.Indexed:
        return _needs_own_profile(colour_space[1])
    if family in (Name.Separation, Name.DeviceN) and len(colour_space) > 2:
        return _needs_own_profile(colour_space[2])
    return False


def _as_rgb(pdf: Pdf, stream: Stream) -> Object:
    try:
        picture = PdfImage(stream).as_pil_image().convert("RGB")
    except (PdfError, UnsupportedImageTypeError, NotImplementedError, ValueError, OSError) as error:
        raise ArchiveProfileFailed("CMYK image that cannot be decoded") from error
    image = Stream(
        pdf,
        picture.tobytes(),
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=picture.width,
            Height=picture.height,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
        ),
    )
    return pdf.make_indirect(image)
