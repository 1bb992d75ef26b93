"""What the checking desk remembers and shows: who is at what, what was typed, what waits, which papers are to be scanned again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digitize.model import BatchId, DocumentId, Reason, ScanId
from digitize.rows import Priority
from digitize.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskClaim:
    """That somebody is at a document, so that nobody else edits it meanwhile."""

    document_id: DocumentId
    account: str
    taken_at: datetime
    leased_until: datetime
    """From then on anybody may take it, unless its holder said again that the work goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody typed and did not send yet; kept as typed, in no normal form."""

    document_id: DocumentId
    account: str
    version: int
    """Of the document that was looked at."""
    values: Mapping[str, str]
    type_code: str | None = None
    """The type that was chosen; None where none was."""
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RescanRequest:
    """What the counter is asked to scan again."""

    document_id: DocumentId
    scan_id: ScanId
    page_indexes: tuple[int, ...]
    """Of the scan; empty for the whole paper."""
    reason: str
    """In the checker's words: `bị mờ`."""
    asked_by: str
    asked_at: datetime

    @property
    def sentence(self) -> Sentence:
        """For the counter: `Trang 3 bị mờ, quét lại.`"""
        numbers = ", ".join(str(index + 1) for index in self.page_indexes)
        where = Sentence("Trang {pages}", pages=numbers) if numbers else Sentence("Giấy tờ này")
        if not self.reason:
            return Sentence("{where}: quét lại.", where=where)
        return Sentence("{where} {reason}, quét lại.", where=where, reason=self.reason)


class QueueOrder(StrEnum):
    URGENCY = "urgency"  # counters before backfill, then by age
    AGE = "age"  # what came first, whoever brought it


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which of the waiting documents, and in which order."""

    order: QueueOrder = QueueOrder.URGENCY
    priority: Priority | None = None
    type_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDocument:
    """A row of the checker's queue."""

    document_id: DocumentId
    version: int
    type_code: str
    title: str
    """Type and number: `Quyết định 2311/QĐ-UBND – Về việc …`."""
    source: str
    """Name of the file it came in."""
    batch_id: BatchId
    agency: str
    received_at: datetime
    priority: Priority
    reasons: tuple[Reason, ...]
    page_indexes: tuple[int, ...]
    claimed_by: str | None
    """Account of whoever is at it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """A stretch of the queue."""

    documents: tuple[WaitingDocument, ...] = field(default_factory=tuple)
    next_cursor: str | None = None
    """Asks for what follows; None at the end."""
