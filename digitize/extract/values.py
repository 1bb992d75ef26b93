"""A reading into a value of its kind: one table of parsers (`spec/fields.toml`), doubts where a rule is broken.

A value that breaks its rule keeps its reading and says so; nothing is dropped or made up.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from digitize.doctype import ValueKind
from digitize.extract.areas import parse_area
from digitize.extract.dates import parse_date
from digitize.extract.digits import repair_digits
from digitize.extract.ids import (
    has_check_digit,
    parse_dossier_code,
    parse_enterprise_code,
    parse_personal_id,
)
from digitize.extract.money import parse_money
from digitize.extract.names import agency_name, person_name
from digitize.extract.phones import parse_phone
from digitize.extract.places import parse_place
from digitize.extract.references import parse_reference
from digitize.extract.sex import parse_sex
from digitize.text import trim

BAD_FORMAT = "bad_format"
"""The reading breaks the rule of its kind."""
REPAIRED = "repaired"
"""Letters inside a run of digits were read as the digits they look like."""
CONTRADICTION = "contradiction"
"""Another part of the paper says otherwise."""
HANDWRITING = "handwriting"
"""Written by hand on a dotted line: not guessed."""
LOW_CONFIDENCE = "low_confidence"
"""The words were read badly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    value: str
    """Normalised; the trimmed reading where its rule is broken; empty where nothing was read."""
    doubts: tuple[str, ...] = ()


def normalise(kind: ValueKind, text: str) -> Value:
    """The value that a reading means. Digit kinds are repaired once if the reading as it stands breaks the rule."""
    parse = _PARSERS[kind]
    if (value := parse(text)) is not None:
        return Value(value=value, doubts=_broken_rules(kind, value))
    repaired = parse(repair_digits(text)) if kind in _DIGIT_KINDS else None
    if repaired is not None:
        return Value(value=repaired, doubts=(*_broken_rules(kind, repaired), REPAIRED))
    reading = trim(text)
    return Value(value=reading, doubts=(BAD_FORMAT,) if reading else ())


_DIGIT_KINDS = frozenset(
    {
        ValueKind.DATE,
        ValueKind.PERSONAL_ID,
        ValueKind.ENTERPRISE_CODE,
        ValueKind.DOSSIER_CODE,
        ValueKind.PHONE,
        ValueKind.AREA,
        ValueKind.MONEY,
        ValueKind.NUMBER,
    }
)


def _broken_rules(kind: ValueKind, value: str) -> tuple[str, ...]:
    if kind is ValueKind.ENTERPRISE_CODE and not has_check_digit(value):
        return (BAD_FORMAT,)
    return ()


def _text(text: str) -> str | None:
    return trim(text) or None


def _reference(text: str) -> str | None:
    reference = parse_reference(text)
    return reference.text if reference else None


def _number(text: str) -> str | None:
    found = re.search(r"\d+", text)
    return str(int(found.group())) if found else None


def _code(text: str) -> str | None:
    code = trim(text)
    return code if any(character.isdigit() for character in code) else None


_PARSERS: Mapping[ValueKind, Callable[[str], str | None]] = {
    ValueKind.TEXT: _text,
    ValueKind.DATE: parse_date,
    ValueKind.REFERENCE: _reference,
    ValueKind.PERSON_NAME: person_name,
    ValueKind.AGENCY_NAME: agency_name,
    ValueKind.PLACE: parse_place,
    ValueKind.PERSONAL_ID: parse_personal_id,
    ValueKind.ENTERPRISE_CODE: parse_enterprise_code,
    ValueKind.DOSSIER_CODE: parse_dossier_code,
    ValueKind.PHONE: parse_phone,
    ValueKind.SEX: parse_sex,
    ValueKind.AREA: parse_area,
    ValueKind.MONEY: parse_money,
    ValueKind.NUMBER: _number,
    ValueKind.CODE: _code,
}
