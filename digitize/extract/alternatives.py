"""What else a field may be: values of its kind that the reader found on the same pages, the nearest to its place first.

A person chooses among them with the picture in sight; none is believed by itself. Only what keeps the rule of its kind whole is
offered, so that a click never brings a value that the form would refuse.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from digitize.doctype import FieldSpec, ValueKind
from digitize.extract.name_syllables import is_usual_name
from digitize.extract.offices import with_surname
from digitize.extract.values import normalise
from digitize.model import Box, Field, Line, PageReading, around
from digitize.text import fold, squeeze, trim

MOST = 5
"""Keys 1 to 5; a longer list is slower to read than to type."""
_LONGEST = {
    # Words of a value as it is printed: `ngày 05 tháng 3 năm 2022`, `Tôn Nữ Hoàng Thị Ngọc Bích`.
    ValueKind.DATE: 6,
    ValueKind.REFERENCE: 2,
    ValueKind.PERSON_NAME: 5,
    ValueKind.PERSONAL_ID: 4,
    ValueKind.ENTERPRISE_CODE: 4,
    ValueKind.DOSSIER_CODE: 2,
    ValueKind.PHONE: 4,
}
_SEXES = ("Nam", "Nữ")
_WHOLE_DATE = 10  # `2024-03-05`; a lone year is on every page
_LEAST_NAME_WORDS = 2


def alternatives(
    spec: FieldSpec, found: Field | None, readings: Sequence[PageReading]
) -> tuple[str, ...]:
    """Up to `MOST` values in normal form, never the one that the field has."""
    said = (*_as_read(spec, found), *_second_thoughts(spec, found, readings))
    offered = dict.fromkeys((*said, *_elsewhere(spec, found, readings)))
    offered.pop(found.value if found else "", None)
    return tuple(offered)[:MOST]


def _as_read(spec: FieldSpec, found: Field | None) -> Iterator[str]:
    """The words themselves, where they were understood as something else."""
    if spec.kind is ValueKind.SEX:
        yield from _SEXES
    if found is not None and found.raw:
        value = normalise(spec.kind, squeeze(found.raw))
        if value.value and not value.doubts:
            yield value.value


def _second_thoughts(
    spec: FieldSpec, found: Field | None, readings: Sequence[PageReading]
) -> Iterator[str]:
    """The words that were read with one of them as the engine thinks it may be too, the least sure word first."""
    pages = [one for one in readings if found is not None and one.page_index == found.page_index]
    if found is None or not found.raw:
        return
    within = [word for page in pages for word in page.text.words if _lies_in(word.box, found.box)]
    for word in sorted(within, key=lambda one: one.confidence):
        for other in word.others if found.raw.count(word.text) == 1 else ():
            value = normalise(spec.kind, squeeze(found.raw.replace(word.text, other)))
            if value.value and not value.doubts:
                yield value.value


def _lies_in(box: Box, other: Box) -> bool:
    """By its middle."""
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return other.left <= across <= other.right and other.top <= down <= other.bottom


def _elsewhere(
    spec: FieldSpec, found: Field | None, readings: Sequence[PageReading]
) -> Iterable[str]:
    """Of each row the longest stretches that are a value; the rows nearest to the field's own come first."""
    most = _LONGEST.get(spec.kind)
    if most is None:
        return ()
    placed = [
        (_distance(box, reading, found), order, value)
        for order, reading in enumerate(readings)
        for line in reading.text.lines
        for value, box in _in_line(spec.kind, line, most)
    ]
    return [value for _, _, value in sorted(placed, key=lambda one: one[:2])]


def _distance(box: Box, reading: PageReading, found: Field | None) -> float:
    """In heights of a page; 0 for a field that was found nowhere, so that what is read first comes first."""
    if found is None:
        return 0.0
    pages = abs(reading.page_index - found.page_index)
    across = abs(box.left - found.box.left) / max(reading.width, 1) / 2
    return pages + abs(box.top - found.box.top) / max(reading.height, 1) + across


def _in_line(kind: ValueKind, line: Line, most: int) -> Iterator[tuple[str, Box]]:
    start = 0
    while start < len(line.words):
        for end in range(min(len(line.words), start + most), start, -1):
            words = line.words[start:end]
            text = trim(" ".join(word.text for word in words))
            value = _value(kind, text)
            if value:
                yield value, around(word.box for word in words)
                start = end - 1
                break
        start += 1


def _value(kind: ValueKind, text: str) -> str:
    """The value that the words are, and nothing besides; empty where they are none."""
    is_one = _IS_ONE.get(kind, _is_whole)
    value = normalise(kind, text)
    return value.value if value.value and not value.doubts and is_one(text, value.value) else ""


def _is_whole(text: str, value: str) -> bool:
    """Nothing of the text is left over but blanks and points."""
    return _signs(text) == _signs(value)


def _signs(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _is_date(text: str, value: str) -> bool:
    return len(value) == _WHOLE_DATE and text[:1].casefold() in "0123456789n"


def _is_name(text: str, _value: str) -> bool:
    words = text.split()
    if len(words) < _LEAST_NAME_WORDS or not all(word[:1].isupper() for word in words):
        return False
    _, has_surname = with_surname(words)
    return has_surname and is_usual_name(words[1:])


_IS_ONE: Mapping[ValueKind, Callable[[str, str], bool]] = {
    ValueKind.DATE: _is_date,
    ValueKind.PERSON_NAME: _is_name,
}
