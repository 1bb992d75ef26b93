"""Print the rows are set in: every installed font that has all Vietnamese letters, the Times-like ones far oftener.

Nghị định 30/2020 asks for Times New Roman, and nearly every paper keeps to it; Liberation Serif and Tinos have its widths and
much of its shapes. What else is printed on papers differs too much to be listed, so whatever is there is taken.
"""

from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from random import Random

from fontTools.ttLib import TTFont, TTLibError
from PIL import ImageFont

FONTS = Path("/usr/share/fonts")
_ALPHABET = "ăâđêôơưĂÂĐÊÔƠƯếềểễệốồổỗộấầẩẫậắằẳẵặớờởỡợứừửữựỲỴỶỸẾỘẶỢỰàáảãạìíỉĩị0123456789,.;:()/%-•"
_TIMES = ("LiberationSerif", "Tinos", "texgyretermes", "FreeSerif")
_LIKE_ARIAL = (
    "LiberationSans",
    "Arimo",
    "texgyreheros",
    "FreeSans",
    "DejaVuSans",
    "Roboto",
    "NotoSans",
    "Lato",
)
_ODD = ("Shavian", "Psalter", "Inscriptional", "Thin", "Black", "Hairline", "Light", "Medium", "Condensed", "Narrow", "Display", "Initials", "Inter", "Junicode")  # fmt: skip
_SHARES = {"times": 66, "arial": 16, "other": 18}
_CUTS = {(False, False): 56, (True, False): 24, (False, True): 15, (True, True): 5}
"""How often print is bold, and slanted."""


class Faces:
    """The fonts under a folder, by what they look like."""

    def __init__(self, folder: Path = FONTS) -> None:
        """Raises `FileNotFoundError` where no Times-like font is installed."""
        self._files: dict[tuple[str, bool, bool], list[Path]] = defaultdict(list)
        for file in sorted(folder.rglob("*.[to]tf")):
            if not any(odd in file.name for odd in _ODD) and _is_vietnamese(file):
                self._files[_kind(file.name), *_cut(file.name)].append(file)
        if not self._files["times", False, False]:
            raise FileNotFoundError(f"no Times-like font at {folder}")
        self._kinds = list(self._files)
        self._weights = [
            _SHARES[kind] * _CUTS[is_bold, is_slanted] for kind, is_bold, is_slanted in self._kinds
        ]

    def some(self, rng: Random, pixels: int) -> ImageFont.FreeTypeFont:
        """A font with a body of so many pixels."""
        (kind,) = rng.choices(self._kinds, self._weights)
        return _loaded(rng.choice(self._files[kind]), pixels)


def _kind(name: str) -> str:
    if any(part in name for part in _TIMES):
        return "times"
    return "arial" if any(part in name for part in _LIKE_ARIAL) else "other"


def _cut(name: str) -> tuple[bool, bool]:
    """Is it bold, is it slanted."""
    tail = name.partition("-")[2] or name
    is_slanted = any(
        part in tail for part in ("Italic", "Oblique", "italic", "oblique", "BI.", "RI.")
    )
    return "bold" in name.lower() or "BI." in name or "RB." in name, is_slanted


def _is_vietnamese(file: Path) -> bool:
    try:
        with TTFont(file, lazy=True) as font:
            return all(ord(sign) in font.getBestCmap() for sign in _ALPHABET)
    except (TTLibError, TypeError):
        return False


@lru_cache(maxsize=600)
def _loaded(file: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, pixels)
