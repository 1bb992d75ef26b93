"""Numbers of owners: whether one keeps the rule of its kind, and which stand in a paper's words.

Rules of the domain reference 3.1, 3.2 and 3.4. A number keeps the province that it was given in; none is ever made from another.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from digitize.extract.ids import birth_year_in, has_check_digit, is_registered_at, sex_in
from digitize.model import Box, Line, PageReading, around
from digitize.rows import OwnerKind
from digitize.text import fold

_PERSONAL = re.compile(r"\d{9}|\d{12}", re.ASCII)
_ENTERPRISE = re.compile(r"\d{10}(-(?!000)\d{3})?", re.ASCII)
_AGENCY = re.compile(r"[A-Y]\d{2}(\.[A-Z0-9]{1,10})*", re.ASCII)
_OLDER_AGENCY = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.([A-Y]\d{2})", re.ASCII)
_LONGEST_AGENCY = 35
_DIGITS = re.compile(r"(?<![\w/-])\d(?:[ .]?\d){8,11}(?:-\d{3})?(?![\w/-])", re.ASCII)
_OLDER_CARD = re.compile(r"\bcmnd\b|chung minh")


def is_of_kind(kind: OwnerKind, number: str) -> bool:
    """Whether the number may be one of a citizen, or of an enterprise or agency: form and check digit, no more."""
    if kind is OwnerKind.CITIZEN:
        return _PERSONAL.fullmatch(number) is not None
    if _ENTERPRISE.fullmatch(number):
        return has_check_digit(number)
    return is_agency_code(number)


def is_agency_code(number: str) -> bool:
    """`H46.12` (QĐ 20/2020/QĐ-TTg) or `000.00.12.H46` (QCVN 102:2016/BTTTT)."""
    is_newer = _AGENCY.fullmatch(number) and len(number) <= _LONGEST_AGENCY
    return bool(is_newer or _OLDER_AGENCY.fullmatch(number))


def newer_agency_code(number: str) -> str:
    """The same agency's code with its levels from the left, `000.00.12.H46` → `H46.12`; others stay as they are."""
    found = _OLDER_AGENCY.fullmatch(number)
    if found is None:
        return number
    levels = [found[4], found[3], found[2], found[1]]
    while len(levels) > 1 and not levels[-1].strip("0"):
        levels.pop()
    return ".".join(levels)


def contradicts(number: str, *, provinces: Collection[str], born: str = "", sex: str = "") -> bool:
    """Whether a citizen's number says otherwise than its paper: another birth year or sex, or no province of the registry."""
    year, said = birth_year_in(number), sex_in(number)
    is_born_otherwise = bool(born) and year is not None and str(year) != born[:4]
    is_other_sex = bool(sex) and said is not None and said != sex
    is_nowhere = bool(provinces) and not is_registered_at(number, provinces)
    return is_born_otherwise or is_other_sex or is_nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNumber:
    """A number as it stands on a paper."""

    kind: OwnerKind
    number: str
    page_index: int
    box: Box
    line: str
    """The words around it."""


def printed_numbers(
    readings: Sequence[PageReading], *, provinces: Collection[str]
) -> tuple[PrintedNumber, ...]:
    """Every number in the words that keeps its rule, each once, in reading order.

    Nine digits count only where the words call them a card's: nothing else tells them from other figures.
    """
    found: dict[str, PrintedNumber] = {}
    for reading in readings:
        for line in reading.text.lines:
            for one in _in_line(line, reading.page_index, provinces):
                found.setdefault(one.number, one)
    return tuple(found.values())


def _in_line(line: Line, page_index: int, provinces: Collection[str]) -> Iterator[PrintedNumber]:
    text = line.text
    for match in _DIGITS.finditer(text):
        number = re.sub(r"[ .]", "", match[0])
        kind = _kind_of(number, text, provinces)
        if kind is not None:
            yield PrintedNumber(
                kind=kind,
                number=number,
                page_index=page_index,
                box=_box_of(line, match.start(), match.end()),
                line=text,
            )


def _kind_of(number: str, text: str, provinces: Collection[str]) -> OwnerKind | None:
    if len(number) == 9 and _OLDER_CARD.search(fold(text)):
        return OwnerKind.CITIZEN
    if len(number) == 12 and number.isdecimal() and is_registered_at(number, provinces):
        return OwnerKind.CITIZEN
    if _ENTERPRISE.fullmatch(number) and has_check_digit(number):
        return OwnerKind.ORGANISATION
    return None


def _box_of(line: Line, start: int, end: int) -> Box:
    """Around the words that the stretch of the line's text touches."""
    boxes, at = [], 0
    for word in line.words:
        if at < end and at + len(word.text) > start:
            boxes.append(word.box)
        at += len(word.text) + 1
    return around(boxes) if boxes else line.box
