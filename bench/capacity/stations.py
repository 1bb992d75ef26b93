"""What a scan waits for: readers' cores, disk, ledger, network; each a queue with servers that remembers its load.

Counters go first and nobody is interrupted, as on the real queue: a page of the backfill that is being read is finished.
A disk and the head of the ledger serve one at a time, which is pessimistic for a disk and true for the head: its row is
locked from an entry's making until its commit is on the disk.
"""

from collections import Counter, defaultdict
from collections.abc import Generator
from dataclasses import dataclass

import simpy

from digitize.rows import Priority

Steps = Generator[simpy.Event, object, None]
"""What a SimPy process is made of."""
WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    cores: int
    """That read pages and do all other work of the processor; as fast as one of the measured machine."""
    syncs_per_second: float = 2000.0
    """Of the store's disk: of the order of one SATA SSD with its cache protected; a hard disk does about 100."""
    catalogue_syncs_per_second: float = 2000.0
    """Of the database's disk."""
    disk_mb_per_second: float = 200.0
    network_mb_per_second: float = 117.0
    """Of the server's line: a gigabit a second."""

    def ledger_seconds(self, entry_seconds: float) -> float:
        """How long one transaction holds the ledger's head: its own work, and until it is on the disk."""
        return entry_seconds + 1 / self.catalogue_syncs_per_second


class Station:
    """Servers behind one queue."""

    def __init__(self, environment: simpy.Environment, servers: int) -> None:
        self._environment = environment
        self._resource = simpy.PriorityResource(environment, servers)
        self._busy = defaultdict[int, float](float)
        self._jobs = Counter[int]()
        self.servers = servers

    def serve(self, seconds: float, priority: Priority, *, jobs: int = 1) -> Steps:
        """Wait for a server, hold it so long; `jobs` is what it counts as (several syncs in one go)."""
        with self._resource.request(priority=priority) as turn:
            yield turn
            window = int(self._environment.now // WINDOW_SECONDS)
            self._busy[window] += seconds
            self._jobs[window] += jobs
            yield self._environment.timeout(seconds)

    @property
    def busy_seconds(self) -> float:
        """Of all servers together."""
        return sum(self._busy.values())

    @property
    def jobs(self) -> int:
        return self._jobs.total()

    @property
    def jobs_per_second_at_peak(self) -> float:
        """In the busiest minute."""
        return max(self._jobs.values(), default=0) / WINDOW_SECONDS

    @property
    def share_at_peak(self) -> float:
        """Of all servers' time, used in the busiest minute; above 1 where long jobs began in it."""
        return max(self._busy.values(), default=0.0) / WINDOW_SECONDS / self.servers


class Stations:
    """All that one system has."""

    def __init__(self, environment: simpy.Environment, hardware: Hardware) -> None:
        self.hardware = hardware
        self.cores = Station(environment, hardware.cores)
        self.disk = Station(environment, 1)
        self.ledger = Station(environment, 1)
        self.network = Station(environment, 1)
        self.commits = 0
        """Transactions that need no head; they share their syncs and wait for nobody."""
        self._put_mb = defaultdict[int, float](float)
        self._environment = environment

    def named(self) -> dict[str, Station]:
        return {
            "cores": self.cores,
            "disk": self.disk,
            "ledger": self.ledger,
            "network": self.network,
        }

    @property
    def put_mb_at_peak(self) -> float:
        """A second, written and read, in the busiest minute."""
        return max(self._put_mb.values(), default=0.0) / WINDOW_SECONDS

    def compute(self, seconds: float, priority: Priority) -> Steps:
        yield from self.cores.serve(seconds, priority)

    def put(self, size_mb: float, syncs: int, priority: Priority) -> Steps:
        """Written, and read back once before it is promised."""
        hardware, window = self.hardware, int(self._environment.now // WINDOW_SECONDS)
        self._put_mb[window] += 2 * size_mb
        seconds = 2 * size_mb / hardware.disk_mb_per_second + syncs / hardware.syncs_per_second
        yield from self.disk.serve(seconds, priority, jobs=syncs)

    def carry(self, size_mb: float, priority: Priority) -> Steps:
        yield from self.network.serve(size_mb / self.hardware.network_mb_per_second, priority)

    def append(self, seconds: float, priority: Priority, *, times: int) -> Steps:
        """So many transactions that hold the ledger's head for so long each, and until they are on the disk."""
        held = times * self.hardware.ledger_seconds(seconds)
        yield from self.ledger.serve(held, priority, jobs=times)
