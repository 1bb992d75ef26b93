"""A day at the counters: when scans come and of how many pages, drawn from one seed.

Two kinds come: a dossier's papers in one go, and results. Their share and mean size are those by which the volume of a
province was reckoned (six pages a dossier handed in directly, two a result, 3,908 to 2,316 pages a day); how pages scatter
around the mean and how visitors spread over the day are assumptions, named in docs/capacity.md.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from digitize.rows import Priority

LONGEST_PAGES = 20
_HOUR = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingScan:
    at_seconds: float
    """Since midnight; the moment of its receipt's request."""
    pages: int
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Visiting:
    """A part of the day with one rate of visitors."""

    from_hour: float
    to_hour: float
    weight: float
    """How many come an hour, against the other parts."""


OFFICE_HOURS = (
    Visiting(from_hour=7.5, to_hour=8.5, weight=1.0),
    Visiting(from_hour=8.5, to_hour=10.5, weight=1.5),
    Visiting(from_hour=10.5, to_hour=11.5, weight=0.9),
    Visiting(from_hour=13.5, to_hour=15.5, weight=1.2),
    Visiting(from_hour=15.5, to_hour=17.0, weight=0.8),
)
"""Busiest from half past eight, nobody in the lunch break: 18 % of the day's pages come in its busiest hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOptions:
    pages: int = 37_000
    """Expected for the whole day: the top of what a merged province is reckoned to bring in on its busiest."""
    dossier_share: float = 3908 / (3908 + 2316)
    """Of the pages, those that come as a dossier's papers; the rest are results."""
    dossier_pages: float = 6.0
    """Mean of a scan."""
    result_pages: float = 2.0
    """Mean of a scan."""
    visiting: Sequence[Visiting] = OFFICE_HOURS


def counter_day(options: DayOptions, *, seed: int) -> tuple[ArrivingScan, ...]:
    """All scans of a day in the order they come; the same seed gives the same day."""
    dice = Random(seed)
    dossiers = options.pages * options.dossier_share / options.dossier_pages
    results = options.pages * (1 - options.dossier_share) / options.result_pages
    scans = [
        *_scans(dice, round(dossiers), mean=options.dossier_pages, visiting=options.visiting),
        *_scans(dice, round(results), mean=options.result_pages, visiting=options.visiting),
    ]
    return tuple(sorted(scans, key=lambda scan: scan.at_seconds))


def within(
    scans: Sequence[ArrivingScan], from_hour: float, to_hour: float
) -> tuple[ArrivingScan, ...]:
    """Those that come in a part of the day."""
    return tuple(scan for scan in scans if from_hour <= scan.at_seconds / _HOUR < to_hour)


def page_weights(mean: float) -> tuple[float, ...]:
    """Of 1, 2, … 20 pages: each as many times rarer than the one before as gives this mean (1 < mean < 10.5)."""
    if not 1 < mean < (1 + LONGEST_PAGES) / 2:
        raise ValueError(f"no falling weights of 1 to {LONGEST_PAGES} pages have the mean {mean}")
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean_of(middle) < mean else (low, middle)
    return _weights(low)


def _scans(
    dice: Random, count: int, *, mean: float, visiting: Sequence[Visiting]
) -> Iterator[ArrivingScan]:
    sizes = dice.choices(range(1, LONGEST_PAGES + 1), _weights_of(mean), k=count)
    for pages in sizes:
        at = _moment(dice.random(), visiting)
        yield ArrivingScan(at_seconds=at, pages=pages, priority=Priority.COUNTER)


@cache
def _weights_of(mean: float) -> tuple[float, ...]:
    return page_weights(mean)


def _moment(share: float, visiting: Sequence[Visiting]) -> float:
    """Seconds since midnight by which this share of the day's visitors has come."""
    masses = [part.weight * (part.to_hour - part.from_hour) for part in visiting]
    reached = list(accumulate(masses))
    wanted = share * reached[-1]
    index = min(bisect(reached, wanted), len(visiting) - 1)
    part, before = visiting[index], reached[index] - masses[index]
    return _HOUR * (part.from_hour + (wanted - before) / part.weight)


def _weights(ratio: float) -> tuple[float, ...]:
    powers = [ratio**extra for extra in range(LONGEST_PAGES)]
    return tuple(power / sum(powers) for power in powers)


def _mean_of(ratio: float) -> float:
    return sum(pages * weight for pages, weight in enumerate(_weights(ratio), start=1))
