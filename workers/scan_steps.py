"""One scan from custody to its documents' end: its pages read by the child pool, separated, each document finished.

Each step looks at the catalogue first, so a scan taken up again after a `kill -9` goes on where it ended and nothing is
done twice. The embedded runner, the server's queue and the import call the same steps.
"""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from digitize import codec
from digitize.errors import (
    DigitizeError,
    Interrupted,
    SecretPaper,
    StoreCorrupt,
    StoreUnavailable,
    error_of_code,
)
from digitize.fault_point import reached
from digitize.model import DocumentId, PageOutcome, PageReading, ScanId
from digitize.rows import Document, Scan, ScanState, StoredFile
from storage import keys
from workers import tasks
from workers.observing import Observer, Stage, carried, stage, tell
from workers.page_reading import read_page
from workers.pool import ChildPool
from workers.progress import PageProgress
from workers.scan_rows import scan_file
from workers.separating import separated
from workers.services import Services
from workers.steps import DocumentSteps


class ScanSteps:
    """Brings a scan from `received` to documents that are filed or wait for a person."""

    def __init__(self, services: Services, pool: ChildPool, *, progress: PageProgress) -> None:
        self._services = services
        self._pool = pool
        self._progress = progress
        self._documents = DocumentSteps(services, pool)
        self._page_threads = ThreadPoolExecutor(services.settings.jobs)

    def close(self) -> None:
        """Wait for the pages under way; nothing can be begun afterwards."""
        self._page_threads.shutdown()

    def finish(self, scan: Scan) -> None:
        """Do every step that needs no person. Raises what made the scan or one of its documents stop."""
        with stage(Stage.SCAN, batch=scan.batch_id, scan=scan.id):
            self._finish(scan)

    def _finish(self, scan: Scan) -> None:
        if scan.state is ScanState.REJECTED:
            raise error_of_code(scan.error_code or "")
        if scan.state is ScanState.RECEIVED:
            at_hand = self._services.store.local_path(keys.original(scan.id))
            moving = self.part(*self._services.catalogue.scan_and_unread(scan.id))
            del at_hand  # a store behind keys decrypts it once for all pages, and not for each
        else:
            for _ in range(scan.page_count):
                self._progress.page_done()
            moving = self.moving_documents(scan.id)
        self._finish_documents(moving)

    def _finish_documents(self, moving: Sequence[Document]) -> None:
        """All that can be; a paper that stops does not stop the others of its scan. Raises what stopped the first."""
        stopped: list[DigitizeError] = []
        for document in moving:
            try:
                self.finish_document(document.id)
            except (Interrupted, StoreUnavailable):
                raise
            except DigitizeError as error:
                stopped.append(error)
        if stopped:
            raise stopped[0]

    def part(self, scan: Scan, unread: Collection[int]) -> list[Document]:
        """Read these pages, and give every page its document: those with a step left that needs no person. Raises `SecretPaper`."""
        readings = self._read_pages(scan, unread)
        self._stop_secret(scan, readings)
        return self._moving(self._separate(scan, readings))

    def moving_documents(self, scan_id: ScanId) -> list[Document]:
        """The scan's documents with a step left that needs no person."""
        return self._moving(self._services.catalogue.documents(scan_id=scan_id))

    def _moving(self, documents: Sequence[Document]) -> list[Document]:
        return [held for held in documents if self._documents.moves_by_itself(held)]

    def finish_document(
        self, document_id: DocumentId, *, may_go_on: Callable[[], None] = lambda: None
    ) -> Document:
        """One document to its end, or to the person it needs."""
        return self._documents.finish(document_id, may_go_on=may_go_on)

    def go_on(
        self, document: Document, scan: Scan, *, may_go_on: Callable[[], None] = lambda: None
    ) -> Document:
        """As `finish_document`, of a document and its scan as they were just read."""
        return self._documents.go_on(document, scan, may_go_on=may_go_on)

    def _separate(self, scan: Scan, readings: Sequence[PageReading]) -> Sequence[Document]:
        with stage(Stage.SEPARATE, batch=scan.batch_id, scan=scan.id):
            separation = separated(self._pool, readings, scan_file(scan).traits)
            documents = self._services.catalogue.separate(
                scan.id, separation, at=self._services.clock()
            )
        reached("scan.separated")
        return documents

    # -- pages

    def read_page(self, scan: Scan, page_index: int) -> bool:
        """The reading of a page that was not read yet, kept; whether no page of its scan is left unread."""
        _, is_last = self._read_anew(scan, page_index)
        self._progress.page_done()
        return is_last

    def _read_pages(self, scan: Scan, unread: Collection[int]) -> tuple[PageReading, ...]:
        """Every page's reading; those that an earlier run kept are not read again."""
        read = partial(self._reading, scan, set(unread))
        indexes = range(scan.page_count)
        if min(scan.page_count, self._services.settings.jobs) == 1:
            return tuple(map(read, indexes))  # it would only wait for a thread
        return tuple(self._page_threads.map(carried(read), indexes))

    def _reading(self, scan: Scan, unread: set[int], page_index: int) -> PageReading:
        if page_index in unread:
            reading, _ = self._read_anew(scan, page_index)
        else:
            reading = self._kept_reading(scan, page_index)
        self._progress.page_done()
        return reading

    def _read_anew(self, scan: Scan, page_index: int) -> tuple[PageReading, bool]:
        with stage(Stage.READ_PAGE, batch=scan.batch_id, scan=scan.id, page=page_index + 1):
            return self._kept(scan, self._read(scan, page_index))

    def _read(self, scan: Scan, page_index: int) -> tasks.PageResult:
        return read_page(
            self._pool,
            self._services.store.local_path(keys.original(scan.id)),
            scan_file(scan),
            page_index,
            begin_attempt=partial(self._begin_attempt, scan, page_index),
        )

    def _begin_attempt(self, scan: Scan, page_index: int) -> int:
        tell(Observer.page_begun)
        return self._services.catalogue.begin_attempt(scan.id, page_index)

    def _kept(self, scan: Scan, result: tasks.PageResult) -> tuple[PageReading, bool]:
        """Put what was read into the store, then its row, and say whether it was the last; nothing of a secret page but the outcome."""
        reading, store = result.reading, self._services.store
        if reading.outcome is PageOutcome.UNREADABLE:
            self._services.log.warning(
                "page.unreadable", scan=scan.id, page=reading.page_index + 1, code=reading.notes[0]
            )
        rendering = None
        if result.rendered is not None and reading.outcome is not PageOutcome.SECRET:
            key = keys.rendering(scan.id, reading.page_index)
            rendering = StoredFile(key=key, sha256=store.put(key, result.rendered))
        reading, sha256 = self._stored(scan, reading)
        reached("page.stored")
        is_last = self._services.catalogue.save_reading(
            scan.id,
            reading.page_index,
            outcome=reading.outcome,
            sha256=sha256,
            faults=reading.faults,
            rendering=rendering,
            at=self._services.clock(),
        )
        tell(Observer.page_done, reading.outcome)
        reached("page.read")
        return reading, is_last

    def _stored(self, scan: Scan, reading: PageReading) -> tuple[PageReading, str]:
        """The reading as the store has it: what an interrupted run read otherwise (it found no time, say) stands."""
        store, key = self._services.store, keys.reading(scan.id, reading.page_index)
        try:
            return reading, store.put(key, codec.to_json(reading))
        except StoreCorrupt:
            if not store.exists(key):
                raise
            return self._kept_reading(scan, reading.page_index), store.sha256(key)

    def _kept_reading(self, scan: Scan, page_index: int) -> PageReading:
        """Raises `StoreCorrupt` where what is kept is no reading of this page."""
        key = keys.reading(scan.id, page_index)
        try:
            reading = codec.from_json(PageReading, self._services.store.get(key))
        except ValueError as error:
            raise StoreCorrupt(f"{key} holds no reading") from error
        if reading.page_index != page_index:
            raise StoreCorrupt(f"{key} holds page {reading.page_index + 1}")
        return reading

    def _stop_secret(self, scan: Scan, readings: Sequence[PageReading]) -> None:
        if not any(reading.outcome is PageOutcome.SECRET for reading in readings):
            return
        self._services.catalogue.reject_scan(
            scan.id,
            batch=self._services.catalogue.batch(scan.batch_id),
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
