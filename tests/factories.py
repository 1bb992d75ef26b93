"""Small page readings out of lines of text, laid out as on paper: for tests of everything that reads words by place.

    page("Họ và tên: NGUYỄN VĂN AN", "Giới tính: Nam          Dân tộc: Kinh")

Every character has one width, so runs of blanks are gaps and columns of a text are columns of the page. A line number
is a row; an empty line leaves its row empty. Words join a line until a gap of three blanks, as engines cut columns.
"""

import re
import unicodedata

from digitize.model import (
    Barcode,
    Box,
    Line,
    PageOutcome,
    PageReading,
    PageText,
    Resolution,
    TextOrigin,
    Word,
)

CHARACTER_WIDTH = 12
LETTER_HEIGHT = 24
ROW_PITCH = 44
MARGIN = 100
PAGE_WIDTH, PAGE_HEIGHT = 1654, 2339  # A4 at 200 dpi


def word(
    text: str = "chữ", *, left: int = MARGIN, top: int = MARGIN, confidence: float = 0.95
) -> Word:
    """One word at a place; its box grows with its letters."""
    box = Box(
        left=left, top=top, right=left + CHARACTER_WIDTH * len(text), bottom=top + LETTER_HEIGHT
    )
    return Word(text=unicodedata.normalize("NFC", text), box=box, confidence=confidence)


def line(*words: Word, block: int = 0) -> Line:
    return Line(words=words, block=block)


def page(
    *rows: str,
    page_index: int = 0,
    confidence: float = 0.95,
    barcodes: tuple[Barcode, ...] = (),
    doubtful: str = "",
) -> PageReading:
    """A page whose rows are the given texts; words in `doubtful` were read with confidence 0.3."""
    lines = [
        line(*_words(part, left, row, confidence=confidence, doubtful=doubtful.split()), block=row)
        for row, text in enumerate(rows)
        for left, part in _parts(text)
    ]
    return PageReading(
        page_index=page_index,
        outcome=PageOutcome.READ,
        width=PAGE_WIDTH,
        height=PAGE_HEIGHT,
        resolution=Resolution(dpi_x=200, dpi_y=200),
        text=PageText(lines=tuple(lines)),
        origin=TextOrigin.OCR,
        barcodes=barcodes,
    )


def qr(text: str, *, left: int = 1200, top: int = 100) -> Barcode:
    """A QR code of 200 pixels on the page."""
    box = Box(left=left, top=top, right=left + 200, bottom=top + 200)
    return Barcode(text=text, symbology="QRCode", box=box)


def _parts(text: str) -> list[tuple[int, str]]:
    """Stretches of a row between gaps of three blanks, with their left edges."""
    return [
        (MARGIN + CHARACTER_WIDTH * found.start(), found.group())
        for found in re.finditer(r"\S+(?:\s{1,2}\S+)*", text)
    ]


def _words(part: str, left: int, row: int, *, confidence: float, doubtful: list[str]) -> list[Word]:
    return [
        word(
            found.group(),
            left=left + CHARACTER_WIDTH * found.start(),
            top=MARGIN + ROW_PITCH * row,
            confidence=0.3 if found.group() in doubtful else confidence,
        )
        for found in re.finditer(r"\S+", part)
    ]
