"""One document, one step at a time: look where it stands, do the next stage, keep the result, move it on.

Every step loads, calls a stage, stores and advances; done twice it leaves the same bytes and rows, so a run that was
killed anywhere goes on here. The embedded runner and the queue's workers call the same steps.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from config.settings import ArchiveProfile, SealingChoice
from digitize import filing, limits
from digitize.errors import LostRace, NotFound
from digitize.fault_point import reached
from digitize.model import (
    DocumentId,
    PageOutcome,
    PageReading,
    Reason,
)
from digitize.pdf.archive_metadata import ArchiveMetadata
from digitize.reasons import ReasonCode
from digitize.rows import Document, Scan, StoredFile
from digitize.status import DocumentStatus
from digitize.warehouse.paper_links import with_box
from storage import ids, keys
from workers import tasks
from workers.arrived_files import announced_scan
from workers.checking.turned_pages import read_turned_pages
from workers.expectations import Expectations
from workers.importing.doubts import register_doubts
from workers.kept_readings import readings_of
from workers.observing import Observer, Stage, stage, tell
from workers.pool import ChildPool
from workers.scan_rows import arrived_signed, scan_file
from workers.services import Services
from workers.signing import seal_document
from workers.warehouse.owning import owned


class DocumentSteps:
    """Brings a document from `separated` to `filed`, or to the person it needs."""

    def __init__(self, services: Services, pool: ChildPool) -> None:
        self._services = services
        self._pool = pool
        self._expectations = Expectations(services, pool)
        self._steps: Mapping[DocumentStatus, tuple[Stage, Callable[[Document, Scan], Document]]] = {
            DocumentStatus.SEPARATED: (Stage.ARCHIVE, self.archive),
            DocumentStatus.READ: (Stage.DESCRIBE, self.describe),
            DocumentStatus.DESCRIBED: (Stage.SEAL, self.seal),
            DocumentStatus.CHECKED: (Stage.SEAL, self.seal),
            DocumentStatus.SEALED: (Stage.FILE, self.file),
        }

    def moves_by_itself(self, document: Document) -> bool:
        """Whether it has a step left that needs no person."""
        return document.status in self._steps

    def finish(
        self, document_id: DocumentId, *, may_go_on: Callable[[], None] = lambda: None
    ) -> Document:
        """Do every step that needs no person; the document as it then stands. `may_go_on` is asked before each, and may raise.

        Raises `LostRace` where a person arranges its pages otherwise meanwhile.
        """
        document = self._document(document_id)
        scan = self._services.catalogue.scan(document.scan_id)
        return self.go_on(document, scan, may_go_on=may_go_on)

    def go_on(
        self, document: Document, scan: Scan, *, may_go_on: Callable[[], None] = lambda: None
    ) -> Document:
        """As `finish`, of a document and its scan as they were just read."""
        while following := self._steps.get(document.status):
            name, step = following
            may_go_on()
            with stage(name, scan=document.scan_id, document=document.id):
                document = step(document, scan)
            reached("document.moved")
            tell(Observer.document_moved, document.status)
        return document

    def _document(self, document_id: DocumentId) -> Document:
        try:
            return self._services.catalogue.document(document_id)
        except NotFound as error:
            raise LostRace(f"{document_id} is another document now") from error

    def archive(self, document: Document, scan: Scan) -> Document:
        """`separated → read`: its text beside it, and its searchable PDF frozen unless the original arrived signed."""
        if not read_turned_pages(self._services, self._pool, document):
            return self._document(document.id)
        readings = self._readings(document)
        text = self._put_text(document, readings)
        searchable = None
        if not arrived_signed(scan) and can_archive(readings):
            searchable = self._assembled(document, scan, readings)
        return self._services.catalogue.freeze(
            document.id,
            searchable,
            text=text,
            version=document.version,
            at=self._services.clock(),
        )

    def describe(self, document: Document, scan: Scan) -> Document:
        """`read → described` or `→ needs_check`: type, fields, and what speaks against accepting them."""
        readings, background = self._readings(document), self._services.catalogue.background(scan)
        announced = announced_scan(self._services, scan, background)
        pages = self._expectations.page_reasons(scan, readings, announced=announced)
        description = self._pool.call(
            tasks.describe,
            limits.CHILD_DOCUMENT_SECONDS,
            readings,
            scan_file(scan).traits,
            (*self._broken_signatures(scan), *pages),
        )
        other = (
            ()
            if announced is None
            else self._expectations.type_reasons(
                announced, document.id, description.verdict, batch=background.batch
            )
        )
        doubts = (
            register_doubts(self._services, scan.id, description)
            if background.is_in_register
            else ()
        )
        description = replace(description, reasons=(*description.reasons, *other, *doubts))
        return self._services.catalogue.describe(
            document.id, description, version=document.version, at=self._services.clock()
        )

    def seal(self, document: Document, _scan: Scan) -> Document:
        """`described` or `checked → sealed`; `checked → to_sign` where people seal what was checked."""
        is_checked = document.status is DocumentStatus.CHECKED
        if is_checked and self._services.settings.sealing is SealingChoice.BY_SIGNER:
            self._services.catalogue.await_signer(
                document.id, version=document.version, at=self._services.clock()
            )
        else:
            seal_document(self._services, document)
        return self._document(document.id)

    def file(self, document: Document, _scan: Scan) -> Document:
        """`sealed → filed`: the record in its owner's warehouse, found by search from now on."""
        if document.description is None or document.sealed is None:
            raise AssertionError(f"{document.id} is sealed without description or file")
        key = keys.text(document.id, document.edition)
        text = self._services.store.get(key)
        text_file = StoredFile(key=key, sha256=hashlib.sha256(text).hexdigest())
        whose = owned(
            self._services, document, document.description, lambda: self._readings(document)
        )
        record = filing.record_of(
            document,
            document.description,
            record_id=ids.record_id(document.id),
            text=text.decode(),
            pdf=document.sealed,
            files=(text_file,),
            types=self._services.types,
            owned=whose.ownership,
            pairs=whose.pairs,
            codes=whose.codes,
        )
        if record.links:
            readings = self._readings(document)
            links = tuple(with_box(link, readings) for link in record.links)
            record = replace(record, links=links)
        self._services.catalogue.file(record, at=self._services.clock())
        return self._document(document.id)

    def _put_text(self, document: Document, readings: tuple[PageReading, ...]) -> StoredFile:
        key = keys.text(document.id, document.edition)
        sha256 = self._services.store.put(key, filing.full_text(readings).encode())
        return StoredFile(key=key, sha256=sha256)

    def _assembled(
        self, document: Document, scan: Scan, readings: tuple[PageReading, ...]
    ) -> StoredFile:
        store, key = self._services.store, keys.searchable(document.id, document.edition)
        if store.exists(
            key
        ):  # a run that was killed before it noted the row; its profile may have been another
            return StoredFile(key=key, sha256=store.sha256(key))
        renderings = {
            reading.page_index: store.local_path(keys.rendering(scan.id, reading.page_index))
            for reading in readings
            if reading.is_rendered
        }
        with self._pool.working_folder() as folder:
            out = folder / "searchable.pdf"
            self._pool.call(
                tasks.assemble,
                limits.CHILD_DOCUMENT_SECONDS,
                store.local_path(keys.original(scan.id)),
                scan_file(scan),
                readings,
                renderings,
                archive_metadata(document, scan),
                out,
                self._services.settings.archive_profile is ArchiveProfile.COMPACT,
            )
            with out.open("rb") as data:
                sha256 = store.put(key, data)
        reached("document.assembled")
        return StoredFile(key=key, sha256=sha256)

    def _broken_signatures(self, scan: Scan) -> tuple[Reason, ...]:
        """A paper that arrived signed and whose signature does not hold is for a person to look at."""
        if not arrived_signed(scan):
            return ()
        reports = self._pool.call(
            tasks.signatures,
            limits.CHILD_DOCUMENT_SECONDS,
            self._services.store.local_path(keys.original(scan.id)),
            scan.received_at,
            (),
        )
        is_broken = any(not report.is_valid for report in reports)
        return (Reason(code=ReasonCode.SIGNATURE_BROKEN),) if is_broken else ()

    def _readings(self, document: Document) -> tuple[PageReading, ...]:
        return readings_of(self._services, document)


def can_archive(readings: Iterable[PageReading]) -> bool:
    """A document with a page that nobody can decode has no faithful copy: a person has it scanned again."""
    return all(reading.outcome is not PageOutcome.UNREADABLE for reading in readings)


def archive_metadata(document: Document, scan: Scan) -> ArchiveMetadata:
    """What the archive file says of itself; no name or number of anybody, since its fields are not known yet."""
    return ArchiveMetadata(
        title=f"Bản số hóa {document.id}",
        scan_id=scan.id,
        created_at=scan.received_at,
        page_numbers=[page_index + 1 for page_index in document.page_indexes],
    )
