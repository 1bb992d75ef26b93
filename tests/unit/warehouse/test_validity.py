"""Until when a paper is in force: its own day before the law's period, and never sure where nothing sure says so."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.document_types import load_document_types
from config.validity import load_validity
from digitize.errors import BadConfiguration
from digitize.warehouse.validity import (
    Basis,
    Standing,
    ValidityRule,
    ValidityRules,
    last_day_of_months,
    today_of,
    validity_of,
)

TYPES = load_document_types()
SHIPPED = load_validity(types=TYPES)
days = st.dates(min_value=date(1945, 9, 2), max_value=date(2200, 1, 1))


def rules(**rule: object) -> ValidityRules:
    return ValidityRules(default=ValidityRule(), by_type={"giay": ValidityRule(**rule)})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2024, 1, 15), 6, date(2024, 7, 15)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 31), 1, date(2025, 1, 31)),
    ],
)
def test_a_period_ends_with_the_day_of_the_same_number(
    first: date, months: int, last: date
) -> None:
    assert last_day_of_months(first, months) == last


@given(first=days, months=st.integers(min_value=1, max_value=1200))
def test_a_period_ends_in_its_month_and_never_on_a_later_day(first: date, months: int) -> None:
    last = last_day_of_months(first, months)
    assert (last.year - first.year) * 12 + last.month - first.month == months
    assert last.day <= first.day


@given(issued=days, today=days)
def test_a_confirmed_period_is_in_force_on_each_of_its_days_and_on_no_other(
    issued: date, today: date
) -> None:
    found = validity_of("giay", {"issued_date": issued.isoformat()}, rules(months=6))
    if today < issued:
        assert found.on(today) is Standing.NOT_YET
    elif today <= last_day_of_months(issued, 6):
        assert found.on(today) is Standing.IN_FORCE
    else:
        assert found.on(today) is Standing.EXPIRED


@given(issued=days, today=days)
def test_an_unconfirmed_period_decides_nothing_and_is_shown(issued: date, today: date) -> None:
    fields = {"issued_date": issued.isoformat()}
    found = validity_of("giay", fields, rules(months=6, is_confirmed=False))
    assert found.on(today) is Standing.UNKNOWN
    assert found.valid_until == last_day_of_months(issued, 6)


def test_what_the_paper_says_goes_before_the_period_of_its_type() -> None:
    fields = {"issued_date": "2024-01-15", "expiry_date": "2034-01-15"}
    found = validity_of("giay", fields, rules(months=6))
    assert (found.valid_until, found.basis) == (date(2034, 1, 15), Basis.PAPER)


def test_a_card_without_end_is_in_force_for_ever() -> None:
    fields = {"issued_date": "2024-01-15", "expiry_date": "Không thời hạn"}
    found = validity_of("can_cuoc", fields, SHIPPED)
    assert found.is_without_end
    assert found.on(date(2099, 1, 1)) is Standing.IN_FORCE


@pytest.mark.parametrize("said", ["2034", "2034-13-01", "15/01/2034", "2023-12-31"])
def test_a_last_day_that_is_none_or_before_the_first_tells_nothing(said: str) -> None:
    fields = {"issued_date": "2024-01-15", "expiry_date": said}
    assert validity_of("giay", fields, rules(months=6)).on(date(2024, 2, 1)) is Standing.UNKNOWN


def test_a_paper_without_rule_and_without_day_is_never_said_to_be_in_force() -> None:
    found = validity_of("quyet_dinh", {"issued_date": "2024-01-15"}, SHIPPED)
    assert found.on(date(2024, 1, 16)) is Standing.UNKNOWN
    assert not found.is_without_end


def test_household_books_ended_by_law_whatever_they_say() -> None:
    found = validity_of("so_ho_khau", {}, SHIPPED)
    assert found.on(date(2022, 12, 31)) is Standing.IN_FORCE
    assert found.on(date(2023, 1, 1)) is Standing.EXPIRED


def test_the_marriage_status_paper_is_in_force_for_six_months() -> None:
    found = validity_of("giay_xac_nhan_hon_nhan", {"issued_date": "2026-05-20"}, SHIPPED)
    assert found.on(date(2026, 11, 20)) is Standing.IN_FORCE
    assert found.on(date(2026, 11, 21)) is Standing.EXPIRED


def test_the_day_is_the_day_in_vietnam() -> None:
    assert today_of(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)
    assert today_of(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)) == date(2026, 11, 22)


def test_an_agency_confirms_a_period_in_its_own_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[type.giay_kham_suc_khoe]\nmonths = 6\n", encoding="utf-8")
    fields = {"issued_date": "2026-01-01"}
    assert validity_of("giay_kham_suc_khoe", fields, SHIPPED).is_certain is False
    found = validity_of("giay_kham_suc_khoe", fields, load_validity(own, types=TYPES))
    assert (found.is_certain, found.valid_until) == (True, date(2026, 7, 1))


@pytest.mark.parametrize(
    "text",
    [
        "[type.no_such_type]\nmonths = 6",
        "[type.can_cuoc]\nmonths = 0",
        "[type.can_cuoc]\nmonths = 6\nwithout_end = true",
        "[type.can_cuoc]\nyears = 6",
        "[type.can_cuoc]\nlast_day = 'tomorrow'",
        "[type.can_cuoc]\nconfirmed = 'perhaps'",
        "[type.can_cuoc]\nuntil = 'expiry_date'",
        "months = 6",
        "not toml",
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration):
        load_validity(own, types=TYPES)


def test_every_shipped_period_in_months_but_one_with_its_article_is_marked_unconfirmed() -> None:
    confirmed = {
        code for code, rule in SHIPPED.by_type.items() if rule.months and rule.is_confirmed
    }
    assert confirmed == {"giay_xac_nhan_hon_nhan"}
    assert "Điều" in SHIPPED.of("giay_xac_nhan_hon_nhan").source


@given(issued=days, until=days)
def test_the_last_day_of_a_paper_is_in_force_and_the_next_is_not(issued: date, until: date) -> None:
    fields = {"issued_date": issued.isoformat(), "expiry_date": until.isoformat()}
    found = validity_of("giay", fields, rules())
    if until < issued:
        assert found.basis is Basis.UNKNOWN
    else:
        assert found.on(until) is Standing.IN_FORCE
        assert found.on(until + timedelta(days=1)) is Standing.EXPIRED
