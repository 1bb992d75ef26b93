"""Fonts that hold every Vietnamese letter, by family; each names the Debian package that brings it.

Times-like Liberation Serif is what Nghị định 30/2020 asks for (Times New Roman) and what nearly every paper uses;
the others stand for cards, counter printers and offices with their own taste.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path("/usr/share/fonts")
DPI = 300
"""Every sheet is drawn at this resolution; damage brings it down."""


class MissingFont(Exception):
    """A font file is not installed; the message names its Debian package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    package: str
    regular: str
    bold: str
    italic: str
    bold_italic: str

    def font(
        self, size_pt: float, *, bold: bool = False, italic: bool = False
    ) -> ImageFont.FreeTypeFont:
        name = (
            (self.bold_italic if italic else self.bold)
            if bold
            else (self.italic if italic else self.regular)
        )
        return _load(name, round(size_pt * DPI / 72), self.package)


_LIBERATION = "truetype/liberation2/Liberation"
_DEJAVU = "truetype/dejavu/DejaVu"
_LIBERTINE = "opentype/linux-libertine/LinLibertine"

TIMES = Typeface(
    package="fonts-liberation2",
    regular=f"{_LIBERATION}Serif-Regular.ttf",
    bold=f"{_LIBERATION}Serif-Bold.ttf",
    italic=f"{_LIBERATION}Serif-Italic.ttf",
    bold_italic=f"{_LIBERATION}Serif-BoldItalic.ttf",
)
ARIAL = Typeface(
    package="fonts-liberation2",
    regular=f"{_LIBERATION}Sans-Regular.ttf",
    bold=f"{_LIBERATION}Sans-Bold.ttf",
    italic=f"{_LIBERATION}Sans-Italic.ttf",
    bold_italic=f"{_LIBERATION}Sans-BoldItalic.ttf",
)
COURIER = Typeface(
    package="fonts-liberation2",
    regular=f"{_LIBERATION}Mono-Regular.ttf",
    bold=f"{_LIBERATION}Mono-Bold.ttf",
    italic=f"{_LIBERATION}Mono-Italic.ttf",
    bold_italic=f"{_LIBERATION}Mono-BoldItalic.ttf",
)
VERDANA = Typeface(  # the core package has no slanted cuts
    package="fonts-dejavu-core",
    regular=f"{_DEJAVU}Sans.ttf",
    bold=f"{_DEJAVU}Sans-Bold.ttf",
    italic=f"{_DEJAVU}Sans.ttf",
    bold_italic=f"{_DEJAVU}Sans-Bold.ttf",
)
BOOK = Typeface(  # its bold italic lacks four Vietnamese letters
    package="fonts-linuxlibertine",
    regular=f"{_LIBERTINE}_R.otf",
    bold=f"{_LIBERTINE}_RB.otf",
    italic=f"{_LIBERTINE}_RI.otf",
    bold_italic=f"{_LIBERTINE}_RB.otf",
)


@lru_cache(maxsize=256)
def _load(name: str, size_px: int, package: str) -> ImageFont.FreeTypeFont:
    try:
        # Basic layout places precomposed letters just as well and does not depend on libraqm being there.
        return ImageFont.truetype(str(FONTS / name), size_px, layout_engine=ImageFont.Layout.BASIC)
    except OSError as cause:
        raise MissingFont(f"{name} is missing: apt-get install {package}") from cause
