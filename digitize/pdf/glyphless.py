"""The font of the invisible text: one empty glyph for every character, and the way back to Unicode.

A text layer needs widths and a `ToUnicode` map, never shapes. Every two-byte code shows the same blank glyph of half
an em; the code of a character is its UTF-16 unit. A character beyond the first plane has no single unit and gets one
of the surrogate codes, which no character owns.
"""

import io
from collections.abc import Iterable
from functools import lru_cache

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

GLYPH_WIDTH = 500  # of 1000 units an em
ASCENT, DESCENT = (
    800,
    -200,
)  # a line box of height h at font size h: its baseline 0.2 h above the bottom
_FIRST_SPARE, _LAST_SPARE = 0xD800, 0xDFFF
_FONT_NAME = "DigitizeInvisible"


class InvisibleFont:
    """Codes given out so far; one for a whole document, turned into a font object when all its pages are written."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._spare = _FIRST_SPARE

    def encode(self, text: str) -> str:
        """The hex digits of a `Tj` string showing the text.

        A document with more than 2,048 different characters beyond the first plane has no codes left for the rest;
        they are shown as U+FFFD.
        """
        return "".join(f"{self._code(char):04X}" for char in text)

    def _code(self, char: str) -> int:
        if char not in self._codes:
            self._codes[char] = self._new_code(char)
        return self._codes[char]

    def _new_code(self, char: str) -> int:
        if ord(char) <= 0xFFFF:
            return ord(char)
        if self._spare > _LAST_SPARE:
            return self._code("\ufffd")
        self._spare += 1
        return self._spare - 1

    def as_object(self, pdf: Pdf) -> Object:
        """The Type 0 font of the document."""
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{_FONT_NAME}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(_descendant(pdf))]),
            ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode(self._codes.items()))),
        )


def _descendant(pdf: Pdf) -> Dictionary:
    # every code of two bytes is the glyph 1
    glyphs = Stream(pdf, b"\0\1" * 0x10000)
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(f"/{_FONT_NAME}"),
        CIDToGIDMap=pdf.make_indirect(glyphs),
        DW=GLYPH_WIDTH,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf)),
    )


def _descriptor(pdf: Pdf) -> Dictionary:
    program = blank_font()
    embedded = Stream(pdf, program)
    embedded.Length1 = len(program)
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{_FONT_NAME}"),
        Flags=4,
        FontBBox=Array([0, DESCENT, GLYPH_WIDTH, ASCENT]),
        ItalicAngle=0,
        Ascent=ASCENT,
        Descent=DESCENT,
        CapHeight=ASCENT,
        StemV=80,
        FontFile2=pdf.make_indirect(embedded),
    )


def _to_unicode(codes: Iterable[tuple[str, int]]) -> bytes:
    pairs = sorted(
        (code, char)
        for char, code in codes
        if code == ord(char) or _FIRST_SPARE <= code <= _LAST_SPARE
    )
    rows = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in pairs]
    blocks = [rows[first : first + 100] for first in range(0, len(rows), 100)]  # 100: CMap limit
    ranges = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return f"{_CMAP_HEAD}{ranges}\n{_CMAP_TAIL}".encode("ascii")


_CMAP_HEAD = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = """\
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@lru_cache(maxsize=1)
def blank_font() -> bytes:
    """A TrueType program of two empty glyphs; the same bytes at any time."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "blank"])
    builder.setupCharacterMap({0x20: "blank"})
    builder.setupGlyf({".notdef": Glyph(), "blank": Glyph()})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "blank"), (GLYPH_WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": _FONT_NAME, "styleName": "Regular"})
    builder.setupOS2(fsType=0)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()
