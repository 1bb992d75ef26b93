"""What the domain asks of the world, as Protocols; adapters live in `storage/`, `digitize/ocr/`, `digitize/pdf/`.

Each port has a real adapter and an in-memory one shipped beside it, and one contract test that runs over all of them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from digitize.access import Viewer
from digitize.arranging import Arrangement
from digitize.desk import RescanRequest
from digitize.model import (
    BatchId,
    CoverNote,
    Description,
    DocumentId,
    Field,
    Line,
    PageOutcome,
    PageReading,
    Pixels,
    Reason,
    RecordId,
    ScanFile,
    ScanId,
    SealRole,
    Separation,
    Word,
)
from digitize.page_faults import Fault
from digitize.proof.codes import ProofMark
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


class Clock(Protocol):
    """Time comes in as an argument; always aware (UTC)."""

    def __call__(self) -> datetime: ...


class OcrEngine(Protocol):
    """Pixels to lines of words. One engine serves one thread."""

    name: str
    """Engine and version, e.g. `tesserocr 2.13.0 (tesseract 5.5.4)`."""

    def read(self, gray: Pixels, *, dpi: float) -> tuple[Line, ...]:
        """Words with boxes in pixels of `gray`, in the engine's order. Raises `EngineFailed`."""
        ...

    def read_line(self, gray: Pixels, *, dpi: float) -> tuple[Word, ...]:
        """The words of a picture of one line of print, its layout not looked for. Raises `EngineFailed`."""
        ...

    def close(self) -> None: ...


class ObjectStore(Protocol):
    """Bytes under keys. A put returns only after the bytes were read back with the same SHA-256.

    Keys are built by `storage/keys.py` alone: relative, `/`-separated, ASCII.
    Errors: `StoreFull`, `StoreReadOnly`, `StoreUnavailable`, `StoreCorrupt`, `NotInStore`.
    """

    def put(self, key: str, data: BinaryIO | bytes, *, sha256: str | None = None) -> str:
        """Store the bytes, durable on return; the SHA-256 read back. Same key and bytes again is no change.

        Other bytes under a key that is taken raise `StoreCorrupt`: nothing stored is ever overwritten.
        `sha256`, where given, is what the bytes must have.
        """
        ...

    def adopt(self, key: str, file: Path, *, sha256: str) -> str:
        """As `put`, of a file that nobody will write to again; it may become the store's own without a copy.

        The caller removes its own name for it afterwards, and never changes the file. Raises `ChecksumMismatch`, nothing
        stored, where what is read back from the disk does not hash to `sha256`.
        """
        ...

    def get(self, key: str) -> bytes: ...

    def open(self, key: str) -> BinaryIO: ...

    def exists(self, key: str) -> bool: ...

    def sha256(self, key: str) -> str:
        """Hash of the bytes as they are now, read anew."""
        ...

    def keys(self, prefix: str = "") -> Iterator[str]: ...

    def discard(self, key: str) -> None:
        """Remove what is derived (readings of a secret paper); originals refuse with `IllegalMove`."""
        ...

    def local_path(self, key: str) -> Path:
        """A readable file with these bytes, for child processes; the store's own where it is a folder."""
        ...


@runtime_checkable
class DisposingStore(Protocol):
    """A store that removes for good what an officer disposed of; one that cannot is no such store."""

    def dispose(self, key: str) -> None:
        """Remove the bytes, an original's too, in all their versions; what is gone stays gone. Raises `CannotDispose`."""
        ...


@runtime_checkable
class HoldingStore(Protocol):
    """A store whose service keeps what is under legal hold by itself."""

    @property
    def has_legal_hold(self) -> bool:
        """Whether this very bucket can."""
        ...

    def hold(self, key: str) -> None:
        """Nobody removes it until it is released; twice is as good as once."""
        ...

    def release(self, key: str) -> None: ...

    def is_kept_by_service(self, key: str) -> bool:
        """Whether the service refuses to remove the object now: on hold, or under its own retention still."""
        ...


@runtime_checkable
class ReplacingStore(Protocol):
    """A store that can keep the same paper otherwise: encrypted, or with another key."""

    def replace(self, key: str, data: BinaryIO) -> None:
        """Other bytes in place of an object's, read back before they are; who reads gets the one or the other, whole.

        Whatever ends it in between, one of them is there. Raises `NotInStore`, `KeptAsItLies`, `LostRace` where another
        replaced it first, and what `data` raises.
        """
        ...

    def end_replacing(self) -> None:
        """Remove what killed replacements left of the bytes before, once those in their place were read."""
        ...


@runtime_checkable
class AgencyStore(Protocol):
    """A store that keeps each agency's papers with a key of its own."""

    def of_agencies(self, agencies: Collection[str]) -> ObjectStore:
        """The same store, for bytes of which no row tells yet whose they are: what is put into it is these agencies'."""
        ...


class Catalogue(Protocol):
    """Rows and the ledger. Every change is one transaction that also appends its ledger entry.

    Every method may be called twice with the same arguments and leaves the same rows (and no second entry).
    Errors: `NotFound`, `IllegalMove`, `LostRace`, `StoreFull`, `StoreReadOnly`, `StoreUnavailable`, `LedgerMismatch`.
    """

    # -- custody
    def open_batch(self, batch: Batch) -> None: ...

    def receive_scan(
        self, scan_id: ScanId, *, batch: Batch, source: str, file: ScanFile, at: datetime
    ) -> bool:
        """Commit custody: the scan row, its pages as waiting, one document over all pages as `received`.

        True where the scan is new. The same bytes again only note the arrival in the ledger (once a batch and source).
        """
        ...

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
        """Note a scan that gives no documents, kept in quarantine; also for one received earlier (its pages, documents follow)."""
        ...

    def scan(self, scan_id: ScanId) -> Scan: ...

    def scans(self) -> Sequence[Scan]: ...

    def unfinished_scans(self, *, limit: int, priority: Priority | None = None) -> Sequence[Scan]:
        """Scans with a step left that needs no person: counters before backfill, then as they came.

        With a priority only those that have it; a scan has the most urgent one of the batches it came in.
        """
        ...

    def batch(self, batch_id: BatchId) -> Batch: ...

    def background(self, scan: Scan) -> Background:
        """What was said of a scan; of one that is not separated yet its covers are not known. Raises `NotFound`."""
        ...

    def batches(self, *, dossier_code: str | None = None) -> Sequence[Batch]: ...

    def batches_of_station(
        self, station_id: str, *, after: BatchId | None = None, limit: int
    ) -> Sequence[Batch]:
        """A station's batches, newest first, from the one behind `after`."""
        ...

    def arrival(self, batch_id: BatchId, scan_id: ScanId, source: str) -> Arrival | None:
        """That these bytes came in this batch under this name; None where they did not."""
        ...

    def arrivals(self, batch_id: BatchId) -> Sequence[Arrival]:
        """What came in a batch, in the order it came; the same bytes under two names are two."""
        ...

    def arrived_scans(self, batch_id: BatchId) -> Sequence[ArrivedScan]:
        """The same, each with its scan, pages, notes of sheets and documents, all as of one moment."""
        ...

    def arrived_scan(self, scan_id: ScanId) -> ArrivedScan:
        """The same of one scan, as it came the first time. Raises `NotFound`."""
        ...

    def expect(self, batch_id: BatchId, file: ExpectedFile) -> None:
        """What a giver says of one file more as it comes; what was said of its name before stands."""
        ...

    def close_batch(self, batch_id: BatchId, *, at: datetime) -> None:
        """Its giver says that all has come."""
        ...

    # -- pages
    def pages(self, scan_id: ScanId) -> Sequence[Page]: ...

    def scan_and_page(self, scan_id: ScanId, page_index: int) -> tuple[Scan, Page]:
        """One page and its scan, of the same moment; raises `NotFound`."""
        ...

    def scan_and_unread(self, scan_id: ScanId) -> tuple[Scan, Sequence[int]]:
        """A scan and the indexes of its pages that were not read yet, of the same moment; raises `NotFound`."""
        ...

    def has_unread_pages(self, scan_id: ScanId) -> bool:
        """Whether a page of it was not read yet."""
        ...

    def begin_attempt(self, scan_id: ScanId, page_index: int) -> int:
        """Count an attempt before the work; the attempts so far, this one included."""
        ...

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
        """What reading a page gave, the hash of the stored reading, what is wrong with the scan, and the page's picture where one was made.

        True where no page of its scan is left unread. `turned_degrees` says how a person had it turned for this reading. Raises `LostRace` where it is turned otherwise now.
        """
        ...

    def separate(
        self, scan_id: ScanId, separation: Separation, *, at: datetime
    ) -> Sequence[Document]:
        """Give every page its document or set it aside; documents move to `separated`: the scan's documents as they then stand."""
        ...

    def rearrange(
        self,
        scan_id: ScanId,
        wanted: Arrangement,
        *,
        seen: Mapping[DocumentId, int] | None = None,
        actor: str,
        at: datetime,
    ) -> Sequence[DocumentId]:
        """A person's arrangement of a separated scan's pages: documents that differ begin anew as `separated`; their ids.

        Pages in no document are set aside; a turned page waits to be read anew. `seen` has the versions that were looked
        at: raises `LostRace` where a document that is touched is another by now, `IllegalMove` for sealed and rejected
        ones, `SignedStaysWhole` for a file that arrived signed.
        """
        ...

    def covers(self, scan_id: ScanId) -> Sequence[CoverNote]:
        """What the sheets of a separated scan said, by rising page."""
        ...

    def scans_naming(self, dossier_code: str) -> Sequence[ScanId]:
        """Scans in which a sheet names this dossier, whatever their batch said."""
        ...

    # -- documents
    def document(self, document_id: DocumentId) -> Document: ...

    def documents(
        self, *, status: DocumentStatus | None = None, scan_id: ScanId | None = None
    ) -> Sequence[Document]: ...

    def freeze(
        self,
        document_id: DocumentId,
        searchable: StoredFile | None,
        *,
        text: StoredFile | None = None,
        version: int | None = None,
        at: datetime,
    ) -> Document:
        """`separated → read`: its searchable PDF is fixed by its hash (None: the original arrived signed). The document as it then stands."""
        ...

    def describe(
        self,
        document_id: DocumentId,
        description: Description,
        *,
        version: int | None = None,
        at: datetime,
    ) -> Document:
        """`read → described`, or `→ needs_check` where the description has reasons. The document as it then stands."""
        ...

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
        """A checker's fields and type replace the machine's; the ledger names the keys, not the values. Status stays.

        `reasons` are added to those it has; gives the version that the document has then. With a `version`, here and in the
        moves below, raises `LostRace` where the document is another one by now; without, it is changed as it is.
        """
        ...

    def approve(
        self,
        document_id: DocumentId,
        *,
        version: int | None = None,
        actor: str,
        at: datetime,
    ) -> None:
        """`needs_check → checked`."""
        ...

    def reject(
        self,
        document_id: DocumentId,
        *,
        error_code: str,
        version: int | None = None,
        actor: str,
        at: datetime,
    ) -> None:
        """Any status before `sealed` → `rejected`; its pages count as rejected."""
        ...

    def ask_rescan(self, asked: RescanRequest, *, version: int | None = None) -> None:
        """As `reject`, and the counter is told what to scan again. Raises `BadArrangement` for pages of another document."""
        ...

    def seal(
        self,
        document_id: DocumentId,
        sealed: StoredFile,
        *,
        data: Mapping[str, object],
        version: int | None = None,
        actor: str = "system",
        at: datetime,
    ) -> None:
        """`described`, `checked` or `to_sign` → `sealed`."""
        ...

    def await_signer(
        self, document_id: DocumentId, *, version: int | None = None, at: datetime
    ) -> None:
        """`checked → to_sign`, where people seal what was checked."""
        ...

    def send_back(
        self,
        document_id: DocumentId,
        reason: Reason,
        *,
        version: int | None = None,
        actor: str,
        at: datetime,
    ) -> None:
        """`to_sign → needs_check`: a signer will not sign it, for this reason."""
        ...

    def file(self, record: NewRecord, *, at: datetime) -> Record:
        """`sealed → filed`: the record, its search entry, its pages as filed, in one transaction."""
        ...

    # -- records
    def record(self, record_id: RecordId) -> Record: ...

    def records(self) -> Sequence[Record]:
        """The current version of every record, in the order of filing."""
        ...

    def records_of(self, owner: Owner) -> Sequence[Record]: ...

    def find(self, words: str, *, limit: int = 50) -> Sequence[Hit]:
        """Full-text search, best first: diacritics, case, NFC/NFD, đ/d and tone placement do not matter."""
        ...

    def search(
        self,
        words: str,
        *,
        filters: SearchFilters | None = None,
        viewer: Viewer | None = None,
        after: SearchCursor | None = None,
        limit: int = 50,
    ) -> SearchPage:
        """As `find`, filtered and a page at a time; without words all that pass, the newest first.

        With a `viewer` only what that viewer may see; without, the whole warehouse.
        """
        ...

    def find_by_hash(self, sha256: str) -> Record | None:
        """The record whose PDF or original has these bytes."""
        ...

    # -- retention
    def hold(self, hold: Hold) -> None:
        """Keep it whatever its time; what is held already stays held as it was."""
        ...

    def release(self, subject: str, *, officer: str, reason: str, at: datetime) -> None:
        """End a hold. Raises `NotFound` where there is none."""
        ...

    def holds(self) -> Sequence[Hold]: ...

    def holds_on(self, document_id: DocumentId) -> Sequence[Hold]:
        """The holds that keep this document: its own, its record's, its dossiers'."""
        ...

    def dispose(
        self, document_id: DocumentId, *, officer: str, reason: str, at: datetime
    ) -> Disposal:
        """Order that a filed document's bytes be removed; its words are no longer found. Raises `UnderHold`, `IllegalMove`."""
        ...

    def removed(self, document_id: DocumentId, *, at: datetime) -> None:
        """The bytes of a disposed document are gone."""
        ...

    def disposal(self, document_id: DocumentId) -> Disposal | None: ...

    def disposals(self) -> Sequence[Disposal]: ...

    # -- reuse: everybody's, for the audit
    def grants(self) -> Iterator[Grant]: ...

    def hand_overs(self) -> Iterator[HandOver]: ...

    def looks(self) -> Iterator[Look]: ...

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
        """Append what changed no row: a record was read, a signature checked."""
        ...

    def ledger(self, *, subject: str | None = None) -> Iterator[LedgerEntry]: ...

    def ledger_head(self) -> tuple[int, str]:
        """How many entries the ledger has, and the hash of the last."""
        ...

    def close(self) -> None: ...


class Sealer(Protocol):
    """Signs a frozen PDF by appending to it; the bytes before stay. Adapters: `digitize/pdf/seal.py`."""

    def seal(
        self,
        pdf: bytes,
        *,
        role: SealRole,
        name: str,
        at: datetime,
        first_page: PageReading | None = None,
        mark: ProofMark | None = None,
    ) -> bytes:
        """The PDF with one signature more, `name` (agency or officer) and Vietnam time shown on page 1.

        With the reading of page 1 the block keeps clear of its first words, where there is room; with a mark the seal shows
        its QR code too, clear of all words.
        Errors: `DamagedFile`, `SealFailed`.
        """
        ...
