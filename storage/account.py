"""What a warehouse holds, as facts that can be compared: told once by the rows (here) and once by the ledger (replay.py)."""

from dataclasses import dataclass, field

from digitize.model import BatchId, CoverNote, DocumentId, PageOutcome, RecordId, ScanId
from digitize.ports import Catalogue
from digitize.rows import Document, Page, PageState, Scan, ScanState, StoredFile
from digitize.status import DocumentStatus
from storage.custody import source_digest
from storage.document_rows import description_digest
from storage.record_rows import content_digest
from storage.reuse_account import ReuseAccount, nothing_reused, reuse_of_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    state: PageState
    outcome: PageOutcome | None
    reading_sha256: str | None
    document_id: DocumentId | None
    turned_degrees: int | None = None
    """As a person said; the reading's key follows from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFacts:
    batch_id: BatchId
    source_digest: str
    size_bytes: int
    page_count: int
    state: ScanState
    error_code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    scan_id: ScanId
    page_indexes: tuple[int, ...]
    status: DocumentStatus
    version: int
    description_digest: str | None = None
    searchable: StoredFile | None = None
    sealed: StoredFile | None = None
    error_code: str | None = None
    record_id: RecordId | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    document_id: DocumentId
    version: int
    content_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The dicts are filled while an account is told, and only read afterwards."""

    batches: dict[BatchId, tuple[str, str]] = field(default_factory=dict)
    """Agency and channel."""
    scans: dict[ScanId, ScanFacts] = field(default_factory=dict)
    pages: dict[tuple[ScanId, int], PageFacts] = field(default_factory=dict)
    """None for a scan that was rejected when it arrived: a hostile file may claim millions."""
    covers: dict[tuple[ScanId, int], CoverNote] = field(default_factory=dict)
    """What sheets said, by scan and page."""
    documents: dict[DocumentId, DocumentFacts] = field(default_factory=dict)
    records: dict[RecordId, RecordFacts] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """Key → SHA-256 of files that only the ledger vouches for; the rows tell of none."""
    disposed: dict[DocumentId, str] = field(default_factory=dict)
    """Documents whose bytes were removed, and the officer who ordered it."""
    holds: dict[str, str] = field(default_factory=dict)
    """Subjects under a legal hold, and who put it there."""
    reuse: ReuseAccount = field(default_factory=nothing_reused)
    """Grants, hand-overs and looks."""


def account_from_rows(catalogue: Catalogue) -> Account:
    """What the rows say now."""
    account = Account(
        reuse=reuse_of_rows(catalogue.grants(), catalogue.hand_overs(), catalogue.looks())
    )
    for batch in catalogue.batches():
        account.batches[batch.id] = (batch.agency, batch.channel)
    for scan in catalogue.scans():
        _tell_scan(account, catalogue, scan)
        for cover in catalogue.covers(scan.id):
            account.covers[scan.id, cover.page_index] = cover
    for document in catalogue.documents():
        account.documents[document.id] = _document_facts(document)
    for disposal in catalogue.disposals():
        account.disposed[disposal.document_id] = disposal.officer
    for hold in catalogue.holds():
        account.holds[hold.subject] = hold.officer
    for record in catalogue.records():
        account.records[record.id] = RecordFacts(
            document_id=record.document_id,
            version=record.version,
            content_digest=content_digest(record),
        )
    return account


def account_of_scan(catalogue: Catalogue, scan_id: ScanId) -> Account:
    """What the rows say now of one scan, its pages and documents: a warehouse of any size, a scan at a time."""
    account = Account()
    _tell_scan(account, catalogue, catalogue.scan(scan_id))
    for document in catalogue.documents(scan_id=scan_id):
        account.documents[document.id] = _document_facts(document)
        disposal = catalogue.disposal(document.id)
        if disposal is not None:
            account.disposed[document.id] = disposal.officer
    return account


def _tell_scan(account: Account, catalogue: Catalogue, scan: Scan) -> None:
    account.scans[scan.id] = _scan_facts(scan)
    for page in catalogue.pages(scan.id):
        account.pages[scan.id, page.page_index] = _page_facts(page)


def _scan_facts(scan: Scan) -> ScanFacts:
    return ScanFacts(
        batch_id=scan.batch_id,
        source_digest=source_digest(scan.source),
        size_bytes=scan.size_bytes,
        page_count=scan.page_count,
        state=scan.state,
        error_code=scan.error_code,
    )


def _page_facts(page: Page) -> PageFacts:
    return PageFacts(
        state=page.state,
        outcome=page.outcome,
        reading_sha256=page.reading_sha256,
        document_id=page.document_id,
        turned_degrees=page.turned_degrees,
    )


def _document_facts(document: Document) -> DocumentFacts:
    description = document.description
    return DocumentFacts(
        scan_id=document.scan_id,
        page_indexes=document.page_indexes,
        status=document.status,
        version=document.version,
        description_digest=None if description is None else description_digest(description),
        searchable=document.searchable,
        sealed=document.sealed,
        error_code=document.error_code,
        record_id=document.record_id,
        edition=document.edition,
    )
