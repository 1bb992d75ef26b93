"""What the rest of a page says of a name or place that was read from it: surer, or doubted; the value itself stays.

A name that the paper has elsewhere with one more word has lost its end, however surely the engine read the rest; one that
it spells elsewhere with other marks is misread here or there; one between whose words another was passed over lacks it.
What stands elsewhere as it does here was read from two prints, so a slip of either reading is unlikely in it. A mark that
an engine loses everywhere is no such slip: a doubted value stays doubted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from digitize.doctype import DocumentType, ValueKind
from digitize.extract.evidence import doubted
from digitize.extract.form_organ import COUNTER_NAMES
from digitize.extract.organ_words import OPENING_WORDS, unlisted
from digitize.extract.places import Province
from digitize.extract.set_phrases import SET_PAIRS
from digitize.extract.values import LOW_CONFIDENCE
from digitize.intake.syllables import is_syllable
from digitize.layout import Segment, cut_at_gaps
from digitize.model import Box, Field, FieldSource, PageReading, Word
from digitize.text import fold, modern_tone

_PERSONS_AND_BODIES = frozenset({ValueKind.PERSON_NAME, ValueKind.AGENCY_NAME})
_WORDED = _PERSONS_AND_BODIES | {ValueKind.PLACE}
_WELL_READ = 0.85
"""Words that mending spelled have less, and mending asks the same page: they are no witnesses of their own."""
_SURE = 0.9
"""Of a word that speaks against a value."""
_LETTERS = 3
"""Of a word passed over; what is shorter may be a stroke of a stamp."""
_LEAST_WORDS = 2
_LEFT = 0.4
"""Of the uncertainty, once a second print agrees: of 301 undoubted values of 513 drawn papers that stood there again none was
wrong, of 717 others 20."""
_LEFT_OF_LISTED = 0.3
"""Where closed lists spell every word: of names of bodies read with 0.8 to 0.94 one of 123 such was wrong, of the others 7 of 122."""
_OPENS = re.compile(r"(?:bo phan|cong hoa|" + "|".join(OPENING_WORDS) + r")\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the letters of a value stand once more, and the words behind them in the same stretch."""

    words: Sequence[Word]
    after: Sequence[Word]


def held_to_pages(
    fields: Iterable[Field],
    readings: Sequence[PageReading],
    document_type: DocumentType,
    *,
    provinces: Sequence[Province],
) -> tuple[Field, ...]:
    """The same fields, names and places that another witness speaks against doubted, those that one repeats surer."""
    kinds = {spec.key: spec.kind for spec in document_type.fields}
    pages = {page.page_index: _stretches(page) for page in readings}
    return tuple(
        _held(field, kinds[field.key], pages, provinces) if _is_open(field, kinds) else field
        for field in fields
    )


def _is_open(field: Field, kinds: Mapping[str, ValueKind]) -> bool:
    """Read from print, and nothing spoke against it."""
    return kinds[field.key] in _WORDED and not field.doubts and field.how is not FieldSource.BARCODE


def _held(
    field: Field,
    kind: ValueKind,
    pages: Mapping[int, Sequence[Segment]],
    provinces: Sequence[Province],
) -> Field:
    stretches = [_spelled(field.value.split())]
    is_listed = False
    if kind is ValueKind.AGENCY_NAME:
        stretches.append(_spelled(unlisted(field.value, provinces)))
        is_listed = not stretches[-1] or field.value in COUNTER_NAMES
    may_go_on = kind in _PERSONS_AND_BODIES and not is_listed
    found = [
        (place, spelled) for spelled in stretches for place in _elsewhere(spelled, field, pages)
    ]
    if (
        any(_is_otherwise(place, spelled) for place, spelled in found)
        or (may_go_on and any(_goes_on(place, provinces) for place, _ in found))
        or (kind is ValueKind.AGENCY_NAME and _passes_over(field, pages[field.page_index]))
    ):
        return doubted(field, LOW_CONFIDENCE)
    is_again = any(_repeats(place, spelled) for place, spelled in found)
    left = _LEFT_OF_LISTED if is_listed else _LEFT if is_again else 1.0
    return replace(field, confidence=round(1 - (1 - field.confidence) * left, 4))


def _spelled(words: Iterable[str]) -> list[str]:
    return [bare for bare in map(_bare, words) if bare]


def _repeats(place: _Place, spelled: Sequence[str]) -> bool:
    return all(
        _bare(word.text) == own and word.confidence >= _WELL_READ
        for word, own in zip(place.words, spelled, strict=True)
    )


def _is_otherwise(place: _Place, spelled: Sequence[str]) -> bool:
    """Whether a surely read word there has other marks; phrases of one spelling were put right on either side."""
    pairs = [(fold(one), fold(other)) for one, other in pairwise(spelled)]
    fixed = {index + k for index, pair in enumerate(pairs) if pair in SET_PAIRS for k in (0, 1)}
    return any(
        _bare(word.text) != own and word.confidence >= _SURE and index not in fixed
        for index, (word, own) in enumerate(zip(place.words, spelled, strict=True))
    )


def _goes_on(place: _Place, provinces: Iterable[Province]) -> bool:
    """Whether the name there has a word more: written as its last one is, and neither a new name nor where a body is."""
    if not place.after or not place.words[-1].text[-1].isalnum():
        return False
    last, word = place.words[-1].text, place.after[0]
    text = re.sub(r"\W", "", word.text)
    rest = fold(" ".join(other.text for other in place.after))
    return (
        word.confidence >= _SURE
        and text[:1].isupper()
        and text.isupper() == last.isupper()
        and len(text) > 1
        and is_syllable(text)
        and not _OPENS.match(rest)
        and not any(re.match(rf"{re.escape(fold(one.name))}\b", rest) for one in provinces)
    )


def _passes_over(field: Field, stretches: Iterable[Segment]) -> bool:
    """Whether a word stands between those of the field that the field does not have, not even under other marks."""
    own = _letters(field.raw)
    return field.how is FieldSource.LAYOUT and any(
        _lies_in(word.box, field.box)
        and sum(map(str.isalpha, word.text)) >= _LETTERS
        and _letters(word.text) not in own
        for stretch in stretches
        for word in stretch.words
    )


def _elsewhere(
    spelled: Sequence[str], field: Field, pages: Mapping[int, Sequence[Segment]]
) -> Iterator[_Place]:
    """Every other place where the value's letters follow one another in whole words, in any case, with any marks."""
    if len(spelled) < _LEAST_WORDS:
        return
    wanted = [fold(word) for word in spelled]
    for page_index, stretches in pages.items():
        own = field.box if page_index == field.page_index else None
        for stretch in stretches:
            yield from _in_stretch(wanted, stretch.words, own)


def _in_stretch(wanted: Sequence[str], words: Sequence[Word], own: Box | None) -> Iterator[_Place]:
    letters = [fold(_bare(word.text)) for word in words]
    for start in range(len(words) - len(wanted) + 1):
        end = start + len(wanted)
        if letters[start:end] == wanted and not (own and _lies_in(words[start].box, own)):
            yield _Place(words=words[start:end], after=words[end:])


def _stretches(page: PageReading) -> list[Segment]:
    return [stretch for line in page.text.lines for stretch in cut_at_gaps(line.words)]


def _lies_in(box: Box, other: Box) -> bool:
    """By its middle."""
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return other.left <= across <= other.right and other.top <= down <= other.bottom


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, fold(text)))


@lru_cache(maxsize=1 << 14)  # every value is sought among all words of the document
def _bare(text: str) -> str:
    return modern_tone(re.sub(r"[^\w]", "", text).lower())
