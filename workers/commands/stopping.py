"""A long command that is asked to stop: children end, pauses end, and whoever waits for one fails as interrupted."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

from digitize.errors import Interrupted
from workers.pool import ChildPool


class Stop:
    """While it is entered, SIGINT and SIGTERM ask to stop."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._pool: ChildPool | None = None

    def sleep(self, seconds: float) -> None:
        """Pause. Raises `Interrupted` when asked to stop."""
        if self._asked.wait(seconds):
            raise Interrupted

    @contextmanager
    def ending(self, pool: ChildPool) -> Iterator[None]:
        """For the block, being asked to stop ends this pool's children."""
        self._pool = pool
        try:
            yield
        finally:
            self._pool = None

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked.set()
        if self._pool is not None:
            self._pool.close()
