"""A paper under the printer: sheets of 300 dpi, text set line by line, a new sheet when one is full.

Text carries `<b>` and `<i>` where the form prints bold or slanted. Lengths are millimetres, sizes points;
only this module turns them into pixels.
"""

import re
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from bench.render.typeface import DPI, TIMES, Typeface

A4_MM = (210.0, 297.0)
A5_MM = (148.0, 210.0)
CARD_MM = (85.6, 54.0)
BLACK = (22, 22, 24)
RED = (204, 30, 40)
Colour = tuple[int, int, int]

_TAG = re.compile(r"(</?[bi]>)")


def px(mm: float) -> int:
    return round(mm * DPI / 25.4)


@dataclass(frozen=True, slots=True)
class Run:
    """A word in one style with the space before it."""

    text: str
    bold: bool
    italic: bool


@dataclass(kw_only=True)
class Paper:
    """Sheets that fill from the top; `y_mm` is the top of the next line on the last of them."""

    size_mm: tuple[float, float] = A4_MM
    face: Typeface = TIMES
    size_pt: float = 13.5
    left_mm: float = 30.0
    right_mm: float = 18.0
    top_mm: float = 20.0
    bottom_mm: float = 20.0
    leading: float = 1.22
    numbers_pages: bool = True
    tint: Colour = (255, 255, 255)
    sheets: list[Image.Image] = field(default_factory=list)
    y_mm: float = 0.0

    def __post_init__(self) -> None:
        self.new_sheet()

    @property
    def image(self) -> Image.Image:
        return self.sheets[-1]

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    @property
    def width_mm(self) -> float:
        return self.size_mm[0] - self.left_mm - self.right_mm

    @property
    def middle_mm(self) -> float:
        return self.left_mm + self.width_mm / 2

    def new_sheet(self) -> None:
        self.sheets.append(Image.new("RGB", (px(self.size_mm[0]), px(self.size_mm[1])), self.tint))
        self.y_mm = self.top_mm
        if self.numbers_pages and len(self.sheets) > 1:
            self.text(
                str(len(self.sheets)), x_mm=self.middle_mm, y_mm=self.top_mm - 10, anchor="ma"
            )

    def skip(self, mm: float) -> None:
        self.y_mm += mm

    def keep_together(self, mm: float) -> None:
        """Start a new sheet unless `mm` are left on this one."""
        if self.y_mm + mm > self.size_mm[1] - self.bottom_mm:
            self.new_sheet()

    def text(
        self,
        text: str,
        *,
        x_mm: float,
        y_mm: float | None = None,
        size_pt: float | None = None,
        bold: bool = False,
        italic: bool = False,
        colour: Colour = BLACK,
        anchor: str = "la",
        face: Typeface | None = None,
    ) -> float:
        """One line at a place, without moving `y_mm`; the width it took in millimetres."""
        font = (face or self.face).font(size_pt or self.size_pt, bold=bold, italic=italic)
        at = (px(x_mm), px(self.y_mm if y_mm is None else y_mm))
        self.draw.text(at, text, font=font, fill=colour, anchor=anchor)
        return font.getlength(text) * 25.4 / DPI

    def rule(self, x1_mm: float, x2_mm: float, y_mm: float, *, colour: Colour = BLACK) -> None:
        self.draw.line([px(x1_mm), px(y_mm), px(x2_mm), px(y_mm)], fill=colour, width=px(0.18))

    def frame(
        self,
        x1_mm: float,
        y1_mm: float,
        x2_mm: float,
        y2_mm: float,
        *,
        colour: Colour = BLACK,
        stroke_mm: float = 0.25,
    ) -> None:
        box = [px(x1_mm), px(y1_mm), px(x2_mm), px(y2_mm)]
        self.draw.rectangle(box, outline=colour, width=px(stroke_mm))

    def lines(
        self,
        text: str,
        *,
        align: str = "justify",
        indent_mm: float = 0.0,
        x_mm: float | None = None,
        width_mm: float | None = None,
        size_pt: float | None = None,
        after_mm: float = 1.6,
        colour: Colour = BLACK,
        leading: float | None = None,
    ) -> None:
        """Set `text` as a paragraph below what is there and move down; `align` is justify, left or centre."""
        size = size_pt or self.size_pt
        step = size * (leading or self.leading) * 25.4 / 72
        left = self.left_mm if x_mm is None else x_mm
        width = self.width_mm if width_mm is None else width_mm
        rows = _broken(
            _runs(text), width_px=px(width), indent_px=px(indent_mm), face=self.face, size=size
        )
        for number, row in enumerate(rows):
            self.keep_together(step)
            first, last = number == 0, number == len(rows) - 1
            shift = indent_mm if first else 0.0
            _set_row(
                self.draw,
                row,
                left_px=px(left + shift),
                top_px=px(self.y_mm),
                room_px=px(width - shift),
                align="left" if align == "justify" and last else align,
                face=self.face,
                size=size,
                colour=colour,
            )
            self.y_mm += step
        self.y_mm += after_mm


def _runs(text: str) -> list[Run]:
    runs: list[Run] = []
    bold = italic = False
    space = ""
    for part in _TAG.split(text):
        if part in ("<b>", "</b>"):
            bold = part == "<b>"
        elif part in ("<i>", "</i>"):
            italic = part == "<i>"
        elif part:
            words = re.findall(r"\s*\S+|\n", space + part)
            runs.extend(Run(word, bold, italic) for word in words)
            space = part[len(part.rstrip()) :] if part.strip() else space + part
    return runs


def _font(run: Run, face: Typeface, size: float) -> ImageFont.FreeTypeFont:
    return face.font(size, bold=run.bold, italic=run.italic)


def _broken(
    runs: list[Run], *, width_px: int, indent_px: int, face: Typeface, size: float
) -> list[list[Run]]:
    rows: list[list[Run]] = [[]]
    used = float(indent_px)
    for word in runs:
        run = word
        wraps = "\n" in run.text
        length = _font(run, face, size).getlength(run.text.replace("\n", ""))
        glued = not run.text[0].isspace()
        if wraps or (rows[-1] and not glued and used + length > width_px):
            rows.append([])
            run = Run(run.text.strip(), run.bold, run.italic)
            used, length = 0.0, _font(run, face, size).getlength(run.text)
        if run.text:
            rows[-1].append(run)
            used += length
    return rows


def _set_row(
    draw: ImageDraw.ImageDraw,
    row: list[Run],
    *,
    left_px: int,
    top_px: int,
    room_px: int,
    align: str,
    face: Typeface,
    size: float,
    colour: Colour,
) -> None:
    natural = sum(_font(run, face, size).getlength(run.text) for run in row)
    gaps = sum(run.text[0].isspace() for run in row)
    stretch = (room_px - natural) / gaps if align == "justify" and gaps else 0.0
    x = left_px + (max(0.0, (room_px - natural) / 2) if align == "centre" else 0.0)
    baseline = top_px + round(size * DPI / 72 * 0.92)
    for run in row:
        font = _font(run, face, size)
        x += stretch if run.text[0].isspace() else 0.0
        draw.text((round(x), baseline), run.text, font=font, fill=colour, anchor="ls")
        x += font.getlength(run.text)
