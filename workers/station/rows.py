"""What the station remembers of a file and of a batch: one small JSON each, the whole truth after any crash."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digitize.page_faults import Fault


class SourceState(StrEnum):
    """What became of the file in the watched folder."""

    KEPT = "kept"  # untouched: the server does not hold its bytes yet, or it could not be moved
    ASIDE = "aside"  # being moved: see `aside` of the file
    MOVED = "moved"  # in the folder for what was sent
    DELETED = "deleted"  # removed, as the setting asks
    GONE = "gone"  # somebody took it away
    REPLACED = "replaced"  # other bytes lie under its name; they are left alone


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWarning:
    """What a person should do about one page before the paper leaves the counter."""

    page_number: int
    fault: Fault
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A refusal as a server or this station words it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReceipt:
    """The server's proof of custody of one file; what else it sends is not kept."""

    scan: str
    sha256: str
    size_bytes: int
    page_count: int
    received_at: str
    is_new: bool = True
    error: Problem | None = None
    """Why the file gives no documents; its bytes are held all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpooledFile:
    """One file taken from the watched folder; its bytes lie beside this until the server holds them."""

    id: str
    """Follows from path, time and bytes: the same file taken twice is one."""
    source: str
    group: str
    """Name of its sub-folder; empty for files that lie loose."""
    name: str
    size_bytes: int
    mtime_ns: int
    sha256: str
    page_count: int
    taken_at: datetime
    looks: int = 0
    """Attempts at looking at its pages, counted before each."""
    warnings: tuple[PageWarning, ...] | None = None
    """None until its pages were looked at."""
    upload: str = ""
    """Path of the upload on the server."""
    receipt: FileReceipt | None = None
    refused: Problem | None = None
    """The server will not have it, or answered for other bytes; source and bytes are kept."""
    state: SourceState = SourceState.KEPT
    aside: str = ""
    """Where the source is being moved to, written down before it is moved."""

    @property
    def is_settled(self) -> bool:
        return self.state not in (SourceState.KEPT, SourceState.ASIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFile:
    id: str
    name: str
    """As the server knows it; no two of a batch are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationBatch:
    """Files that came together; fixed once written, so that asking the server again is asking the same."""

    key: str
    """Idempotency key of all its requests."""
    group: str
    dossier_code: str
    files: tuple[BatchFile, ...]
    body: str
    """The opening request, word for word."""
    composed_at: datetime
    server_id: str = ""
    receipt: str = ""
    """The server's batch receipt as JSON; empty until the batch is closed."""
    refused: Problem | None = None

    @property
    def is_closed(self) -> bool:
        return bool(self.receipt)
