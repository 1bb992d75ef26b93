"""Text into the forms it is compared in: NFC, one kind of blank, folded letters, one tone placement.

What is compared is folded; what is kept is what was printed. Pure string functions, no tables of words.
"""

import re
import unicodedata
from functools import lru_cache

_BLANKS = re.compile(r"\s+")
_LEADERS = re.compile(r"(?:[.…·_]\s?){3,}|…+|_{2,}")
_EDGES = " \t\n.,;:…·_-–—|/\\\"'“”‘’*~=<>«»•`^"
_OPENING_CLUSTER = re.compile(r"(?i)(o|u)([àáảãạ]|[èéẻẽẹ]|[ỳýỷỹỵ])(?![a-zà-ỹđ])")
_MARKS = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})


def nfc(text: str) -> str:
    """Composed letters (never NFKC, which would turn m² into m2)."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """NFC with every run of blanks as one space and none at the ends."""
    return _BLANKS.sub(" ", nfc(text)).strip()


def trim(text: str) -> str:
    """Squeezed, without the dotted leaders of a form and without punctuation at the ends."""
    return squeeze(_LEADERS.sub(" ", squeeze(text)).strip(_EDGES)).strip(_EDGES)


@lru_cache(maxsize=1 << 14)  # a paper says the same words to many rules
def fold(text: str) -> str:
    """Lower case without diacritics, `đ` as `d`: `Họ và tên` → `ho va ten`; one character stays one character."""
    composed = nfc(text).translate(_MARKS).lower()
    return composed if composed.isascii() else "".join(map(_bare, composed))


@lru_cache(maxsize=4_096)  # letters of Vietnamese: 134, twice; forms fold every word many times
def _bare(character: str) -> str:
    if character.isascii():
        return character
    decomposed = unicodedata.normalize("NFD", character)
    return decomposed[0] if unicodedata.combining(decomposed[-1]) else character


@lru_cache(maxsize=1 << 14)
def modern_tone(text: str) -> str:
    """Old tone placement made new: `hoà` → `hòa`, `uỷ` → `ủy`, `khoẻ` → `khỏe`; a syllable after `q` stays."""
    return re.sub(r"\b\w+\b", lambda match: _modern_syllable(match.group()), nfc(text))


def _modern_syllable(word: str) -> str:
    found = _OPENING_CLUSTER.search(word)
    if found is None or (found.start() > 0 and word[found.start() - 1] in "qQ"):
        return word
    first, second = found.group(1), unicodedata.normalize("NFD", found.group(2))
    if (first in "oO" and second[0] in "yY") or (first in "uU" and second[0] not in "yY"):
        return word
    moved = nfc(first + second[1:]) + second[0]
    return word[: found.start()] + moved + word[found.end() :]
