"""What each kind of message makes a worker do: load, do the steps that the embedded runner does too, say what follows.

A message is an id. What came of it stands in the catalogue, so a message that comes twice, late or in the wrong order finds
nothing to do. A scan of few pages is one piece of work; a longer one goes out by page, and who reads its last page sends
the scan again, which is parted once, under its claim.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from digitize.errors import NotFound, SecretPaper
from digitize.model import DocumentId, ScanId
from digitize.rows import Document, Priority, Scan, ScanState
from digitize.work import (
    WorkKind,
    WorkSubject,
    document_task,
    page_of,
    page_task,
    scan_task,
)
from workers.queue.claims import Claims, Held
from workers.queue.hints import Hints, actor_name, queue_name
from workers.scan_steps import ScanSteps
from workers.services import Services

if TYPE_CHECKING:
    from dramatiq import Broker

FAN_OUT_PAGES = 4
"""A scan of more pages is read by many workers; for fewer the messages cost more than the company gives."""


class Actors:
    """The work of one process; each public method answers one kind of message."""

    def __init__(
        self, services: Services, steps: ScanSteps, *, claims: Claims, hints: Hints
    ) -> None:
        self._catalogue = services.catalogue
        self._clock = services.clock
        self._steps = steps
        self._claims = claims
        self._work = claims.work
        self._hints = hints

    def declare(self, broker: "Broker") -> None:
        """Each kind twice: what is urgent has its own queue, and goes first within the worker."""
        import dramatiq

        answers: Mapping[WorkKind, Callable[[str], None]] = {
            WorkKind.SCAN: self.take_scan,
            WorkKind.PAGE: self.read_page,
            WorkKind.DOCUMENT: self.finish_document,
        }
        for priority in Priority:
            for kind, answer in answers.items():
                declared = dramatiq.actor(
                    broker=broker,
                    actor_name=actor_name(kind, priority),
                    queue_name=queue_name(priority),
                    priority=priority,
                )
                declared(answer)

    def take_scan(self, subject: str) -> None:
        """Send its pages out, if they are many and not read; else read what is not, part it, finish what it holds."""
        found = self._claims.patiently(self._scan_to_part, WorkSubject(subject))
        if found is not None:
            self._claims.do(WorkSubject(subject), partial(self._part, *found))

    def read_page(self, subject: str) -> None:
        """Read it; the last one read sends its scan."""
        scan_id, page_index = page_of(WorkSubject(subject))

        def read(held: Held) -> bool:
            scan, page = self._catalogue.scan_and_page(scan_id, page_index)
            if scan.state is ScanState.RECEIVED:
                if page.outcome is None:
                    is_last = self._steps.read_page(scan, page_index)
                else:
                    is_last = not self._catalogue.has_unread_pages(scan_id)
                if is_last:
                    self._hints.send([scan_task(scan_id, held.claim.task.priority)])
            return True

        self._claims.do(WorkSubject(subject), read)

    def finish_document(self, subject: str) -> None:
        """Every step that needs no person."""

        def finish(held: Held) -> bool:
            self._steps.finish_document(DocumentId(subject), may_go_on=held.require)
            return True

        self._claims.do(WorkSubject(subject), finish)
        # A person may have arranged its pages into other documents, which have rows of their own.
        with suppress(NotFound):
            self._work.settle(self._catalogue.document(DocumentId(subject)).scan_id)

    def _scan_to_part(self, subject: WorkSubject) -> tuple[Scan, Sequence[int]] | None:
        """With its unread pages; None where it is done, set aside, or with those who read its pages, whom it is sent to here."""
        try:
            scan, unread = self._catalogue.scan_and_unread(ScanId(subject))
        except NotFound:  # a message of before a restore
            return None
        if not is_shared_out(scan):
            return scan, unread  # whoever claims it finds whether it is done
        row = self._work.find(subject)
        if row is None or row.set_aside_at is not None:
            return None
        # Pages that were sent before have a row, and whoever sees to rows sees to them.
        pages = [page_task(scan.id, index, row.task.priority) for index in unread]
        self._hints.send(self._work.add(pages, at=self._clock()))
        return None if unread else (scan, unread)

    def _part(self, scan: Scan, unread: Sequence[int], held: Held) -> bool:
        """Both as they were before the claim: who had the claim meanwhile and gave it back only makes it be begun again."""
        moving = self._moving(scan, unread)
        if len(moving) == 1:
            self._steps.go_on(moving[0], scan, may_go_on=held.require)
        elif moving:
            tasks = [document_task(document.id, held.claim.task.priority) for document in moving]
            self._hints.send(self._work.add(tasks, at=self._clock()))
        return len(moving) <= 1

    def _moving(self, scan: Scan, unread: Sequence[int]) -> list[Document]:
        if scan.state is not ScanState.RECEIVED:
            return self._steps.moving_documents(scan.id)
        try:
            return self._steps.part(scan, unread)
        except SecretPaper:  # it is rejected, and so at its end
            return []


def is_shared_out(scan: Scan) -> bool:
    """Whether its pages are work of their own."""
    return scan.state is ScanState.RECEIVED and scan.page_count > FAN_OUT_PAGES
