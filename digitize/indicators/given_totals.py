"""Totals that a report or another system gives → taken, or refused with the exact reason.

Reports of provinces print ratios that their own counts do not give, sums that their parts do not make and more ratings than
visitors (domain.md 6.2, P16). Nothing is mended here: what does not add up goes back to whoever gave it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from digitize.errors import TotalsDoNotAdd
from digitize.indicators.definitions import INDICATORS, Code
from digitize.indicators.figures import Figure
from digitize.indicators.rounding import percent_of, vietnamese


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRatio:
    name: str
    numerator: int
    denominator: int
    printed: Decimal | None = None
    """Percent as the report has it, with as many decimals: `Decimal("82.4")`."""
    indicator: Code | None = None
    """Which of ours it is, to be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSum:
    name: str
    total: int
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCeiling:
    """A count that cannot be above another: ratings by visitors, reused papers of papers."""

    name: str
    count: int
    of_name: str
    of_count: int
    most_each: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTotals:
    ratios: tuple[GivenRatio, ...] = ()
    sums: tuple[GivenSum, ...] = ()
    ceilings: tuple[GivenCeiling, ...] = ()


def require_adding_up(given: GivenTotals, ours: Mapping[Code, Figure] | None = None) -> None:
    """Raises `TotalsDoNotAdd` with every reason; with `ours` also where the same indicator was counted otherwise here."""
    reasons = tuple(refusals(given, ours or {}))
    if reasons:
        raise TotalsDoNotAdd(" ".join(reasons))


def refusals(given: GivenTotals, ours: Mapping[Code, Figure]) -> Iterator[str]:
    """Sentences, in the order given; none where all adds up."""
    for ratio in given.ratios:
        yield from _of_ratio(ratio)
        if ratio.indicator is not None and ratio.indicator in ours:
            yield from _of_comparison(ratio, ours[ratio.indicator])
    for one in given.sums:
        yield from _of_sum(one)
    for ceiling in given.ceilings:
        yield from _of_ceiling(ceiling)


def _of_ratio(ratio: GivenRatio) -> Iterator[str]:
    counts = f"{vietnamese(ratio.numerator)}/{vietnamese(ratio.denominator)}"
    if ratio.numerator > ratio.denominator:
        yield f"{ratio.name}: {counts} có tử số lớn hơn mẫu số."
        return
    if ratio.printed is None:
        return
    if not ratio.denominator:
        yield f"{ratio.name}: {counts} không có tỷ lệ, báo cáo ghi {vietnamese(ratio.printed)} %."
        return
    exponent = ratio.printed.as_tuple().exponent
    assert isinstance(exponent, int), "a border lets only finite numbers in"
    right = percent_of(ratio.numerator, ratio.denominator, places=max(0, -exponent))
    if right != ratio.printed:
        yield (
            f"{ratio.name}: {counts} là {vietnamese(right)} %,"
            f" báo cáo ghi {vietnamese(ratio.printed)} %."
        )


def _of_comparison(ratio: GivenRatio, ours: Figure) -> Iterator[str]:
    theirs = (ratio.numerator, ratio.denominator)
    if theirs != (ours.numerator, ours.denominator):
        yield (
            f"{INDICATORS[ours.indicator].title}: nơi gửi ghi"
            f" {vietnamese(theirs[0])}/{vietnamese(theirs[1])},"
            f" ở đây đếm được {vietnamese(ours.numerator)}/{vietnamese(ours.denominator)}."
        )


def _of_sum(given: GivenSum) -> Iterator[str]:
    found = sum(given.parts.values())
    if found == given.total:
        return
    parts = " + ".join(vietnamese(part) for part in given.parts.values())
    more_or_less = "thừa" if found > given.total else "thiếu"
    yield (
        f"{given.name}: {parts} = {vietnamese(found)}, báo cáo ghi tổng {vietnamese(given.total)}"
        f" ({more_or_less} {vietnamese(abs(found - given.total))})."
    )


def _of_ceiling(ceiling: GivenCeiling) -> Iterator[str]:
    most = ceiling.of_count * ceiling.most_each
    if ceiling.count > most:
        yield (
            f"{ceiling.name}: {vietnamese(ceiling.count)} không thể nhiều hơn {vietnamese(most)}"
            f" ({ceiling.of_name}: {vietnamese(ceiling.of_count)})."
        )
