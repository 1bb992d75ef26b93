"""The model against what queues are known to do, and against itself: the same pages, however many cores."""

from dataclasses import replace
from math import factorial
from random import Random

import pytest
import simpy

from bench.capacity.answers import fewest_cores
from bench.capacity.arrivals import ArrivingScan, DayOptions, counter_day, page_weights, within
from bench.capacity.costs import BACKLOG_MIX, COUNTER_MIX, Costs, page_cpu_seconds
from bench.capacity.model import Backlog, simulate
from bench.capacity.stations import Hardware, Station, Steps
from bench.capacity.waiting import percentile
from digitize.rows import Priority

COSTS = Costs.load()
SMALL_DAY = counter_day(DayOptions(pages=1_000), seed=7)


def test_the_same_seed_gives_the_same_day() -> None:
    again = counter_day(DayOptions(pages=1_000), seed=7)
    first, second = (
        simulate(scans, hardware=Hardware(cores=2), costs=COSTS, seed=3)
        for scans in (SMALL_DAY, again)
    )
    assert first.finished == second.finished


def test_a_day_brings_the_pages_that_were_expected() -> None:
    scans = counter_day(DayOptions(), seed=7)
    assert sum(scan.pages for scan in scans) == pytest.approx(37_000, rel=0.03)
    assert {scan.pages for scan in scans} <= set(range(1, 21))


def test_nobody_comes_in_the_lunch_break() -> None:
    assert within(SMALL_DAY, 11.5, 13.5) == ()
    assert len(within(SMALL_DAY, 7.5, 17.0)) == len(SMALL_DAY)


@pytest.mark.parametrize("mean", [1.5, 2.0, 6.0, 10.0])
def test_page_weights_have_their_mean(mean: float) -> None:
    weights = page_weights(mean)
    assert sum(weights) == pytest.approx(1)
    assert sum(pages * share for pages, share in enumerate(weights, 1)) == pytest.approx(mean)


def test_littles_law_holds() -> None:
    """L = λW: how many are inside on the mean is kept by a clock of its own."""
    day = simulate(SMALL_DAY, hardware=Hardware(cores=1), costs=COSTS, seed=3)
    mean_inside = day.population.scan_seconds / day.seconds
    rate = len(day.finished) / day.seconds
    mean_stay = sum(scan.filed_at - scan.came_at for scan in day.finished) / len(day.finished)
    assert mean_inside == pytest.approx(rate * mean_stay)


def test_a_station_makes_wait_as_erlang_reckoned() -> None:
    """Poisson arrivals, exponential service, three servers, 80 % busy: M/M/c has a closed form."""
    servers, rate, service = 3, 0.8, 3.0  # 2.4 of 3 at work
    measured = mean_wait_of_poisson(servers, rate=rate, service=service, jobs=60_000)
    assert measured == pytest.approx(erlang_wait(servers, rate, service), rel=0.1)


def test_every_page_is_finished_and_every_scan_once() -> None:
    day = simulate(SMALL_DAY, hardware=Hardware(cores=2), costs=COSTS, seed=3)
    assert sorted(scan.pages for scan in day.finished) == sorted(scan.pages for scan in SMALL_DAY)
    assert day.population.most <= len(SMALL_DAY)


def test_cores_work_as_long_as_the_pages_cost() -> None:
    day = simulate(SMALL_DAY, hardware=Hardware(cores=2), costs=COSTS, seed=3)
    pages = sum(scan.pages for scan in SMALL_DAY)
    expected = pages * page_cpu_seconds(
        COSTS, COUNTER_MIX, pages_a_scan=pages / len(SMALL_DAY), pages_a_document=2
    )
    assert day.stations.cores.busy_seconds == pytest.approx(expected, rel=0.1)


def test_more_cores_never_make_a_counter_wait_longer() -> None:
    waits = []
    for cores in (1, 2, 4):
        day = simulate(SMALL_DAY, hardware=Hardware(cores=cores), costs=COSTS, seed=3)
        waits.append(percentile([scan.seconds for scan in day.finished], 95))
    assert waits == sorted(waits, reverse=True)


def test_a_backlog_delays_a_counter_by_little_more_than_a_page() -> None:
    hardware = Hardware(cores=1)
    scans = [ArrivingScan(at_seconds=60.0, pages=1, priority=Priority.COUNTER)]
    backlog = Backlog(scans_under_way=4, mix=BACKLOG_MIX, until_seconds=120)
    alone = simulate(scans, hardware=hardware, costs=COSTS, seed=3)
    beside = simulate(scans, hardware=hardware, costs=COSTS, seed=3, backlog=backlog)
    (quick,), (slow,) = alone.of(Priority.COUNTER), beside.of(Priority.COUNTER)
    longest = max(max(one.read_cpu_seconds) for one in COSTS.pages.values())
    assert slow.seconds <= quick.seconds + 2 * (longest + 1)
    assert len(beside.of(Priority.BACKFILL)) > 10


def test_dearer_reading_needs_more_cores() -> None:
    scans = counter_day(DayOptions(pages=6_000), seed=7)
    busy = within(scans, 8.5, 9.5)
    found = [
        fewest_cores(busy, costs=costs, hardware=Hardware(cores=1), seed=3).cores
        for costs in (COSTS, COSTS.reading_dearer(3))
    ]
    assert found[0] < found[1]


def test_a_slow_disk_is_seen_in_the_wait() -> None:
    slow = replace(Hardware(cores=2), syncs_per_second=5)
    waits = [
        percentile([scan.seconds for scan in day.finished], 50)
        for day in (
            simulate(SMALL_DAY, hardware=hardware, costs=COSTS, seed=3)
            for hardware in (Hardware(cores=2), slow)
        )
    ]
    assert waits[1] > waits[0] + 1


def mean_wait_of_poisson(servers: int, *, rate: float, service: float, jobs: int) -> float:
    dice, environment, waits = Random(5), simpy.Environment(), list[float]()
    station = Station(environment, servers)

    def job() -> Steps:
        came, seconds = environment.now, dice.expovariate(1 / service)
        yield from station.serve(seconds, Priority.COUNTER)
        waits.append(environment.now - came - seconds)

    def source() -> Steps:
        for _ in range(jobs):
            yield environment.timeout(dice.expovariate(rate))
            environment.process(job())

    environment.process(source())
    environment.run()
    return sum(waits) / len(waits)


def erlang_wait(servers: int, rate: float, service: float) -> float:
    load = rate * service
    last = load**servers / factorial(servers) * servers / (servers - load)
    others = sum(load**busy / factorial(busy) for busy in range(servers))
    return last / (last + others) * service / (servers - load)
