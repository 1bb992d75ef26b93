"""Single words of a subject that an engine gets wrong in known ways, put right and left to be asked about.

A Roman number is read as letters (`quý H` for `quý II`), the noun `chi` as the adverb `chỉ`, which no title has outside
of words like `chỉ đạo`, and the edge of a stamp or a speck as a bar or a quotation mark.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digitize.extract.set_phrases import SET_PAIRS
from digitize.model import Word
from digitize.text import fold

_NUMBERED = frozenset({"quy", "khoa", "dot", "hang", "loai", "nhom", "cap", "tap", "phan", "vung"})
"""What an official text counts in Roman numbers."""
_LIKE_ROMAN = {"H": "II", "HI": "III", "IH": "III", "Il": "II", "lI": "II", "ll": "II", "l": "I"}
_WITH_HOOK = frozenset({"tieu", "gioi", "bao", "ro", "ra", "tay"})
"""What follows the hooked word besides what the set phrases say: `chỉ tiêu`, `chỉ giới`."""
_BEFORE_HOOK = frozenset({"dinh", "tin", "ton", "dia", "chung"})
_MENDED = 0.7
"""As sure as `digitize/ocr/mend.py` leaves a word that it changed."""
_STROKES = re.compile(r"I{1,2}")
_WIDEST_STROKE, _SLACK = 0.5, 0.65
"""Of a capital's height takes an `I` of Times, 0.58 where it is bold: two are narrower than 1.3 heights, three wider."""
_VOWELS = "aeiouy"
_QUOTES = re.compile("[\"“”„']")
_BARS = re.compile(r"[|_~^`\\]+")


def has_lost_stroke(words: Sequence[Word]) -> bool:
    """Whether a Roman number is as wide as the next one is: engines take strokes that stand alike for fewer."""
    return any(
        _STROKES.fullmatch(word.text) is not None
        and word.box.width > _WIDEST_STROKE * (len(word.text) + _SLACK) * word.box.height
        for word in words
    )


def begins_torn(subject: str) -> bool:
    """Whether the first word is a consonant alone: a piece of `Về việc` before it."""
    first = fold(subject).split()[0]
    return len(first) == 1 and first.isalpha() and first not in _VOWELS


def put_right(words: Sequence[Word]) -> list[Word]:
    """As many words, in order; a changed one is never sure."""
    letters = [fold(word.text).strip(".,;:") for word in words]
    lone = not _are_paired("".join(word.text for word in words))
    return list(_each(words, letters, is_quote_lone=lone))


def _each(words: Sequence[Word], letters: Sequence[str], *, is_quote_lone: bool) -> Iterator[Word]:
    for index, word in enumerate(words):
        before = letters[index - 1] if index else ""
        after = letters[index + 1] if index + 1 < len(words) else ""
        text = _BARS.sub("", _QUOTES.sub("", word.text) if is_quote_lone else word.text)
        if before in _NUMBERED:
            text = _LIKE_ROMAN.get(text.strip(".,;:"), text)
        elif text.lower() == "chỉ" and not _has_hook(before, after):
            text = text[:2] + "i"
        yield word if text in (word.text, "") else _changed(word, text)


def _changed(word: Word, text: str) -> Word:
    return replace(word, text=text, confidence=min(word.confidence, _MENDED))


def _has_hook(before: str, after: str) -> bool:
    listed = (
        SET_PAIRS.get(("chi", after), ("chi", ""))[0],
        SET_PAIRS.get((before, "chi"), ("", "chi"))[1],
    )
    return "chỉ" in listed or after in _WITH_HOOK or before in _BEFORE_HOOK


def _are_paired(text: str) -> bool:
    """Whether every quotation mark has its other one."""
    return text.count("“") == text.count("”") and all(text.count(sign) % 2 == 0 for sign in "\"'„")
