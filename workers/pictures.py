"""A page of a scan → its picture on the local disk, as the checking desk shows it: upright as it was read, not levelled.

`Field.box` and the boxes of words are in pixels of the upright page at the scan's own resolution, from which levelling was
undone (digitize/ocr/scale.py): times picture width through `PageReading.width` they lie on the picture. Foreign bytes are
decoded by a child of the pool, one page at a time, never here. Pictures are kept in a folder of bounded size, the least
recently used go; they are neither in custody nor audited, and made again at any time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from digitize import codec, limits
from digitize.errors import (
    DigitizeError,
    Disposed,
    Interrupted,
    RequestInvalid,
    SecretPaper,
)
from digitize.model import PageReading, ScanId
from digitize.rows import Page, Scan
from storage import custody, document_rows, keys, page_rows, retention_rows
from storage.local_copies import LocalCopies
from workers import tasks
from workers.pool import ChildPool
from workers.scan_rows import scan_file
from workers.services import Services
from workers.stores import plain_folder

WIDTHS = (160, 900, 1600, 2400)
"""Pixels: in a list of pages, beside a form, on a whole screen, and close enough to read small print."""
CACHE_BYTES = 1024**3
"""Some 5,000 pages beside a form: what a day's checkers look at."""
_TAG_CHARS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    scan: Scan
    page: Page


def page_picture(
    services: Services, pool: ChildPool, scan_id: ScanId, page_index: int, width: int
) -> Path:
    """A JPEG of the page, `width` pixels wide (one of `WIDTHS`; a narrower page is not enlarged). Read it before forgetting the path.

    Raises `NotFound`, `RequestInvalid` for another width, `SecretPaper`, `Disposed`, and what decoding raises: `DamagedFile`,
    `TooManyPixels`, `ChildFailed`. Who may see the page is the caller's to ask.
    """
    if width not in WIDTHS:
        raise RequestInvalid(f"width {width}")
    shown = _shown(services, scan_id, page_index)
    key = _key(shown.page, width)
    return _kept(services).held(key, partial(_make, services, pool, shown, width))


def prefetch(
    services: Services,
    pool: ChildPool,
    scan_id: ScanId,
    page_indexes: Iterable[int],
    width: int,
) -> None:
    """Have these pictures ready; a page that cannot be shown is told when somebody asks for it."""
    for page_index in page_indexes:
        try:
            page_picture(services, pool, scan_id, page_index, width)
        except Interrupted:
            return  # the server ends
        except DigitizeError:
            continue


def forget_pictures(services: Services, scan_id: ScanId) -> None:
    """What is secret or disposed of leaves no picture on this machine."""
    with services.database.reading() as connection:
        pages = page_rows.pages_of(connection, scan_id)
    for page in pages:
        for width in WIDTHS:
            _kept(services).forget(_key(page, width))


def _shown(services: Services, scan_id: ScanId, page_index: int) -> _Shown:
    with services.database.reading() as connection:
        scan = custody.get_scan(connection, scan_id)
        page = page_rows.get_page(connection, scan_id, page_index)
        document = page.document_id and document_rows.find_document(connection, page.document_id)
        disposal = document and retention_rows.find_disposal(connection, document.id)
    if SecretPaper.code in (scan.error_code, document and document.error_code):
        raise SecretPaper(scan_id)
    if disposal:
        raise Disposed(disposal.document_id)
    return _Shown(scan=scan, page=page)


def _make(services: Services, pool: ChildPool, shown: _Shown, width: int, file: BinaryIO) -> None:
    scan, page, store = shown.scan, shown.page, services.store
    reading = _reading(services, page)
    rendered = None
    if reading is not None and reading.is_rendered:
        key = keys.rendering(scan.id, page.page_index)
        rendered = store.local_path(key) if store.exists(key) else None
    made = pool.call(
        tasks.page_picture,
        limits.CHILD_PAGE_SECONDS,
        store.local_path(keys.original(scan.id)),
        scan_file(scan),
        page.page_index,
        rendered,
        _turn(page, reading),
        width,
    )
    file.write(made)


def _reading(services: Services, page: Page) -> PageReading | None:
    if page.reading_sha256 is None:
        return None
    key = keys.reading(page.scan_id, page.page_index, page.turned_degrees)
    return codec.from_json(PageReading, services.store.get(key))


def _turn(page: Page, reading: PageReading | None) -> int:
    if page.turned_degrees is not None:
        return page.turned_degrees
    return reading.turned_degrees if reading is not None else 0


def _key(page: Page, width: int) -> str:
    """By the page's reading, since that says which way up it is; another reading is another picture."""
    tag = (page.reading_sha256 or f"t{page.turned_degrees or 0:03d}")[:_TAG_CHARS]
    scan = page.scan_id
    return f"{scan[:2]}/{scan}/p{page.page_index + 1:04d}-{tag}-w{width}.jpg"


def _kept(services: Services) -> LocalCopies:
    """In the warehouse; of papers that lie there encrypted outside it, and only until this process ends."""
    if services.settings.agency_keys is not None:
        return _pictures(plain_folder() / "pictures")
    return _pictures(services.settings.warehouse.absolute() / "cache" / "pictures")


@cache
def _pictures(folder: Path) -> LocalCopies:
    return LocalCopies(folder, max_bytes=CACHE_BYTES)
