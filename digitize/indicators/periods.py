"""Days, months, quarters and years that figures are about, by their names: `2026-11-23`, `2026-11`, `2026-Q4`, `2026`.

A dossier is in the period of the day on which it was received, in Vietnam's time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

from digitize.errors import BadPeriod

VIETNAM = timezone(timedelta(hours=7), "ICT")  # no summer time since 1975
_QUARTER_MONTHS = 3
_YEAR_MONTHS = 12


class PeriodKind(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    kind: PeriodKind
    first: date
    last: date
    """Its last day, in the period."""

    @property
    def name(self) -> str:
        return _NAMES[self.kind](self.first)

    @property
    def begins_at(self) -> datetime:
        """The moment of its first midnight in Vietnam, in UTC."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first moment that is no longer in it."""
        return _midnight(self.last + timedelta(days=1))

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(name: str) -> Period:
    """The period with this name. Raises `BadPeriod`."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise BadPeriod(name[:20])
    year, quarter, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None, "the pattern has a year"
    try:
        if quarter is not None:
            return _months(PeriodKind.QUARTER, year, (quarter - 1) * 3 + 1, _QUARTER_MONTHS)
        if month is None:
            return _months(PeriodKind.YEAR, year, 1, _YEAR_MONTHS)
        if day is None:
            return _months(PeriodKind.MONTH, year, month, 1)
        return day_period(date(year, month, day))
    except ValueError as error:
        raise BadPeriod(name) from error


def day_period(day: date) -> Period:
    return Period(kind=PeriodKind.DAY, first=day, last=day)


def month_of(day: date) -> Period:
    """The month that a day is in."""
    return _months(PeriodKind.MONTH, day.year, day.month, 1)


def before(period: Period) -> Period:
    """The one of the same kind that ends where this begins. Raises `BadPeriod` before the first of all."""
    if period.first == date.min:
        raise BadPeriod(period.name)
    day = period.first - timedelta(days=1)
    return _CONTAINING[period.kind](day)


def months_until(period: Period, count: int) -> tuple[Period, ...]:
    """The `count` months that end with the last one of a period, oldest first."""
    found = [month_of(period.last)]
    while len(found) < count and found[-1].first > date.min:
        found.append(before(found[-1]))
    return tuple(reversed(found))


def day_in_vietnam(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def _months(kind: PeriodKind, year: int, month: int, count: int) -> Period:
    behind = month + count
    after = date(year + (behind > _YEAR_MONTHS), behind - _YEAR_MONTHS * (behind > _YEAR_MONTHS), 1)
    return Period(kind=kind, first=date(year, month, 1), last=after - timedelta(days=1))


def _quarter_of(day: date) -> Period:
    first = (day.month - 1) // 3 * 3 + 1
    return _months(PeriodKind.QUARTER, day.year, first, _QUARTER_MONTHS)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM).astimezone(UTC)


_NAME = re.compile(r"(20\d{2})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_NAMES: dict[PeriodKind, Callable[[date], str]] = {
    PeriodKind.DAY: lambda first: f"{first:%Y-%m-%d}",
    PeriodKind.MONTH: lambda first: f"{first:%Y-%m}",
    PeriodKind.QUARTER: lambda first: f"{first.year}-Q{(first.month + 2) // 3}",
    PeriodKind.YEAR: lambda first: f"{first.year}",
}
_CONTAINING: dict[PeriodKind, Callable[[date], Period]] = {
    PeriodKind.DAY: day_period,
    PeriodKind.MONTH: month_of,
    PeriodKind.QUARTER: _quarter_of,
    PeriodKind.YEAR: lambda day: _months(PeriodKind.YEAR, day.year, 1, _YEAR_MONTHS),
}
