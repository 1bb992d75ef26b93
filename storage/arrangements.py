"""A person's arrangement of a scan's pages in place of the one there is: in one transaction, with one ledger entry.

What is touched begins anew as `separated`, under keys that follow from its pages and turns, with a version that no document
of the scan ever had: whoever works on what was there before finds that it is gone. What is not touched stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete

from digitize.arranging import Arrangement
from digitize.errors import IllegalMove, LostRace, SignedStaysWhole
from digitize.model import DocumentId, FileTrait, ScanId
from digitize.rows import Document, Page, PageState, ScanState
from storage import custody, desk_rows, document_rows, ids, ledger, page_rows
from storage.ledger import Event
from storage.schema import work
from storage.turns import take_turns_at_paper


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What becomes of documents and pages."""

    gone: tuple[Document, ...]
    """Documents that are touched; some of them are there again with other pages."""
    begun: Mapping[DocumentId, tuple[int, ...]]
    set_aside: tuple[int, ...]
    turned: Mapping[int, int]


def arrangement_of(documents: Sequence[Document], pages: Sequence[Page]) -> Arrangement:
    """How the pages of a scan lie now."""
    return Arrangement(
        documents=tuple(sorted(document.page_indexes for document in documents)),
        turned={
            page.page_index: page.turned_degrees
            for page in pages
            if page.turned_degrees is not None
        },
    )


def rearrange(
    connection: Connection,
    scan_id: ScanId,
    wanted: Arrangement,
    *,
    seen: Mapping[DocumentId, int] | None,
    actor: str,
    at: datetime,
) -> Sequence[DocumentId]:
    """The documents that begin anew; none where the pages lie as wanted already.

    `seen` has the version of each document that the person looked at. Raises `LostRace` where one that is touched is another
    by now or was not looked at, `IllegalMove` for sealed and rejected ones, `SignedStaysWhole`, `ValueError` for lost pages.
    """
    take_turns_at_paper(connection, scan_id)
    documents = document_rows.documents_where(connection, status=None, scan_id=scan_id)
    pages = page_rows.pages_of(connection, scan_id)
    now = arrangement_of(documents, pages)
    if wanted == now:
        return []
    _require_arrangeable(connection, scan_id, wanted, page_count=len(pages))
    change = _change(scan_id, now, wanted, documents)
    _require_seen(change, seen)
    version = _next_version(connection, scan_id, documents)
    _apply(connection, scan_id, change, wanted, version=version)
    ledger.append(
        connection,
        Event.SCAN_REARRANGED,
        scan_id,
        data=_told(change, wanted, version),
        at=at,
        actor=actor,
    )
    return sorted(change.begun)


def _require_arrangeable(
    connection: Connection, scan_id: ScanId, wanted: Arrangement, *, page_count: int
) -> None:
    scan = custody.get_scan(connection, scan_id)
    if scan.state is not ScanState.SEPARATED:
        raise IllegalMove(f"{scan_id} is {scan.state}")
    if FileTrait.SIGNED in scan.traits:
        raise SignedStaysWhole(scan_id)
    placed = [index for indexes in wanted.documents for index in indexes]
    is_whole = len(placed) == len(set(placed)) and set(placed) <= set(range(page_count))
    if not is_whole or () in wanted.documents:
        raise ValueError(f"{scan_id}: an arrangement must place each page at most once")


def _change(
    scan_id: ScanId, now: Arrangement, wanted: Arrangement, documents: Sequence[Document]
) -> _Change:
    def is_kept(pages: tuple[int, ...]) -> bool:
        is_there = pages in now.documents and pages in wanted.documents
        return is_there and now.edition(pages) == wanted.edition(pages)

    placed = {index for pages in wanted.documents for index in pages}
    before = {index for pages in now.documents for index in pages}
    return _Change(
        gone=tuple(one for one in documents if not is_kept(one.page_indexes)),
        begun={
            ids.document_id(scan_id, pages[0]): pages
            for pages in wanted.documents
            if not is_kept(pages)
        },
        set_aside=tuple(sorted(before - placed)),
        turned={
            index: degrees
            for index, degrees in wanted.turned.items()
            if now.turned.get(index) != degrees
        },
    )


def _require_seen(change: _Change, seen: Mapping[DocumentId, int] | None) -> None:
    for document in change.gone:
        if seen is not None and seen.get(document.id) != document.version:
            raise LostRace(f"{document.id} is version {document.version}, not as it was seen")
        document_rows.require_arrangeable(document)


def _next_version(connection: Connection, scan_id: ScanId, documents: Sequence[Document]) -> int:
    """Above every version of any document there is or was."""
    entries = ledger.entries_about(connection, scan_id, Event.SCAN_REARRANGED)
    told = [version for entry in entries if isinstance(version := entry.data["version"], int)]
    return 1 + max(*told, *(document.version for document in documents), 0, 0)


def _apply(
    connection: Connection,
    scan_id: ScanId,
    change: _Change,
    wanted: Arrangement,
    *,
    version: int,
) -> None:
    before = {document.id: document for document in change.gone}
    withdrawn = before.keys() - change.begun.keys()
    for document_id in sorted(withdrawn):
        document_rows.withdraw_arranged(connection, before[document_id])
    connection.execute(delete(work).where(work.c.subject.in_(withdrawn)))
    desk_rows.forget(connection, before.keys())
    for document_id, indexes in change.begun.items():
        document_rows.begin_anew(
            connection,
            document_id,
            before.get(document_id),
            scan_id=scan_id,
            page_indexes=indexes,
            edition=wanted.edition(indexes),
            version=version,
        )
        page_rows.place_pages(
            connection, scan_id, indexes, state=PageState.WAITING, document_id=document_id
        )
    page_rows.place_pages(
        connection, scan_id, change.set_aside, state=PageState.SET_ASIDE, document_id=None
    )
    for index, degrees in change.turned.items():
        page_rows.set_turned(connection, scan_id, index, degrees)


def _told(change: _Change, wanted: Arrangement, version: int) -> dict[str, object]:
    return {
        "documents": {
            document_id: {"pages": list(pages), "edition": wanted.edition(pages)}
            for document_id, pages in change.begun.items()
        },
        "withdrawn": sorted({one.id for one in change.gone} - change.begun.keys()),
        "set_aside": list(change.set_aside),
        "turned": {str(index): degrees for index, degrees in change.turned.items()},
        "version": version,
    }
