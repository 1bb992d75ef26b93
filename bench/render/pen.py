"""What is not printed: seals, signatures, pen strokes, stamps and codes, drawn over the print.

Ink lets the paper through: every mark multiplies with what lies below, as on real sheets, so black text under
a red seal stays legible in the red channel.
"""

import math
from random import Random

import numpy as np
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from bench.render.sheet import RED, Colour, Paper, px
from bench.render.typeface import ARIAL, DPI, TIMES

BLUE = (28, 42, 140)
VIOLET = (86, 40, 130)

# Each digit as pen strokes in a box one wide and one and a half high, the way schools in Vietnam teach them.
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (((0.5, 0), (0.1, 0.4), (0.1, 1.1), (0.5, 1.5), (0.9, 1.1), (0.9, 0.4), (0.5, 0)),),
    "1": (((0.2, 0.45), (0.6, 0), (0.5, 1.5)),),
    "2": (((0.1, 0.4), (0.4, 0), (0.9, 0.3), (0.6, 0.9), (0.1, 1.5), (0.5, 1.4), (1, 1.5)),),
    "3": (((0.1, 0.2), (0.6, 0), (0.8, 0.4), (0.4, 0.7), (0.9, 1.0), (0.6, 1.5), (0.1, 1.3)),),
    "4": (((0.6, 0), (0.1, 0.9), (0.95, 0.85)), ((0.75, 0.5), (0.65, 1.5))),
    "5": (((0.9, 0), (0.3, 0.05), (0.2, 0.6), (0.7, 0.6), (0.85, 1.1), (0.5, 1.5), (0.1, 1.35)),),
    "6": (((0.8, 0), (0.3, 0.5), (0.1, 1.1), (0.4, 1.5), (0.8, 1.2), (0.6, 0.8), (0.2, 1.0)),),
    "7": (((0.1, 0.05), (0.9, 0), (0.4, 1.5)), ((0.3, 0.75), (0.8, 0.7))),
    "8": (
        (
            (0.7, 0.2),
            (0.3, 0),
            (0.2, 0.5),
            (0.8, 1.0),
            (0.6, 1.5),
            (0.2, 1.2),
            (0.7, 0.5),
            (0.7, 0.2),
        ),
    ),
    "9": (((0.8, 0.4), (0.4, 0), (0.15, 0.5), (0.5, 0.8), (0.8, 0.4), (0.7, 1.0), (0.5, 1.5)),),
    "/": (((0.8, -0.1), (0.1, 1.6)),),
}


def write_digits(
    paper: Paper, rng: Random, digits: str, *, x_mm: float, y_mm: float, height_mm: float = 5.0
) -> None:
    """A number by hand: uneven, leaning, a little above and below the line."""
    layer = _blank(paper)
    pen = ImageDraw.Draw(layer)
    unit = px(height_mm) / 1.5
    x, lean = float(px(x_mm)), rng.uniform(-0.05, 0.25)
    for digit in digits:
        size = unit * rng.uniform(0.85, 1.12)
        top = px(y_mm) + rng.uniform(-0.12, 0.12) * unit
        for stroke in _STROKES[digit]:
            points = [
                (x + size * (0.62 * px_ + lean * (1.5 - py_)), top + size * py_)
                for px_, py_ in _wobble(rng, stroke)
            ]
            pen.line(_curve(points), fill=BLUE, width=px(0.45), joint="curve")
        x += size * rng.uniform(0.72, 0.88)
    _press(paper, layer, blur=1.2)


def sign(paper: Paper, rng: Random, *, x_mm: float, y_mm: float, colour: Colour = BLUE) -> None:
    """A signature about 35 mm wide around a point: loops that speed up and a closing dash."""
    layer = _blank(paper)
    pen = ImageDraw.Draw(layer)
    points = []
    loops = rng.randint(2, 7)
    height = rng.uniform(3.0, 7.0)
    for step in range(loops * 6):
        phase = step / 6 * 2 * math.pi * rng.uniform(0.9, 1.1)
        swing = height * (1 - step / (loops * 8))
        points.append(
            (
                px(x_mm - 16 + 32 * step / (loops * 6)) + px(swing * 0.7) * math.cos(phase),
                px(y_mm) + px(swing) * math.sin(phase) * rng.uniform(0.5, 1.1),
            )
        )
    pen.line(_curve(points), fill=colour, width=px(0.5), joint="curve")
    dash = [
        (px(x_mm - 10), px(y_mm + 5)),
        (px(x_mm + 4), px(y_mm + 3)),
        (px(x_mm + 22), px(y_mm + rng.uniform(-4, 2))),
    ]
    pen.line(_curve(dash), fill=colour, width=px(0.4), joint="curve")
    _press(paper, layer, blur=1.4)


def seal(
    paper: Paper, rng: Random, organ: str, *, x_mm: float, y_mm: float, diameter_mm: float = 36.0
) -> None:
    """The round red seal with the organ's name along its rim, pressed unevenly and never quite upright."""
    side = px(diameter_mm)
    stamp = Image.new("RGB", (side + 40, side + 40), "white")
    draw = ImageDraw.Draw(stamp)
    centre = stamp.width / 2
    for radius, stroke in ((0.5, 0.7), (0.47, 0.25), (0.3, 0.25)):
        r = side * radius
        draw.ellipse(
            [centre - r, centre - r, centre + r, centre + r], outline=RED, width=px(stroke)
        )
    _star(draw, centre, side * 0.17)
    _on_rim(stamp, organ.upper(), centre, side * 0.385, side)
    turned = stamp.rotate(rng.uniform(-9, 9), resample=Image.Resampling.BICUBIC, fillcolor="white")
    layer = _blank(paper)
    layer.paste(_worn(turned, rng), (px(x_mm) - turned.width // 2, px(y_mm) - turned.height // 2))
    _press(paper, layer)


def arrival_stamp(
    paper: Paper, rng: Random, *, x_mm: float, y_mm: float, organ: str, day: str
) -> None:
    """The frame "ĐẾN" that the receiving office presses near the reference (Nghị định 30/2020, Phụ lục IV)."""
    colour = rng.choice((RED, BLUE, VIOLET))
    stamp = Paper(size_mm=(52, 36), face=ARIAL, size_pt=9, left_mm=3, right_mm=3, top_mm=3)
    stamp.frame(1, 1, 51, 35, colour=colour, stroke_mm=0.6)
    stamp.lines(f"<b>{organ.upper()}</b>", align="centre", size_pt=6.5, colour=colour, after_mm=0.6)
    stamp.rule(1, 51, stamp.y_mm, colour=colour)
    stamp.text("ĐẾN", x_mm=4, y_mm=17, size_pt=15, bold=True, colour=colour)
    stamp.text("Số: ..................", x_mm=20, y_mm=14, colour=colour)
    stamp.text(f"Ngày: {day}", x_mm=20, y_mm=20, colour=colour)
    stamp.text("Chuyển: ...........................", x_mm=4, y_mm=28, colour=colour)
    write_digits(stamp, rng, str(rng.randint(100, 9999)), x_mm=27, y_mm=12, height_mm=4)
    turned = stamp.image.rotate(
        rng.uniform(-4, 4), expand=True, resample=Image.Resampling.BICUBIC, fillcolor="white"
    )
    layer = _blank(paper)
    layer.paste(_worn(turned, rng), (px(x_mm), px(y_mm)))
    _press(paper, layer)


def boxed_word(paper: Paper, word: str, *, x_mm: float, y_mm: float, size_pt: float = 14) -> None:
    """A red framed word: how secret or how urgent a paper is."""
    width = TIMES.font(size_pt, bold=True).getlength(word) * 25.4 / DPI + 6
    height = size_pt * 0.353 + 4
    paper.frame(x_mm, y_mm, x_mm + width, y_mm + height, colour=RED, stroke_mm=0.6)
    paper.text(
        word,
        x_mm=x_mm + width / 2,
        y_mm=y_mm + height / 2,
        size_pt=size_pt,
        bold=True,
        colour=RED,
        anchor="mm",
        face=TIMES,
    )


def code(paper: Paper, text: str, *, x_mm: float, y_mm: float, width_mm: float) -> None:
    """A QR code at a place, black on white."""
    squares = _drawn_code(text, zxingcpp.BarcodeFormat.QRCode)
    side = px(width_mm)
    paper.image.paste(squares.resize((side, side), Image.Resampling.NEAREST), (px(x_mm), px(y_mm)))


def bar_code(
    paper: Paper, text: str, *, x_mm: float, y_mm: float, width_mm: float, height_mm: float
) -> None:
    """The same as Code 128."""
    bars = _drawn_code(text, zxingcpp.BarcodeFormat.Code128)
    size = (px(width_mm), px(height_mm))
    paper.image.paste(bars.resize(size, Image.Resampling.NEAREST), (px(x_mm), px(y_mm)))


def _drawn_code(text: str, kind: zxingcpp.BarcodeFormat) -> Image.Image:
    drawn = zxingcpp.create_barcode(text, kind).to_image(scale=4)
    return Image.fromarray(np.asarray(drawn)).convert("RGB")


def _blank(paper: Paper) -> Image.Image:
    return Image.new("RGB", paper.image.size, "white")


def _press(paper: Paper, layer: Image.Image, *, blur: float = 0.0) -> None:
    box = ImageChops.invert(layer).getbbox()
    if box:
        mark = layer.crop(box).filter(ImageFilter.GaussianBlur(blur))
        paper.image.paste(ImageChops.multiply(paper.image.crop(box), mark), box)


def _wobble(rng: Random, stroke: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    return [(x + rng.uniform(-0.06, 0.06), y + rng.uniform(-0.06, 0.06)) for x, y in stroke]


def _curve(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Catmull-Rom through the points, eight steps each."""
    padded = [points[0], *points, points[-1]]
    path: list[tuple[float, float]] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        path.extend(_between(a, b, c, d, step / 8) for step in range(8))
    return [*path, points[-1]]


def _between(
    a: tuple[float, float],
    b: tuple[float, float],
    c: tuple[float, float],
    d: tuple[float, float],
    t: float,
) -> tuple[float, float]:
    x, y = (
        0.5
        * (
            2 * q
            + (r - p) * t
            + (2 * p - 5 * q + 4 * r - s) * t**2
            + (3 * q - p - 3 * r + s) * t**3
        )
        for p, q, r, s in zip(a, b, c, d, strict=True)
    )
    return x, y


def _star(draw: ImageDraw.ImageDraw, centre: float, radius: float) -> None:
    corners = []
    for k in range(10):
        angle = -math.pi / 2 + k * math.pi / 5
        r = radius if k % 2 == 0 else radius * 0.4
        corners.append((centre + r * math.cos(angle), centre + r * math.sin(angle)))
    draw.polygon(corners, outline=RED, width=px(0.4))


def _on_rim(stamp: Image.Image, text: str, centre: float, radius: float, side: int) -> None:
    """Letters around the circle, from lower left over the top to lower right."""
    size = min(10.5, 300 / max(len(text), 18))
    font = ARIAL.font(size, bold=True)
    total = font.getlength(text) / radius
    scale = min(1.0, 5.2 / total)
    angle = -total * scale / 2
    for letter in text:
        step = font.getlength(letter) / radius * scale
        tile = Image.new("L", (side // 5, side // 5), 0)
        ImageDraw.Draw(tile).text(
            (tile.width / 2, tile.height / 2), letter, font=font, fill=255, anchor="mm"
        )
        middle = angle + step / 2
        turned = tile.rotate(-math.degrees(middle), resample=Image.Resampling.BICUBIC)
        at = (
            round(centre + radius * math.sin(middle) - tile.width / 2),
            round(centre - radius * math.cos(middle) - tile.height / 2),
        )
        stamp.paste(RED, at, turned)
        angle += step


def _worn(stamp: Image.Image, rng: Random) -> Image.Image:
    """Ink that did not take everywhere: whole patches paler, the edge a little soft."""
    noise = np.random.default_rng(rng.randint(0, 2**31)).random((14, 14), dtype=np.float32)
    patches = Image.fromarray((noise * 255).astype(np.uint8)).resize(
        stamp.size, Image.Resampling.BICUBIC
    )
    pale = np.asarray(patches, dtype=np.float32)[:, :, None] / 255 * 0.4
    pixels = np.asarray(stamp.filter(ImageFilter.GaussianBlur(1.3)), dtype=np.float32)
    return Image.fromarray((pixels + (255 - pixels) * pale).astype(np.uint8))
