"""The invisible text of a page: placed words as PDF operators in the page's own, unturned space."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from digitize.model import PageReading
from digitize.pdf.glyphless import GLYPH_WIDTH, InvisibleFont
from digitize.pdf.text_layout import PageSpace, PlacedLine, PlacedWord, place_lines

Matrix = tuple[float, float, float, float, float, float]


def text_layer(
    reading: PageReading,
    *,
    width_pt: float,
    height_pt: float,
    rotate_degrees: int,
    font: InvisibleFont,
) -> bytes:
    """Content operators that show the page's text in rendering mode 3, with the font as `/Text`.

    `width_pt` and `height_pt` are those of the unturned page, `rotate_degrees` its final `/Rotate`.
    """
    is_sideways = rotate_degrees % 180 == 90
    seen = (height_pt, width_pt) if is_sideways else (width_pt, height_pt)
    space = PageSpace.of(reading, width=seen[0], height=seen[1])
    lines = "\n".join(_operators(place_lines(reading.text, space), space, font))
    if not lines:
        return b""
    turn = " ".join(map(number, seen_to_page(rotate_degrees, width_pt, height_pt)))
    return f"q {turn} cm BT 3 Tr\n{lines}\nET Q".encode("ascii")


def seen_to_page(rotate_degrees: int, width: float, height: float) -> Matrix:
    """From the page as seen (y upwards) to the unturned page of this width and height."""
    return {
        0: (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
        90: (0.0, 1.0, -1.0, 0.0, width, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, -1.0, 1.0, 0.0, 0.0, height),
    }[rotate_degrees % 360]


def number(value: float) -> str:
    """Four decimals hold a ten-thousandth of a point; PDF knows no exponents."""
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


@dataclass(frozen=True, slots=True)
class _Turn:
    """That of a line, written once for all of its words."""

    cos: float
    written: str

    @classmethod
    def by(cls, angle: float) -> "_Turn":
        cos, sin = math.cos(angle), math.sin(angle)
        return cls(cos, " ".join(map(number, (cos, sin, -sin, cos))))


def _operators(lines: Iterable[PlacedLine], space: PageSpace, font: InvisibleFont) -> Iterable[str]:
    for line in lines:
        angle = -math.atan(line.slope)  # PDF's y rises
        turn = _Turn.by(angle)
        for word in line.words[:-1]:
            # the blank is for readers that know no gaps
            yield _show(word, word.text + " ", turn=turn, space=space, font=font)
        yield _show(line.words[-1], line.words[-1].text, turn=turn, space=space, font=font)


def _show(
    word: PlacedWord,
    shown: str,
    *,
    turn: _Turn,
    space: PageSpace,
    font: InvisibleFont,
) -> str:
    natural = len(word.text) * word.size * GLYPH_WIDTH / 1000
    stretch = 100 * word.width / turn.cos / natural
    place = f"{number(word.left)} {number(space.height - word.base)}"
    return (
        f"/Text {number(word.size)} Tf {number(stretch)} Tz "
        f"{turn.written} {place} Tm <{font.encode(shown)}> Tj"
    )
