"""The server's work after custody: scans taken up by urgency, each to its documents' end, by threads that never stop for one.

The catalogue says what is to be done; waking the queue is only a hint, so a hint that is lost costs seconds. Counters come
first: one thread more than there are children is kept free of backfill, and while counters are at work at most one backfill
scan is. What becomes of a scan that fails is `workers/held_up_scans.py`.
"""

import math
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from digitize.errors import BadInput, DigitizeError, Interrupted
from digitize.fault_point import reached
from digitize.model import ScanId
from digitize.rows import Priority, Scan, ScanState
from workers.held_up_scans import HeldUpScans, PauseOptions
from workers.log import log_error
from workers.log_words import frames_of
from workers.pool import ChildPool
from workers.progress import PageProgress
from workers.scan_steps import ScanSteps
from workers.services import Services

TAKEN = "queue.taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueOptions:
    poll_seconds: float = 2.0
    """How often the catalogue is asked without a hint: another process may have received something."""
    quiet_seconds: float = 60.0
    """So long after the last counter scan, counters are taken to be at work."""
    window: int = 64
    """Scans asked for at once."""
    pauses: PauseOptions = field(default_factory=PauseOptions)


class ScanQueue:
    """Threads that finish scans while it is open.

    with ScanQueue(services, pool) as queue:
        queue.wake()
    """

    def __init__(
        self,
        services: Services,
        pool: ChildPool,
        *,
        progress: PageProgress | None = None,
        options: QueueOptions | None = None,
    ) -> None:
        progress = progress or PageProgress()
        self._services = services
        self._options = options or QueueOptions()
        # Each priority has page threads of its own: a counter's page must not stand behind a whole book of backfill.
        self._steps = {
            priority: ScanSteps(services, pool, progress=progress) for priority in Priority
        }
        self._jobs = services.settings.jobs
        self._threads = [
            threading.Thread(target=self._work, name=f"scan-{number}", daemon=True)
            for number in range(self._jobs + 1)
        ]
        self._changed = threading.Condition()
        self._waiting: dict[Priority, deque[Scan]] = {priority: deque() for priority in Priority}
        self._ask_at = dict.fromkeys(Priority, 0.0)
        self._at_work: dict[ScanId, Priority] = {}
        self._held_up = HeldUpScans(services, self._options.pauses)
        self._counters_until = 0.0
        self._is_closed = False

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def wake(self) -> None:
        """Something came into custody, or a person changed documents."""
        with self._changed:
            self._ask_at = dict.fromkeys(Priority, 0.0)
            self._changed.notify_all()

    def stop(self) -> None:
        """Begin nothing more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def close(self) -> None:
        """Begin nothing more and wait for what is under way; a closed child pool ends that soon."""
        self.stop()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()
        for steps in self._steps.values():
            steps.close()

    def wait_until_idle(self, timeout_seconds: float = math.inf) -> bool:
        """True once nothing is at work or can be begun; scans in a pause are not waited for."""
        deadline = time.monotonic() + timeout_seconds
        with self._changed:
            while True:
                self._ask_at = dict.fromkeys(Priority, 0.0)
                self._changed.notify_all()
                if not self._at_work and not any(self._found(priority) for priority in Priority):
                    return True
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(min(left, self._options.poll_seconds))

    def _work(self) -> None:
        """What one thread does until the queue closes: the one broad except of this loop, with its traceback."""
        while (taken := self._take()) is not None:
            scan, priority = taken
            try:
                self._finish(scan, priority)
            except Exception as error:  # noqa: BLE001 - one scan must never end the thread that serves them all
                self._services.log.error("scan.failed", scan=scan.id, traceback=frames_of(error))
                self._held_up.stopped(scan, priority, None)
            finally:
                self._done(scan)

    def _finish(self, scan: Scan, priority: Priority) -> None:
        reached("queue.taken")
        try:
            self._steps[priority].finish(self._services.catalogue.scan(scan.id))
        except Interrupted:
            return  # this process ends
        except DigitizeError as error:
            self._stopped(scan, priority, error)
        else:
            reached("queue.finished")
            self._held_up.ended(scan.id)

    def _stopped(self, scan: Scan, priority: Priority, error: DigitizeError) -> None:
        """A rejected scan is at its end."""
        if isinstance(error, BadInput) and self._is_rejected(scan):
            self._held_up.ended(scan.id)
            return
        log_error(self._services.log, "scan.stopped", error, scan=scan.id)
        self._held_up.stopped(scan, priority, error)

    def _is_rejected(self, scan: Scan) -> bool:
        with suppress(DigitizeError):  # a catalogue that cannot be asked now
            return self._services.catalogue.scan(scan.id).state is ScanState.REJECTED
        return False

    def _done(self, scan: Scan) -> None:
        with self._changed:
            self._at_work.pop(scan.id, None)
            self._changed.notify_all()

    # -- what to take up next; all with the condition held

    def _take(self) -> tuple[Scan, Priority] | None:
        """The next scan, waited for; None once the queue is closed."""
        with self._changed:
            while not self._is_closed:
                for priority in Priority:
                    if self._may_begin(priority) and self._found(priority):
                        scan = self._waiting[priority].popleft()
                        self._at_work[scan.id] = priority
                        # Noted before anybody else may take one, so the log has the queue's own order.
                        self._services.log.info(TAKEN, scan=scan.id, priority=priority.name)
                        return scan, priority
                self._changed.wait(self._options.poll_seconds)
            return None

    def _may_begin(self, priority: Priority) -> bool:
        now = time.monotonic()
        if priority is Priority.COUNTER:
            return True
        if Priority.COUNTER in self._at_work.values():
            self._counters_until = now + self._options.quiet_seconds
        allowed = 1 if now < self._counters_until else self._jobs
        return list(self._at_work.values()).count(priority) < allowed

    def _found(self, priority: Priority) -> bool:
        """Is a scan of this priority waiting? The catalogue is asked after a hint, and now and then."""
        waiting, now = self._waiting[priority], time.monotonic()
        if not waiting and now >= self._ask_at[priority]:
            waiting.extend(self._asked(priority))
            if not waiting:
                self._ask_at[priority] = now + self._options.poll_seconds
        return bool(waiting)

    def _asked(self, priority: Priority) -> list[Scan]:
        passed_over = self._at_work.keys() | self._held_up.passed_over()
        found: list[Scan] = []
        with suppress(DigitizeError):  # asked again soon; who receives and reads says what is wrong
            found.extend(
                self._services.catalogue.unfinished_scans(
                    limit=len(passed_over) + self._options.window, priority=priority
                )
            )
        return [scan for scan in found if scan.id not in passed_over]
