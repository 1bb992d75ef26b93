"""The embedded runner: files in, outcomes out, all scans through all stages on one machine.

Threads wait, children work: a thread takes one scan from receipt to its documents' end, its pages are read by the child
pool. Each step looks at the catalogue first, so the same files given again after a `kill -9` go on where they ended and
nothing is done twice. The batch goes on whatever one file does.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from digitize import codec, limits
from digitize.errors import (
    ChildFailed,
    DamagedFile,
    DigitizeError,
    SecretPaper,
    SourceUnreadable,
    UnexpectedInChild,
    error_of_code,
)
from digitize.intake.receive import receive
from digitize.intake.separate import separate
from digitize.model import PageOutcome, PageReading, Receipt, ScanFile, ScanId
from digitize.rows import Batch, Document, Scan, ScanState
from storage import keys
from workers import tasks
from workers.page_reading import read_page
from workers.pool import ChildPool
from workers.progress import PageProgress
from workers.services import Services
from workers.steps import DocumentSteps, scan_file


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
        self._pool = pool
        self._batch = batch
        self._progress = progress
        self._steps = DocumentSteps(services, pool)
        self._page_threads = ThreadPoolExecutor(services.settings.jobs)
        self._at_work: defaultdict[ScanId, threading.Lock] = defaultdict(threading.Lock)

    def run(self, sources: Sequence[Path]) -> Iterator[Outcome]:
        """Each source's outcome, in the order given."""
        with self._page_threads, ThreadPoolExecutor(self._services.settings.jobs) as scan_threads:
            yield from scan_threads.map(self._outcome, sources)

    def _outcome(self, source: Path) -> Outcome:
        try:
            _require_file(source)
            receipt = self._receive(source)
        except DigitizeError as error:
            return Outcome(source=str(source), error=error)
        self._progress.pages_found(receipt.page_count)
        try:
            with self._at_work[receipt.scan_id]:  # the same bytes may have been given twice
                self._finish_scan(self._services.catalogue.scan(receipt.scan_id))
        except DigitizeError as error:
            return self._outcome_of(source, receipt.scan_id, error)
        return self._outcome_of(source, receipt.scan_id, None)

    def _outcome_of(self, source: Path, scan_id: ScanId, error: DigitizeError | None) -> Outcome:
        pages = self._services.catalogue.pages(scan_id)
        aside = sum(page.outcome in (PageOutcome.BLANK, PageOutcome.SEPARATOR) for page in pages)
        documents = () if isinstance(error, SecretPaper) else self._documents(scan_id)
        return Outcome(source=str(source), documents=documents, error=error, set_aside=aside)

    def _receive(self, source: Path) -> Receipt:
        return receive(
            source,
            batch=self._batch,
            store=self._services.store,
            catalogue=self._services.catalogue,
            key_of=keys.original,
            identify=self._identify,
            clock=self._services.clock,
        )

    def _identify(self, path: Path) -> ScanFile:
        """What the file is; one that ends the child that looks at it is damaged, and kept like any other."""
        try:
            return self._pool.call(tasks.identify, limits.CHILD_PAGE_SECONDS, path)
        except (ChildFailed, UnexpectedInChild) as error:
            raise DamagedFile(error.detail) from error

    def _finish_scan(self, scan: Scan) -> None:
        if scan.state is ScanState.REJECTED:
            raise error_of_code(scan.error_code or "")
        if scan.state is ScanState.RECEIVED:
            readings = self._read_pages(scan)
            self._stop_secret(scan, readings)
            self._services.catalogue.separate(
                scan.id, separate(readings), at=self._services.clock()
            )
        else:
            for _ in range(scan.page_count):
                self._progress.page_done()
        for document in self._documents(scan.id):
            self._steps.finish(document.id)

    def _documents(self, scan_id: ScanId) -> tuple[Document, ...]:
        return tuple(self._services.catalogue.documents(scan_id=scan_id))

    # -- pages

    def _read_pages(self, scan: Scan) -> tuple[PageReading, ...]:
        """Every page's reading; those that an earlier run kept are not read again."""
        known = {
            page.page_index
            for page in self._services.catalogue.pages(scan.id)
            if page.outcome is not None
        }
        read = partial(self._reading, scan, known)
        return tuple(self._page_threads.map(read, range(scan.page_count)))

    def _reading(self, scan: Scan, known: set[int], page_index: int) -> PageReading:
        if page_index in known:
            data = self._services.store.get(keys.reading(scan.id, page_index))
            reading = codec.from_json(PageReading, data)
        else:
            result = read_page(
                self._pool,
                self._services.store.local_path(keys.original(scan.id)),
                scan_file(scan),
                page_index,
                begin_attempt=partial(self._services.catalogue.begin_attempt, scan.id, page_index),
            )
            reading = self._kept(scan, result)
        self._progress.page_done()
        return reading

    def _kept(self, scan: Scan, result: tasks.PageResult) -> PageReading:
        """Put what was read into the store, then its row; nothing of a secret page but the outcome."""
        reading, store = result.reading, self._services.store
        if result.rendered is not None and reading.outcome is not PageOutcome.SECRET:
            store.put(keys.rendering(scan.id, reading.page_index), result.rendered)
        sha256 = store.put(keys.reading(scan.id, reading.page_index), codec.to_json(reading))
        self._services.catalogue.save_reading(
            scan.id,
            reading.page_index,
            outcome=reading.outcome,
            sha256=sha256,
            at=self._services.clock(),
        )
        return reading

    def _stop_secret(self, scan: Scan, readings: Sequence[PageReading]) -> None:
        if not any(reading.outcome is PageOutcome.SECRET for reading in readings):
            return
        self._services.catalogue.reject_scan(
            scan.id,
            batch=self._batch,
            source=scan.source,
            size_bytes=scan.size_bytes,
            page_count=scan.page_count,
            error_code=SecretPaper.code,
            at=self._services.clock(),
        )
        for reading in readings:
            self._services.store.discard(keys.reading(scan.id, reading.page_index))
            self._services.store.discard(keys.rendering(scan.id, reading.page_index))
        raise SecretPaper


def _require_file(source: Path) -> None:
    if not source.is_file():
        raise SourceUnreadable(f"{source.name}: no such file")
