"""What came into custody, told to the workers by a thread of its own: no giver waits for the broker, and none fails with it.

What is not told (the process dies, the broker is down) is found by the sweeper.
"""

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from digitize.errors import DigitizeError
from digitize.ports import Clock
from digitize.work import Task, Work
from workers.queue.broker import open_broker
from workers.queue.hints import Hints

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

MOST_AT_ONCE = 500
CLOSING_SECONDS = 10.0
"""So long a process that ends waits for a broker that does not answer."""


THREAD_NAME = "outbox"


class Outbox:
    """Thread-safe; its thread starts with the first task."""

    def __init__(
        self, work: Work, hints: Hints, *, clock: Clock, log: "Callable[[], FilteringBoundLogger]"
    ) -> None:
        self._work = work
        self._hints = hints
        self._clock = clock
        self._log = log
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def tell(self, task: Task) -> None:
        """Returns at once."""
        self._tasks.put(task)
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._send_all, name=THREAD_NAME, daemon=True
                )
                self._thread.start()

    def close(self) -> None:
        """What was told is sent, if the broker takes it soon."""
        with self._starting:
            if self._thread is not None:
                self._tasks.put(None)
                self._thread.join(CLOSING_SECONDS)

    def _send_all(self) -> None:
        while (tasks := self._next()) is not None:
            try:
                self._hints.send(self._work.add(tasks, at=self._clock()))
            except DigitizeError as error:
                self._log().warning("outbox.not_sent", code=error.code, tasks=len(tasks))
        self._hints.close()

    def _next(self) -> list[Task] | None:
        """Waits for one, and takes what else is there; None at the end."""
        found: list[Task] = []
        while not found or (not self._tasks.empty() and len(found) < MOST_AT_ONCE):
            task = self._tasks.get()
            if task is None:
                self._tasks.put(None)  # met again once the others are sent
                return found or None
            found.append(task)
        return found


def open_outbox(
    url: str, *, work: Work, clock: Clock, log: "Callable[[], FilteringBoundLogger]"
) -> Outbox:
    """Towards this broker; no connection is made before something is told. Raises `BadConfiguration`, `MissingDependency`."""
    return Outbox(work, Hints(open_broker(url)), clock=clock, log=log)
