"""Batches as the API shows them: what was said, and what became of each file, page and document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from digitize.access import Viewer
from digitize.model import BatchId, DocumentId, ScanId
from digitize.reasons import explain
from digitize.rows import Arrival, Batch, Document, ExpectedFile
from digitize.status import DocumentStatus
from web.stations.pushers import is_station
from workers.services import Services

PAGE_BATCHES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidView:
    """A file as it was announced."""

    name: str
    size_bytes: int | None
    sha256: str | None
    page_count: int | None
    component: str
    type_code: str
    noted_pages: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """A batch as it was opened. Whose dossier it is, the API does not repeat."""

    id: BatchId
    agency: str
    station: str
    channel: str
    opened_at: datetime
    closed_at: datetime | None
    dossier_code: str
    procedure_code: str
    files: tuple[SaidView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    code: str
    message: str
    page: int | None
    """Number from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    document: DocumentId
    type: str | None
    status: DocumentStatus
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    name: str
    scan: ScanId
    error: str | None
    pages: int
    pages_read: int
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchState:
    batch: BatchView
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage:
    batches: tuple[BatchView, ...]
    cursor: str | None
    """What to ask for the next page with; None on the last."""


def batch_view(batch: Batch) -> BatchView:
    """What was said when it was opened."""
    return BatchView(
        id=batch.id,
        agency=batch.agency,
        station=batch.station,
        channel=batch.channel,
        opened_at=batch.opened_at,
        closed_at=batch.closed_at,
        dossier_code=batch.dossier_code,
        procedure_code=batch.procedure_code,
        files=tuple(_said(file) for file in batch.expected if file.announced),
    )


def batch_state(services: Services, batch: Batch) -> BatchState:
    """What became of its files so far."""
    arrivals = services.catalogue.arrivals(batch.id)
    return BatchState(
        batch=batch_view(batch),
        files=tuple(_file_view(services, arrival) for arrival in arrivals),
    )


def batch_page(services: Services, pusher: Viewer, *, after: str) -> BatchPage:
    """What a station or person opened, newest first; `after` is the last id of the page before."""
    own = services.catalogue.batches_of_station(
        pusher.account, after=BatchId(after) if after else None, limit=PAGE_BATCHES + 1
    )
    shown = [batch_view(batch) for batch in own[:PAGE_BATCHES] if _is_own(batch, pusher)]
    cursor = own[PAGE_BATCHES - 1].id if len(own) > PAGE_BATCHES else None
    return BatchPage(batches=tuple(shown), cursor=cursor)


def _is_own(batch: Batch, pusher: Viewer) -> bool:
    """A station and a person may bear one name."""
    return batch.agency == pusher.agency and (batch.channel == "station") == is_station(pusher)


def _said(file: ExpectedFile) -> SaidView:
    return SaidView(
        name=file.name,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        page_count=file.page_count,
        component=file.component,
        type_code=file.type_code,
        noted_pages=file.noted_pages,
    )


def _file_view(services: Services, arrival: Arrival) -> FileView:
    scan = services.catalogue.scan(arrival.scan_id)
    pages = services.catalogue.pages(scan.id)
    return FileView(
        name=arrival.source,
        scan=scan.id,
        error=scan.error_code,
        pages=scan.page_count,
        pages_read=sum(page.outcome is not None for page in pages),
        documents=tuple(_documents(services.catalogue.documents(scan_id=scan.id))),
    )


def _documents(documents: Sequence[Document]) -> Iterator[DocumentView]:
    for document in documents:
        description = document.description
        reasons = description.reasons if description else ()
        yield DocumentView(
            document=document.id,
            type=description.verdict.type_code if description else None,
            status=document.status,
            reasons=tuple(
                ReasonView(
                    code=reason.code,
                    message=explain(reason),
                    page=None if reason.page_index is None else reason.page_index + 1,
                )
                for reason in reasons
            ),
        )
