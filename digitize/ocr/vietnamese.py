"""Vietnamese spelling for comparisons: tone marks at their old place (hoà) are moved to the new one (hòa).

Both spellings are in use and mean the same; text is kept as printed, only comparisons use this.
"""

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng


def _toned(letters: str) -> str:
    return "".join(unicodedata.normalize("NFC", base + tone) for base in letters for tone in _TONES)


_OLD_PLACE = re.compile(
    rf"(?<![qQ])(?:([oO])([{_toned('aAeE')}])|([uU])([{_toned('yY')}]))(?![\w\u0300-\u036f])"
)


_MARKS = re.compile("[\u0300-\u036f]+")
"""Unicode's block of combining diacritical marks."""


def nfc(text: str) -> str:
    """Composed letters. Never the compatibility form, which turns m² into m2."""
    return unicodedata.normalize("NFC", text)


def new_tone_placement(text: str) -> str:
    """`hoà, khoẻ, Uỷ` → `hòa, khỏe, Ủy`; NFC. Only syllables that end in oa, oe, uy differ between the two."""
    return _OLD_PLACE.sub(_moved, nfc(text))


def comparable(text: str) -> str:
    """Case, white space and tone placement folded; for telling whether two readings say the same."""
    return " ".join(new_tone_placement(text).casefold().split())


def _moved(match: re.Match[str]) -> str:
    first, toned = (group for group in match.groups() if group is not None)
    apart = unicodedata.normalize("NFD", toned)
    return nfc(first + apart[1]) + apart[0]


def plain(text: str) -> str:
    """Lower case without any diacritics, `đ` as `d`: what stays the same when marks are misread."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.casefold().replace("đ", "d")))
