"""Every stored object re-read and compared within N days: a scan at a time, the one that waits longest first.

In the background the looks are spread evenly over the time there is, so that disks never notice; on demand all that is due is
read at once. What must be there and how it is hashed is the audit's (storage/expected_objects.py). A problem stops nothing.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digitize.errors import DigitizeError, LedgerMismatch, LostRace
from digitize.fault_point import reached
from digitize.model import ScanId
from storage.expected_objects import (
    expected_anchors,
    expected_of_scan,
    object_problems,
    unvouched_files,
)
from storage.fixity import FixityRows
from storage.ledger import Event
from workers.log import log_error
from workers.log_words import frames_of
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class FixityOptions:
    part_of_time: float = 0.8
    """Looks are spread over this part of the days; the rest is for nights when nothing ran."""
    rest_of_time: float = 0.5
    """A scan is left alone for this part of the days, however many workers look."""
    shortest_pause_seconds: float = 0.2
    longest_pause_seconds: float = 600.0
    count_seconds: float = 3600.0
    """So often it is counted what there is: the whole table is looked at for it."""
    anchor_seconds: float = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was found of one scan."""

    scan_id: ScanId
    objects: int
    problems: tuple[str, ...]
    recorded: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 by key of what an earlier program kept without a hash: from this look on it is compared."""


class FixityCheck:
    """Looks at scans of one warehouse."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.rows = FixityRows(services.database)

    def looks(self, *, checked_before: datetime) -> Iterator[Look]:
        """All that was last checked before that moment, each noted before the next begins: a killed run goes on there."""
        self.enrol()
        # Later than now, and a look would be due again as soon as it was made.
        checked_before = min(checked_before, self._services.clock())
        while (look := self.next_look(checked_before=checked_before)) is not None:
            yield look

    def enrol(self) -> None:
        with suppress(LostRace):  # another worker has just done it
            self.rows.enrol()

    def next_look(self, *, checked_before: datetime) -> Look | None:
        """One look, noted; None where nothing is due. Raises the store's and the catalogue's errors where they do not answer."""
        scan_id = self.rows.take_oldest(checked_before=checked_before, now=self._services.clock())
        if scan_id is None:
            return None
        try:
            look = self._look(scan_id)
        except DigitizeError:
            with suppress(DigitizeError):
                self.rows.give_back(scan_id)
            raise
        reached("fixity.looked")
        self._note(look)
        return look

    def _look(self, scan_id: ScanId) -> Look:
        try:
            expected = expected_of_scan(self._services.catalogue, scan_id)
        except LedgerMismatch as fault:
            return Look(scan_id=scan_id, objects=0, problems=(f"ledger_unreadable:{fault.detail}",))
        store = self._services.store
        return Look(
            scan_id=scan_id,
            objects=len(expected),
            problems=tuple(object_problems(store, expected)),
            recorded=unvouched_files(self._services.catalogue, store, scan_id, expected),
        )

    def anchor_problems(self) -> tuple[str, ...]:
        """What does not hold of the anchors, which belong to no scan: they are few and empty, and looked at together."""
        services = self._services
        problems = tuple(object_problems(services.store, expected_anchors(services.store)))
        for problem in problems:
            services.log.error("fixity.failed", problem=problem)
        if problems:
            services.catalogue.note(
                Event.FIXITY_FAILED,
                "warehouse",
                actor=services.settings.officer,
                data={"problems": list(problems)},
                at=services.clock(),
            )
        return problems

    def _note(self, look: Look) -> None:
        services = self._services
        for problem in look.problems:
            services.log.error("fixity.failed", scan=look.scan_id, problem=problem)
        if look.recorded:
            services.catalogue.note(
                Event.FIXITY_RECORDED,
                look.scan_id,
                actor=services.settings.officer,
                data={"files": dict(look.recorded)},
                at=services.clock(),
            )
        self.rows.note(
            look.scan_id, look.problems, actor=services.settings.officer, at=services.clock()
        )


class FixityWatch:
    """The background's looks, one after the other with a pause that spreads them."""

    def __init__(self, services: Services, *, options: FixityOptions | None = None) -> None:
        self._services = services
        self._options = options or FixityOptions()
        self._days = services.settings.fixity_days
        self._check = FixityCheck(services)
        self._even_pause = self._options.longest_pause_seconds
        self._count_at = 0.0
        self._anchors_at = 0.0

    def watch(self, stop: threading.Event) -> None:
        """Look until told to stop: the one broad except of this loop, with its traceback."""
        pause = self._options.longest_pause_seconds
        while not stop.wait(pause):
            try:
                self._count_now_and_then()
                pause = self._even_pause if self._look() else self._options.longest_pause_seconds
            except DigitizeError as error:
                log_error(self._services.log, "fixity.stopped", error)
                pause = self._options.longest_pause_seconds
            except Exception as error:  # noqa: BLE001 - a defect in one look must not end all later ones
                self._services.log.error("fixity.stopped", traceback=frames_of(error))
                pause = self._options.longest_pause_seconds

    def _look(self) -> Look | None:
        rested = timedelta(days=self._days * self._options.rest_of_time)
        return self._check.next_look(checked_before=self._services.clock() - rested)

    def _count_now_and_then(self) -> None:
        if time.monotonic() >= self._count_at:
            self._check.enrol()
            self._even_pause = self._pause()
            if time.monotonic() >= self._anchors_at:
                self._check.anchor_problems()
                self._anchors_at = time.monotonic() + self._options.anchor_seconds
            self._count_at = time.monotonic() + self._options.count_seconds

    def _pause(self) -> float:
        """Evenly over the days there are; without a pause to speak of where the oldest is overdue."""
        state = self._check.rows.state()
        seconds = self._days * 86_400 * self._options.part_of_time / max(state.scans, 1)
        if state.oldest is not None:
            overdue = self._services.clock() - state.oldest > timedelta(days=self._days)
            seconds = self._options.shortest_pause_seconds if overdue else seconds
        least, most = self._options.shortest_pause_seconds, self._options.longest_pause_seconds
        return min(max(seconds, least), most)


@contextmanager
def fixity_in_background(services: Services) -> Iterator[None]:
    """For the block, a thread looks; none where the setting `fixity_days` is 0. The look under way at the end is given up."""
    if services.settings.fixity_days == 0:
        yield
        return
    stop = threading.Event()
    watch = FixityWatch(services)
    thread = threading.Thread(target=watch.watch, args=(stop,), name="fixity", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(_END_SECONDS)


_END_SECONDS = 5.0  # a look at a large scan may take longer; its lease ends by itself
