"""Scans of the embedded queue that do not get on: when each is tried again, in rows that an operator sees and a restart keeps.

A pause is counted here, by a clock that nobody sets; the row tells of it. A row that holds up nothing any more says that
somebody gave the scan another try: an operator, on the page of failures or by `digitize work --again`, or a checker who
changed a paper of it. What only rested when the process ended is tried at its next start; what was set aside is not.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from digitize.errors import BadInput, DigitizeError, IllegalMove, UnexpectedInChild
from digitize.model import ScanId
from digitize.rows import Priority, Scan
from digitize.work import Claim, Task, WorkSubject, scan_task
from workers.log import log_error
from workers.services import Services
from workers.whose_doing import is_own_doing

NOBODY = ""
"""Holds a scan where one machine does all the work itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseOptions:
    pause_seconds: float = 5.0
    """Before a failed scan's next try; doubled every time, up to `longest_pause_seconds`."""
    longest_pause_seconds: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pause:
    until: float
    """Monotonic seconds."""
    tries: int
    is_told: bool
    """Whether a row says so; a catalogue that is away is not told."""


class HeldUpScans:
    """Of one process; thread-safe."""

    def __init__(self, services: Services, options: PauseOptions) -> None:
        self._work = services.work
        self._clock = services.clock
        self._log = services.log
        self._max_attempts = services.settings.work_attempts
        self._options = options
        self._lock = threading.Lock()
        self._pauses: dict[ScanId, _Pause] = {}
        self._with_row: set[ScanId] | None = None
        """None until the catalogue was asked what was held up before this process began."""

    def stopped(self, scan: Scan, priority: Priority, error: DigitizeError | None) -> None:
        """It rests, or is set aside where trying again helps no more; without an error a defect ended it."""
        tries = self._tries(scan.id) + 1
        longest = self._options.longest_pause_seconds
        seconds = min(self._options.pause_seconds * 2 ** (tries - 1), longest)
        is_told = self._tell(scan_task(scan.id, priority), error, seconds)
        pause = _Pause(until=time.monotonic() + seconds, tries=tries, is_told=is_told)
        with self._lock:
            self._pauses[scan.id] = pause

    def ended(self, scan_id: ScanId) -> None:
        """Nothing of it is left to do, or somebody else does it: no row speaks of it any more."""
        with self._lock:
            was_held_up = self._pauses.pop(scan_id, None) is not None
            if self._with_row is not None and scan_id in self._with_row:
                self._with_row.discard(scan_id)
                was_held_up = True
        if was_held_up:
            self._settle(scan_id)

    def passed_over(self) -> set[ScanId]:
        """Those not to be begun now."""
        now = time.monotonic()
        with self._lock:
            if self._with_row is not None and not (self._pauses or self._with_row):
                return set()
            try:
                said = self._work.held_up()
            except (
                DigitizeError
            ):  # whoever receives and reads says what is wrong with the catalogue
                return self._resting(now)
            self._note_rows(said)
            self._forget_freed(said)
            aside = {ScanId(subject) for subject, is_aside in said.items() if is_aside}
            return aside | self._resting(now)

    def _resting(self, now: float) -> set[ScanId]:
        return {scan_id for scan_id, pause in self._pauses.items() if pause.until > now}

    def _note_rows(self, said: Mapping[WorkSubject, bool]) -> None:
        if self._with_row is None:
            self._with_row = set()
            for subject in said:  # its paper may have come to its end otherwise
                self._settle(ScanId(subject))
        self._with_row |= {ScanId(subject) for subject in said}

    def _forget_freed(self, said: Mapping[WorkSubject, bool]) -> None:
        freed = [
            scan_id
            for scan_id, pause in self._pauses.items()
            if pause.is_told and WorkSubject(scan_id) not in said
        ]
        for scan_id in freed:
            del self._pauses[scan_id]

    def _tries(self, scan_id: ScanId) -> int:
        with self._lock:
            before = self._pauses.get(scan_id)
        return before.tries if before else 0

    def _tell(self, task: Task, error: DigitizeError | None, seconds: float) -> bool:
        """Whether the catalogue heard it."""
        is_own = error is None or is_own_doing(error)
        try:
            row = self._work.find(task.subject)
            attempts = (row.attempts if row else 0) + (1 if is_own else 0)
            self._work.stopped(
                task,
                attempts=attempts,
                error_code=_code(error),
                until=self._clock() + timedelta(seconds=seconds),
                at=self._clock(),
            )
            if is_own and (attempts >= self._max_attempts or not _may_pass(error)):
                self._set_aside(task, attempts, _code(error))
        except DigitizeError as away:
            log_error(self._log, "scan.not_noted", away, scan=task.subject)
            return False
        return True

    def _set_aside(self, task: Task, attempts: int, code: str) -> None:
        claim = Claim(task=task, holder=NOBODY, attempts=attempts, last_error=code)
        self._work.set_aside(claim, reason=code, at=self._clock())
        self._log.error("work.set_aside", subject=task.subject, code=code, attempts=attempts)

    def _settle(self, scan_id: ScanId) -> None:
        try:
            self._work.settle(scan_id)
        except DigitizeError as away:  # an operator's next try finds nothing to do
            log_error(self._log, "scan.not_noted", away, scan=scan_id)


def _code(error: DigitizeError | None) -> str:
    return UnexpectedInChild.code if error is None else error.code


def _may_pass(error: DigitizeError | None) -> bool:
    """A file was good when it came: what cannot read it now may pass. A defect does not.

    A move that is refused may be a person's who was quicker; the next try finds the paper as it stands then.
    """
    return error is not None and (error.retry or isinstance(error, (BadInput, IllegalMove)))
