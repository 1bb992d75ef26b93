"""The typeface of labels on pictures: one with all Vietnamese letters, which OpenCV's own lettering lacks.

Text is broken into lines by its drawn width. Pillow enters here and in `drawing.py`.
"""

from functools import cache
from pathlib import Path

from PIL import ImageFont

from digitize.pdf.seal_font import system_font

_SANS = (
    Path("/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf"),  # fonts-liberation2
    Path("/usr/share/fonts/truetype/croscore/Arimo-Regular.ttf"),  # fonts-croscore
)
LABEL_SIZE = 16
TITLE_SIZE = 24
NOTE_SIZE = 17


@cache
def typeface(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Pixels high; sans serif so that labels are not taken for print. Raises `MissingDependency`."""
    path = next((path for path in _SANS if path.is_file()), None) or system_font()
    heavy = path.with_name(path.name.replace("Regular", "Bold"))
    return ImageFont.truetype(str(heavy if bold and heavy.is_file() else path), size)


def wrapped(text: str, face: ImageFont.FreeTypeFont, *, width: int, most: int) -> list[str]:
    """Lines no wider than `width` pixels, at most `most` of them; what is left out ends in an ellipsis."""
    lines: list[str] = []
    for word in (part for each in text.split() for part in _pieces(each, face, width)):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _shortened(lines[most - 1], face, width)]


def _pieces(word: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """A word, cut where it is wider than a line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and face.getlength(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shortened(line: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    while line and face.getlength(line + "…") > width:
        line = line[:-1]
    return line.rstrip() + "…"
