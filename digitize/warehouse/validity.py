"""How long a paper is in force: what its fields say and what the law says of its type → first and last day, or that nobody knows.

Periods are data (`config/validity.toml`), read by `config/validity.py`. A paper is said to be in force or expired only where its
own date or a confirmed rule says so; everything else is for a person, who is shown what is likely.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from digitize.text import fold, squeeze

_VIETNAM = timezone(timedelta(hours=7))
_WITHOUT_END = frozenset({"khong thoi han", "vo thoi han", "khong co thoi han", "lau dai"})


class Basis(StrEnum):
    """What tells how long a paper is in force."""

    PAPER = "paper"  # a day printed on it, or that it has no end
    LAW = "law"  # its day of issue and the period of its type
    PERSON = "person"  # somebody looked at it and said so
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """How a paper's days stand to one day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"  # begins later
    EXPIRED = "expired"
    UNKNOWN = "unknown"  # a person looks


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityRule:
    """What holds for the papers of a type."""

    months: int | None = None
    """From the day of issue; None where the type has no period."""
    is_without_end: bool = False
    last_day: date | None = None
    """From the next day on the law gives papers of this type no force, whatever they say."""
    is_confirmed: bool = True
    """False: the period was not found in the law's text; it is shown, and decides nothing by itself."""
    from_fields: tuple[str, ...] = ("issued_date",)
    """The first of them that the paper has is its first day."""
    until_fields: tuple[str, ...] = ("valid_until", "expiry_date")
    """The first of them that the paper has is its last day; it goes before every period."""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityRules:
    default: ValidityRule
    by_type: Mapping[str, ValidityRule] = field(default_factory=dict)

    def of(self, type_code: str) -> ValidityRule:
        return self.by_type.get(type_code, self.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """From when until when a paper is in force, both days included."""

    valid_from: date | None
    valid_until: date | None
    """None with a known basis: without end."""
    basis: Basis
    is_certain: bool = True
    """False: the days rest on a period that is not confirmed."""

    @property
    def is_without_end(self) -> bool:
        return self.basis is not Basis.UNKNOWN and self.valid_until is None

    def on(self, day: date) -> Standing:
        """Never in force or expired by what is uncertain."""
        if self.basis is Basis.UNKNOWN or not self.is_certain:
            return Standing.UNKNOWN
        if self.valid_until is not None and day > self.valid_until:
            return Standing.EXPIRED
        if self.valid_from is not None and day < self.valid_from:
            return Standing.NOT_YET
        return Standing.IN_FORCE


UNKNOWN = Validity(valid_from=None, valid_until=None, basis=Basis.UNKNOWN)


def validity_of(type_code: str, fields: Mapping[str, str], rules: ValidityRules) -> Validity:
    """`fields` in their normal forms (days as ISO 8601); a day that is none, or ends before it begins, tells nothing."""
    rule = rules.of(type_code)
    begins = _day(_first(fields, rule.from_fields))
    said = _first(fields, rule.until_fields)
    found = _by_paper(said, begins) if said else _by_law(rule, begins)
    return _ended_by_law(found, rule)


def last_day_of_months(first: date, months: int) -> date:
    """The day of the same number `months` later, or the last of that month (Bộ luật Dân sự 2015, Điều 148)."""
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


def today_of(at: datetime) -> date:
    """The day it is in Vietnam."""
    return at.astimezone(_VIETNAM).date()


def _by_paper(said: str, begins: date | None) -> Validity:
    if fold(squeeze(said)) in _WITHOUT_END:
        return Validity(valid_from=begins, valid_until=None, basis=Basis.PAPER)
    ends = _day(said)
    if ends is None or (begins is not None and ends < begins):
        return UNKNOWN
    return Validity(valid_from=begins, valid_until=ends, basis=Basis.PAPER)


def _by_law(rule: ValidityRule, begins: date | None) -> Validity:
    if rule.is_without_end:
        return Validity(
            valid_from=begins,
            valid_until=None,
            basis=Basis.LAW,
            is_certain=rule.is_confirmed,
        )
    if rule.months is None or begins is None:
        return UNKNOWN
    return Validity(
        valid_from=begins,
        valid_until=last_day_of_months(begins, rule.months),
        basis=Basis.LAW,
        is_certain=rule.is_confirmed,
    )


def _ended_by_law(found: Validity, rule: ValidityRule) -> Validity:
    if rule.last_day is None or (found.valid_until or date.max) <= rule.last_day:
        return found
    return Validity(
        valid_from=found.valid_from,
        valid_until=rule.last_day,
        basis=Basis.LAW,
        is_certain=rule.is_confirmed,
    )


def _first(fields: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((fields[key] for key in keys if fields.get(key)), "")


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if len(said) == len("2026-01-31") else None
    except ValueError:
        return None
