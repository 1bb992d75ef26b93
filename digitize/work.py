"""Work that is shared out among many workers: what is to be done, who holds it, and what waits for an operator.

The rows are the truth. A broker's message names a row and is only a hint: a row that nobody holds is sent again, a message
without a row is of work that is done. Each attempt is counted before the work, so what ends its worker is not tried for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

from digitize.model import DocumentId, ScanId
from digitize.rows import Priority

WorkSubject = NewType("WorkSubject", str)
"""A scan's id, a document's id, or a page of a scan: `9f2c…/3`, pages from 1."""


class WorkKind(StrEnum):
    SCAN = "scan"  # look what it needs: its pages sent out or read, parted, its documents finished
    PAGE = "page"  # one page of a long scan
    DOCUMENT = "document"  # from its page range to its record, or to a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    subject: WorkSubject
    kind: WorkKind
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to do a task until the lease ends; whoever holds it renews it."""

    task: Task
    holder: str
    attempts: int
    """How often the task was begun, this time included."""
    last_error: str
    """Code of what ended an earlier attempt; empty where none did, or where its worker died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A row as it stands, for those who look on."""

    task: Task
    attempts: int
    holder: str
    leased_until: datetime | None
    """Held until then; without a holder, a pause after a failure that ends then."""
    enqueued_at: datetime
    last_error: str
    set_aside_at: datetime | None
    """Since then it waits for an operator."""


class Work(Protocol):
    """The rows of all work. Every method is one transaction; times and leases come in as arguments."""

    def add(self, tasks: Sequence[Task], *, at: datetime) -> Sequence[Task]:
        """Those of the tasks that are new, or more urgent than was known, and so are to be sent; the others stand as they are."""
        ...

    def claim(
        self, subject: WorkSubject, *, holder: str, at: datetime, lease: timedelta
    ) -> Claim | None:
        """Compare-and-set, the attempt counted; None where it is done, held, in a pause or set aside."""
        ...

    def renew(
        self, subjects: Sequence[WorkSubject], *, holder: str, until: datetime
    ) -> Sequence[WorkSubject]:
        """Those of them that this holder still holds, from now on until then; what it does not name runs out."""
        ...

    def done(self, claim: Claim) -> None:
        """Nothing of it is left; no change where the claim was lost."""
        ...

    def give_back(
        self, claim: Claim, *, error_code: str = "", until: datetime | None = None
    ) -> None:
        """Not begun, as it were: the machine's fault, or a worker that ends. The attempt does not count."""
        ...

    def failed(self, claim: Claim, *, error_code: str, until: datetime) -> None:
        """The task's own fault; it rests until then."""
        ...

    def set_aside(self, claim: Claim, *, reason: str, at: datetime) -> None:
        """No further attempt before an operator says so; in the ledger. A page or document takes its scan's row along."""
        ...

    def stopped(
        self, task: Task, *, attempts: int, error_code: str, until: datetime, at: datetime
    ) -> None:
        """As `failed`, where one machine does all work and claims nothing: it rests until then, after so many attempts."""
        ...

    def again(self, scan_or_document: str, *, actor: str, at: datetime) -> Sequence[Task]:
        """All of it that was set aside or rests has its attempts anew and is to be sent. Raises `NotFound` where nothing did."""
        ...

    def freed(self, scan_id: ScanId) -> None:
        """What held this scan up may be gone: a person changed a paper of it. Its attempts count on."""
        ...

    def abandoned(self, holder: str, *, at: datetime) -> Sequence[Task]:
        """What a holder that died held, free now and to be sent; its attempts count."""
        ...

    def due(
        self, *, at: datetime, sent_before: datetime | None, limit: int, priority: Priority
    ) -> Sequence[Task]:
        """To be sent again, and noted as sent now: leases and pauses that ended, and what was sent before then in vain."""
        ...

    def unsent(self, *, limit: int, at: datetime) -> Sequence[Task]:
        """Scans with a step left that needs no person and without a row: added, and to be sent."""
        ...

    def settle(self, scan_id: ScanId) -> bool:
        """The scan's row goes where none of its documents moves by itself any more; True where that is so."""
        ...

    def find(self, subject: WorkSubject) -> WorkRow | None:
        """The row as it stands; None for what is done or was never sent."""
        ...

    def waiting_for_operator(self) -> Sequence[WorkRow]:
        """What was set aside, oldest first."""
        ...

    def held_up(self) -> Mapping[WorkSubject, bool]:
        """All that is set aside (true) or rests after a failure (false)."""
        ...

    def resting(self) -> Sequence[WorkRow]:
        """What failed and will be tried again by itself, the next first, up to a bound."""
        ...


def page_subject(scan_id: ScanId, page_index: int) -> WorkSubject:
    return WorkSubject(f"{scan_id}/{page_index + 1}")


def page_of(subject: WorkSubject) -> tuple[ScanId, int]:
    """Scan and page index (from 0) of a page's subject."""
    scan_id, _, number = subject.partition("/")
    return ScanId(scan_id), int(number) - 1


def scan_task(scan_id: ScanId, priority: Priority) -> Task:
    return Task(subject=WorkSubject(scan_id), kind=WorkKind.SCAN, priority=priority)


def page_task(scan_id: ScanId, page_index: int, priority: Priority) -> Task:
    return Task(subject=page_subject(scan_id, page_index), kind=WorkKind.PAGE, priority=priority)


def document_task(document_id: DocumentId, priority: Priority) -> Task:
    return Task(subject=WorkSubject(document_id), kind=WorkKind.DOCUMENT, priority=priority)
