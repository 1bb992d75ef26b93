"""Names of periods and their days, in Vietnam's time."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import BadPeriod
from digitize.indicators.periods import before, day_period, months_until, period_of


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026-11-23", date(2026, 11, 23), date(2026, 11, 23)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_name_is_its_days(name: str, first: date, last: date) -> None:
    period = period_of(name)
    assert (period.first, period.last, period.name) == (first, last, name)


@pytest.mark.parametrize(
    "name", ["", "26-11", "2026-13", "2026-Q5", "2026-02-30", "2026-1", "٢٠٢٦"]
)
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(BadPeriod):
        period_of(name)


def test_a_month_begins_at_midnight_in_vietnam() -> None:
    march = period_of("2026-03")
    assert march.begins_at == datetime(2026, 2, 28, 17, tzinfo=UTC)
    assert march.ends_at == datetime(2026, 3, 31, 17, tzinfo=UTC)


@given(st.dates(min_value=date(2001, 1, 1), max_value=date(2098, 12, 31)))
def test_periods_follow_each_other_without_a_gap(day: date) -> None:
    for name in (f"{day}", f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}"):
        period = period_of(name)
        assert period.has(day)
        assert before(period).ends_at == period.begins_at
        assert period_of(period.name) == period


def test_a_trend_is_the_months_up_to_the_periods_last() -> None:
    names = [month.name for month in months_until(period_of("2026-Q1"), 4)]
    assert names == ["2025-12", "2026-01", "2026-02", "2026-03"]
    assert len(months_until(day_period(date(1, 2, 3)), 12)) == 2
