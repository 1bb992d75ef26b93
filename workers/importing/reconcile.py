"""A finished import into what its register, its folder and its papers are not at one about; everything is read from the catalogue.

Findings come one at a time and nothing is collected: rows in their order, then files that no row names, then duplicates
(workers/importing/duplicates.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digitize.doctype import OTHER, DocumentTypes
from digitize.errors import FileAmbiguous, FileNotFound, FileNotNamed, NotFound, NotInRegister
from digitize.model import BatchId
from digitize.register import Comparison, compare, has_its_number
from digitize.rows import Document, Scan, ScanState
from digitize.status import DocumentStatus
from digitize.text import fold
from storage import keys
from storage.imports import ImportRow, Imports
from workers.importing.duplicates import Duplicates
from workers.importing.findings import Finding, FindingKind
from workers.importing.headings import FILE
from workers.importing.likeness import signature
from workers.importing.paper_index import Paper, PaperIndex
from workers.pool import ChildPool
from workers.services import Services

_WITHOUT_FILE = frozenset({FileNotNamed.code, FileNotFound.code, FileAmbiguous.code})
_NUMBERS = ("reference", "certificate_number", "licence_number")
_UNREAD = (DocumentStatus.RECEIVED, DocumentStatus.SEPARATED, DocumentStatus.READ)


@dataclass(slots=True)
class Tally:
    """What was looked at, for the sum under the findings."""

    rows: int = 0
    in_custody: int = 0
    pages: int = 0
    compared: int = 0
    """Values that register and paper both have."""
    agreed: int = 0


class Reconciliation:
    """The findings of one batch. `tally` is whole when `findings` has ended."""

    def __init__(
        self, services: Services, pool: ChildPool, *, rows: Imports, batch_id: BatchId
    ) -> None:
        self._services = services
        self._pool = pool
        self._rows = rows
        self._batch_id = batch_id
        self.tally = Tally()

    def findings(self) -> Iterator[Finding]:
        """Every finding once. Raises store errors."""
        with PaperIndex() as index:
            for row in self._rows.rows(self._batch_id):
                self.tally.rows += 1
                yield from self._of_row(row, index)
            for row in self._rows.unnamed(self._batch_id):
                yield _unnamed(row)
            duplicates = Duplicates(self._services, self._pool, rows=self._rows, index=index)
            yield from duplicates.findings(self._batch_id)

    def _of_row(self, row: ImportRow, index: PaperIndex) -> Iterator[Finding]:
        scan = self._scan(row)
        if scan is None or row.error_code is not None:
            yield _without_scan(row)
            return
        self.tally.in_custody += 1
        self.tally.pages += scan.page_count
        documents = self._services.catalogue.documents(scan_id=scan.id)
        if scan.state is ScanState.REJECTED:
            yield _at(row, FindingKind.REFUSED, code=scan.error_code or "")
        elif any(document.status in _UNREAD for document in documents):
            yield _at(row, FindingKind.UNFINISHED)
        elif not documents:
            yield _at(row, FindingKind.NO_PAPER)
        else:
            yield from self._disagreements(row, documents)
            for document in documents:
                index.add(self._paper(row, document, is_only=len(documents) == 1))

    def _scan(self, row: ImportRow) -> Scan | None:
        if row.scan_id is None:
            return None
        try:
            return self._services.catalogue.scan(row.scan_id)
        except NotFound:
            return None  # its hash was noted, then the import was stopped

    def _disagreements(self, row: ImportRow, documents: Sequence[Document]) -> Iterator[Finding]:
        for comparison in compared(row.said, documents, self._services.types):
            self.tally.compared += 1
            self.tally.agreed += comparison.agrees
            if not comparison.agrees:
                yield _at(
                    row,
                    FindingKind.DISAGREES,
                    field=comparison.column,
                    said=comparison.said,
                    paper=comparison.field.value,
                    page=comparison.field.page_index + 1,
                )

    def _paper(self, row: ImportRow, document: Document, *, is_only: bool) -> Paper:
        """What tells the paper from others; where the only one in its file has no number of its own, the register's."""
        values = _values(document)
        number = next((values[key] for key in _NUMBERS if key in values), "")
        if is_only:
            number = number or row.said.get("reference", "")
        text = self._services.store.get(keys.text(document.id, document.edition)).decode()
        return Paper(
            document_id=document.id,
            scan_id=document.scan_id,
            row=row.number,
            file=row.path or "",
            page_index=document.page_indexes[0],
            number=fold(number),
            date=values.get("issued_date", ""),
            agency=fold(values.get("organ_name", "")),
            bands=signature(text).bands,
        )


def compared(
    said: Mapping[str, str], documents: Sequence[Document], types: DocumentTypes
) -> tuple[Comparison, ...]:
    """Each column against the paper that has the row's number, else against all: with the one that agrees, else the first."""
    papers = [
        compare(said, understood.fields, types.get(understood.verdict.type_code, types[OTHER]))
        for document in documents
        if (understood := document.description) is not None
    ]
    best: dict[str, Comparison] = {}
    for paper in [paper for paper in papers if has_its_number(paper)] or papers:
        for comparison in paper:
            held = best.get(comparison.column)
            if held is None or (comparison.agrees and not held.agrees):
                best[comparison.column] = comparison
    return tuple(best.values())


def _values(document: Document) -> Mapping[str, str]:
    if document.description is None:
        return {}
    return {field.key: field.value for field in document.description.fields}


def _without_scan(row: ImportRow) -> Finding:
    code = row.error_code or ""
    if code in _WITHOUT_FILE:
        return _at(row, FindingKind.NO_FILE, code=code)
    return _at(row, FindingKind.REFUSED if code else FindingKind.UNFINISHED, code=code)


def _unnamed(row: ImportRow) -> Finding:
    is_file = row.error_code == NotInRegister.code
    return Finding(
        kind=FindingKind.NOT_IN_REGISTER if is_file else FindingKind.REFUSED,
        file=row.path or "",
        code=row.error_code or "",
    )


def _at(
    row: ImportRow,
    kind: FindingKind,
    *,
    code: str = "",
    field: str = "",
    said: str = "",
    paper: str = "",
    page: int | None = None,
) -> Finding:
    return Finding(
        kind=kind,
        row=row.number,
        file=row.path or row.said.get(FILE, ""),
        code=code,
        field=field,
        said=said,
        paper=paper,
        page=page,
    )
