"""Numerator and denominator → the ratio, points and verdict that a report prints."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from digitize.indicators.definitions import INDICATORS, Code, Points, Unit
from digitize.indicators.rounding import PLACES, percent_of, scaled, vietnamese

NOTHING = "–"
"""What is printed where there is nothing to divide by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the law leaves open or a province plans (domain.md 7.1, 8.3)."""

    threshold: int = 80
    """Percent from which an indicator that has a threshold gives all its points; some read 100."""
    is_none_zero: bool = False
    """With nothing to count: a ratio and points of 0, or none at all."""
    targets: Mapping[Code, Decimal] = field(default_factory=dict)
    """Percent (seconds for the time) to be reached; an indicator without one has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    indicator: Code
    numerator: int
    denominator: int
    median: int | None = None
    """Seconds, for the time alone; numerator and denominator are then their sum and how many."""


def value_of(figure: Figure, rules: Rules) -> Decimal | None:
    """Percent with two decimals, half up; for the time the median in seconds. None where nothing can be said."""
    if INDICATORS[figure.indicator].unit is Unit.SECOND:
        return None if figure.median is None else Decimal(figure.median)
    if figure.denominator:
        return percent_of(figure.numerator, figure.denominator)
    return Decimal(0).scaleb(-PLACES) if rules.is_none_zero else None


def points_of(figure: Figure, rules: Rules) -> Decimal | None:
    """From the ratio as it is printed, so that whoever reads the report comes to the same; None where no points are given."""
    indicator = INDICATORS[figure.indicator]
    value = value_of(figure, rules)
    if not indicator.max_points or value is None:
        return None
    full = rules.threshold if indicator.points is Points.FULL_AT_THRESHOLD else 100
    hundredths = int(min(value, Decimal(full)).scaleb(PLACES))
    return scaled(indicator.max_points * hundredths, full * 10**PLACES)


def is_target_met(figure: Figure, rules: Rules) -> bool | None:
    """None without a target, or where nothing can be said."""
    target, value = rules.targets.get(figure.indicator), value_of(figure, rules)
    if target is None or value is None:
        return None
    return value <= target if INDICATORS[figure.indicator].is_less_better else value >= target


def printed(figure: Figure, rules: Rules) -> str:
    """`83,90 %`, `42 giây`, or a dash."""
    value = value_of(figure, rules)
    return NOTHING if value is None else f"{vietnamese(value)} {unit_sign(figure.indicator)}"


def unit_sign(code: Code) -> str:
    return "giây" if INDICATORS[code].unit is Unit.SECOND else "%"
