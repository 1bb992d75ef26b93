"""Pages and their readings into one searchable PDF/A-2b, frozen from then on.

pikepdf alone: the scan's image streams go in untouched, a page that was turned only changes its `/Rotate`, the text lies
invisible over its words. Nothing is rasterised or recoded, so a page costs milliseconds and nothing of it is lost.
The same input gives the same bytes: no clock, no random numbers, the document id is made from the content.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Page,
    Pdf,
    Stream,
    StreamDecodeLevel,
)

from digitize.errors import NoPages
from digitize.intake.picture import PagePicture, PlacedImage
from digitize.model import PageReading
from digitize.pdf.archive_metadata import ArchiveMetadata
from digitize.pdf.colour import output_intents
from digitize.pdf.glyphless import InvisibleFont
from digitize.pdf.image_streams import archived_image, image_hash
from digitize.pdf.text_layer import number, text_layer
from digitize.pdf.xmp import write_metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """What the check after writing compares the file with."""

    image_hashes: tuple[tuple[str, ...], ...]
    """SHA-256 of every image stream as it went in, page by page in painting order."""


def assemble(
    pages: Iterable[tuple[PagePicture, PageReading]],
    *,
    metadata: ArchiveMetadata,
    out: BinaryIO | Path,
) -> Assembled:
    """Write the searchable PDF/A-2b of the pages, in the order given.

    The pictures' files must stay open until this returns: their image bytes are copied when the file is written, one
    at a time, so memory does not grow with them. Raises `NoPages`, `ArchiveProfileFailed`.
    """
    with Pdf.new() as pdf:
        font = InvisibleFont()
        font_object = pdf.make_indirect(Dictionary())
        hashes = []
        for picture, reading in pages:
            images = [archived_image(pdf, placed.stream) for placed in picture.images]
            hashes.append(tuple(image_hash(image) for image in images))
            page = _page(pdf, picture, reading, images=images, font=font, font_object=font_object)
            pdf.pages.append(Page(pdf.make_indirect(page)))
        if not hashes:
            raise NoPages("assemble")
        pdf.Root.OutputIntents = output_intents(pdf)
        font_object.update(font.as_object(pdf))
        write_metadata(pdf, metadata)
        _save(pdf, out)
    return Assembled(image_hashes=tuple(hashes))


def _save(pdf: Pdf, out: BinaryIO | Path) -> None:
    pdf.save(
        out,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        stream_decode_level=StreamDecodeLevel.none,
        compress_streams=True,
    )


def _page(
    pdf: Pdf,
    picture: PagePicture,
    reading: PageReading,
    *,
    images: list[Object],
    font: InvisibleFont,
    font_object: Object,
) -> Dictionary:
    rotate = (picture.rotate_degrees + reading.turned_degrees) % 360
    text = text_layer(
        reading,
        width_pt=picture.width_pt,
        height_pt=picture.height_pt,
        rotate_degrees=rotate,
        font=font,
    )
    painted = [_paint(placed, index) for index, placed in enumerate(picture.images)]
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, _measure(picture.width_pt), _measure(picture.height_pt)]),
        Contents=pdf.make_indirect(Stream(pdf, b"\n".join([*painted, text]))),
        Resources=_resources(picture, images, font_object),
    )
    if rotate:
        page.Rotate = rotate
    return page


def _paint(placed: PlacedImage, index: int) -> bytes:
    matrix = " ".join(map(number, placed.matrix))
    fill = " ".join(map(number, placed.fill))
    opacity = f"/Opacity{index} gs " if placed.opacity < 1 else ""
    return f"q {opacity}{fill} rg {matrix} cm /Image{index} Do Q".encode("ascii")


def _resources(picture: PagePicture, images: list[Object], font_object: Object) -> Dictionary:
    resources = Dictionary(
        XObject=Dictionary({f"/Image{index}": image for index, image in enumerate(images)}),
        Font=Dictionary(Text=font_object),
    )
    opacities = {
        f"/Opacity{index}": Dictionary(Type=Name.ExtGState, ca=_measure(placed.opacity))
        for index, placed in enumerate(picture.images)
        if placed.opacity < 1
    }
    if opacities:
        resources.ExtGState = Dictionary(opacities)
    return resources


def _measure(value: float) -> Decimal:
    return Decimal(number(value))
