"""A page's picture with words across it, again and again: to be looked at, of no use instead of the paper.

The words name who looks, for which dossier, so that a photograph of a screen says where it came from. Pillow, since OpenCV's
own lettering lacks Vietnamese letters.
"""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from digitize.pdf.seal_font import system_font

_INK = (176, 32, 24, 84)  # red, a third opaque: print below stays legible
_TURN_DEGREES = 30
_QUALITY = 72


def with_mark(picture: bytes, words: str) -> bytes:
    """JPEG in, JPEG of the same size out. Raises `MissingDependency` where no font is installed."""
    with Image.open(BytesIO(picture)) as opened:
        page = opened.convert("RGBA")
    marked = Image.alpha_composite(page, _mark(page.size, words)).convert("RGB")
    file = BytesIO()
    marked.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _mark(size: tuple[int, int], words: str) -> Image.Image:
    side = round((size[0] ** 2 + size[1] ** 2) ** 0.5)
    face = ImageFont.truetype(str(system_font()), max(14, size[0] // 32))
    sheet = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(sheet)
    step_x = round(face.getlength(f"{words}     "))
    step_y = max(60, size[0] // 5)
    for row, y in enumerate(range(0, side, step_y)):
        for x in range(-(row % 2) * step_x // 2, side, step_x):
            pen.text((x, y), words, font=face, fill=_INK)
    turned = sheet.rotate(_TURN_DEGREES, resample=Image.Resampling.BICUBIC)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))
