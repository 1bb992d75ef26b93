from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.extract.dates import parse_compact_date, parse_date, parse_written_date

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(days, st.sampled_from(["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d:02}.{m:02}.{y}"]))
def test_numeric_dates_of_every_day_are_read(day: date, layout: str) -> None:
    assert parse_date(layout.format(d=day.day, m=day.month, y=day.year)) == day.isoformat()


@given(days)
def test_a_dateline_of_every_day_is_read(day: date) -> None:
    line = f"Quảng Bình, ngày {day.day:02} tháng {day.month} năm {day.year}"
    assert parse_date(line) == day.isoformat()


@given(st.text())
def test_any_text_gives_a_date_or_none(text: str) -> None:
    value = parse_date(text)
    assert value is None or date.fromisoformat((value + "-01-01")[:10])


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("ngày29 tháng12 năm2023", "2023-12-29"),
        ("ngảy 05 thảng 3 nắm 2022", "2022-03-05"),
        ("ngày 2 9 tháng 1 2 năm 2 0 2 3", "2023-12-29"),
        ("đăng ký: 03/1 1/2024", "2024-11-03"),
        ("khoản 1 2/3/2024", "2024-03-02"),
        ("ngày/date 12 tháng/month 03 năm/year 2023", "2023-03-12"),
        ("tháng 3 năm 2022", "2022-03"),
        ("03/2022", "2022-03"),
        ("1987", "1987"),
        ("Sinh năm 1987", "1987"),
    ],
)
def test_scan_damage_and_short_dates(printed: str, value: str) -> None:
    assert parse_date(printed) == value


@pytest.mark.parametrize(
    "printed",
    ["30/02/2020", "ngày 31 tháng 4 năm 2021", "00/00/2020", "12/03/22", "129/12/2023", ""],
)
def test_no_day_is_no_date(printed: str) -> None:
    assert parse_date(printed) is None


@pytest.mark.parametrize("blank", ["ngày ... tháng 3 năm 2022", "ngày … tháng … năm 2023"])
def test_a_day_left_to_the_pen_is_not_shortened_to_its_month(blank: str) -> None:
    assert parse_date(blank) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Ngày mười hai tháng tám năm hai nghìn không trăm mười", "2010-08-12"),
        ("ngày năm tháng năm năm một nghìn chín trăm chín mươi lăm", "1995-05-05"),
        ("Ngày ba mươi mốt, tháng mười hai, năm hai nghìn không trăm linh năm", "2005-12-31"),
        ("mùng một tháng giêng năm hai nghìn không trăm hai mươi mốt", "2021-01-01"),
    ],
)
def test_dates_in_words(written: str, value: str) -> None:
    assert parse_written_date(written) == value


def test_words_that_are_no_date_are_none() -> None:
    assert parse_written_date("Ngày mười hai tháng tám") is None


def test_a_card_writes_its_dates_without_separators() -> None:
    assert parse_compact_date("29121987") == "1987-12-29"
    assert parse_compact_date("31021987") is None
    assert parse_compact_date("2912198") is None
