"""A worker's right to a row of work: taken before the work, renewed while it lasts, ended by what came of it.

What the work's own bytes cause is counted against it and tried again after a pause that grows; after so many attempts it is
set aside for an operator. What the machine or the house around it causes counts for nothing: a store that is down for a day
must not set a day's papers aside. A worker that was too long without renewing (stopped, swapped out) finds that it lost
its rights before it seals anything.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from digitize.errors import (
    DigitizeError,
    Interrupted,
    LostRace,
    StoreUnavailable,
    UnexpectedInChild,
    WorkerDied,
)
from digitize.fault_point import reached
from digitize.ports import Clock
from digitize.work import Claim, Task, Work, WorkKind, WorkSubject, page_of
from workers.log import log_error
from workers.log_words import frames_of
from workers.observing import Ids, Observer, about, tell
from workers.whose_doing import NOT_ITS_DOING

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

Answer = TypeVar("Answer")
LONGEST_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOptions:
    holder: str
    """Name of the worker process, unlike any other's."""
    lease: timedelta
    max_attempts: int
    pause: timedelta
    """After a first failure; doubled with each further one, up to `LONGEST_PAUSE`."""


@dataclass(slots=True)
class Held:
    """A claim while the work on it lasts."""

    claim: Claim
    ends: float
    """Monotonic seconds: by this process's own clock it is nobody's afterwards."""

    def require(self) -> None:
        """Raises `LostRace` where the lease ran out unrenewed: somebody else may be at it by now."""
        if time.monotonic() >= self.ends:
            raise LostRace(f"{self.claim.task.subject}: the lease ran out")


@dataclass(slots=True)
class Claims:
    """Of one worker process; `renew` comes from a thread of its own."""

    work: Work
    clock: Clock
    log: "FilteringBoundLogger"
    options: ClaimOptions
    rest: Callable[[float], object] = time.sleep
    """Wait so many seconds, or until the process is asked to stop."""
    _held: dict[WorkSubject, Held] = field(default_factory=dict)

    def do(self, subject: WorkSubject, step: Callable[[Held], bool]) -> None:
        """Do it if it is to be done and nobody is at it; `step` says whether nothing of it is left.

        The one broad except of the work: what a step raises ends the step, never the worker.
        """
        held = self.patiently(self._claimed, subject)
        if held is None:
            return
        reached("work.claimed", subject)
        with about(**_ids(held.claim.task)):
            self._do(held, step)

    def _do(self, held: Held, step: Callable[[Held], bool]) -> None:
        subject = held.claim.task.subject
        try:
            is_done = step(held)
        except DigitizeError as error:
            log_error(self.log, "work.stopped", error, subject=subject)
            self._end(held.claim, partial(self._stopped, error=error))
        except Exception as error:  # noqa: BLE001 - see `do`
            self.log.error("work.defect", subject=subject, traceback=frames_of(error))
            self._end(held.claim, partial(self._failed, error_code=UnexpectedInChild.code))
        else:
            self._end(held.claim, self.work.done if is_done else self.work.give_back)
            self._tell_ended(held.claim, "done")
            reached("work.ended", subject)
        finally:
            self._held.pop(subject, None)

    def _end(self, claim: Claim, say: Callable[[Claim], None]) -> None:
        """What came of it stays with this worker, and so does the work, until the catalogue has heard it."""
        self.patiently(lambda _subject: say(claim), claim.task.subject)

    def patiently(self, ask: Callable[[WorkSubject], Answer], subject: WorkSubject) -> Answer:
        """The catalogue's answer, waited for while it is away: a message that is let go meanwhile must be sent again.

        Raises `StoreUnavailable` where the process is asked to stop before.
        """
        while True:
            try:
                return ask(subject)
            except StoreUnavailable as error:
                log_error(self.log, "work.catalogue_away", error, subject=subject)
                if self.rest(self.options.pause.total_seconds()):
                    raise

    def renew(self) -> None:
        """What is held is held on. Raises the catalogue's errors."""
        begin, holder = time.monotonic(), self.options.holder
        # By name: a row that is ours but that nobody here is at was never begun, or its end could not be said.
        subjects = list(self._held)
        if not subjects:
            return
        until = self.clock() + self.options.lease
        for subject in self.work.renew(subjects, holder=holder, until=until):
            if held := self._held.get(subject):
                held.ends = begin + self.options.lease.total_seconds()

    def _claimed(self, subject: WorkSubject) -> Held | None:
        begin, options = time.monotonic(), self.options
        claim = self.work.claim(
            subject, holder=options.holder, at=self.clock(), lease=options.lease
        )
        if claim is None:
            return None
        if claim.attempts > options.max_attempts:
            self._set_aside(claim, claim.last_error or WorkerDied.code)
            return None
        held = Held(claim=claim, ends=begin + options.lease.total_seconds())
        self._held[subject] = held
        tell(Observer.work_begun, claim.task.kind)
        return held

    def _stopped(self, claim: Claim, error: DigitizeError) -> None:
        if isinstance(error, Interrupted):
            self.work.give_back(claim)
        elif isinstance(error, LostRace):
            self.work.give_back(claim, until=self.clock() + self.options.pause)
            self._tell_ended(claim, "given_back")
        elif isinstance(error, NOT_ITS_DOING):
            until = self.clock() + self.options.pause
            self.work.give_back(claim, error_code=error.code, until=until)
            self._tell_ended(claim, "given_back")
            # The next task would meet the same: whoever took all there is would leave nothing but pauses behind.
            self.rest(self.options.pause.total_seconds())
        else:
            self._failed(claim, error_code=error.code)

    def _failed(self, claim: Claim, *, error_code: str) -> None:
        if claim.attempts >= self.options.max_attempts:
            self._set_aside(claim, error_code)
            return
        pause = min(self.options.pause * 2 ** (claim.attempts - 1), LONGEST_PAUSE)
        self.work.failed(claim, error_code=error_code, until=self.clock() + pause)
        self._tell_ended(claim, "failed")

    def _set_aside(self, claim: Claim, reason: str) -> None:
        self.work.set_aside(claim, reason=reason, at=self.clock())
        self._tell_ended(claim, "set_aside")
        self.log.error(
            "work.set_aside", subject=claim.task.subject, code=reason, attempts=claim.attempts
        )

    def _tell_ended(self, claim: Claim, outcome: str) -> None:
        tell(Observer.work_ended, claim.task.kind, outcome)


def _ids(task: Task) -> Ids:
    """What a line of the log shall say the work is about."""
    match task.kind:
        case WorkKind.SCAN:
            return {"scan": task.subject}
        case WorkKind.DOCUMENT:
            return {"document": task.subject}
        case WorkKind.PAGE:
            scan_id, page_index = page_of(task.subject)
            return {"scan": scan_id, "page": page_index + 1}
