"""Lost tone marks put back from the document's own words: a text says `hộ nghèo` ten times, its heading once.

Only what set phrases of official language or the same document spell, beside the same neighbour, with the same letters
under the marks, and read more surely or more often. Any other word stays as read.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from digitize.extract.set_phrases import SET_PAIRS
from digitize.layout import has_sign
from digitize.model import PageReading, Word
from digitize.text import fold, modern_tone

_SURE = 0.94
"""Engines that read a word right are surer than this nine times in ten."""
_OFTEN = 2
"""A surely read word gives way only to a spelling that comes at least this often and is never read its way."""
_TRUST = 0.97
_CONFIRMED = 0.97
"""Of a word that stands in a set phrase as the phrase spells it."""
_FRAIL = frozenset({"chi"})
"""Words that engines give a hook or take it from with full confidence (`dự toán chỉ`), and are a word either way."""

_Spellings = Mapping[tuple[str, str], Counter[str]]


def respelled(words: Sequence[Word], readings: Iterable[PageReading]) -> tuple[Word, ...]:
    """The words, doubtful ones with the marks that the rest of the document gives them."""
    spellings = _spellings(readings, without=frozenset(words))
    letters = [_letters(word.text) for word in words]
    return tuple(
        _best(word, *_around(letters, index), spellings) for index, word in enumerate(words)
    )


def has_frail_word(words: Sequence[Word]) -> bool:
    """Whether a word that no set phrase confirms may as well be the one without its hook."""
    letters = [_letters(word.text) for word in words]
    return any(
        letter in _FRAIL and _in_set_phrase(letter, *_around(letters, index)) is None
        for index, letter in enumerate(letters)
    )


def _spellings(readings: Iterable[PageReading], *, without: frozenset[Word]) -> _Spellings:
    """How each pair of neighbours spells its first and its second word, by their folded letters."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for page in readings:
        text = [word for word in page.text.words if has_sign(word)]
        for before, after in pairwise(text):
            if before in without or after in without:
                continue
            one, other = _letters(before.text), _letters(after.text)
            if after.confidence >= _SURE:
                found[f"{one} _", other][_bare(after.text)] += 1
            if before.confidence >= _SURE:
                found[one, f"_ {other}"][_bare(before.text)] += 1
    return found


def _around(letters: Sequence[str], index: int) -> tuple[str, str]:
    before = letters[index - 1] if index > 0 else ""
    after = letters[index + 1] if index + 1 < len(letters) else ""
    return before, after


def _best(word: Word, before: str, after: str, spellings: _Spellings) -> Word:
    letters, spelled = _letters(word.text), _bare(word.text)
    fixed = _in_set_phrase(letters, before, after)
    if fixed is not None:
        return _confirmed(word) if _is_same(fixed, spelled) else _confirmed(_spelled(word, fixed))
    seen: Counter[str] = Counter()
    if before:
        seen.update(spellings.get((f"{before} _", letters), Counter()))
    if after:
        seen.update(spellings.get((letters, f"_ {after}"), Counter()))
    if not seen or not letters:
        return word
    best, count = seen.most_common(1)[0]
    is_outvoted = count >= _OFTEN and spelled not in seen
    if _is_same(best, spelled) or not (is_outvoted or word.confidence < _SURE):
        return word
    if word.confidence < _SURE and seen[spelled] >= count:
        return word
    return _spelled(word, best)


def _in_set_phrase(letters: str, before: str, after: str) -> str | None:
    if (before, letters) in SET_PAIRS:
        return SET_PAIRS[before, letters][1]
    return SET_PAIRS[letters, after][0] if (letters, after) in SET_PAIRS else None


def _is_same(one: str, other: str) -> bool:
    """`hoá` and `hóa` are one word; which of the two is printed stays."""
    return modern_tone(one) == modern_tone(other)


def _confirmed(word: Word) -> Word:
    """Letters of two neighbours that only one set phrase has are a second witness of the reading."""
    return replace(word, confidence=max(word.confidence, _CONFIRMED))


def _spelled(word: Word, spelling: str) -> Word:
    """As sure as a surely read word, less what the respelling may cost."""
    text = _marked(word.text, spelling)
    return replace(word, text=text, confidence=max(word.confidence, _SURE * _TRUST))


def _marked(text: str, spelling: str) -> str:
    """The text with the letters of the spelling, in the text's own case and punctuation."""
    start = re.search(r"[^\W_]", text)
    first = start.start() if start else 0
    cased = (
        new.upper() if old.isupper() else new
        for old, new in zip(text[first : first + len(spelling)], spelling, strict=True)
    )
    return text[:first] + "".join(cased) + text[first + len(spelling) :]


def _bare(text: str) -> str:
    return text.strip("".join(character for character in text if not character.isalnum())).lower()


def _letters(text: str) -> str:
    return fold(_bare(text))
