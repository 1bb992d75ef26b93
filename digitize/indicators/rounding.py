"""Ratios as reports print them: hundredths of a percent, half up, from whole numbers alone, so that no binary fraction decides."""

from decimal import Decimal

PLACES = 2
"""Decimals of a ratio in QĐ 766/QĐ-TTg's own figures."""


def percent_of(numerator: int, denominator: int, *, places: int = PLACES) -> Decimal:
    """`percent_of(6802, 46272)` is 14.70. Raises `ZeroDivisionError` for nothing to divide by, `ValueError` for less than nothing."""
    if numerator < 0 or denominator < 0:
        raise ValueError("a count is never below zero")
    return scaled(numerator * 100, denominator, places=places)


def scaled(numerator: int, denominator: int, *, places: int = PLACES) -> Decimal:
    """A quotient with this many decimals, half up."""
    unit = 10**places
    rounded = (2 * numerator * unit + denominator) // (2 * denominator)
    return Decimal(rounded).scaleb(-places)


def vietnamese(value: Decimal | int) -> str:
    """`1.457.515` and `83,90`: dots between thousands, a comma before decimals."""
    return f"{value:,}".translate(_VIETNAMESE)


_VIETNAMESE = str.maketrans({",": ".", ".": ","})
