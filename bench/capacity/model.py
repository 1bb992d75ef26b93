"""A system's day: scans through custody, reading page by page, their documents one after the other to the warehouse.

The steps are those of `workers/scan_steps.py` and `workers/steps.py`, as are their order and what waits for what; how long each takes
was measured. Page costs are drawn when a scan comes, so that the same day meets other hardware with the same pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import simpy

from bench.capacity.arrivals import ArrivingScan
from bench.capacity.costs import COUNTER_MIX, Costs, Custody, Mix, PageCosts
from bench.capacity.population import Population
from bench.capacity.stations import Hardware, Stations, Steps
from digitize.rows import Priority

PAGES_A_DOCUMENT = 2
"""A dossier's six pages are three papers; a result is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Old results that wait in whatever number: as soon as one is done the next is taken up."""

    scans_under_way: int
    pages_a_scan: int = 2
    mix: Mix
    until_seconds: float
    """Nothing is begun after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedScan:
    pages: int
    priority: Priority
    came_at: float
    received_at: float
    filed_at: float

    @property
    def seconds(self) -> float:
        """From its receipt until its last document is where no machine can bring it further."""
        return self.filed_at - self.received_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    finished: Sequence[FinishedScan]
    stations: Stations
    population: Population
    """Scans between request of the receipt and their end."""
    stored_mb: Mapping[str, float]
    """By what it is: originals, readings, searchable and sealed PDFs."""
    seconds: float
    """From the first arrival to the last end."""

    def of(self, priority: Priority) -> list[FinishedScan]:
        return [scan for scan in self.finished if scan.priority is priority]


def simulate(
    scans: Sequence[ArrivingScan],
    *,
    hardware: Hardware,
    costs: Costs,
    seed: int,
    mix: Mix = COUNTER_MIX,
    backlog: Backlog | None = None,
) -> Day:
    """Everything that comes, until the last of it is done."""
    started = scans[0].at_seconds if scans else 0.0
    environment = simpy.Environment(initial_time=started)
    work = _Work(environment, Stations(environment, hardware), costs)
    environment.process(work.all_that_comes(scans, mix=mix, dice=Random(seed)))
    if backlog is not None:
        for number in range(backlog.scans_under_way):
            environment.process(work.one_after_the_other(backlog, dice=Random(f"{seed} {number}")))
    environment.run()
    return Day(
        finished=work.finished,
        stations=work.stations,
        population=work.population,
        stored_mb=work.stored_mb,
        seconds=environment.now - started,
    )


@dataclass(slots=True)
class _Work:
    environment: simpy.Environment
    stations: Stations
    costs: Costs
    finished: list[FinishedScan] = field(default_factory=list)
    stored_mb: dict[str, float] = field(default_factory=dict)
    population: Population = field(init=False)

    def __post_init__(self) -> None:
        self.population = Population(self.environment)

    def all_that_comes(self, scans: Sequence[ArrivingScan], *, mix: Mix, dice: Random) -> Steps:
        for scan in scans:
            yield self.environment.timeout(scan.at_seconds - self.environment.now)
            pages = self._drawn(scan.pages, mix, dice)
            self.environment.process(self._scan(pages, scan.priority))

    def one_after_the_other(self, backlog: Backlog, *, dice: Random) -> Steps:
        while self.environment.now < backlog.until_seconds:
            pages = self._drawn(backlog.pages_a_scan, backlog.mix, dice)
            yield self.environment.process(self._scan(pages, Priority.BACKFILL))

    def _drawn(self, count: int, mix: Mix, dice: Random) -> "_Pages":
        """A scan has one ink."""
        (ink,) = dice.choices(list(mix), list(mix.values()))
        costs = self.costs.pages[ink]
        return _Pages(costs=costs, cpu_seconds=dice.choices(costs.read_cpu_seconds, k=count))

    def _scan(self, pages: "_Pages", priority: Priority) -> Steps:
        self.population.enter()
        came_at = self.environment.now
        yield from self._custody(pages, priority)
        received_at = self.environment.now
        reading = [
            self.environment.process(self._page(pages.costs, seconds, priority))
            for seconds in pages.cpu_seconds
        ]
        yield self.environment.all_of(reading)
        for count in _documents(pages.count):
            yield from self._document(pages.costs, count, priority)
        self.population.leave()
        scan = FinishedScan(
            pages=pages.count,
            priority=priority,
            came_at=came_at,
            received_at=received_at,
            filed_at=self.environment.now,
        )
        self.finished.append(scan)

    def _custody(self, pages: "_Pages", priority: Priority) -> Steps:
        size_mb = pages.count * pages.costs.original_mb
        self._kept("originals", size_mb)
        yield from self.stations.carry(size_mb, priority)
        # The server's own work: readers leave the processor to it at once.
        yield self.environment.timeout(self.costs.a_scan.cpu_seconds)
        yield from self._keep(self.costs.a_scan, size_mb, priority)

    def _page(self, costs: PageCosts, cpu_seconds: float, priority: Priority) -> Steps:
        self._kept("readings", costs.reading_mb)
        custody = self.costs.a_page
        yield from self.stations.compute(cpu_seconds + custody.cpu_seconds, priority)
        yield from self._keep(custody, costs.reading_mb, priority)

    def _document(self, costs: PageCosts, pages: int, priority: Priority) -> Steps:
        size_mb = pages * costs.sealed_mb
        for what in ("searchable PDFs", "sealed PDFs"):
            self._kept(what, size_mb)
        custody, archive = self.costs.a_document, pages * costs.archive_cpu_seconds
        yield from self.stations.compute(archive + custody.cpu_seconds, priority)
        yield from self._keep(custody, 2 * size_mb, priority)

    def _keep(self, custody: Custody, size_mb: float, priority: Priority) -> Steps:
        yield from self.stations.put(size_mb, custody.syncs, priority)
        self.stations.commits += custody.commits
        yield from self.stations.append(self.costs.entry_seconds, priority, times=custody.entries)

    def _kept(self, what: str, size_mb: float) -> None:
        self.stored_mb[what] = self.stored_mb.get(what, 0.0) + size_mb


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pages:
    costs: PageCosts
    cpu_seconds: Sequence[float]

    @property
    def count(self) -> int:
        return len(self.cpu_seconds)


def _documents(pages: int) -> Iterator[int]:
    """Pages of each document of a scan."""
    whole, rest = divmod(pages, PAGES_A_DOCUMENT)
    yield from (PAGES_A_DOCUMENT for _ in range(whole))
    if rest:
        yield rest
