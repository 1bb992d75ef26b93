"""Pages that a person turned, cleaned and read again the way up that the person said; each reading under a key of its own.

A page whose reading was kept and whose row was not is met again under the same key, as with every other reading.
"""

from functools import partial

from digitize import codec
from digitize.errors import SecretPaper, StoreCorrupt
from digitize.fault_point import reached
from digitize.model import PageOutcome, PageReading
from digitize.rows import Document, Page, Scan, StoredFile
from storage import keys
from workers import tasks
from workers.observing import Observer, Stage, stage, tell
from workers.page_reading import read_page
from workers.pictures import forget_pictures
from workers.pool import ChildPool
from workers.scan_rows import scan_file
from workers.services import Services


def read_turned_pages(services: Services, pool: ChildPool, document: Document) -> bool:
    """Read what waits of this document. False where a page, now the right way up, bears a secrecy mark: it is rejected."""
    if not document.edition:
        return True
    waiting = [
        page
        for page in services.catalogue.pages(document.scan_id)
        if page.page_index in document.page_indexes and page.reading_sha256 is None
    ]
    scan = services.catalogue.scan(document.scan_id) if waiting else None
    for page in waiting:
        assert scan is not None, "asked for where a page waits"
        with stage(Stage.READ_PAGE, batch=scan.batch_id, scan=scan.id, page=page.page_index + 1):
            result = _read(services, pool, scan, page)
            if result.reading.outcome is PageOutcome.SECRET:
                _stop_secret(services, document)
                return False
            _keep(services, page, result)
    return True


def _read(services: Services, pool: ChildPool, scan: Scan, page: Page) -> tasks.PageResult:
    tell(Observer.page_begun)
    return read_page(
        pool,
        services.store.local_path(keys.original(scan.id)),
        scan_file(scan),
        page.page_index,
        begin_attempt=partial(services.catalogue.begin_attempt, scan.id, page.page_index),
        turn_degrees=page.turned_degrees,
    )


def _keep(services: Services, page: Page, result: tasks.PageResult) -> None:
    reading, sha256 = _stored(services, page, result.reading)
    reached("page.turned_stored")
    services.catalogue.save_reading(
        page.scan_id,
        page.page_index,
        outcome=reading.outcome,
        sha256=sha256,
        faults=reading.faults,
        rendering=_rendering(services, page, result.rendered),
        turned_degrees=page.turned_degrees,
        at=services.clock(),
    )
    tell(Observer.page_done, reading.outcome)
    reached("page.turned_read")


def _stored(services: Services, page: Page, reading: PageReading) -> tuple[PageReading, str]:
    """The reading as the store has it: what an interrupted run read otherwise stands."""
    store = services.store
    key = keys.reading(page.scan_id, page.page_index, page.turned_degrees)
    try:
        return reading, store.put(key, codec.to_json(reading))
    except StoreCorrupt:
        if not store.exists(key):
            raise
        return codec.from_json(PageReading, store.get(key)), store.sha256(key)


def _rendering(services: Services, page: Page, rendered: bytes | None) -> StoredFile | None:
    """The page's picture as the file shows it, whichever way up it is read: kept at its first reading."""
    if rendered is None:
        return None
    key = keys.rendering(page.scan_id, page.page_index)
    if services.store.exists(key):
        return StoredFile(key=key, sha256=services.store.sha256(key))
    return StoredFile(key=key, sha256=services.store.put(key, rendered))


def _stop_secret(services: Services, document: Document) -> None:
    """Of a secret paper only the bytes that came in are kept."""
    services.catalogue.reject(
        document.id,
        error_code=SecretPaper.code,
        version=document.version,
        actor="system",
        at=services.clock(),
    )
    store = services.store
    for prefix in keys.files_of_documents(document.scan_id):
        for key in list(store.keys(prefix)):
            if (parsed := keys.parse(key)) is not None and parsed.subject == document.id:
                store.discard(key)
    for key in list(store.keys(keys.readings_of(document.scan_id))):
        parsed = keys.parse(key)
        if parsed is not None and parsed.page_index in document.page_indexes:
            store.discard(key)
    for page_index in document.page_indexes:
        store.discard(keys.rendering(document.scan_id, page_index))
    forget_pictures(services, document.scan_id)
