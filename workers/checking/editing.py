"""A checker's hand on pages: split and merge documents, turn a page, set it aside and take it back, send a paper back.

Each is one change of the catalogue, after which the documents that begin anew go through the ordinary steps: told to a
cluster's workers here, found by a machine's own queue when it is woken. Killed in between, the catalogue says what is to do.
`version` is that of the document which was looked at; `LostRace` where it is another by now. `ClaimedByAnother` where
somebody else is at a document that would change.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from digitize import arranging, codec
from digitize.arranging import Arrangement
from digitize.desk import RescanRequest
from digitize.errors import BadArrangement
from digitize.fault_point import reached
from digitize.model import DocumentId, PageReading, ScanId
from digitize.rows import Document, Page, PageState
from digitize.status import MOVES, DocumentStatus
from storage import keys
from storage.arrangements import arrangement_of
from storage.desk_rows import DeskRows
from workers.checking.deciding import tell_workers
from workers.services import Services


def split(
    services: Services,
    document_id: DocumentId,
    page_index: int,
    *,
    account: str,
    version: int | None = None,
) -> Sequence[DocumentId]:
    """A document begins on this page (index of the scan); the documents that begin anew. Raises `BadArrangement`."""
    document = _with_page(services, document_id, page_index)
    change = partial(arranging.split, page_index=page_index)
    return _arranged(services, document.scan_id, change, account, {document_id: version})


def merge(
    services: Services,
    document_id: DocumentId,
    other_id: DocumentId,
    *,
    account: str,
    version: int | None = None,
) -> Sequence[DocumentId]:
    """Two neighbouring documents of one scan into one. Raises `BadArrangement`."""
    first, second = (services.catalogue.document(one) for one in (document_id, other_id))
    if first.scan_id != second.scan_id:
        raise BadArrangement("documents of two scans stay two")
    change = partial(arranging.merge, first=first.page_indexes, second=second.page_indexes)
    return _arranged(services, first.scan_id, change, account, {document_id: version})


def turn(
    services: Services,
    document_id: DocumentId,
    page_index: int,
    degrees: int,
    *,
    account: str,
    version: int | None = None,
) -> Sequence[DocumentId]:
    """Turn a page clockwise by 90, 180 or 270 degrees, from how it is shown; it is read again so. Raises `BadArrangement`."""
    if degrees not in (90, 180, 270):
        raise BadArrangement(f"a page is not turned by {degrees} degrees")
    document = _with_page(services, document_id, page_index)
    page = services.catalogue.pages(document.scan_id)[page_index]
    upright = (shown_turn(services, page) + degrees) % 360
    change = partial(arranging.turn, page_index=page_index, degrees=upright)
    return _arranged(services, document.scan_id, change, account, {document_id: version})


def set_aside(
    services: Services,
    document_id: DocumentId,
    page_index: int,
    *,
    account: str,
    version: int | None = None,
) -> Sequence[DocumentId]:
    """The page belongs to no document; it is kept. The document's id names its first page, so it may have another after this."""
    document = _with_page(services, document_id, page_index)
    change = partial(arranging.set_aside, page_index=page_index)
    return _arranged(services, document.scan_id, change, account, {document_id: version})


def take_back(
    services: Services,
    scan_id: ScanId,
    page_index: int,
    *,
    into: DocumentId | None = None,
    account: str,
    version: int | None = None,
) -> Sequence[DocumentId]:
    """A page that was set aside, by whomever, is in this document again, or one of its own. Raises `BadArrangement`."""
    if not 0 <= page_index < len(services.catalogue.pages(scan_id)):
        raise BadArrangement(f"{scan_id} has no page {page_index + 1}")
    pages = () if into is None else services.catalogue.document(into).page_indexes
    change = partial(arranging.take_back, page_index=page_index, into=pages)
    return _arranged(services, scan_id, change, account, {into: version} if into else {})


def take_into(
    services: Services,
    document_id: DocumentId,
    page_index: int,
    *,
    account: str,
    version: int | None = None,
) -> Sequence[DocumentId]:
    """As `take_back`, a page of the document's own scan into it."""
    scan_id = services.catalogue.document(document_id).scan_id
    return take_back(
        services, scan_id, page_index, into=document_id, account=account, version=version
    )


def pages_aside(services: Services, scan_id: ScanId) -> tuple[int, ...]:
    """Indexes of the pages of a scan that are in no document, and may be taken back into one."""
    pages = services.catalogue.pages(scan_id)
    return tuple(page.page_index for page in pages if page.state is PageState.SET_ASIDE)


def ask_rescan(
    services: Services,
    document_id: DocumentId,
    page_indexes: Sequence[int],
    *,
    reason: str,
    account: str,
    version: int | None = None,
) -> None:
    """Reject it and tell the counter which pages to scan again and why; no pages for the whole paper."""
    document = services.catalogue.document(document_id)
    DeskRows(services.database).require_free([document_id], account, at=services.clock())
    asked = RescanRequest(
        document_id=document_id,
        scan_id=document.scan_id,
        page_indexes=tuple(sorted(set(page_indexes))),
        reason=reason.strip(),
        asked_by=account,
        asked_at=services.clock(),
    )
    services.catalogue.ask_rescan(asked, version=version)
    _end(services, document_id, account)


def reject(
    services: Services,
    document_id: DocumentId,
    code: str,
    *,
    account: str,
    version: int | None = None,
) -> None:
    """It will not be filed, for this reason; its pages and bytes stay."""
    at = services.clock()
    DeskRows(services.database).require_free([document_id], account, at=at)
    services.catalogue.reject(document_id, error_code=code, version=version, actor=account, at=at)
    _end(services, document_id, account)


def neighbours(
    services: Services, document: Document
) -> tuple[DocumentId | None, DocumentId | None]:
    """The documents before and behind it in its scan that it may be merged with."""
    held = sorted(
        services.catalogue.documents(scan_id=document.scan_id), key=lambda one: one.page_indexes
    )
    place = [one.id for one in held].index(document.id)
    before = held[place - 1] if place > 0 else None
    behind = held[place + 1] if place + 1 < len(held) else None
    return _id_if_arrangeable(before), _id_if_arrangeable(behind)


def shown_turn(services: Services, page: Page) -> int:
    """Clockwise degrees from the page as the file shows it to the page as it is shown to people."""
    if page.turned_degrees is not None:
        return page.turned_degrees
    if page.reading_sha256 is None:
        return 0
    data = services.store.get(keys.reading(page.scan_id, page.page_index))
    return codec.from_json(PageReading, data).turned_degrees


def _with_page(services: Services, document_id: DocumentId, page_index: int) -> Document:
    document = services.catalogue.document(document_id)
    if page_index not in document.page_indexes:
        raise BadArrangement(f"{document_id} has no page {page_index + 1}")
    return document


def _arranged(
    services: Services,
    scan_id: ScanId,
    change: Callable[[Arrangement], Arrangement],
    account: str,
    looked_at: Mapping[DocumentId, int | None],
) -> Sequence[DocumentId]:
    catalogue, at = services.catalogue, services.clock()
    documents = catalogue.documents(scan_id=scan_id)
    now = arrangement_of(documents, catalogue.pages(scan_id))
    wanted = change(now)
    seen = {one.id: looked_at.get(one.id) or one.version for one in documents}
    touched = [
        one.id
        for one in documents
        if one.page_indexes not in wanted.documents
        or now.edition(one.page_indexes) != wanted.edition(one.page_indexes)
    ]
    DeskRows(services.database).require_free(touched, account, at=at)
    begun = catalogue.rearrange(scan_id, wanted, seen=seen, actor=account, at=at)
    reached("scan.rearranged")
    tell_workers(services, *begun)
    return begun


def _end(services: Services, document_id: DocumentId, account: str) -> None:
    rows = DeskRows(services.database)
    rows.drop_drafts(document_id)
    rows.drop_entries(document_id)
    rows.leave(document_id, account)


def _id_if_arrangeable(document: Document | None) -> DocumentId | None:
    if document is None:
        return None
    is_at_start = document.status is DocumentStatus.SEPARATED
    may_go_back = DocumentStatus.SEPARATED in MOVES[document.status]
    return document.id if is_at_start or may_go_back else None
