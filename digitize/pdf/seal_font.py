"""The font of the seal block: a Times-metric font with all Vietnamese letters, made ready once.

Nghị định 30/2020 (Phụ lục I) asks for Times New Roman. Liberation Serif and Tinos have its widths and may be embedded. pyHanko
writes glyph widths in font units where PDF wants thousandths of an em, so the font is scaled to 1000 units; and it is cut
down to the letters a Vietnamese name can have, which makes each seal faster and smaller.
"""

import os
import unicodedata
from pathlib import Path
from tempfile import NamedTemporaryFile

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.scaleUpem import scale_upem

from digitize.errors import MissingDependency

UNITS_PER_EM = 1000
SYSTEM_FONTS = (
    Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"),  # fonts-liberation2
    Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"),  # fonts-croscore
)
_LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin-1, Extended-A and -B: all Vietnamese base letters
    *range(0x1E00, 0x1F00),  # Latin Extended Additional: the letters with tones
    *range(0x2010, 0x2028),  # dashes, quotation marks, dots
    0x2116,
    0x20AB,
    0x25CF,
)


def prepare_seal_font(cached: Path, *, source: Path | None = None) -> Path:
    """The font file at `cached`, made there at first use; safe when several processes start at once.

    `source` is a TrueType font with Vietnamese letters, otherwise one of `SYSTEM_FONTS`.
    Raises `MissingDependency` where there is none.
    """
    if cached.is_file():
        return cached
    font = _open(source or system_font())
    _reduce(font)
    scale_upem(font, UNITS_PER_EM)
    cached.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=cached.parent, prefix=".font-", delete=False) as temporary:
        font.save(temporary)
        temporary.flush()
        os.fsync(temporary.fileno())
    Path(temporary.name).replace(cached)
    return cached


def system_font() -> Path:
    """The installed font that seals are set in. Raises `MissingDependency`."""
    for path in SYSTEM_FONTS:
        if path.is_file():
            return path
    raise MissingDependency("a Times-metric font (fonts-liberation2 or fonts-croscore)")


def _open(path: Path) -> TTFont:
    try:
        font = TTFont(path, recalcTimestamp=False)
        missing = sorted(_vietnamese_letters() - set(font.getBestCmap()))
    except (OSError, TTLibError) as error:
        raise MissingDependency(f"seal font {path.name}") from error
    if missing:
        raise MissingDependency(f"seal font {path.name} lacks {len(missing)} Vietnamese letters")
    return font


def _reduce(font: TTFont) -> None:
    options = Options(layout_features=["kern"], hinting=False, name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["FFTM"]  # FontForge's time stamp, unknown to the subsetter
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_LETTERS)
    subsetter.subset(font)


def _vietnamese_letters() -> set[int]:
    """Code points of the 134 letters with marks, and đ."""
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    lower = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones}
    lower.add("đ")
    return {ord(letter) for letter in lower | {letter.upper() for letter in lower}}
