"""A page with boxes, tinted words and labels into one picture: a title above, labels in the margins, print left readable.

Words are tinted by multiplying, as a marker does, so that black print stays black; boxes lie around what they mean.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

from digitize.explain.callouts import (
    LINE_HEIGHT,
    MARGIN_WIDTH,
    PADDING,
    Callout,
    PlacedCallout,
    placed,
)
from digitize.explain.lettering import LABEL_SIZE, NOTE_SIZE, TITLE_SIZE, typeface, wrapped
from digitize.explain.palette import FAINT, INK, PAPER, PLACE, SHEET, SURE, Colour, tint_of
from digitize.explain.steps import Picture
from digitize.model import Box, PageImage

_PAGE_WIDTH = 1000
"""Of an upright A4 page: 120 dpi, at which 13-point print reads well on a screen."""
_LANDSCAPE_WIDTH = 1400
_NOTE_LINES = 4
_EDGE = 24
_JPEG_QUALITY = 78
_PNG_LEVEL = 3
"""A third of the time of the usual level, and an eighth larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tint:
    """A stretch of the page as if gone over with a marker."""

    box: Box
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What is drawn over a page; boxes are pixels of the page."""

    tints: Sequence[Tint] = ()
    callouts: Sequence[Callout] = ()
    path: Sequence[Box] = ()
    """Boxes whose beginnings are joined by a line: the order of reading."""
    legend: Sequence[tuple[Colour, str]] = ()


def draw(page: PageImage, drawing: Drawing, *, name: str, title: str, sentence: str) -> Picture:
    """The picture of a page with everything that is said of it. Raises `MissingDependency` without a typeface."""
    shown, scale = _shown(page)
    shown = _tinted(shown, drawing.tints, scale)
    callouts = placed(
        [_scaled(callout, scale) for callout in drawing.callouts],
        page_width=shown.width,
        page_height=shown.height,
    )
    sheet = _sheet(shown, callouts, drawing, title=title, sentence=sentence)
    _over_page(sheet, [_scaled_box(box, scale) for box in drawing.path], callouts)
    return Picture(
        name=name,
        title=title,
        sentence=sentence,
        png=_encoded(sheet.picture, "PNG"),
        preview=_encoded(sheet.picture, "JPEG"),
        width=sheet.picture.width,
        height=sheet.picture.height,
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    picture: Image.Image
    left: int
    """Where the page begins."""
    top: int
    page_width: int


def _shown(page: PageImage) -> tuple[Image.Image, float]:
    """The page at the size of the picture, and pixels of the picture per pixel of the page."""
    pixels = page.gray if page.colour is None else page.colour
    width = _PAGE_WIDTH if page.height >= page.width else _LANDSCAPE_WIDTH
    height = max(1, round(width * page.height / page.width))
    image = Image.fromarray(pixels).resize(
        (width, height), Image.Resampling.HAMMING, reducing_gap=1.5
    )
    return image.convert("RGB"), width / page.width


def _tinted(picture: Image.Image, tints: Sequence[Tint], scale: float) -> Image.Image:
    if not tints:
        return picture
    marker = Image.new("RGB", picture.size, PAPER)
    pen = ImageDraw.Draw(marker)
    for tint in tints:
        box = _scaled_box(tint.box, scale)
        edges = (box.left - 1, box.top - 1, box.right + 1, box.bottom + 1)
        if tint.colour == SURE:  # most words: pale, so that the others stand out
            pen.rectangle(edges, fill=tint_of(tint.colour, strength=0.14))
            continue
        pen.rectangle(edges, fill=tint_of(tint.colour))
        pen.line((box.left, box.bottom + 1, box.right, box.bottom + 1), fill=tint.colour, width=2)
    return ImageChops.multiply(picture, marker)


def _sheet(
    page: Image.Image,
    callouts: Sequence[PlacedCallout],
    drawing: Drawing,
    *,
    title: str,
    sentence: str,
) -> _Sheet:
    """The page on a sheet with room for title, legend and labels."""
    margin = MARGIN_WIDTH if callouts else _EDGE
    width = page.width + 2 * margin
    note = wrapped(sentence, typeface(NOTE_SIZE), width=width - 2 * _EDGE, most=_NOTE_LINES)
    top = _EDGE + TITLE_SIZE + 14 + len(note) * (NOTE_SIZE + 7) + (34 if drawing.legend else 8)
    lowest = max((each.top + each.height for each in callouts), default=0)
    picture = Image.new("RGB", (width, top + max(page.height, lowest) + _EDGE), SHEET)
    pen = ImageDraw.Draw(picture)
    pen.text((_EDGE, _EDGE - 6), title, font=typeface(TITLE_SIZE, bold=True), fill=INK)
    for number, line in enumerate(note):
        place = (_EDGE, _EDGE + TITLE_SIZE + 8 + number * (NOTE_SIZE + 7))
        pen.text(place, line, font=typeface(NOTE_SIZE), fill=FAINT)
    _write_legend(pen, drawing.legend, top=top - 32)
    pen.rectangle((margin - 1, top - 1, margin + page.width, top + page.height), outline=FAINT)
    picture.paste(page, (margin, top))
    return _Sheet(picture, margin, top, page.width)


def _write_legend(
    pen: ImageDraw.ImageDraw, legend: Sequence[tuple[Colour, str]], *, top: int
) -> None:
    left = _EDGE
    face = typeface(LABEL_SIZE)
    for colour, words in legend:
        pen.rectangle((left, top, left + 26, top + 18), fill=tint_of(colour), outline=colour)
        pen.text((left + 34, top), words, font=face, fill=INK)
        left += 34 + round(face.getlength(words)) + 28


def _over_page(sheet: _Sheet, path: Sequence[Box], callouts: Sequence[PlacedCallout]) -> None:
    layer = Image.new("RGBA", sheet.picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    starts = [(sheet.left + box.left - 9, sheet.top + (box.top + box.bottom) // 2) for box in path]
    if len(starts) > 1:
        pen.line(starts, fill=(*PLACE, 150), width=3, joint="curve")
    for x, y in starts:
        pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=(*PLACE, 220))
    for each in callouts:
        _draw_callout(pen, each, sheet)
    sheet.picture.paste(layer, (0, 0), layer)


def _draw_callout(pen: ImageDraw.ImageDraw, each: PlacedCallout, sheet: _Sheet) -> None:
    colour, top = each.callout.colour, sheet.top + each.top
    if each.callout.box is not None:
        _draw_place(pen, each, sheet)
    plate = (each.left, top, each.right, top + each.height)
    pen.rounded_rectangle(plate, radius=6, fill=(*PAPER, 255), outline=(*colour, 255), width=2)
    for number, line in enumerate(each.lines):
        place = (each.left + PADDING, top + PADDING + 1 + number * LINE_HEIGHT)
        pen.text(place, line, font=typeface(LABEL_SIZE), fill=(*INK, 255))


def _draw_place(pen: ImageDraw.ImageDraw, each: PlacedCallout, sheet: _Sheet) -> None:
    """The frame around what is meant, and a thin line to its foot, between the rows of print."""
    box, colour = each.callout.box, each.callout.colour
    assert box is not None
    left, top = sheet.left + box.left - 4, sheet.top + box.top - 4
    right, bottom = sheet.left + box.right + 4, sheet.top + box.bottom + 4
    pen.rounded_rectangle((left, top, right, bottom), radius=4, outline=(*colour, 255), width=2)
    plate = each.right if each.is_left else each.left
    edge = sheet.left if each.is_left else sheet.left + sheet.page_width
    from_plate = (plate, sheet.top + each.top + each.height // 2)
    place = (left + 4 if each.is_left else right - 4, bottom)
    pen.line((from_plate, (edge, bottom), place), fill=(*colour, 150), width=2)


def _scaled(callout: Callout, scale: float) -> Callout:
    box = None if callout.box is None else _scaled_box(callout.box, scale)
    return Callout(text=callout.text, colour=callout.colour, box=box)


def _scaled_box(box: Box, scale: float) -> Box:
    return Box(
        left=round(box.left * scale),
        top=round(box.top * scale),
        right=round(box.right * scale),
        bottom=round(box.bottom * scale),
    )


def _encoded(picture: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    if kind == "JPEG":
        picture.save(buffer, kind, quality=_JPEG_QUALITY)
    else:
        picture.save(buffer, kind, compress_level=_PNG_LEVEL)
    return buffer.getvalue()
