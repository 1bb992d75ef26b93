"""Number, date and place of issue (ô 3 and 4), and whether figures in them were written by pen.

A number is assigned and a day filled in after printing, often by hand in a gap that the form leaves. Print is told from
the pen by what was measured on real scans: printed figures are as tall as those of the printed year beside them, and
follow their neighbours without the form's gap. Anything else keeps its reading and is doubted, never accepted.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from statistics import median

from rapidfuzz.distance import Levenshtein

from digitize.extract.administrative_fields import placed_field
from digitize.extract.dates import parse_date
from digitize.extract.letterhead import Letterhead, find_letterhead, opens_day
from digitize.extract.places import Province, parse_place
from digitize.extract.references import parse_reference
from digitize.extract.values import HANDWRITING, LOW_CONFIDENCE
from digitize.layout import Segment, has_sign
from digitize.model import Field, PageReading, Word
from digitize.text import fold

_PRINTED_FIGURE = 0.75
"""Engines are surer of printed figures than this; of written ones rarely."""
_TALLER = 1.12
"""Written figures were 1.17 to 1.7 times as tall as the printed year, printed ones up to 1.06."""
_TALLER_NUMBER = 1.04
"""Numbers typed in the size of the year are as tall or less; written ones up to 1.4 times, and misread where not."""
_TALLER_THAN_LABEL = 1.0
"""The same against `Số:`, whose tone mark rises above the figures, where there is no year."""
_BLANK = 0.2
"""Share of the letters' height below which no blank was typed."""
_FORM_GAP = 0.6
"""A gap before the slash wider than this share of a figure's height was left for the pen."""

_SYMBOL = re.compile(r"\W*/")
_DATE_WORD = re.compile(r"\W*(?:nga|thang|nam)|\d{1,4}\W*$")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_SHORT_PLACES = frozenset({"hue", "vinh", "pleiku"})
_JOINING = frozenset({"-", "–"})
"""`Bà Rịa - Vũng Tàu`; a rule or a mark without its letter belongs to no place."""


def read_reference(letterhead: Letterhead, *, page_index: int) -> Field | None:
    """`2311/QĐ-UBND`; None where its figures cannot be read."""
    row = letterhead.reference
    if row is None:
        return None
    words = _after_label(row)
    reference = parse_reference(_joined(words))
    if reference is None:
        return None
    tallest = _tallest_print(row, words[0], letterhead.dateline)
    doubts = () if _is_printed_number(words, tallest=tallest) else (HANDWRITING,)
    return placed_field("reference", reference.text, words, page_index=page_index, doubts=doubts)


def read_date(letterhead: Letterhead, *, page_index: int) -> Field | None:
    """The day of issue as ISO 8601; None where day, month or year cannot be read."""
    if letterhead.dateline is None:
        return None
    _, date = _parts(letterhead.dateline)
    value = parse_date(" ".join(word.text for word in date))
    if value is None or len(value) < len("2023-12-29"):
        return None
    doubts = () if _is_printed_date(date) else (HANDWRITING,)
    return placed_field("issued_date", value, date, page_index=page_index, doubts=doubts)


def read_place(
    letterhead: Letterhead, *, page_index: int, provinces: Sequence[Province] = ()
) -> Field | None:
    """The place name before the date; a province's lost tone marks are put back."""
    if letterhead.dateline is None:
        return None
    words, _ = _parts(letterhead.dateline)
    kept = [word for word in words if has_sign(word) or word.text in _JOINING]
    place = parse_place(" ".join(word.text for word in kept))
    if place is None:
        return None
    names = {fold(province.name): province.name for province in provinces}
    place = names.get(fold(place), place)
    is_parted = words.index(kept[-1]) - words.index(kept[0]) >= len(kept)
    is_odd = (
        _is_nearly_one_of(place, names)
        or _is_cut(place, names)
        or (is_parted and fold(place) not in names)
    )
    doubts = (LOW_CONFIDENCE,) if is_odd else ()
    return placed_field("issued_place", place, words, page_index=page_index, doubts=doubts)


def left_to_pen(page: PageReading) -> frozenset[str]:
    """Which of `reference` and `issued_date` a first page has ink for that was not read as print."""
    letterhead = find_letterhead(page)
    if letterhead is None:
        return frozenset()
    found = set()
    if letterhead.reference is not None and _has_ink(letterhead.reference.words[1:], _SYMBOL):
        found.add("reference")
    if letterhead.dateline is not None and _has_ink(_parts(letterhead.dateline)[1], _DATE_WORD):
        found.add("issued_date")
    return frozenset(found)


def _has_ink(words: Iterable[Word], printed: re.Pattern[str]) -> bool:
    return any(
        not printed.match(fold(word.text)) and word.confidence < _PRINTED_FIGURE for word in words
    )


def _is_nearly_one_of(place: str, names: Collection[str]) -> bool:
    """One letter off a province: more likely a misread province than a commune of such a name."""
    read = fold(place)
    return read not in names and any(Levenshtein.distance(read, name) == 1 for name in names)


def _is_cut(place: str, names: Collection[str]) -> bool:
    """One syllable: hardly any place but these has such a name, and of `Quỳnh Trầm` the first may be lost.

    `Chí Minh` is the end of a province; of those of two names (`Bà Rịa - Vũng Tàu`) either has its own.
    """
    read = fold(place)
    if read in names or read in _SHORT_PLACES:
        return False
    is_end = any(name.endswith(f" {read}") and "-" not in name for name in names)
    return is_end or len(read.split()) == 1


def _joined(words: Sequence[Word]) -> str:
    """One text; a number and symbol have no blank, and an engine that sees one leaves less room than a blank has."""
    text = words[0].text if words else ""
    for before, word in pairwise(words):
        is_close = word.box.left - before.box.right < _BLANK * word.box.height
        text += word.text if is_close else f" {word.text}"
    return text


def _after_label(row: Segment) -> tuple[Word, ...]:
    """The words from the one that holds the first figure or slash on."""
    starts = (i for i, word in enumerate(row.words) if re.search(r"[\d/]", word.text))
    return row.words[next(starts, len(row.words)) :]


def _parts(dateline: Segment) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    words = dateline.words
    day = next(i for i, word in enumerate(words) if opens_day(word))
    last = max((i for i, word in enumerate(words) if _has_figure(word)), default=len(words) - 1)
    return words[:day], words[day : last + 1]


def _tallest_print(row: Segment, first: Word, dateline: Segment | None) -> float:
    """Height in pixels above which the figures of a number are not typed."""
    year = [word for word in dateline.words if _YEAR.match(word.text)] if dateline else []
    if year:
        return _TALLER_NUMBER * year[-1].box.height
    label = [word for word in row.words if word.box.right <= first.box.left]
    return _TALLER_THAN_LABEL * max((word.box.height for word in label), default=first.box.height)


def _is_printed_number(words: Sequence[Word], *, tallest: float) -> bool:
    first = words[0]
    if not first.text[:1].isdigit() or first.confidence < _PRINTED_FIGURE:
        return False
    if first.box.height > tallest:
        return False
    slashed = next((i for i, word in enumerate(words) if "/" in word.text), 0)
    if slashed == 0:
        return True
    gap = words[slashed].box.left - words[slashed - 1].box.right
    return gap < _FORM_GAP * first.box.height


def _is_printed_date(words: Sequence[Word]) -> bool:
    """Every figure sure, all digits, and as tall as the year, which the form prints."""
    figures = [word for word in words if _has_figure(word)]
    if len(figures) < len(("day", "month", "year")):
        return False
    year = figures[-1]
    usual = min(year.box.height, median(word.box.height for word in figures))
    return all(
        word.text.strip(".,;").isdigit()
        and word.confidence >= _PRINTED_FIGURE
        and word.box.height <= _TALLER * usual
        for word in figures
    )


def _has_figure(word: Word) -> bool:
    return any(character.isdigit() for character in word.text)
