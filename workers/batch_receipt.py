"""Catalogue rows into the receipt of a batch and the state of a dossier: loads what came, the rules are `digitize/dossier`."""

from collections.abc import Iterator, Sequence

from digitize.dossier.arrived import ArrivedFile, Paper, match_expected
from digitize.dossier.checklist import Checklist, checklist_for
from digitize.dossier.receipt import BatchReceipt, make_receipt
from digitize.model import BatchId, PageOutcome
from digitize.rows import Arrival, Batch, Document
from digitize.sheets.covers import said_of
from workers.services import Services


def batch_receipt(services: Services, batch_id: BatchId) -> BatchReceipt:
    """The receipt as things stand; final once the batch is closed. Raises `NotFound`."""
    batch = services.catalogue.batch(batch_id)
    files = arrived_files(services, batch)
    return make_receipt(
        batch,
        files,
        before=_before(services, batch),
        checklist=checklist_of(services, batch.procedure_code, files),
        types=services.types,
    )


def arrived_files(services: Services, batch: Batch) -> tuple[ArrivedFile, ...]:
    """What came in a batch, in the order it came."""
    arrivals = services.catalogue.arrivals(batch.id)
    return tuple(_arrived(services, batch, arrival) for arrival in arrivals)


def checklist_of(
    services: Services, procedure_code: str, files: Sequence[ArrivedFile]
) -> Checklist | None:
    """The list of the procedure that the batch names, else of the first that a cover names."""
    said = [cover.procedure_code for file in files for cover in file.covers]
    code = next(filter(None, [procedure_code, *said]), "")
    return checklist_for(code, services.checklists) if code else None


def _before(services: Services, batch: Batch) -> tuple[ArrivedFile, ...]:
    """Files of the agency's other batches for the same dossier; what another agency holds is not told."""
    if not batch.dossier_code:
        return ()
    others = services.catalogue.batches(dossier_code=batch.dossier_code)
    return tuple(
        file
        for other in others
        if other.id != batch.id and other.agency == batch.agency
        for file in arrived_files(services, other)
    )


def _arrived(services: Services, batch: Batch, arrival: Arrival) -> ArrivedFile:
    catalogue = services.catalogue
    scan, pages = catalogue.scan(arrival.scan_id), catalogue.pages(arrival.scan_id)
    outcomes = [page.outcome for page in pages if page.document_id is None]
    return ArrivedFile(
        name=arrival.source,
        at=arrival.at,
        scan=scan,
        expected=match_expected(arrival.source, scan.id, batch.expected),
        papers=tuple(_papers(services, arrival)),
        covers=tuple(catalogue.covers(scan.id)),
        blank_pages=outcomes.count(PageOutcome.BLANK),
        sheet_pages=outcomes.count(PageOutcome.SEPARATOR),
    )


def _papers(services: Services, arrival: Arrival) -> Iterator[Paper]:
    covers = services.catalogue.covers(arrival.scan_id)
    separators = [
        page.page_index
        for page in services.catalogue.pages(arrival.scan_id)
        if page.outcome is PageOutcome.SEPARATOR
    ]
    for document in services.catalogue.documents(scan_id=arrival.scan_id):
        said = said_of(document.page_indexes[0], covers=covers, separators=separators)
        yield Paper(
            document=document.id,
            page_numbers=tuple(index + 1 for index in document.page_indexes),
            status=document.status,
            type_code=_type_code(document),
            dossier_code=said.dossier_code if said is not None else "",
            component=said.component if said is not None else "",
        )


def _type_code(document: Document) -> str | None:
    return None if document.description is None else document.description.verdict.type_code
