"""The embedded runner: files in, outcomes out, all scans through all stages on one machine.

Threads wait, children work: a thread takes one scan from receipt to its documents' end, its pages are read by the child
pool. Each step looks at the catalogue first, so the same files given again after a `kill -9` go on where they ended and
nothing is done twice. The batch goes on whatever one file does.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import DigitizeError, SecretPaper, SourceUnreadable
from digitize.model import PageOutcome, Receipt, ScanId
from digitize.rows import Batch, Document
from workers.pool import ChildPool
from workers.progress import PageProgress
from workers.receiving import Receiving
from workers.scan_steps import ScanSteps
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one source file."""

    source: str
    documents: tuple[Document, ...] = ()
    error: DigitizeError | None = None
    """Why the file gave no documents, or why a document could not be finished."""
    set_aside: int = 0
    """Blank and separator pages, kept."""


class Runner:
    def __init__(
        self, services: Services, pool: ChildPool, *, batch: Batch, progress: PageProgress
    ) -> None:
        self._services = services
        self._receiving = Receiving(services, pool)
        self._batch = batch
        self._progress = progress
        self._steps = ScanSteps(services, pool, progress=progress)
        self._at_work: defaultdict[ScanId, threading.Lock] = defaultdict(threading.Lock)

    def run(self, sources: Sequence[Path]) -> Iterator[Outcome]:
        """Each source's outcome, in the order given."""
        with (
            closing(self._steps),
            ThreadPoolExecutor(self._services.settings.jobs) as scan_threads,
        ):
            yield from scan_threads.map(self._outcome, sources)

    def _outcome(self, source: Path) -> Outcome:
        receipt = self.received(source)
        if isinstance(receipt, Outcome):
            return receipt
        try:
            with self._at_work[receipt.scan_id]:  # the same bytes may have been given twice
                self._steps.finish(self._services.catalogue.scan(receipt.scan_id))
        except DigitizeError as error:
            return self.outcome_of(source, receipt.scan_id, error)
        return self.outcome_of(source, receipt.scan_id, None)

    def received(self, source: Path) -> Receipt | Outcome:
        """Custody of the file; its outcome where there is none."""
        try:
            _require_file(source)
            receipt = self._receiving.receive(source, batch=self._batch)
        except DigitizeError as error:
            return Outcome(source=str(source), error=error)
        self._progress.pages_found(receipt.page_count)
        return receipt

    def outcome_of(self, source: Path, scan_id: ScanId, error: DigitizeError | None) -> Outcome:
        """What the catalogue has of the scan by now, and what ended the work on it."""
        pages = self._services.catalogue.pages(scan_id)
        aside = sum(page.outcome in (PageOutcome.BLANK, PageOutcome.SEPARATOR) for page in pages)
        documents = () if isinstance(error, SecretPaper) else self._documents(scan_id)
        return Outcome(source=str(source), documents=documents, error=error, set_aside=aside)

    def _documents(self, scan_id: ScanId) -> tuple[Document, ...]:
        return tuple(self._services.catalogue.documents(scan_id=scan_id))


def _require_file(source: Path) -> None:
    if not source.is_file():
        raise SourceUnreadable(f"{source.name}: no such file")
