"""Is a written word a possible Vietnamese syllable? The test by which text without meaning is told from text.

Structure of the syllable as the orthography of 1980 (Quyết định 240/QĐ) writes it: onset, nucleus, coda, one tone; a
syllable that ends in a stop carries only sắc or nặng. Tone marks are taken off first, so old and new placement both pass.
"""

import re
import unicodedata

_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_STOPPED = {"sắc", "nặng"}
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ch|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_NUCLEUS = (
    "(?:iê|yê|uyê|uya|uyu|uâ|uô|ươ|ưa|ia|ua|oă|oa|oe|oo|uê|uy|uơ|[aăâeêioôơuưy])"
    "(?:i|y|o|u)?"
)  # fmt: skip
_CODA = "(?:ng|nh|ch|[cmnpt])?"
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}{_CODA}")
_STOP = re.compile("(?:ch|[cpt])$")
_MARKED = frozenset("ăâđêôơư")


def is_syllable(word: str) -> bool:
    """Whether the word, any case, NFC, is built as a Vietnamese syllable is."""
    bare, tones = _without_tones(word)
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not _STOP.search(bare) or bool(_STOPPED.intersection(tones))


def has_marks(word: str) -> bool:
    """Whether the word bears a tone mark or a letter that only Vietnamese has."""
    bare, tones = _without_tones(word)
    return bool(tones) or not _MARKED.isdisjoint(bare)


def _without_tones(word: str) -> tuple[str, list[str]]:
    apart = unicodedata.normalize("NFD", word.lower())
    tones = [_TONES[letter] for letter in apart if letter in _TONES]
    bare = "".join(letter for letter in apart if letter not in _TONES)
    return unicodedata.normalize("NFC", bare), tones
