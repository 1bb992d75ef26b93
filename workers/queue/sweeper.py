"""What the catalogue says is to be done and nobody holds, sent again: the broker lost it, was flushed, or never heard of it.

Leases and pauses that ended are sent at once. What was sent in vain long ago is sent only while the queue is short: a message
that waits in a long queue is not lost. Any number of sweepers may sweep; each row is sent by the one that notes it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from digitize.errors import DigitizeError
from digitize.ports import Clock
from digitize.rows import Priority
from digitize.work import Work
from workers.log import log_error
from workers.queue.hints import Hints

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

SHORT_QUEUE = 500
"""Messages; more than that keep a large house busy until the next sweep."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeper:
    work: Work
    hints: Hints
    clock: Clock
    log: "FilteringBoundLogger"
    patience: timedelta
    """What was sent so long ago and not taken up since may be lost."""

    def sweep(self) -> int:
        """How many messages were sent. A house that cannot be swept now is swept next time."""
        try:
            return sum(self._resent(priority) for priority in Priority)
        except DigitizeError as error:
            log_error(self.log, "sweep.failed", error)
            return 0

    def sweep_unsent(self) -> int:
        """As `sweep`, of scans that nobody ever sent. It walks over all that is unfinished, so it is for now and then."""
        try:
            tasks = self.work.unsent(limit=AT_ONCE, at=self.clock())
            self.hints.send(tasks)
        except DigitizeError as error:
            log_error(self.log, "sweep.failed", error)
            return 0
        return self._noted(len(tasks))

    def _resent(self, priority: Priority) -> int:
        at = self.clock()
        # Asked first: a broker that does not answer must not have rows noted as sent.
        is_short = self.hints.waiting(priority) <= SHORT_QUEUE
        tasks = self.work.due(
            at=at,
            sent_before=at - self.patience if is_short else None,
            limit=AT_ONCE,
            priority=priority,
        )
        self.hints.send(tasks)
        return self._noted(len(tasks))

    def _noted(self, sent: int) -> int:
        if sent:
            self.log.info("sweep.sent", tasks=sent)
        return sent
