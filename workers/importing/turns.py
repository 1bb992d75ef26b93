"""One scan, one thread: rows that name the same bytes take turns at them; what is not at work costs no memory."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from digitize.model import ScanId


class ScanTurns:
    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._at_work: set[ScanId] = set()

    @contextmanager
    def of(self, scan_id: ScanId) -> Iterator[None]:
        """Hold the scan for the block; waits while another thread holds it."""
        with self._changed:
            self._changed.wait_for(lambda: scan_id not in self._at_work)
            self._at_work.add(scan_id)
        try:
            yield
        finally:
            with self._changed:
                self._at_work.discard(scan_id)
                self._changed.notify_all()
