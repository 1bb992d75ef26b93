"""What was read of a document's pages, from the store: each page the way up that a person said, where one did."""

from collections.abc import Iterator, Mapping

from digitize import codec
from digitize.model import PageReading
from digitize.rows import Document
from storage import keys
from workers.services import Services


def readings_of(services: Services, document: Document) -> tuple[PageReading, ...]:
    """In the order of its pages. Raises `NotInStore` for a page that was not read yet."""
    return tuple(each_reading(services, document))


def each_reading(services: Services, document: Document) -> Iterator[PageReading]:
    """As `readings_of`, one at a time: who needs but the first reads no more."""
    turned = turns_of(services, document)
    for page_index in document.page_indexes:
        key = keys.reading(document.scan_id, page_index, turned.get(page_index))
        yield codec.from_json(PageReading, services.store.get(key))


def turns_of(services: Services, document: Document) -> Mapping[int, int]:
    """Page index → degrees, of the pages that a person turned; asked only of documents that people arranged."""
    if not document.edition:
        return {}
    return {
        page.page_index: page.turned_degrees
        for page in services.catalogue.pages(document.scan_id)
        if page.turned_degrees is not None
    }
