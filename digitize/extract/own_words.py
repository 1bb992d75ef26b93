"""Lost tone marks put back from the document's own words: a text says `hộ nghèo` ten times, its heading once.

Only what set phrases of official language or the same document spell, beside the same neighbour, with the same letters
under the marks, and read more surely or more often. Any other word stays as read.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from unicodedata import normalize

from digitize.extract.set_phrases import SET_PAIRS
from digitize.intake.syllables import is_syllable
from digitize.layout import has_sign
from digitize.model import PageReading, Word
from digitize.text import fold, modern_tone

_SURE = 0.94
"""Engines that read a word right are surer than this nine times in ten."""
_COUNTED = 0.9
"""Rare syllables are read right at a little less."""
_OFTEN = 2
_FAR_OFTENER = 4
"""A surely read word gives way only to a spelling that comes at least so often, and so much oftener than its own."""
_OUTVOTED = 0.8
"""Of a surely read word that gave way: nobody should believe it unasked."""
_TRUST = 0.97
_CONFIRMED = 0.97
"""Of a word that stands in a set phrase as the phrase spells it."""
_FRAIL = frozenset({"chi"})
"""Words that engines give a hook or take it from with full confidence (`dự toán chỉ`), and are a word either way."""

_CIRCUMFLEX, _ACUTE, _HOOK = "\u0302", "\u0301", "\u0309"

_STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
_BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")

_Place = tuple[str, str]
"""Where a word stands, by bare letters: `a _` before its own, its own before `_ b`, or between its two neighbours."""
_Spellings = Mapping[_Place, Counter[str]]
_Pairs = Mapping[tuple[str, str], tuple[str, str]]


def respelled(words: Sequence[Word], readings: Iterable[PageReading]) -> tuple[Word, ...]:
    """The words, doubtful ones with the marks that the rest of the document gives them."""
    parts = [list(_parted(word)) for word in words]
    spelled = iter(_respelled(list(chain.from_iterable(parts)), readings))
    return tuple(
        _joined([next(spelled) for _ in own], word) for own, word in zip(parts, words, strict=True)
    )


def _parted(word: Word) -> Iterator[Word]:
    """`Dần-năm` → `Dần`, `năm`: a dash set without blanks hides two words from their neighbours."""
    halves = word.text.split("-")
    is_two = len(halves) > 1 and all(map(str.isalpha, halves))
    yield from (replace(word, text=half) for half in halves) if is_two else (word,)


def _joined(parts: Sequence[Word], word: Word) -> Word:
    if len(parts) == 1:
        return parts[0]
    text = "-".join(part.text for part in parts)
    return replace(word, text=text, confidence=min(part.confidence for part in parts))


def _respelled(words: Sequence[Word], readings: Iterable[PageReading]) -> tuple[Word, ...]:
    letters = [_letters(word.text) for word in words]
    wanted = {
        place
        for index, letter in enumerate(letters)
        for place in _places(letter, *_around(letters, index))
    }
    spellings = _spellings(readings, wanted=wanted, without=frozenset(words))
    known = {**SET_PAIRS, **_lunar_pairs(words)}
    return tuple(
        _best(word, *_around(letters, index), spellings, known) for index, word in enumerate(words)
    )


def has_frail_word(words: Sequence[Word], *, hooks_lost: bool) -> bool:
    """Whether a word that no set phrase confirms may as well be another; `hooks_lost` on its page words with ế, ố, ấ may."""
    letters = [_letters(word.text) for word in words]
    return any(
        (letter in _FRAIL or (hooks_lost and _is_stacked_acute(word.text)))
        and _in_set_phrase(letter, *_around(letters, index)) is None
        for index, (word, letter) in enumerate(zip(words, letters, strict=True))
    )


def loses_hooks(readings: Iterable[PageReading]) -> bool:
    """Whether a word of a set phrase that has a hook was read with an acute: then the scan loses others as well."""
    for line in (line for page in readings for line in page.text.lines):
        letters = [_letters(word.text) for word in line.words]
        for index, word in enumerate(line.words):
            if not _is_stacked_acute(word.text):
                continue  # most words, and this is known of each
            known = _in_set_phrase(letters[index], *_around(letters, index))
            if known and _marks(known) & {_HOOK}:
                return True
    return False


@lru_cache(maxsize=1 << 14)
def _is_stacked_acute(text: str) -> bool:
    return {_CIRCUMFLEX, _ACUTE} <= _marks(text)


def _marks(text: str) -> set[str]:
    return set(normalize("NFD", text)) & {_CIRCUMFLEX, _ACUTE, _HOOK}


def _spellings(
    readings: Iterable[PageReading], *, wanted: Iterable[_Place], without: frozenset[Word]
) -> _Spellings:
    """How the document spells its words in the places wanted."""
    found: dict[_Place, Counter[str]] = {place: Counter() for place in wanted}
    for page in readings:
        text = [part for whole in page.text.words if has_sign(whole) for part in _parted(whole)]
        for place, word, beside in _sightings(text, found):
            if word not in without and beside not in without:
                found[place][_bare(word.text)] += 1
    return found


def _sightings(
    text: Sequence[Word], wanted: Collection[_Place]
) -> Iterator[tuple[_Place, Word, Word | None]]:
    """The wanted places of the surely read words, with the word itself and the neighbour whose own reading must count."""
    letters, own = [_letters(word.text) for word in text], frozenset(chain.from_iterable(wanted))
    for index, word in enumerate(text):
        if word.confidence < _COUNTED:
            continue
        before, after = _around(letters, index)
        is_inside = 0 < index < len(text) - 1
        if letters[index] not in own and not (is_inside and (before, after) in wanted):
            continue  # most words of a document
        behind, ahead, between = _places(letters[index], before, after)
        if index > 0 and behind in wanted:
            yield behind, word, text[index - 1]
        if index + 1 < len(text) and ahead in wanted:
            yield ahead, word, text[index + 1]
        if is_inside and between in wanted:
            yield between, word, None


def _places(letters: str, before: str, after: str) -> tuple[_Place, _Place, _Place]:
    return (f"{before} _", letters), (letters, f"_ {after}"), (before, after)


def _around(letters: Sequence[str], index: int) -> tuple[str, str]:
    before = letters[index - 1] if index > 0 else ""
    after = letters[index + 1] if index + 1 < len(letters) else ""
    return before, after


def _best(word: Word, before: str, after: str, spellings: _Spellings, known: _Pairs) -> Word:
    letters, spelled = _letters(word.text), _bare(word.text)
    fixed = _in_set_phrase(letters, before, after, known)
    if fixed is not None:
        return _confirmed(word) if _is_same(fixed, spelled) else _confirmed(_spelled(word, fixed))
    behind, ahead, between = (spellings[place] for place in _places(letters, before, after))
    seen = (behind if before else Counter()) + (ahead if after else Counter())
    if not seen and letters.isalpha() and not is_syllable(spelled):
        return _one_letter_off(word, between)
    if not seen or not letters:
        return word
    best, count = seen.most_common(1)[0]
    is_outvoted = count >= _OFTEN and count >= _FAR_OFTENER * seen[spelled]
    if _is_same(best, spelled) or not (is_outvoted or word.confidence < _SURE):
        return word
    if word.confidence < _SURE and seen[spelled] >= count:
        return word
    mended = _spelled(word, best)
    return replace(mended, confidence=_OUTVOTED) if word.confidence >= _SURE else mended


def _one_letter_off(word: Word, between: Counter[str]) -> Word:
    """No Vietnamese, and the document says between the same neighbours what differs in a letter: `trone` for `trong`."""
    read = _bare(word.text)
    near = [other for other in between if _differs_by_one(other, read) and is_syllable(other)]
    if len(near) != 1:
        return word
    return replace(_spelled(word, near[0]), confidence=_OUTVOTED)


def _differs_by_one(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(map(str.__ne__, one, other)) == 1


def _lunar_pairs(words: Iterable[Word]) -> _Pairs:
    """The names of the years that the words have in figures: 2025 is `Ất Tỵ` and nothing else."""
    years = [int(year) for word in words for year in re.findall(r"\b(?:19|20)\d\d\b", word.text)]
    names = ((_STEMS[(year + 6) % 10], _BRANCHES[(year + 8) % 12]) for year in years)
    return {(fold(stem), fold(branch)): (stem, branch) for stem, branch in names}


def _in_set_phrase(letters: str, before: str, after: str, known: _Pairs = SET_PAIRS) -> str | None:
    if (before, letters) in known:
        return known[before, letters][1]
    return known[letters, after][0] if (letters, after) in known else None


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


@lru_cache(maxsize=1 << 14)  # every word is compared with both its neighbours, page after page
def _bare(text: str) -> str:
    return text.strip("".join(character for character in text if not character.isalnum())).lower()


def _letters(text: str) -> str:
    return fold(_bare(text))
