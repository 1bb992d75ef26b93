"""The catalogue on a SQL database: the port's methods, each one transaction that changes rows and appends to the ledger.

The work is in the modules by subject; here is what belongs together in one transaction and what makes a second call harmless.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from digitize.access import Viewer
from digitize.arranging import Arrangement
from digitize.desk import RescanRequest
from digitize.model import (
    BatchId,
    CoverNote,
    Description,
    DocumentId,
    Field,
    PageOutcome,
    Reason,
    RecordId,
    ScanFile,
    ScanId,
    Separation,
)
from digitize.page_faults import Fault
from digitize.reuse.grants import Grant
from digitize.reuse.hand_overs import HandOver
from digitize.reuse.looks import Look
from digitize.rows import (
    Arrival,
    ArrivedScan,
    Background,
    Batch,
    Disposal,
    Document,
    ExpectedFile,
    Hit,
    Hold,
    LedgerEntry,
    NewRecord,
    Owner,
    Page,
    Priority,
    Record,
    Scan,
    StoredFile,
)
from digitize.searching import SearchCursor, SearchFilters, SearchPage
from digitize.status import DocumentStatus
from storage import (
    arrangements,
    arrived_rows,
    batch_rows,
    changes_of_documents,
    changes_of_scans,
    cover_rows,
    custody,
    document_rows,
    grant_rows,
    hand_over_rows,
    ledger,
    look_rows,
    page_rows,
    record_rows,
    retention_rows,
    search,
    visible,
)
from storage.by_id import all_by_id
from storage.database import Database, open_database, open_memory_database
from storage.folding import query_terms
from storage.snippets import snippet


class SqlCatalogue:
    """A `Catalogue`. Safe to share between threads; every process opens its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path) -> Self:
        """The catalogue in this SQLite file, made or migrated where needed."""
        return cls(open_database(path))

    @classmethod
    def in_memory(cls) -> Self:
        """An empty catalogue that ends with its process: for trial runs and tests."""
        return cls(open_memory_database())

    def close(self) -> None:
        self._database.close()

    # -- custody

    def open_batch(self, batch: Batch) -> None:
        with self._database.writing() as connection:
            changes_of_scans.open_batch(connection, batch)

    def receive_scan(
        self, scan_id: ScanId, *, batch: Batch, source: str, file: ScanFile, at: datetime
    ) -> bool:
        with self._database.writing() as connection:
            return changes_of_scans.receive(
                connection, scan_id, batch=batch, source=source, file=file, at=at
            )

    def reject_scan(
        self,
        scan_id: ScanId,
        *,
        batch: Batch,
        source: str,
        size_bytes: int,
        page_count: int,
        error_code: str,
        at: datetime,
    ) -> None:
        with self._database.writing() as connection:
            changes_of_scans.reject(
                connection,
                scan_id,
                batch=batch,
                source=source,
                size_bytes=size_bytes,
                page_count=page_count,
                error_code=error_code,
                at=at,
            )

    def scan(self, scan_id: ScanId) -> Scan:
        with self._database.asking() as connection:
            return custody.get_scan(connection, scan_id)

    def scans(self) -> Sequence[Scan]:
        with self._database.reading() as connection:
            return custody.all_scans(connection)

    def unfinished_scans(self, *, limit: int, priority: Priority | None = None) -> Sequence[Scan]:
        with self._database.reading() as connection:
            return custody.unfinished_scans(connection, limit=limit, priority=priority)

    def batch(self, batch_id: BatchId) -> Batch:
        with self._database.asking() as connection:
            return batch_rows.get_batch(connection, batch_id)

    def background(self, scan: Scan) -> Background:
        with self._database.asking() as connection:
            return batch_rows.get_background(connection, scan)

    def batches(self, *, dossier_code: str | None = None) -> Sequence[Batch]:
        with self._database.reading() as connection:
            if dossier_code is not None:
                return batch_rows.batches_of_dossier(connection, dossier_code)
            return batch_rows.all_batches(connection)

    def batches_of_station(
        self, station_id: str, *, after: BatchId | None = None, limit: int
    ) -> Sequence[Batch]:
        with self._database.reading() as connection:
            return batch_rows.batches_of_station(connection, station_id, after=after, limit=limit)

    def arrival(self, batch_id: BatchId, scan_id: ScanId, source: str) -> Arrival | None:
        with self._database.asking() as connection:
            return custody.find_arrival(connection, batch_id, scan_id, source)

    def arrivals(self, batch_id: BatchId) -> Sequence[Arrival]:
        with self._database.reading() as connection:
            return custody.arrivals_of(connection, batch_id)

    def arrived_scans(self, batch_id: BatchId) -> Sequence[ArrivedScan]:
        with self._database.reading() as connection:
            return arrived_rows.arrived_scans(connection, batch_id)

    def arrived_scan(self, scan_id: ScanId) -> ArrivedScan:
        with self._database.reading() as connection:
            return arrived_rows.arrived_scan(connection, scan_id)

    def expect(self, batch_id: BatchId, file: ExpectedFile) -> None:
        with self._database.writing() as connection:
            changes_of_scans.expect(connection, batch_id, file)

    def close_batch(self, batch_id: BatchId, *, at: datetime) -> None:
        with self._database.writing() as connection:
            changes_of_scans.close_batch(connection, batch_id, at=at)

    # -- pages

    def pages(self, scan_id: ScanId) -> Sequence[Page]:
        with self._database.asking() as connection:
            return page_rows.pages_of(connection, scan_id)

    def scan_and_page(self, scan_id: ScanId, page_index: int) -> tuple[Scan, Page]:
        with self._database.asking() as connection:
            return page_rows.get_scan_and_page(connection, scan_id, page_index)

    def scan_and_unread(self, scan_id: ScanId) -> tuple[Scan, Sequence[int]]:
        with self._database.asking() as connection:
            return page_rows.get_scan_and_unread(connection, scan_id)

    def has_unread_pages(self, scan_id: ScanId) -> bool:
        with self._database.asking() as connection:
            return page_rows.has_unread(connection, scan_id)

    def begin_attempt(self, scan_id: ScanId, page_index: int) -> int:
        with self._database.saying() as connection:
            return page_rows.count_attempt(connection, scan_id, page_index)

    def save_reading(
        self,
        scan_id: ScanId,
        page_index: int,
        *,
        outcome: PageOutcome,
        sha256: str,
        faults: Sequence[Fault] = (),
        rendering: StoredFile | None = None,
        turned_degrees: int | None = None,
        at: datetime,
    ) -> bool:
        with self._database.writing() as connection:
            return changes_of_scans.save_reading(
                connection,
                scan_id,
                page_index,
                outcome=outcome,
                sha256=sha256,
                faults=faults,
                rendering=rendering,
                turned_degrees=turned_degrees,
                at=at,
            )

    def separate(
        self, scan_id: ScanId, separation: Separation, *, at: datetime
    ) -> Sequence[Document]:
        with self._database.writing() as connection:
            return changes_of_scans.separate(connection, scan_id, separation, at=at)

    def rearrange(
        self,
        scan_id: ScanId,
        wanted: Arrangement,
        *,
        seen: Mapping[DocumentId, int] | None = None,
        actor: str,
        at: datetime,
    ) -> Sequence[DocumentId]:
        with self._database.writing() as connection:
            return arrangements.rearrange(
                connection, scan_id, wanted, seen=seen, actor=actor, at=at
            )

    def covers(self, scan_id: ScanId) -> Sequence[CoverNote]:
        with self._database.asking() as connection:
            return cover_rows.covers_of(connection, scan_id)

    def scans_naming(self, dossier_code: str) -> Sequence[ScanId]:
        with self._database.reading() as connection:
            return cover_rows.scans_naming(connection, dossier_code)

    # -- documents

    def document(self, document_id: DocumentId) -> Document:
        with self._database.asking() as connection:
            return document_rows.get_document(connection, document_id)

    def documents(
        self, *, status: DocumentStatus | None = None, scan_id: ScanId | None = None
    ) -> Sequence[Document]:
        with self._database.asking() as connection:
            return document_rows.documents_where(connection, status=status, scan_id=scan_id)

    def freeze(
        self,
        document_id: DocumentId,
        searchable: StoredFile | None,
        *,
        text: StoredFile | None = None,
        version: int | None = None,
        at: datetime,
    ) -> Document:
        with self._database.writing() as connection:
            return changes_of_documents.freeze(
                connection, document_id, searchable, text=text, version=version, at=at
            )

    def describe(
        self,
        document_id: DocumentId,
        description: Description,
        *,
        version: int | None = None,
        at: datetime,
    ) -> Document:
        with self._database.writing() as connection:
            return changes_of_documents.describe(
                connection, document_id, description, version=version, at=at
            )

    def correct(
        self,
        document_id: DocumentId,
        *,
        fields: Sequence[Field],
        type_code: str | None,
        reasons: Sequence[Reason] = (),
        version: int | None = None,
        actor: str,
        at: datetime,
    ) -> int:
        with self._database.writing() as connection:
            return changes_of_documents.correct(
                connection,
                document_id,
                fields=fields,
                type_code=type_code,
                reasons=reasons,
                version=version,
                actor=actor,
                at=at,
            )

    def approve(
        self,
        document_id: DocumentId,
        *,
        version: int | None = None,
        actor: str,
        at: datetime,
    ) -> None:
        with self._database.writing() as connection:
            changes_of_documents.approve(
                connection, document_id, version=version, actor=actor, at=at
            )

    def reject(
        self,
        document_id: DocumentId,
        *,
        error_code: str,
        version: int | None = None,
        actor: str,
        at: datetime,
    ) -> None:
        with self._database.writing() as connection:
            changes_of_documents.reject(
                connection,
                document_id,
                error_code=error_code,
                version=version,
                actor=actor,
                at=at,
            )

    def ask_rescan(self, asked: RescanRequest, *, version: int | None = None) -> None:
        with self._database.writing() as connection:
            changes_of_documents.ask_rescan(connection, asked, version=version)

    def seal(
        self,
        document_id: DocumentId,
        sealed: StoredFile,
        *,
        data: Mapping[str, object],
        version: int | None = None,
        actor: str = ledger.SYSTEM,
        at: datetime,
    ) -> None:
        with self._database.writing() as connection:
            changes_of_documents.seal(
                connection, document_id, sealed, data=data, version=version, actor=actor, at=at
            )

    def await_signer(
        self, document_id: DocumentId, *, version: int | None = None, at: datetime
    ) -> None:
        with self._database.writing() as connection:
            changes_of_documents.await_signer(connection, document_id, version=version, at=at)

    def send_back(
        self,
        document_id: DocumentId,
        reason: Reason,
        *,
        version: int | None = None,
        actor: str,
        at: datetime,
    ) -> None:
        with self._database.writing() as connection:
            changes_of_documents.send_back(
                connection, document_id, reason, version=version, actor=actor, at=at
            )

    def file(self, record: NewRecord, *, at: datetime) -> Record:
        with self._database.writing() as connection:
            return changes_of_documents.file(connection, record, at=at)

    # -- records

    def record(self, record_id: RecordId) -> Record:
        with self._database.asking() as connection:
            return record_rows.get_record(connection, record_id)

    def records(self) -> Sequence[Record]:
        with self._database.reading() as connection:
            return record_rows.all_records(connection)

    def records_of(self, owner: Owner) -> Sequence[Record]:
        with self._database.reading() as connection:
            return record_rows.records_of_owner(connection, owner)

    def find(self, words: str, *, limit: int = 50) -> Sequence[Hit]:
        if not query_terms(words):
            return []
        return list(self.search(words, limit=limit).hits)

    def search(
        self,
        words: str,
        *,
        filters: SearchFilters | None = None,
        viewer: Viewer | None = None,
        after: SearchCursor | None = None,
        limit: int = 50,
    ) -> SearchPage:
        wanted = query_terms(words)
        if viewer is not None:
            filters = visible.narrowed(filters or SearchFilters(), viewer)
            if filters is None:
                return SearchPage(hits=(), after=None)
        with self._database.reading() as connection:
            # One more than is shown tells whether there is a next page.
            places = search.matches(
                connection, wanted, filters=filters, after=after, limit=limit + 1
            )
            shown = places[:limit]
            numbers = [place.number for place in shown]
            found = record_rows.texts_by_number(connection, numbers, viewer=viewer)
        hits = (found[place.number] for place in shown if place.number in found)
        return SearchPage(
            hits=tuple(Hit(record=record, snippet=snippet(text, wanted)) for record, text in hits),
            after=shown[-1] if len(places) > limit else None,
        )

    def find_by_hash(self, sha256: str) -> Record | None:
        with self._database.reading() as connection:
            return record_rows.record_with_hash(connection, sha256)

    # -- retention

    def hold(self, hold: Hold) -> None:
        with self._database.writing() as connection:
            retention_rows.hold(connection, hold)

    def release(self, subject: str, *, officer: str, reason: str, at: datetime) -> None:
        with self._database.writing() as connection:
            retention_rows.release(connection, subject, officer=officer, reason=reason, at=at)

    def holds(self) -> Sequence[Hold]:
        with self._database.reading() as connection:
            return retention_rows.all_holds(connection)

    def holds_on(self, document_id: DocumentId) -> Sequence[Hold]:
        with self._database.reading() as connection:
            return retention_rows.holds_on(connection, document_id)

    def dispose(
        self, document_id: DocumentId, *, officer: str, reason: str, at: datetime
    ) -> Disposal:
        with self._database.writing() as connection:
            return retention_rows.dispose(
                connection, document_id, officer=officer, reason=reason, at=at
            )

    def removed(self, document_id: DocumentId, *, at: datetime) -> None:
        with self._database.writing() as connection:
            retention_rows.note_removed(connection, document_id, at=at)

    def disposal(self, document_id: DocumentId) -> Disposal | None:
        with self._database.reading() as connection:
            return retention_rows.find_disposal(connection, document_id)

    def disposals(self) -> Sequence[Disposal]:
        with self._database.reading() as connection:
            return retention_rows.all_disposals(connection)

    # -- reuse

    def grants(self) -> Iterator[Grant]:
        return all_by_id(self._database, grant_rows.grants_after)

    def hand_overs(self) -> Iterator[HandOver]:
        return all_by_id(self._database, hand_over_rows.hand_overs_after)

    def looks(self) -> Iterator[Look]:
        return all_by_id(self._database, look_rows.looks_after)

    # -- ledger

    def note(
        self,
        event: str,
        subject: str,
        *,
        actor: str,
        data: Mapping[str, object],
        at: datetime,
    ) -> None:
        with self._database.writing() as connection:
            ledger.append_once(connection, event, subject, actor=actor, data=data, at=at)

    def ledger(self, *, subject: str | None = None) -> Iterator[LedgerEntry]:
        """A thousand entries at a time, each in its own short transaction: a long look stops no writer."""
        seq = 0
        while True:
            with self._database.reading() as connection:
                found = ledger.entries_after(connection, seq, subject=subject)
            if not found:
                return
            yield from found
            seq = found[-1].seq

    def ledger_head(self) -> tuple[int, str]:
        """How many entries the ledger has and the hash of the last."""
        with self._database.reading() as connection:
            return ledger.head(connection)
