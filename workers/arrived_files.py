"""Catalogue rows into what came of a batch or a scan, as `digitize/dossier` compares it with what was said."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from digitize.dossier.arrived import ArrivedFile, Paper, match_expected
from digitize.dossier.checklist import Checklist, checklist_for
from digitize.model import CoverNote, PageOutcome, ScanId
from digitize.rows import Arrival, ArrivedScan, Background, Batch, Document, Page, Scan
from digitize.sheets.covers import said_of
from workers.services import Services


def arrived_files(
    services: Services, batch: Batch, *, only: Collection[ScanId] | None = None
) -> tuple[ArrivedFile, ...]:
    """What came in a batch, in the order it came; of a large batch, `only` these scans."""
    catalogue = services.catalogue
    if only is None:
        return tuple(_arrived(batch, came) for came in catalogue.arrived_scans(batch.id))
    return tuple(
        _arrived(batch, _looked_up(services, came))
        for came in catalogue.arrivals(batch.id)
        if came.scan_id in only
    )


def arrived_scan(services: Services, batch: Batch, scan_id: ScanId) -> ArrivedFile:
    """A scan as it came the first time, which was in this batch."""
    return _arrived(batch, services.catalogue.arrived_scan(scan_id))


def announced_scan(services: Services, scan: Scan, background: Background) -> ArrivedFile | None:
    """As `arrived_scan`, where its batch, its giver or a sheet in it said anything of it; None where nobody did."""
    batch = background.batch
    is_announced = (
        batch.procedure_code
        or background.has_covers
        or match_expected(scan.source, scan.id, batch.expected)
    )
    return arrived_scan(services, batch, scan.id) if is_announced else None


def checklist_of(
    services: Services, procedure_code: str, files: Sequence[ArrivedFile]
) -> Checklist | None:
    """The list of the procedure that the batch names, else of the first that a cover names."""
    said = [cover.procedure_code for file in files for cover in file.covers]
    code = next(filter(None, [procedure_code, *said]), "")
    return checklist_for(code, services.checklists) if code else None


def _looked_up(services: Services, arrival: Arrival) -> ArrivedScan:
    """What became of the scan, under the name of this arrival."""
    return replace(services.catalogue.arrived_scan(arrival.scan_id), arrival=arrival)


def _arrived(batch: Batch, came: ArrivedScan) -> ArrivedFile:
    name = came.arrival.source
    outcomes = [page.outcome for page in came.pages if page.document_id is None]
    return ArrivedFile(
        name=name,
        at=came.arrival.at,
        scan=came.scan,
        expected=match_expected(name, came.scan.id, batch.expected),
        papers=tuple(_papers(came.documents, came.pages, came.covers)),
        covers=came.covers,
        faults=came.faults_in_use,
        blank_pages=outcomes.count(PageOutcome.BLANK),
        sheet_pages=outcomes.count(PageOutcome.SEPARATOR),
    )


def _papers(
    documents: Sequence[Document], pages: Sequence[Page], covers: Sequence[CoverNote]
) -> Iterator[Paper]:
    separators = [page.page_index for page in pages if page.outcome is PageOutcome.SEPARATOR]
    for document in documents:
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
