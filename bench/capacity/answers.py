"""The questions of who buys machines, each answered by simulated days: how many cores, which disks, how long a counter waits."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bench.capacity.arrivals import ArrivingScan, DayOptions, counter_day, within
from bench.capacity.costs import BACKLOG_MIX, COUNTER_MIX, Costs, page_cpu_seconds
from bench.capacity.model import PAGES_A_DOCUMENT, Backlog, simulate
from bench.capacity.stations import Hardware
from bench.capacity.waiting import Waiting, waiting
from digitize.rows import Priority

PROVINCES = 34
BUSIEST = (8.5, 10.5)
"""Hours of the day with the most visitors."""
_STEP = 0.05
"""Of the cores tried, the next are so many more (at least one)."""
_NATION_MINUTES = 10
_BACKLOG_MINUTES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Fewest:
    """The fewest cores with which counters wait no longer than is wanted."""

    tried: Sequence[Waiting]
    """By rising cores; the last is the first that is enough."""
    pages: int

    @property
    def enough(self) -> Waiting:
        return self.tried[-1]

    @property
    def cores(self) -> int:
        return self.enough.hardware.cores


def fewest_cores(
    scans: Sequence[ArrivingScan], *, costs: Costs, hardware: Hardware, seed: int
) -> Fewest:
    """Simulated with ever more cores, from as few as keep up with the busiest hours."""
    cores, tried = max(1, math.floor(_load_cores(scans, costs))), list[Waiting]()
    while not tried or not tried[-1].is_enough:
        now = replace(hardware, cores=cores)
        tried.append(waiting(simulate(scans, hardware=now, costs=costs, seed=seed)))
        cores += max(1, round(_STEP * cores))
    return Fewest(tried=tried, pages=sum(scan.pages for scan in scans))


def busiest_of(provinces: int, options: DayOptions, *, seed: int) -> tuple[ArrivingScan, ...]:
    """What so many provinces together bring in the first minutes of their busiest hour."""
    everywhere = replace(options, pages=provinces * options.pages)
    begins = BUSIEST[0]
    return within(counter_day(everywhere, seed=seed), begins, begins + _NATION_MINUTES / 60)


def ledger_load(scans: Sequence[ArrivingScan], *, costs: Costs, hardware: Hardware) -> float:
    """Share of time in which the head of one ledger is held while these come; above 1 no number of cores helps."""
    pages = sum(scan.pages for scan in scans)
    documents = sum(math.ceil(scan.pages / PAGES_A_DOCUMENT) for scan in scans)
    entries = (
        pages * costs.a_page.entries
        + documents * costs.a_document.entries
        + len(scans) * costs.a_scan.entries
    )
    return entries * hardware.ledger_seconds(costs.entry_seconds) / _span_seconds(scans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The same busiest hours with a backlog behind the counters and without."""

    without: Waiting
    beside: Waiting
    backlog_pages_an_hour: float


def beside_backlog(*, costs: Costs, options: DayOptions, hardware: Hardware, seed: int) -> Beside:
    scans = within(counter_day(options, seed=seed), *BUSIEST)
    backlog = _backlog(hardware, until_seconds=3600 * BUSIEST[1])
    alone = simulate(scans, hardware=hardware, costs=costs, seed=seed)
    both = simulate(scans, hardware=hardware, costs=costs, seed=seed, backlog=backlog)
    pages = sum(scan.pages for scan in both.of(Priority.BACKFILL))
    return Beside(
        without=waiting(alone),
        beside=waiting(both),
        backlog_pages_an_hour=3600 * pages / both.seconds,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogRate:
    """Cores that have nothing else to do."""

    hardware: Hardware
    pages_a_second: float
    ledger_share: float

    @property
    def pages_a_core_hour(self) -> float:
        return 3600 * self.pages_a_second / self.hardware.cores

    def days(self, pages: float, *, cores: int, hours_a_day: float) -> float:
        return pages / (self.pages_a_core_hour * cores * hours_a_day)

    def cores(self, pages: float, *, days: float, hours_a_day: float) -> int:
        return math.ceil(pages / (self.pages_a_core_hour * days * hours_a_day))


def backlog_rate(*, costs: Costs, hardware: Hardware, seed: int) -> BacklogRate:
    """A while of nothing but backlog."""
    until = 60.0 * _BACKLOG_MINUTES
    backlog = _backlog(hardware, until_seconds=until)
    day = simulate((), hardware=hardware, costs=costs, seed=seed, backlog=backlog)
    done = sum(scan.pages for scan in day.finished if scan.filed_at <= until)
    share = day.stations.ledger.busy_seconds / day.seconds
    return BacklogRate(hardware=hardware, pages_a_second=done / until, ledger_share=share)


def _backlog(hardware: Hardware, *, until_seconds: float) -> Backlog:
    """Enough under way that a core is never without a page."""
    return Backlog(scans_under_way=2 * hardware.cores, mix=BACKLOG_MIX, until_seconds=until_seconds)


def _load_cores(scans: Sequence[ArrivingScan], costs: Costs) -> float:
    """That are at work on the mean while most scans come."""
    busiest = within(scans, *BUSIEST) or scans
    pages = sum(scan.pages for scan in busiest)
    each = page_cpu_seconds(
        costs,
        COUNTER_MIX,
        pages_a_scan=pages / len(busiest),
        pages_a_document=PAGES_A_DOCUMENT,
    )
    return pages * each / _span_seconds(busiest)


def _span_seconds(scans: Sequence[ArrivingScan]) -> float:
    return scans[-1].at_seconds - scans[0].at_seconds
