"""The station at work: one thread watches the folder, one pushes to the server, both through the spool alone.

Neither waits for the other, so scanning goes on for days without a server, and pushing goes on while a share is down.
"""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from structlog.typing import FilteringBoundLogger

from digitize.errors import DigitizeError, ServerUnreachable, StationKeyRefused
from digitize.ports import Clock
from workers.log import log_error
from workers.log_words import frames_of
from workers.station.backoff import Backoff
from workers.station.collecting import Collector
from workers.station.line import ServerLine
from workers.station.line_report import LineReporter
from workers.station.options import StationOptions
from workers.station.pushing import Pusher, has_receipt
from workers.station.reports import write_folder_report
from workers.station.rows import PageWarning, StationBatch
from workers.station.spool import Spool
from workers.station.state import is_read

Look = Callable[[Path, int], tuple[PageWarning, ...]]
"""A spooled file and its number of pages into what is wrong with them."""

_REFRESH_SECONDS = 10.0  # how soon an officer sees what the server found by reading
_READING = timedelta(
    hours=1
)  # a batch not read by then waits behind others; nobody stands there any more
_CHECK_SECONDS = 30.0  # how old what the page says of an idle line may be
_REFUSED_SECONDS = 3600.0  # what a server refused it refuses again, until somebody acts
_DEFECT_SECONDS = 10.0


class Station:
    """Lives as long as the spool's lock is held."""

    def __init__(
        self, options: StationOptions, *, inspect: Look, clock: Clock, log: FilteringBoundLogger
    ) -> None:
        self._options = options
        self._inspect = inspect
        self._clock = clock
        self._log = log
        self._spool = Spool(options.spool)
        self._reporter = LineReporter(options.spool, clock=clock)
        self._backoff = Backoff()
        self._attempts: dict[str, int] = {}
        self._refused_at: dict[str, float] = {}
        self._refreshed_at: dict[str, float] = {}
        self._checked_at = -_CHECK_SECONDS

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set. Raises `StoreUnavailable` where the spool cannot be used at all."""
        self._spool.prepare()
        self._log.info("station.started", station=self._options.station)
        with ServerLine(self._options) as line:
            collector = Collector(
                self._spool,
                options=self._options,
                clock=self._clock,
                inspect=lambda file: self._inspect(self._spool.data(file.id), file.page_count),
            )
            pusher = Pusher(
                self._spool,
                line,
                options=self._options,
                clock=self._clock,
                progress=self._reporter.sending,
            )
            collecting = threading.Thread(
                target=self._loop, args=(stop, lambda: self._collect(collector)), name="collecting"
            )
            collecting.start()
            self._loop(stop, lambda: self._push(pusher, line))
            collecting.join()
        self._log.info("station.stopped", station=self._options.station)

    def _loop(self, stop: threading.Event, step: Callable[[], float]) -> None:
        """Steps until told to stop; each says how long to wait before the next."""
        while not stop.is_set():
            try:
                seconds = step()
            except DigitizeError as error:
                log_error(self._log, "station.failed", error)
                seconds = _DEFECT_SECONDS
            except Exception as error:  # noqa: BLE001  # a defect must not end the counter's only way in
                self._log.error("station.defect", traceback=frames_of(error))
                seconds = _DEFECT_SECONDS
            stop.wait(seconds)

    def _collect(self, collector: Collector) -> float:
        write_folder_report(self._options.spool, collector.round(time.monotonic()))
        return self._options.poll_seconds

    def _push(self, pusher: Pusher, line: ServerLine) -> float:
        pusher.settle_sources()
        self._spool.forget_done(before=self._clock() - timedelta(days=self._options.history_days))
        batch = self._next_batch()
        try:
            if batch is not None:
                self._push_batch(pusher, batch)
            elif (unread := self._next_unread()) is not None:
                self._refreshed_at[unread.key] = time.monotonic()
                pusher.refresh(unread)
            elif time.monotonic() - self._checked_at >= _CHECK_SECONDS:
                line.check()
            else:
                return self._options.poll_seconds
        except (ServerUnreachable, StationKeyRefused) as error:
            self._reporter.down(error)
            return self._backoff.next_seconds()
        self._checked_at = time.monotonic()
        self._reporter.up()
        self._backoff.reset()
        return 0.0 if batch is not None else self._options.poll_seconds

    def _push_batch(self, pusher: Pusher, batch: StationBatch) -> None:
        self._attempts[batch.key] = self._attempts.get(batch.key, 0) + 1
        batch = pusher.push(batch)
        if self._is_refused(batch):
            self._refused_at[batch.key] = time.monotonic()
            self._log.warning("station.refused", batch=batch.key)
        elif batch.is_closed:
            self._attempts.pop(batch.key, None)
            self._log.info("station.closed", batch=batch.server_id, files=len(batch.files))

    def _next_batch(self) -> StationBatch | None:
        """The oldest that needs the server; one at which a server always stumbles lets the others pass."""
        waiting = [batch for batch in self._spool.batches() if self._needs_server(batch)]
        return min(
            waiting,
            key=lambda batch: (self._attempts.get(batch.key, 0), batch.composed_at),
            default=None,
        )

    def _next_unread(self) -> StationBatch | None:
        """A batch whose papers the server has not all read yet, asked about some time ago."""
        oldest, now = self._clock() - _READING, time.monotonic()
        waiting = (
            batch
            for batch in self._spool.batches()
            if batch.is_closed and batch.composed_at >= oldest and not is_read(batch.receipt)
        )
        due = (
            batch
            for batch in waiting
            if now - self._refreshed_at.get(batch.key, -_REFRESH_SECONDS) >= _REFRESH_SECONDS
        )
        return next(due, None)

    def _needs_server(self, batch: StationBatch) -> bool:
        if batch.is_closed and all(has_receipt(file) for file in self._spool.files_of(batch)):
            return False
        refused_at = self._refused_at.get(batch.key)
        return refused_at is None or time.monotonic() - refused_at >= _REFUSED_SECONDS

    def _is_refused(self, batch: StationBatch) -> bool:
        files = self._spool.files_of(batch)
        return batch.refused is not None or any(file.refused for file in files)
