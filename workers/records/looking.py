"""One paper as a page shows it: the record or document a viewer may see, and each of its pages with text and boxes of fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize import codec
from digitize.access import Viewer
from digitize.errors import NotFound, NotInStore
from digitize.model import DocumentId, Field, PageReading, RecordId, ScanId
from digitize.rows import Document, Record
from digitize.status import DocumentStatus
from storage import keys
from storage.desk_rows import DeskRows
from storage.document_rows import find_document
from storage.page_rows import get_page
from storage.record_rows import get_record
from workers.checking.deciding import blind_keys
from workers.kept_readings import turns_of
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """One page of a document."""

    number: int
    """Among the document's pages, from 1."""
    page_index: int
    """In its scan."""
    reading: PageReading | None
    """None where it was not read, or what was read is not kept any more."""
    fields: tuple[Field, ...]
    """Those found on this page."""


def record_of(services: Services, viewer: Viewer, record_id: str) -> tuple[Record, Document]:
    """Raises `NotFound`, the same for a record of another agency as for none."""
    with services.database.reading() as connection:
        record = get_record(connection, RecordId(record_id), viewer=viewer)
    return record, services.catalogue.document(record.document_id)


def document_of(services: Services, viewer: Viewer, document_id: str) -> Document:
    """Raises `NotFound` likewise."""
    return DeskRows(services.database).document_of(viewer, DocumentId(document_id))


def document_of_page(services: Services, scan_id: ScanId, page_index: int) -> Document | None:
    """The paper that a page of a scan is in, if it is in one. Raises `NotFound` for a page that is not there."""
    with services.database.reading() as connection:
        page = get_page(connection, scan_id, page_index)
        return find_document(connection, page.document_id) if page.document_id else None


def page_seen(
    services: Services, document: Document, number: int, *, fields: Sequence[Field]
) -> PageSeen:
    """Raises `NotFound` for a page that the document does not have."""
    if not 1 <= number <= len(document.page_indexes):
        raise NotFound(f"{document.id} has no page {number}")
    page_index = document.page_indexes[number - 1]
    return PageSeen(
        number=number,
        page_index=page_index,
        reading=_reading(services, document, page_index),
        fields=tuple(field for field in fields if field.page_index == page_index),
    )


def fields_seen(services: Services, viewer: Viewer, document: Document) -> tuple[Field, ...]:
    """All but those that this person is to enter unseen."""
    if document.description is None:
        return ()
    if document.status is not DocumentStatus.NEEDS_CHECK:
        return document.description.fields
    blind = blind_keys(services, document, viewer.account)
    return tuple(field for field in document.description.fields if field.key not in blind)


def _reading(services: Services, document: Document, page_index: int) -> PageReading | None:
    turned = turns_of(services, document).get(page_index)
    try:
        data = services.store.get(keys.reading(document.scan_id, page_index, turned))
        return codec.from_json(PageReading, data)
    except (NotInStore, ValueError):
        # A page is shown without its words rather than not at all; the audit tells what the store lost or garbled.
        return None
