"""A few rows on a piece of paper, scanned, prepared as a page is, and cut as the engine cuts them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.teaching import pen, wear
from bench.teaching.faces import Faces
from bench.teaching.sayings import Sayings, said_of
from digitize.image.contrast import with_full_contrast
from digitize.image.faded import with_even_ink
from digitize.image.smooth import smoothed
from digitize.model import Box, PageImage, Pixels, Resolution, around
from digitize.ocr.network.floats import Floats
from digitize.ocr.network.strips import cut
from digitize.ocr.scale import at_reading_scale

_DPI = 400
"""The rows are drawn at; the scanner brings it down."""
_EDGE = 60
_AFTER_PEN, _WIDEST_BY_HAND = 0.06, 1.5
"""Of a font's body: room behind a figure by hand, and the most that one takes."""
_HEAD, _FOOT = 0.68, 0.21
"""Of a font's body: how far ascenders rise above the baseline and descenders fall below it, in Times."""
_DAMAGES: Sequence[tuple[float, wear.Wear]] = (
    (0.10, wear.ruled),
    (0.09, wear.stamped),
    (0.09, wear.written_over),
    (0.12, wear.soiled),
    (0.06, wear.shining_through),
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A strip, 36 × columns, and what it says."""

    pixels: Floats
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    baseline: int
    ink: Box
    """At the resolution of drawing."""


def lessons(rng: Random, sayings: Sayings, faces: Faces) -> Iterator[Lesson]:
    """What one piece of paper teaches: one lesson for each of its rows."""
    body = round(_points(rng) * _DPI / 72)
    sheet, rows = _drawn(
        rng, [sayings.row(rng) for _ in range(rng.randint(1, 4))], faces.some(rng, body)
    )
    page = _scanned(sheet, rng)
    scale = page.width / sheet.shape[1]
    for row in rows:
        strip = cut(page.gray, _box(row, body, scale, rng))
        if strip is not None:
            yield Lesson(strip.pixels, said_of(pen.doubted(row.text, rng)))


def _points(rng: Random) -> float:
    low, high = rng.choices(((12.5, 14.5), (10.5, 12.5), (7, 10.5), (14.5, 20)), (52, 29, 14, 5))[0]
    return rng.uniform(low, high)


def _drawn(
    rng: Random, texts: Sequence[str], font: ImageFont.FreeTypeFont
) -> tuple[Pixels, list[_Row]]:
    """Rows below each other, and where each lies."""
    body = font.size
    pitch = round(body * rng.uniform(1.12, 1.6))
    blank = font.getlength(" ") * rng.choice((1, 1, rng.uniform(0.8, 2.4)))
    room = rng.choice((0.0, 0.0, 0.0, rng.uniform(-0.02, 0.08))) * body
    widths = [_width(text, font, blank, room) for text in texts]
    paper = Image.new("L", (round(max(widths)) + 2 * _EDGE, pitch * (len(texts) + 1)), 255)
    draw = ImageDraw.Draw(paper)
    rows = []
    for place, text in enumerate(texts, start=1):
        baseline, left = round(pitch * place), float(_EDGE)
        boxes = []
        for piece, advance in _pieces(text, font, blank, room):
            if pen.is_by_hand(piece):
                boxes.append(_pasted(paper, piece, left, baseline, body, rng))
                left = boxes[-1].right + advance
            else:
                boxes.append(_printed(draw, piece, left, baseline, font))
                left += advance
        rows.append(_Row(text, baseline, around(boxes)))
    return np.array(paper), rows


def _pieces(
    text: str, font: ImageFont.FreeTypeFont, blank: float, room: float
) -> Iterator[tuple[str, float]]:
    """Words, or letters where they are set apart, and how far each takes the pen on."""
    for word in text.split(" "):
        if room or any(map(pen.is_by_hand, word)):
            for sign in word:
                if pen.is_by_hand(sign):
                    yield sign, _AFTER_PEN * font.size
                else:
                    yield sign, font.getlength(sign) + room
            yield " ", blank
        else:
            yield word, font.getlength(word) + blank


def _printed(
    draw: ImageDraw.ImageDraw, piece: str, left: float, baseline: int, font: ImageFont.FreeTypeFont
) -> Box:
    """A word or letter, and where its ink came to lie."""
    draw.text((left, baseline), piece, fill=0, font=font, anchor="ls")
    first, top, end, bottom = draw.textbbox((left, baseline), piece, font=font, anchor="ls")
    return Box(left=round(first), top=round(top), right=round(end), bottom=round(bottom))


def _pasted(
    paper: Image.Image, sign: str, left: float, baseline: int, body: float, rng: Random
) -> Box:
    """A figure by hand, and where it came to lie."""
    ink = pen.drawn(sign, round(body * rng.uniform(0.65, 1.15)), rng)
    height, width = ink.shape
    x, top = round(left), round(baseline + body * rng.gauss(0.05, 0.08)) - height
    paper.paste(rng.randint(0, 110), (x, top), Image.fromarray(ink))
    return Box(left=x, top=top, right=x + width, bottom=top + height)


def _width(text: str, font: ImageFont.FreeTypeFont, blank: float, room: float) -> float:
    written = _WIDEST_BY_HAND * font.size * sum(map(pen.is_by_hand, text))
    return written + sum(advance for _, advance in _pieces(text, font, blank, room))


def _scanned(sheet: Pixels, rng: Random) -> PageImage:
    """As the engine is given a page."""
    for share, damage in _DAMAGES:
        if rng.random() < share:
            sheet = damage(sheet, rng)
    sheet = wear.faded(wear.pressed(sheet, rng), rng)
    is_bilevel = rng.random() < 0.5
    (dpi,) = rng.choices((300, 200, 150, 100), (30, 55, 10, 5))
    page = wear.sampled(sheet, rng, dpi / _DPI)
    page = wear.in_one_bit(page, rng) if is_bilevel else wear.in_grey(page, rng)
    image = PageImage(
        page_index=0,
        gray=page,
        colour=None,
        resolution=Resolution(dpi_x=dpi, dpi_y=dpi),
        is_bilevel=is_bilevel,
    )
    return with_even_ink(smoothed(with_full_contrast(at_reading_scale(image))))


def _box(row: _Row, body: int, scale: float, rng: Random) -> Box:
    """As high as the layout finds rows: ascenders and descenders, marks beyond them, a little more or less."""
    head = row.baseline - _HEAD * body * rng.gauss(1, 0.07)
    foot = row.baseline + _FOOT * body * rng.gauss(1, 0.15)
    top = min(head, row.ink.top + rng.gauss(0, 0.02) * body)
    bottom = max(foot, row.ink.bottom + rng.gauss(0, 0.02) * body)
    above, below = (rng.uniform(0, 0.28) if rng.random() < 0.12 else 0 for _ in range(2))
    height = bottom - top
    return Box(
        left=round(row.ink.left * scale) - rng.randint(-1, 3),
        top=max(round((top - above * height) * scale), 0),
        right=round(row.ink.right * scale) + rng.randint(-1, 3),
        bottom=round((bottom + below * height) * scale),
    )
