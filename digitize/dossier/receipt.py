"""The receipt of a batch: what came, what is missing, doubled or other than declared, each with what to do about it.

Field names are those of the API's JSON. Sentences are for the counter and the person before it, while both are there.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from digitize.doctype import DocumentTypes
from digitize.dossier.arrived import ArrivedFile, KnownBy
from digitize.dossier.checklist import Checklist
from digitize.dossier.claims import claims_of
from digitize.dossier.differences import Difference, differences_in
from digitize.dossier.doubled import Doubled, doubled_in
from digitize.dossier.missing import Missing, missing_of
from digitize.dossier.rescanned import Rescanned
from digitize.dossier.said_types import declared_item
from digitize.errors import error_of_code
from digitize.page_faults import HINTS, Fault, sentence
from digitize.rows import Batch
from digitize.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class FileError:
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFile:
    name: str
    scan: str
    sha256: str
    size_bytes: int
    page_count: int
    """As the file has them; blank pages and sheets included."""
    received_at: datetime
    error: FileError | None
    """Why it gives no documents; its bytes are kept all the same."""
    component: str
    """Code of the checklist item it was declared as, by its giver or its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyPages:
    name: str
    """The file."""
    pages: tuple[int, ...]
    """Numbers from 1."""
    fault: Fault
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSum:
    expected: int | None
    """None where no file's pages were declared."""
    received: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReceipt:
    batch: str
    agency: str
    station: str
    dossier_code: str
    procedure_code: str
    opened_at: datetime
    closed_at: datetime | None
    final: bool
    """True once the giver said that all has come."""
    known_by: KnownBy
    """`read` once every file was read: what is missing is then known by types, not only by what was declared."""
    files: tuple[ReceiptFile, ...]
    missing: tuple[Missing, ...]
    doubled: tuple[Doubled, ...]
    differences: tuple[Difference, ...]
    pages: PageSum
    faults: tuple[FaultyPages, ...] = ()
    """What is wrong with pages as they were scanned, and was not scanned again."""


def make_receipt(
    batch: Batch,
    files: Sequence[ArrivedFile],
    *,
    before: Sequence[ArrivedFile] = (),
    checklist: Checklist | None,
    types: DocumentTypes,
    said: Collection[str] = (),
    held: Collection[str] = (),
) -> BatchReceipt:
    """The receipt as things stand. `before`: files that came for the same dossier in other batches.

    `said` has the papers and scans that an officer said were scanned again, `held` the items that need not be handed in.
    """
    everything = (*before, *files)
    claims = claims_of(everything, checklist=checklist)
    return BatchReceipt(
        batch=batch.id,
        agency=batch.agency,
        station=batch.station,
        dossier_code=batch.dossier_code,
        procedure_code=batch.procedure_code,
        opened_at=batch.opened_at,
        closed_at=batch.closed_at,
        final=batch.closed_at is not None,
        known_by=known_by(everything),
        files=tuple(_receipt_file(file, checklist) for file in files),
        missing=missing_of(
            batch.expected, files, claims, checklist, known_by(everything), held=held
        ),
        doubled=doubled_in(files, before=before, claims=claims, checklist=checklist),
        differences=differences_in(
            files,
            before=before,
            dossier_code=batch.dossier_code,
            checklist=checklist,
            types=types,
        ),
        pages=PageSum(
            expected=_declared_pages(batch),
            received=sum(file.scan.page_count for file in files),
        ),
        faults=tuple(_faulty(files, Rescanned(files=everything, checklist=checklist, said=said))),
    )


def known_by(files: Sequence[ArrivedFile]) -> KnownBy:
    """How the papers of these files are known: by reading only once all of them were read."""
    return KnownBy.READ if all(file.is_read for file in files) else KnownBy.DECLARED


def _faulty(files: Sequence[ArrivedFile], rescanned: Rescanned) -> Iterator[FaultyPages]:
    """What has to be scanned again, by file and then the gravest first."""
    for file in files:
        for fault in (one for one in Fault if one not in HINTS):
            pages = tuple(seen.page_index + 1 for seen in file.faults if seen.fault is fault)
            if pages and not rescanned.is_answered(file.scan.id, pages, since=file.at):
                message = Sentence(
                    "Tệp {name}: {what}", name=file.name, what=sentence(fault, pages)
                )
                yield FaultyPages(name=file.name, pages=pages, fault=fault, message=message)


def _receipt_file(file: ArrivedFile, checklist: Checklist | None) -> ReceiptFile:
    return ReceiptFile(
        name=file.name,
        scan=file.scan.id,
        sha256=file.scan.id,
        size_bytes=file.scan.size_bytes,
        page_count=file.scan.page_count,
        received_at=file.at,
        error=_error(file),
        component=declared_item(file, checklist),
    )


def _error(file: ArrivedFile) -> FileError | None:
    if file.is_accepted:
        return None
    error = error_of_code(file.scan.error_code or "")
    return FileError(code=file.scan.error_code or error.code, message=error.message)


def _declared_pages(batch: Batch) -> int | None:
    counts = [file.page_count for file in batch.expected if file.page_count is not None]
    return sum(counts) if counts else None
