"""The machine-readable lines on the back of an identity card (ICAO Doc 9303, parts 3 and 5, form TD1) into fields.

They repeat number, birth and sex in print made to be read, so that they often survive a copy on which the small print of
the face is lost. A value is taken only where everything that the lines say of it agrees: the check digits, the number's
second writing, and what the number itself says of birth and sex. Names stand there without marks and are left to the face.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import cycle

from digitize.extract.dates import parse_compact_date
from digitize.extract.digits import repair_digits
from digitize.extract.evidence import is_sound
from digitize.extract.ids import birth_year_in, sex_in
from digitize.extract.values import CONTRADICTION
from digitize.model import Field, FieldSource, Line, PageReading
from digitize.text import fold

_NUMBER = re.compile(r"vnm(?P<short>\w{9})(?P<check>\w)(?P<whole>\w{12})<")
"""Line 1: the last nine digits of the personal id as the card's number, its check digit, then the whole id."""
_BIRTH = re.compile(
    r"(?P<birth>\w{6})(?P<check>\w)(?P<sex>[mf])(?P<expiry>\w{6})(?P<expiry_check>\w)vnm"
)
_WEIGHTS = (7, 3, 1)
_SEXES = {"m": "Nam", "f": "Nữ"}
_PROVEN = 0.99
"""As far as a reading may be believed whose check digits hold; a copy may still carry two cards."""


def machine_line_fields(readings: Sequence[PageReading]) -> dict[str, Field]:
    """`personal_id`, with `date_of_birth` and `sex` where the second line bears the number out; none without such lines."""
    for reading in readings:
        for line in reading.text.lines:
            if number := _number_in(_letters(line)):
                return _fields(number, line, reading)
    return {}


def confirmed_by_face(fields: Mapping[str, Field], face: Mapping[str, Field]) -> dict[str, Field]:
    """The number from the lines beside that from the face: proven where both say the same, doubted where not.

    Its first three digits stand once in the lines and have no check digit.
    """
    ours, theirs = fields.get("personal_id"), face.get("personal_id")
    if ours is None or theirs is None or ours.how is not FieldSource.MACHINE_LINES:
        return dict(fields)
    if ours.value == theirs.value:
        return {**fields, "personal_id": replace(ours, confidence=_PROVEN)}
    if is_sound(theirs):
        return {**fields, "personal_id": replace(ours, doubts=(*ours.doubts, CONTRADICTION))}
    return dict(fields)


def has_check_digit(digits: str, check: str) -> bool:
    """Whether the weighted sum (7, 3, 1 in turn) of the digits ends in `check`."""
    weighted = zip(digits, cycle(_WEIGHTS), strict=False)
    return sum(int(digit) * weight for digit, weight in weighted) % 10 == int(check)


def _number_in(letters: str) -> str | None:
    found = _NUMBER.search(letters)
    if found is None:
        return None
    short, check, whole = map(_digits, found.groups())
    is_whole = short and check and whole and has_check_digit(short, check)
    return whole if is_whole and whole.endswith(short) else None


def _fields(number: str, line: Line, reading: PageReading) -> dict[str, Field]:
    surest = min(_PROVEN, *(word.confidence for word in line.words))
    found = {"personal_id": _field("personal_id", number, surest, line, reading)}
    for other in reading.text.lines:
        if birth := _birth_in(_letters(other), number):
            found["date_of_birth"] = _field("date_of_birth", birth, _PROVEN, other, reading)
            found["sex"] = _field("sex", sex_in(number) or "", _PROVEN, other, reading)
            break
    return found


def _birth_in(letters: str, number: str) -> str | None:
    """The day of birth, where check digits hold and the number tells of the same year and sex."""
    found = _BIRTH.search(letters)
    if found is None or _SEXES[found["sex"]] != sex_in(number):
        return None
    birth, check, expiry, expiry_check = (
        _digits(found[name]) for name in ("birth", "check", "expiry", "expiry_check")
    )
    if not (birth and check and expiry and expiry_check):
        return None
    year = birth_year_in(number)
    holds = has_check_digit(birth, check) and has_check_digit(expiry, expiry_check)
    if not holds or year is None or year % 100 != int(birth[:2]):
        return None
    return parse_compact_date(f"{birth[4:]}{birth[2:4]}{year}")


def _letters(line: Line) -> str:
    return fold("".join(word.text for word in line.words))


def _digits(read: str) -> str:
    """What was read as digits, letters for the digits they look like; empty where some are neither."""
    digits = repair_digits(read.upper())
    return digits if digits.isascii() and digits.isdigit() and len(digits) == len(read) else ""


def _field(key: str, value: str, confidence: float, line: Line, reading: PageReading) -> Field:
    return Field(
        key=key,
        value=value,
        confidence=confidence,
        page_index=reading.page_index,
        box=line.box,
        how=FieldSource.MACHINE_LINES,
        raw=line.text,
    )
