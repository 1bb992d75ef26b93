"""Ratios, points and targets, by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.indicators.definitions import Code
from digitize.indicators.figures import Figure, Rules, is_target_met, points_of, printed, value_of
from digitize.indicators.rounding import percent_of, vietnamese

DIGITISED = Code.SO_HOA_GIAY_TO_GIAI_QUYET
REUSED = Code.REUSED_DIGITIZED_DATA
COUNTS = st.integers(min_value=0, max_value=2**50)


def a_figure(numerator: int, denominator: int, code: Code = DIGITISED) -> Figure:
    return Figure(indicator=code, numerator=numerator, denominator=denominator)


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [(1, 3, "33.33"), (2, 3, "66.67"), (1, 800, "0.13"), (1, 8, "12.50"), (5, 5, "100.00")],
    ids=["down", "up", "half up", "exact", "all"],
)
def test_a_ratio_has_two_decimals_half_up(numerator: int, denominator: int, percent: str) -> None:
    assert str(percent_of(numerator, denominator)) == percent


@given(COUNTS, st.integers(min_value=1, max_value=2**50))
def test_a_rounded_ratio_is_never_further_than_half_a_hundredth(
    numerator: int, denominator: int
) -> None:
    off = Fraction(percent_of(numerator, denominator)) - Fraction(100 * numerator, denominator)
    assert -Fraction(1, 200) < off <= Fraction(1, 200)


@given(st.integers(min_value=1, max_value=2**40), st.data())
def test_a_greater_share_is_never_printed_smaller(denominator: int, data: st.DataObject) -> None:
    one = data.draw(st.integers(min_value=0, max_value=denominator))
    other = data.draw(st.integers(min_value=one, max_value=denominator))
    assert percent_of(one, denominator) <= percent_of(other, denominator)


@pytest.mark.parametrize(
    ("figure", "threshold", "points"),
    [
        (a_figure(80, 100), 80, "4.00"),
        (a_figure(95, 100), 80, "4.00"),
        (a_figure(40, 100), 80, "2.00"),
        (a_figure(157_117, 289_445), 80, "2.71"),  # 54,28 x 4 / 80 = 2,714
        (a_figure(80, 100), 100, "3.20"),
        (a_figure(50, 100, REUSED), 80, "1.25"),  # 2 x 50 / 80
        (a_figure(50, 100, REUSED), 100, "1.00"),
        (a_figure(2, 3, Code.ORIGINAL_RESULT_AVAILABLE), 80, "4.00"),  # 6 x 66,67 / 100 = 4,0002
    ],
)
def test_points_follow_from_the_printed_ratio(figure: Figure, threshold: int, points: str) -> None:
    assert str(points_of(figure, Rules(threshold=threshold))) == points


def test_our_own_indicators_give_no_points() -> None:
    assert points_of(a_figure(1, 1, Code.PAPERS_REUSED), Rules()) is None


def test_with_nothing_to_count_the_rules_decide() -> None:
    nothing = a_figure(0, 0)
    assert (value_of(nothing, Rules()), points_of(nothing, Rules())) == (None, None)
    assert printed(nothing, Rules()) == "–"
    zero = Rules(is_none_zero=True)
    assert (printed(nothing, zero), points_of(nothing, zero)) == ("0,00 %", Decimal("0.00"))


def test_a_target_is_reached_from_its_own_value_on() -> None:
    rules = Rules(targets={DIGITISED: Decimal(80), Code.SECONDS_TO_FILING: Decimal(60)})
    assert is_target_met(a_figure(80, 100), rules) is True
    assert is_target_met(a_figure(7999, 10000), rules) is False
    assert is_target_met(a_figure(0, 0), rules) is None
    assert is_target_met(a_figure(1, 2, REUSED), rules) is None
    slow = Figure(indicator=Code.SECONDS_TO_FILING, numerator=61, denominator=1, median=61)
    assert is_target_met(slow, rules) is False


def test_figures_are_written_as_in_vietnam() -> None:
    assert vietnamese(1_457_515) == "1.457.515"
    assert vietnamese(Decimal("83.90")) == "83,90"
