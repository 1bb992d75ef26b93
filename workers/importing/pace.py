"""How fast an import may go beside a server: no faster than its scans are finished, and slowly while counters are at work.

It looks at the catalogue, for the counters are served by another process.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from digitize.errors import DigitizeError
from digitize.ports import Clock
from digitize.rows import Priority, ScanState
from storage.database import Database
from storage.schema import batches, scans


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceOptions:
    look_seconds: float = 0.5
    """The catalogue is asked this often, not for every file."""
    busy_pause_seconds: float = 0.5
    """Between two files while counters are at work: custody costs a counter two syncs of the disk in this time, no more."""
    busy_for: timedelta = timedelta(seconds=5)
    """A counter is at work this long after its last scan came."""
    busy_reading_for: timedelta = timedelta(minutes=15)
    """Or longer, while that scan is being read; one that nobody reads by then keeps no backfill waiting."""
    max_waiting: int = 200
    """Scans in custody that nobody has read; more would only lengthen the server's queue."""


class ServerGone(DigitizeError):
    """Máy chủ đã dừng. Lệnh nhập sẽ tự đọc phần còn lại."""

    code = "server_gone"
    retry = True


class Pace:
    """`wait` before each file. For one thread."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        is_served: Callable[[], bool] = lambda: True,
        options: PaceOptions | None = None,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._clock = clock
        self._is_served = is_served
        self._options = options or PaceOptions()
        self._sleep = sleep
        self._monotonic = monotonic
        self._looked_at = float("-inf")
        self._is_busy = False

    def wait(self) -> None:
        """Return when the next file may be taken. Raises `ServerGone` where nobody is left who reads what waits."""
        while self._waiting() >= self._options.max_waiting:
            if not self._is_served():
                raise ServerGone
            self._sleep(self._options.look_seconds)
        self._look()
        if self._is_busy:
            self._sleep(self._options.busy_pause_seconds)

    def _look(self) -> None:
        now = self._monotonic()
        if now - self._looked_at >= self._options.look_seconds:
            self._looked_at, self._is_busy = now, self._counters_are_busy()

    def _counters_are_busy(self) -> bool:
        limits = self._options
        newest = (
            select(batches.c.id)
            .where(batches.c.priority < Priority.BACKFILL)
            .order_by(batches.c.opened_at.desc())
            .limit(_NEWEST_BATCHES)
        )
        query = select(scans.c.state, func.max(scans.c.received_at)).where(
            scans.c.batch_id.in_(newest)
        )
        with self._database.reading() as connection:
            found = connection.execute(query.group_by(scans.c.state)).all()
        now = self._clock()
        return any(
            now - last
            < (limits.busy_reading_for if state == ScanState.RECEIVED else limits.busy_for)
            for state, last in found
        )

    def _waiting(self) -> int:
        query = select(func.count()).where(scans.c.state == ScanState.RECEIVED)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())


_NEWEST_BATCHES = 64
"""Batches that may still be at work; thirty stations have one each."""
