"""A simulated day as figures: how long counters waited, what every station had to do at its busiest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.capacity.model import Day
from bench.capacity.stations import Hardware
from digitize.rows import Priority

WANTED_SECONDS_A_PAGE = 10.0
"""A counter's round trip as the volume's reckoning asks for it: p95 of the seconds from receipt to filed, a page of the scan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Of the counters' scans, from receipt to filed."""

    hardware: Hardware
    p50_seconds: float
    p95_seconds: float
    p99_seconds: float
    p95_seconds_a_page: float
    """Each scan's seconds over its pages."""
    receipt_p95_seconds: float
    """From the request to the receipt: the server's part, lines and stations are not in it."""
    shares: Mapping[str, float]
    """Of each station's time, in use in its busiest minute."""
    syncs_a_second: float
    entries_a_second: float
    disk_mb_a_second: float
    """Written and read back, in the busiest minute."""
    stored_mb: Mapping[str, float]

    @property
    def is_enough(self) -> bool:
        return self.p95_seconds_a_page <= WANTED_SECONDS_A_PAGE


def waiting(day: Day) -> Waiting:
    """Of a day with at least one scan of a counter."""
    counters = day.of(Priority.COUNTER)
    seconds = [scan.seconds for scan in counters]
    stations = day.stations
    return Waiting(
        hardware=stations.hardware,
        p50_seconds=percentile(seconds, 50),
        p95_seconds=percentile(seconds, 95),
        p99_seconds=percentile(seconds, 99),
        p95_seconds_a_page=percentile([scan.seconds / scan.pages for scan in counters], 95),
        receipt_p95_seconds=percentile([one.received_at - one.came_at for one in counters], 95),
        shares={name: station.share_at_peak for name, station in stations.named().items()},
        syncs_a_second=stations.disk.jobs_per_second_at_peak,
        entries_a_second=stations.ledger.jobs_per_second_at_peak,
        disk_mb_a_second=stations.put_mb_at_peak,
        stored_mb=day.stored_mb,
    )


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]
