"""A seal block as the appearance of a signature field: upright on the page as seen, whatever the page's `/Rotate`.

With a code to prove the paper by, the field reaches from the block to the QR code, and nothing is drawn between the two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.generic import ArrayObject, FloatObject, StreamObject, pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle

from digitize.pdf.proof_mark import Area, Drawn
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
    mark: Drawn | None = None
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
        self.block, self.face, self.mark = style.block, style.face, style.mark
        self.field = field_area(style.block, style.mark)
        super().__init__(
            writer, style, BoxConstraints(width=self.field.width, height=self.field.height)
        )

    def render(self) -> bytes:
        with self.face.path.open("rb") as file:
            font = GlyphAccumulator(self._ensure_writer, file, self.block.font_size)
        self.set_resource(ResourceType.FONT, pdf_name("/Seal"), font.as_resource())
        block, mark = self.block, self.mark
        lines = [(line, block.font_size) for line in block.lines]
        drawn = self._lines(font, lines, left=block.left, top=block.top)
        if mark is not None:
            left, top = mark.text_place
            drawn = b"%s %s %s" % (
                drawn,
                self._code(mark),
                self._lines(font, mark.lines, left=left, top=top),
            )
        font.prepare_write()  # type: ignore[no-untyped-call]
        return b"q 0 g %s Q" % drawn

    def _lines(
        self,
        font: GlyphAccumulator,
        lines: Iterable[tuple[str, float]],
        *,
        left: float,
        top: float,
    ) -> bytes:
        """Lines below each other, each with its size."""
        x, y, shown = left - self.field.left, self.field.bottom - top, []
        for line, size in lines:
            at = (size, x, y - ASCENT * size, font.shape(line).graphics_ops)
            shown.append(b"/Seal %.2f Tf 1 0 0 1 %.3f %.3f Tm %s" % at)
            y -= LEADING * size
        return b"BT %s ET" % b" ".join(shown)

    def _code(self, mark: Drawn) -> bytes:
        """White paper, then all dark bars as one path: between bars of their own a viewer would show seams."""
        dx, bottom = self.field.left, self.field.bottom
        paper = b"1 g %.3f %.3f %.3f %.3f re f 0 g" % (
            mark.area.left - dx,
            bottom - mark.area.top - mark.square,
            mark.square,
            mark.square,
        )
        bars = [
            b"%.3f %.3f %.3f %.3f re" % (left - dx, bottom - top - mark.module, width, mark.module)
            for left, top, width in mark.runs()
        ]
        return b"%s %s f" % (paper, b" ".join(bars))

    def as_form_xobject(self) -> StreamObject:
        form = super().as_form_xobject()
        turn = seen_to_page(self.style.rotate_degrees, 0, 0)
        form["/Matrix"] = ArrayObject(map(FloatObject, turn))
        form.compress()  # type: ignore[no-untyped-call]
        return form


def field_area(block: Block, mark: Drawn | None) -> Area:
    """What the signature's field takes of the page, in points as seen."""
    area = Area(left=block.left, top=block.top, width=block.width, height=block.height)
    return area if mark is None else area.around(mark.area)


def page_rectangle(area: Area, *, rotate_degrees: int, width: float, height: float) -> Rectangle:
    """Where the area lies on the unturned page of this width and height, in whole points: left, bottom, right, top."""
    seen_height = width if rotate_degrees % 180 == 90 else height
    a, b, c, d, e, f = seen_to_page(rotate_degrees, width, height)
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (area.left, area.right)
        for y in (seen_height - area.bottom, seen_height - area.top)
    ]
    xs, ys = zip(*corners, strict=True)
    return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))


def seen_area(
    rectangle: Sequence[float], *, rotate_degrees: int, size: tuple[float, float]
) -> Area:
    """The other way: a rectangle of the unturned page of this width and height as an area of the page as seen."""
    seen_height = size[0] if rotate_degrees % 180 == 90 else size[1]
    a, b, c, d, e, f = seen_to_page(rotate_degrees, *size)
    left, bottom, right, top = rectangle
    corners = [
        (a * (x - e) + b * (y - f), c * (x - e) + d * (y - f))
        for x in (left, right)
        for y in (bottom, top)
    ]
    xs, ys = zip(*corners, strict=True)
    return Area(
        left=min(xs), top=seen_height - max(ys), width=max(xs) - min(xs), height=max(ys) - min(ys)
    )
