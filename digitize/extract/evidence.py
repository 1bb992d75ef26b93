"""Words that were read into a field: value, place on the page, and how far it may be believed.

Confidence is what the three witnesses leave together: the label, the reading of the words, and the rule of the value's
kind. Where one of them is bad the field says which (`doubts`), so that a person is asked and told why.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from digitize.doctype import FieldSpec, ValueKind
from digitize.extract.form import FormWord, union
from digitize.extract.name_syllables import is_usual_name, likely_name
from digitize.extract.names import is_doubtful_name
from digitize.extract.offices import with_surname
from digitize.extract.values import (
    BAD_FORMAT,
    CONTRADICTION,
    HANDWRITING,
    LOW_CONFIDENCE,
    REPAIRED,
    Value,
    normalise,
)
from digitize.limits import MAX_FIELD_CHARS
from digitize.model import Field, FieldSource
from digitize.text import fold, nfc, squeeze

_DOUBT_FACTORS = {
    BAD_FORMAT: 0.3,
    CONTRADICTION: 0.4,
    HANDWRITING: 0.4,
    REPAIRED: 0.7,
    LOW_CONFIDENCE: 0.8,
}
_PEN_BELOW = 0.6  # mean confidence: printed words of a form are read better, handwriting is not
_BAD_WORD_BELOW = 0.45
_HOLE = 1.3
"""Heights of print; on drawn forms 12 of 15 values with a wider gap were wrong, none of 540 without had lost a word inside."""
_UNLIMITED = re.compile(r"khong (?:thoi han|xac dinh)|vo thoi han")  # printed where a day would be
_MAX_NAME_WORDS = 12
_ALSO_ORGANISATIONS = frozenset({"applicant_name", "owner_name"})
"""Keys of persons where the forms also allow an organisation (`Tên tổ chức, cá nhân`, `Chủ đầu tư`)."""
_ORGANISATION = re.compile(
    r"\W*(?:công ty|tổng công ty|tập đoàn|doanh nghiệp|hợp tác xã|hộ kinh doanh|chi nhánh|ngân hàng|trường|bệnh viện"
    r"|trung tâm|ủy ban|ubnd|sở|phòng|ban quản lý|hội|liên hiệp|quỹ|viện|chùa|giáo xứ|nhà thờ)\s",
    re.IGNORECASE,
)
"""With its marks: `Trường` is a school, `Trương` a family."""
_RULED_KINDS = frozenset(
    {
        ValueKind.DATE,
        ValueKind.PERSONAL_ID,
        ValueKind.ENTERPRISE_CODE,
        ValueKind.DOSSIER_CODE,
        ValueKind.PHONE,
        ValueKind.SEX,
        ValueKind.AREA,
        ValueKind.MONEY,
        ValueKind.REFERENCE,
    }
)
"""Kinds whose rule a misread value seldom keeps: figures of a fixed number and range."""
_SEARCHED_KINDS = _RULED_KINDS | {ValueKind.NUMBER}
"""Kinds whose value is a part of what stands after the label."""
_RULE_KEPT = 0.5
"""What is left of the uncertainty then: on drawn forms all of 131 such values that words and labels gave 0.7 to 0.9
were right, where names of that confidence were wrong in one of nine."""


_SPELLED_KINDS = frozenset({ValueKind.TEXT, ValueKind.PLACE, ValueKind.AGENCY_NAME})


def field_from(
    spec: FieldSpec,
    words: Sequence[FormWord],
    *,
    page_index: int,
    quality: float,
    how: FieldSource,
) -> Field | None:
    """The field that the words yield; None where nothing is written there. `quality` is the label's, 0..1."""
    if spec.key in _ALSO_ORGANISATIONS and _ORGANISATION.match(_text(words)):
        spec = replace(spec, kind=ValueKind.AGENCY_NAME)
    words = _cut(spec.kind, words)
    if spec.kind is ValueKind.DATE and _UNLIMITED.search(fold(_text(words))):
        return None
    value = _value(spec, _spelled(spec.kind, words))
    if not value.value or not words:
        return None
    narrow = _narrowed(spec, words, value)
    doubts = (*value.doubts, *_reading_doubts(narrow))
    if spec.kind is ValueKind.PERSON_NAME and not value.doubts:
        value, doubts = _as_names_are_spelled(value, doubts)
    if not doubts and spec.kind is ValueKind.PERSON_NAME and _may_be_misread(value.value):
        doubts = (LOW_CONFIDENCE,)
    confidence = quality * _reading_confidence(narrow)
    if not doubts and (spec.kind in _RULED_KINDS or spec.pattern):
        confidence = 1 - (1 - confidence) * _RULE_KEPT
    for doubt in doubts:
        confidence *= _DOUBT_FACTORS[doubt]
    return Field(
        key=spec.key,
        value=value.value[:MAX_FIELD_CHARS],
        confidence=round(min(confidence, 1.0), 4),
        page_index=page_index,
        box=union([word.box for word in narrow]),
        how=how,
        raw=_text(narrow),
        doubts=doubts,
    )


def _as_names_are_spelled(value: Value, doubts: tuple[str, ...]) -> tuple[Value, tuple[str, ...]]:
    """The name with the marks that its surname and its syllables have in use, doubted where the reading had others.

    Engines give marks to a surname without any (`PHAN` read `PHÁN`) and take `Uyển` for `Uyến`.
    """
    words = value.value.split()
    spelled, _ = with_surname(words)
    likely = " ".join([spelled.split()[0], *likely_name(words[1:])])
    if likely == value.value:
        return value, doubts
    return replace(value, value=likely), tuple(dict.fromkeys((*doubts, LOW_CONFIDENCE)))


def _may_be_misread(name: str) -> bool:
    """Cut or odd by its shape, or with a syllable that no name usually has (of 20 such undoubted names 6 were wrong)."""
    return is_doubtful_name(name) or not is_usual_name(name.split()[1:])


def is_sound(field: Field) -> bool:
    """Whether the value keeps the rule of its kind."""
    return BAD_FORMAT not in field.doubts


def doubted(field: Field, doubt: str) -> Field:
    """The same field with one more doubt, and less confidence for it."""
    if doubt in field.doubts:
        return field
    return Field(
        key=field.key,
        value=field.value,
        confidence=round(field.confidence * _DOUBT_FACTORS[doubt], 4),
        page_index=field.page_index,
        box=field.box,
        how=field.how,
        raw=field.raw,
        doubts=(*field.doubts, doubt),
    )


def _text(words: Sequence[FormWord]) -> str:
    return squeeze(" ".join(word.text for word in words))


def _spelled(kind: ValueKind, words: Sequence[FormWord]) -> str:
    """The words with tone marks put back where the value is plain text, as read where it is a name or number."""
    if kind not in _SPELLED_KINDS:
        return _text(words)
    return squeeze(" ".join(word.spelled for word in words))


def _cut(kind: ValueKind, words: Sequence[FormWord]) -> Sequence[FormWord]:
    """A name ends at a comma, a bracket or a number (`Nguyễn Văn An, sinh năm 1970`)."""
    if kind is not ValueKind.PERSON_NAME:
        return words
    for index, word in enumerate(words[:_MAX_NAME_WORDS]):
        if re.search(r"[,;(\d]", word.text):
            keep = index + 1 if re.match(r"[^\W\d_]+[,;]", word.text) else index
            return words[:keep]
    return words


def _value(spec: FieldSpec, text: str) -> Value:
    """The value as its kind and the field's own pattern see it; the pattern may pick a part of the text."""
    if not spec.pattern:
        return normalise(spec.kind, text)
    if spec.kind not in _SEARCHED_KINDS and (found := _part(spec, nfc(text))):
        return _of_pattern(spec, found.group())
    value = normalise(spec.kind, text)
    if not value.value or re.fullmatch(spec.pattern, value.value) or BAD_FORMAT in value.doubts:
        return value
    return Value(value=value.value, doubts=(*value.doubts, BAD_FORMAT))


def _part(spec: FieldSpec, text: str) -> re.Match[str] | None:
    """Where the pattern is kept; a code is whole words, so that a driving licence of class `Có` is not one of class C."""
    edge = r"(?<!\w)(?:{})(?!\w)" if spec.kind is ValueKind.CODE else "{}"
    return re.search(edge.format(spec.pattern), text)


def _of_pattern(spec: FieldSpec, text: str) -> Value:
    """A code's own pattern is its rule: a driving licence's class may be a letter alone."""
    return Value(value=text) if spec.kind is ValueKind.CODE else normalise(spec.kind, text)


def _narrowed(spec: FieldSpec, words: Sequence[FormWord], value: Value) -> Sequence[FormWord]:
    """The fewest neighbouring words that yield the same value: the field's box and raw reading."""
    if spec.kind not in _SEARCHED_KINDS and not spec.pattern:
        return words
    start, end = 0, len(words)
    while start + 1 < end and _value(spec, _spelled(spec.kind, words[start + 1 : end])) == value:
        start += 1
    while start < end - 1 and _value(spec, _spelled(spec.kind, words[start : end - 1])) == value:
        end -= 1
    return words[start:end]


def _reading_doubts(words: Sequence[FormWord]) -> tuple[str, ...]:
    mean = sum(word.confidence for word in words) / len(words)
    if mean < _PEN_BELOW and any(word.on_leader for word in words):
        return (HANDWRITING,)
    is_bad = min(word.confidence for word in words) < _BAD_WORD_BELOW
    return (LOW_CONFIDENCE,) if is_bad or _has_hole(words) else ()


def _has_hole(words: Sequence[FormWord]) -> bool:
    """Whether a word of a line stands too far from the one before it: one between them was not read."""
    return any(
        other.box.left - one.box.right > _HOLE * min(one.box.height, other.box.height)
        for one, other in pairwise(words)
        if one.box.top < other.box.bottom and other.box.top < one.box.bottom
    )


def _reading_confidence(words: Sequence[FormWord]) -> float:
    """Half the mean over letters, half the worst word: one misread word spoils a value."""
    weights = [len(word.text) or 1 for word in words]
    total = sum(word.confidence * weight for word, weight in zip(words, weights, strict=True))
    return (total / sum(weights) + min(word.confidence for word in words)) / 2
