"""One batch in full, as the counter sees it: files, pages and documents, what to do, the dossier's checklist, the receipt."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from digitize.access import Viewer
from digitize.counter_advice import Advice, advise
from digitize.dossier.claims import claims_of
from digitize.dossier.item_states import ItemState, item_states
from digitize.dossier.receipt import BatchReceipt
from digitize.errors import error_of_code
from digitize.model import BatchId, PageOutcome, Reason
from digitize.rows import ArrivedScan, Batch, Document, Page, PageState
from digitize.status import DocumentStatus
from storage.counter_rows import BatchProgress, CounterRows
from storage.desk_rows import DeskRows
from workers.arrived_files import arrived_files, checklist_of
from workers.batch_receipt import batch_receipt
from workers.counter.batch_list import BatchStage, stage_of
from workers.counter.pushed_by import names_of_pushers
from workers.counter.rescanned import rescanned_of
from workers.dossier_state import dossier_state
from workers.privacy.purposes import is_guarded
from workers.services import Services
from workers.warehouse.holdings import held_items


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    number: int
    """From 1 in the file."""
    state: PageState
    outcome: PageOutcome | None
    """None until it was read."""
    needs_scan: bool
    """It is to be scanned again."""
    is_sensitive: bool = False
    """Of a filed paper that is opened only for a purpose: no list has its picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterDocument:
    id: str
    page_numbers: tuple[int, ...]
    title: str
    """Of its type; empty until it is known."""
    status: DocumentStatus
    type_code: str
    refusal: str
    """Why it was refused, as a sentence; empty where it was not."""
    reasons: tuple[Reason, ...]
    """Why a person is asked, while one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterFile:
    name: str
    scan: str
    error: str
    """Why it gives no documents, as a sentence; empty where it does."""
    page_count: int
    pages: tuple[PageMark, ...]
    documents: tuple[CounterDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterBatch:
    batch: Batch
    stage: BatchStage
    pushed_by: str
    """Name of the person or the counter; empty where files came by a folder or an import."""
    progress: BatchProgress
    advice: tuple[Advice, ...]
    files: tuple[CounterFile, ...]
    receipt: BatchReceipt
    procedure_title: str
    """Empty where the procedure has no checklist here."""
    items: tuple[ItemState, ...]
    """The dossier's checklist, with what came in any batch of the agency."""
    seq: int
    """The entry of the ledger that all of this knows of."""


def counter_batch(services: Services, viewer: Viewer, batch_id: BatchId) -> CounterBatch:
    """As things stand. Raises `NotFound`, also for a batch of another agency."""
    rows = CounterRows(services.database)
    seq = rows.ledger_end()
    batch = rows.batch_of(viewer, batch_id)
    came = services.catalogue.arrived_scans(batch.id)
    progress = rows.progress([batch.id])[batch.id]
    advice = advise(
        came,
        DeskRows(services.database).rescans_of(viewer, batch.id),
        rescanned=rescanned_of(services, batch),
    )
    title, items = _checklist(services, batch)
    return CounterBatch(
        batch=batch,
        stage=stage_of(progress),
        pushed_by=names_of_pushers(services, [batch]).get((batch.channel, batch.station), ""),
        progress=progress,
        advice=advice,
        files=tuple(_file(services, file, advice) for file in came),
        receipt=batch_receipt(services, batch.id),
        procedure_title=title,
        items=items,
        seq=seq,
    )


def _checklist(services: Services, batch: Batch) -> tuple[str, tuple[ItemState, ...]]:
    if batch.dossier_code:
        state = dossier_state(services, batch.dossier_code, agency=batch.agency)
        return state.procedure_title, state.items
    files = arrived_files(services, batch)
    checklist = checklist_of(services, batch.procedure_code, files)
    missing = batch_receipt(services, batch.id).missing
    claims = claims_of(files, checklist=checklist)
    items = item_states(checklist, claims, missing, held=held_items(services, batch, checklist))
    return (checklist.title if checklist is not None else ""), items


def _file(services: Services, file: ArrivedScan, advice: Sequence[Advice]) -> CounterFile:
    scan = file.scan
    to_scan = {
        number
        for one in advice
        if one.file == file.arrival.source and not one.is_answered and one.needs_scan
        for number in one.page_numbers
    }
    guarded = {one.id for one in file.documents if is_guarded(services, one)}
    return CounterFile(
        name=file.arrival.source,
        scan=scan.id,
        error=error_of_code(scan.error_code).message if scan.error_code else "",
        page_count=scan.page_count,
        pages=tuple(_mark(page, to_scan, guarded) for page in file.pages),
        documents=tuple(_documents(services, file.documents)),
    )


def _mark(page: Page, to_scan: Container[int], guarded: Container[str | None]) -> PageMark:
    number = page.page_index + 1
    return PageMark(
        number=number,
        state=page.state,
        outcome=page.outcome,
        needs_scan=number in to_scan,
        is_sensitive=page.document_id in guarded,
    )


def _documents(services: Services, documents: Sequence[Document]) -> Iterator[CounterDocument]:
    for document in documents:
        description = document.description
        known = description.verdict.type_code if description is not None else ""
        yield CounterDocument(
            id=document.id,
            page_numbers=tuple(index + 1 for index in document.page_indexes),
            title=services.types[known].title if known in services.types else "",
            status=document.status,
            type_code=known,
            refusal=_refusal(document),
            reasons=_reasons(document),
        )


def _refusal(document: Document) -> str:
    is_refused = document.status is DocumentStatus.REJECTED and document.error_code
    return error_of_code(document.error_code or "").message if is_refused else ""


def _reasons(document: Document) -> tuple[Reason, ...]:
    if document.description is None or document.status is not DocumentStatus.NEEDS_CHECK:
        return ()
    return document.description.reasons
