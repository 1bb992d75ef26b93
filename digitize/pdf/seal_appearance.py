"""A seal block as the appearance of a signature field: upright on the page as seen, whatever the page's `/Rotate`."""

from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.generic import ArrayObject, FloatObject, StreamObject, pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle

from digitize.pdf.seal_block import LEADING, Block
from digitize.pdf.text_layer import seen_to_page

Rectangle = tuple[int, int, int, int]
ASCENT = 0.9  # of the font size, from the top of a line to its baseline: room for the marks on Ế


class SealFace:
    """The seal font's widths, read once; `path` is a font of `prepare_seal_font`."""

    def __init__(self, path: Path) -> None:
        with TTFont(path) as font:
            names, metrics = font.getBestCmap(), font["hmtx"].metrics
            self._widths = {chr(code): metrics[name][0] for code, name in names.items()}
            self._units = font["head"].unitsPerEm
        self.path = path

    def measure(self, text: str) -> float:
        """Width in ems, without kerning."""
        return float(sum(self._widths[char] for char in text) / self._units)

    def writable(self, text: str) -> str:
        """The text without the characters that the font does not have: a missing glyph breaks PDF/A."""
        return "".join(char for char in text if char in self._widths)


@dataclass(frozen=True)
class SealStyle(BaseStampStyle):
    """pyHanko's way to be told what to draw."""

    block: Block | None = None
    face: SealFace | None = None
    rotate_degrees: int = 0

    def create_stamp(
        self,
        writer: BasePdfFileWriter,
        box: BoxConstraints,  # noqa: ARG002  # the block knows its own
        text_params: dict[str, str],  # noqa: ARG002
    ) -> "SealStamp":
        return SealStamp(writer, self)


class SealStamp(BaseStamp):
    def __init__(self, writer: BasePdfFileWriter, style: SealStyle) -> None:
        assert style.block is not None
        assert style.face is not None
        self.block, self.face = style.block, style.face
        super().__init__(
            writer, style, BoxConstraints(width=self.block.width, height=self.block.height)
        )

    def render(self) -> bytes:
        with self.face.path.open("rb") as file:
            font = GlyphAccumulator(self._ensure_writer, file, self.block.font_size)
        self.set_resource(ResourceType.FONT, pdf_name("/Seal"), font.as_resource())
        size, step = self.block.font_size, LEADING * self.block.font_size
        first = self.block.height - ASCENT * size
        shown = [
            b"1 0 0 1 0 %.3f Tm %s" % (first - row * step, font.shape(line).graphics_ops)
            for row, line in enumerate(self.block.lines)
        ]
        font.prepare_write()  # type: ignore[no-untyped-call]
        return b"q BT 0 g /Seal %.2f Tf %s ET Q" % (size, b" ".join(shown))

    def as_form_xobject(self) -> StreamObject:
        form = super().as_form_xobject()
        turn = seen_to_page(self.style.rotate_degrees, 0, 0)
        form["/Matrix"] = ArrayObject(map(FloatObject, turn))
        form.compress()  # type: ignore[no-untyped-call]
        return form


def page_rectangle(block: Block, *, rotate_degrees: int, width: float, height: float) -> Rectangle:
    """Where the block lies on the unturned page of this width and height, in whole points: left, bottom, right, top."""
    seen_height = width if rotate_degrees % 180 == 90 else height
    a, b, c, d, e, f = seen_to_page(rotate_degrees, width, height)
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (block.left, block.left + block.width)
        for y in (seen_height - block.top - block.height, seen_height - block.top)
    ]
    xs, ys = zip(*corners, strict=True)
    return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))
