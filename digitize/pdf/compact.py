"""A page picture into one of a fraction of its size: ink in a sharp layer over a coarse picture of everything else.

Portals limit attachments to a few megabytes. The ink's shape keeps the scan's full resolution (CCITT G4, so that letters
stay sharp when enlarged), its colour and the paper behind it are stored coarsely (JPEG): the layout that ITU-T T.44 calls
mixed raster content. Colour stays, as Thông tư 01/2023/TT-VPCP asks of seals and signatures. The scan itself is kept for
ever beside it; pages that would not become smaller stay as they are.
"""

import io
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pikepdf
from pikepdf import Dictionary, Name, PdfError, PdfImage, Stream, UnsupportedImageTypeError
from PIL import Image
from PIL.TiffImagePlugin import STRIPBYTECOUNTS, STRIPOFFSETS, TiffImageFile

from digitize.image.ink import Mask
from digitize.intake.picture import PagePicture, PlacedImage
from digitize.model import Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactOptions:
    """Chosen on colour scans of 150 to 300 dpi, see bench/RESULTS.md."""

    background_dpi: float = 75.0
    background_quality: int = 30
    ink_colour_dpi: float = 50.0
    ink_colour_quality: int = 35
    ink_contrast: int = 28
    """Grey levels by which ink is darker than the paper around it; less than that is left to the background."""
    worth_it: float = 0.8
    """A page whose layers are not below this share of its scan stays as it is."""


def compact(
    picture: PagePicture, *, owner: pikepdf.Pdf, options: CompactOptions | None = None
) -> PagePicture:
    """The same page in layers, or the picture itself where that is no gain; the new streams belong to `owner`."""
    options = options or CompactOptions()
    if len(picture.images) != 1 or picture.images[0].opacity < 1:
        return picture
    (placed,) = picture.images
    pixels = _colour_pixels(placed.stream)
    if pixels is None:
        return picture
    dpi = pixels.shape[1] / max(1.0, abs(placed.matrix[0]) + abs(placed.matrix[1])) * 72
    ink = ink_shape(pixels, dpi=dpi, contrast=options.ink_contrast)
    layers = (
        _background(pixels, ink, dpi=dpi, options=options, owner=owner),
        _ink_layer(pixels, ink, dpi=dpi, options=options, owner=owner),
    )
    if _size(layers) > options.worth_it * len(placed.stream.read_raw_bytes()):
        return picture
    return replace(
        picture,
        images=tuple(PlacedImage(stream=layer, matrix=placed.matrix) for layer in layers),
    )


def ink_shape(pixels: Pixels, *, dpi: float, contrast: int) -> Mask:
    """Where ink is, at full resolution: darker than the paper around it in the darkest of the three channels.

    Red and blue ink are dark in one channel at least; tinted paper and shadows are as dark around as within.
    """
    darkest = pixels.min(axis=2)
    reach = max(3, round(dpi / 6) | 1)  # wider than the stroke of a 40 pt title
    small = cv2.resize(darkest, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((reach // 4 | 1,) * 2, np.uint8))
    paper = cv2.blur(paper, (reach // 4 | 1,) * 2)
    paper = cv2.resize(paper, darkest.shape[::-1], interpolation=cv2.INTER_LINEAR)
    below = cv2.subtract(paper, darkest)
    half = np.minimum(paper.astype(np.int16) // 3, 60)
    return np.asarray(below > np.maximum(contrast, half), dtype=np.bool_)


def _background(
    pixels: Pixels, ink: Mask, *, dpi: float, options: CompactOptions, owner: pikepdf.Pdf
) -> Stream:
    """What lies behind the ink: the mean of the paper around it, coarse."""
    without = _mean_where(pixels, ~ink, scale=options.background_dpi / dpi)
    return _jpeg(without, options.background_quality, owner)


def _ink_layer(
    pixels: Pixels, ink: Mask, *, dpi: float, options: CompactOptions, owner: pikepdf.Pdf
) -> Stream:
    """The ink's colour, coarse, shown only where the ink is (ISO 32000-1, 8.9.6.3: explicit mask)."""
    colours = _mean_where(pixels, ink, scale=options.ink_colour_dpi / dpi)
    layer = _jpeg(colours, options.ink_colour_quality, owner)
    layer.Mask = _stencil(ink, owner)
    return layer


def _mean_where(pixels: Pixels, where: Mask, *, scale: float) -> Pixels:
    """Shrunk to `scale`, each new pixel the mean of the old ones that count; empty ones filled from around."""
    scale = min(1.0, scale)
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    weight = where.astype(np.float32)
    total = cv2.resize(pixels * weight[..., None], size, interpolation=cv2.INTER_AREA)
    share = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    means = np.full((size[1], size[0], 3), _WHITE, np.float32)
    for reach in _REACHES:
        wide_total, wide_share = cv2.blur(total, (reach, reach)), cv2.blur(share, (reach, reach))
        known = wide_share > _EMPTY / reach**2
        means[known] = wide_total[known] / wide_share[known][:, None]
    return np.asarray(np.clip(means, 0, 255), dtype=np.uint8)


_WHITE = 255.0
_REACHES = (65, 17, 5, 1)  # from far to near: what is near overwrites what was taken from afar
_EMPTY = 1e-3


def _jpeg(pixels: Pixels, quality: int, owner: pikepdf.Pdf) -> Stream:
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "JPEG", quality=quality, optimize=True)
    image = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=pixels.shape[1],
        Height=pixels.shape[0],
        BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB,
        Filter=Name.DCTDecode,
    )
    return owner.make_indirect(Stream(owner, data.getvalue(), image))


def _stencil(ink: Mask, owner: pikepdf.Pdf) -> Stream:
    """1 bit a pixel in CCITT G4; samples of 0 show the layer, and libtiff counts black as 0."""
    height, width = ink.shape
    mask = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        BitsPerComponent=1,
        ImageMask=True,
        Filter=Name.CCITTFaxDecode,
        DecodeParms=Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=True),
    )
    return owner.make_indirect(Stream(owner, _group4(ink), mask))


def _group4(ink: Mask) -> bytes:
    """One strip of CCITT G4, taken out of the TIFF that libtiff writes."""
    file = io.BytesIO()
    shown = Image.fromarray(np.where(ink, 0, 255).astype(np.uint8)).convert("1")
    shown.save(file, "TIFF", compression="group4", strip_size=2**30)
    with TiffImageFile(io.BytesIO(file.getvalue())) as tiff:
        (start,), (length,) = tiff.tag_v2[STRIPOFFSETS], tiff.tag_v2[STRIPBYTECOUNTS]
    return file.getvalue()[start : start + length]


def _colour_pixels(stream: Stream) -> Pixels | None:
    """RGB, or None for what is small already (1-bit), shows less than its samples (masks), or cannot be decoded here."""
    if any(key in stream for key in ("/Mask", "/SMask", "/Decode")):
        return None
    if stream.get("/ImageMask", False) or int(stream.get("/BitsPerComponent", 8)) == 1:
        return None
    try:
        return np.asarray(PdfImage(stream).as_pil_image().convert("RGB"), dtype=np.uint8)
    except (PdfError, UnsupportedImageTypeError, NotImplementedError, ValueError, OSError):
        return None


def _size(layers: tuple[Stream, ...]) -> int:
    masks = [layer.get("/Mask") for layer in layers]
    streams = [*layers, *(mask for mask in masks if mask is not None)]
    return sum(len(stream.read_raw_bytes()) for stream in streams)
