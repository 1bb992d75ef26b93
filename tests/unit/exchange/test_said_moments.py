"""Moments as systems write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.exchange.said import moment

VIETNAM = timezone(timedelta(hours=7))
SECONDS = st.integers(int(datetime(1990, 1, 1, tzinfo=UTC).timestamp()), 3_800_000_000)
MOMENTS = SECONDS.map(lambda second: datetime.fromtimestamp(second, VIETNAM))


@given(MOMENTS)
def test_both_ways_of_writing_are_the_same_moment(at: datetime) -> None:
    told = at
    assert moment(f"{at:%Y%m%d%H%M%S}") == told
    assert moment(told.isoformat()) == told
    assert moment(told.astimezone(UTC).isoformat().replace("+00:00", "Z")) == told


@pytest.mark.parametrize("text", ["", None])
def test_nothing_is_no_moment(text: str | None) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    "text",
    ["00010101000000", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
)
def test_a_moment_outside_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a moment"):
        moment(text)


@given(st.text(max_size=30) | st.integers() | st.booleans())
def test_whatever_comes_is_a_moment_or_refused(value: object) -> None:
    try:
        found = moment(value)
    except ValueError:
        return
    assert found is None or isinstance(found, datetime)
