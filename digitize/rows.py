"""What the catalogue remembers: its rows as typed values. SQL stays in `storage/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from digitize.model import (
    BatchId,
    Box,
    CoverNote,
    Description,
    DocumentId,
    PageOutcome,
    RecordId,
    ScanId,
)
from digitize.page_faults import PageFault
from digitize.status import DocumentStatus
from digitize.warehouse.links import SaidLink
from digitize.warehouse.result_codes import CodePlan


class OwnerKind(StrEnum):
    CITIZEN = "citizen"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    kind: OwnerKind
    number: str
    """Personal id or enterprise code."""
    name: str = ""


class OwnerBasis(StrEnum):
    """How it is known whose a record is."""

    OLDER = ""  # filed by an older program, or nothing was asked
    PAPER = "paper"  # a certain number on the paper
    PERSON = "person"  # somebody said so
    NOBODY = "nobody"  # a paper of the agency itself, of no owner's warehouse
    WAITS = "waits"  # for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPair:
    """That a paper says two numbers of its one owner."""

    kind: OwnerKind
    one: str
    other: str
    page_index: int
    box: Box


class LinkState(StrEnum):
    """Where two numbers stand that may be one person's."""

    PROPOSED = "proposed"  # a paper says both; a person is asked
    LINKED = "linked"  # a person said so
    REFUSED = "refused"  # a person said they are two
    UNLINKED = "unlinked"  # they were one by mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStep:
    state: LinkState
    actor: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLink:
    """Two numbers, the smaller first, and what speaks for one owner."""

    id: str
    kind: OwnerKind
    one: str
    other: str
    state: LinkState
    version: int
    """Rises with every step."""
    record_id: RecordId | None
    """Whose text says both; None where an officer's reason stands for it."""
    page_index: int | None
    box: Box | None
    made_at: datetime
    steps: tuple[LinkStep, ...] = ()


class Priority(IntEnum):
    """Whose work comes first; a smaller number is sooner."""

    COUNTER = 0  # somebody stands at the counter
    BACKFILL = 10  # old results; never before any counter batch


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFile:
    """What the giver of a batch says of a file before it comes; nothing of it is believed, all of it is compared."""

    name: str
    size_bytes: int | None = None
    sha256: str | None = None
    page_count: int | None = None
    component: str = ""
    """Code of the checklist item (thành phần hồ sơ) it is meant to be."""
    type_code: str = ""
    noted_pages: tuple[int, ...] = ()
    """Numbers (from 1) of the paper's pages that carry a sticky note and so give two images each."""
    announced: bool = True
    """False where nothing was said of it when the batch was opened, only when it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    id: BatchId
    agency: str
    """Code or name of the agency that pushes; later the border of what others may see."""
    channel: str
    """How it came: `folder`, `station`, `upload`, `import`, `system`."""
    opened_at: datetime
    station: str = ""
    """Who pushes: id of the station, of the account for `upload` and `system`; empty for the other channels."""
    priority: Priority = Priority.COUNTER
    dossier_code: str = ""
    procedure_code: str = ""
    owner: Owner | None = None
    """Whose dossier it is, as the giver says."""
    expected: tuple[ExpectedFile, ...] = ()
    closed_at: datetime | None = None
    """When its giver said that all has come; from then on the receipt is final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """That bytes came in a batch under a name; the same bytes may come often."""

    scan_id: ScanId
    batch_id: BatchId
    source: str
    at: datetime


class ScanState(StrEnum):
    RECEIVED = "received"  # in custody, pages not all read
    SEPARATED = "separated"  # its documents are known
    REJECTED = "rejected"  # quarantined with an error code; its bytes are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    id: ScanId
    batch_id: BatchId
    source: str
    """The path or name as it was given the first time."""
    kind: str
    size_bytes: int
    page_count: int
    """0 where the file could not be opened far enough to count."""
    traits: tuple[str, ...]
    state: ScanState
    error_code: str | None
    received_at: datetime
    receipted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Who brought a scan, and whether anything more was said of it: one look, which spares most scans the others."""

    batch: Batch
    """In which it came first."""
    has_covers: bool
    """A sheet in it says what it belongs to."""
    is_in_register: bool
    """A row of an import names it."""


class PageState(StrEnum):
    """Where a page stands in the sum of conservation."""

    WAITING = "waiting"  # in a document that is not filed yet, or not read yet
    SET_ASIDE = "set_aside"  # blank or separator; kept
    FILED = "filed"  # in a filed document
    REJECTED = "rejected"  # in a rejected scan or document; kept


_IN_USE = frozenset({PageState.WAITING, PageState.FILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    scan_id: ScanId
    page_index: int
    state: PageState
    outcome: PageOutcome | None
    """None until it was read."""
    document_id: DocumentId | None
    reading_sha256: str | None
    """Hash of the stored reading; its key follows from scan, page and turn."""
    attempts: int
    turned_degrees: int | None = None
    """Clockwise turn (0, 90, 180, 270) that a person said makes it upright; None where the machine's own stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A derived file of a document: where, and what its bytes must hash to."""

    key: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    id: DocumentId
    scan_id: ScanId
    source: str
    page_indexes: tuple[int, ...]
    status: DocumentStatus
    version: int
    """Rises with every change; what a compare-and-set compares."""
    description: Description | None
    searchable: StoredFile | None
    """The frozen PDF/A before signing; None where the original arrived signed."""
    sealed: StoredFile | None
    """The sealed PDF; for an original that arrived signed, the original itself."""
    error_code: str | None
    """Why it was rejected."""
    record_id: RecordId | None
    edition: str = ""
    """Names its pages and turns as people arranged them, for the keys of its files; empty as the machine separated them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedScan:
    """An arrival and what became of its scan by one moment."""

    arrival: Arrival
    scan: Scan
    pages: tuple[Page, ...]
    covers: tuple[CoverNote, ...]
    documents: tuple[Document, ...]
    faults: tuple[PageFault, ...] = ()
    """What is wrong with its pages as they were scanned."""

    @property
    def faults_in_use(self) -> tuple[PageFault, ...]:
        """Of pages that are in a paper which may still be filed, or is."""
        in_use = {page.page_index for page in self.pages if page.state in _IN_USE}
        return tuple(seen for seen in self.faults if seen.page_index in in_use)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """A document ready to be filed."""

    id: RecordId
    document_id: DocumentId
    title: str
    """What people see in lists: type title and subject or name."""
    type_code: str
    fields: Mapping[str, str]
    owner: Owner | None
    text: str
    """All page texts, NFC: what search looks through."""
    pdf: StoredFile
    files: tuple[StoredFile, ...] = ()
    """Other derived files (text, fields) whose hashes the ledger shall vouch for; the audit reads them anew."""
    links: tuple[SaidLink, ...] = ()
    """What its text says of other papers; proposed to a person as it is filed."""
    further_owners: tuple[Owner, ...] = ()
    """Who own it beside `owner`: the other spouse, co-owners."""
    owner_basis: OwnerBasis = OwnerBasis.OLDER
    owner_doubts: tuple[str, ...] = ()
    """Codes of why nobody is certain to own it."""
    pairs: tuple[StatedPair, ...] = ()
    """Proposed to a person as one owner's numbers."""
    codes: CodePlan | None = None
    """What its result codes are made of; None: it gets none now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    id: RecordId
    document_id: DocumentId
    title: str
    type_code: str
    fields: Mapping[str, str]
    owner: Owner | None
    version: int
    """1 at first filing; a changed record gets a next version, the old one stays."""
    pdf: StoredFile
    filed_at: datetime
    further_owners: tuple[Owner, ...] = ()
    owner_basis: OwnerBasis = OwnerBasis.OLDER
    owner_doubts: tuple[str, ...] = ()

    @property
    def owners(self) -> tuple[Owner, ...]:
        return () if self.owner is None else (self.owner, *self.further_owners)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    record: Record
    snippet: str
    """A stretch of the text around the words found, with diacritics as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    seq: int
    at: datetime
    event: str
    """A constant name: `scan.received`, `page.read`, `document.moved`, `record.read`, ..."""
    subject: str
    """The id of what it happened to."""
    actor: str
    """Who did it: `system`, or the account or station."""
    data: Mapping[str, object]
    """Ids, counts, hashes, codes; never a person's data."""
    previous_hash: str
    hash: str


class HoldKind(StrEnum):
    """What a legal hold keeps."""

    DOCUMENT = "document"
    RECORD = "record"
    DOSSIER = "dossier"  # all papers of a dossier, those that come later too


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """That something may not be disposed of, whatever its time."""

    subject: str
    """A document id, a record id or a dossier code."""
    kind: HoldKind
    reason: str
    officer: str
    placed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """That an officer ordered a document's bytes to be removed; the rows stay."""

    document_id: DocumentId
    reason: str
    officer: str
    ordered_at: datetime
    removed_at: datetime | None = None
    """None while bytes may still be there: the same command again removes them."""
