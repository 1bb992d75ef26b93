"""The ledger, entry after entry, into the facts it tells: what the warehouse must hold if nothing was tampered with.

Shares no code with what changes the rows, so that a fault there shows as a difference and not twice.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from digitize.errors import LedgerMismatch
from digitize.model import BatchId, CoverNote, DocumentId, PageOutcome, RecordId, ScanId
from digitize.rows import LedgerEntry, PageState, ScanState, StoredFile
from digitize.status import DocumentStatus
from storage import keys
from storage.account import Account, DocumentFacts, PageFacts, RecordFacts, ScanFacts
from storage.ledger import Event
from storage.reuse_account import REUSE_TOLD


def account_from_ledger(entries: Iterable[LedgerEntry]) -> Account:
    """What the entries, in order, add up to. Raises `LedgerMismatch` for an entry that tells of what never was."""
    account = Account()
    for entry in entries:
        tell, tell_reuse = _TELL.get(entry.event), REUSE_TOLD.get(entry.event)
        try:
            if tell is not None:
                tell(account, entry.subject, entry.data)
            elif tell_reuse is not None:
                tell_reuse(account.reuse, entry)
        except (KeyError, TypeError, ValueError) as fault:
            raise LedgerMismatch(f"entry {entry.seq} ({entry.event}) makes no sense") from fault
    return account


def _batch_opened(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    account.batches[BatchId(subject)] = (data["agency"], data["channel"])


def _scan_received(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    scan_id = ScanId(subject)
    placeholder = DocumentId(data["document"])
    waiting = PageFacts(
        state=PageState.WAITING, outcome=None, reading_sha256=None, document_id=placeholder
    )
    account.scans[scan_id] = _arrived(data, ScanState.RECEIVED)
    account.pages.update({(scan_id, index): waiting for index in range(data["pages"])})
    account.documents[placeholder] = DocumentFacts(
        scan_id=scan_id,
        page_indexes=tuple(range(data["pages"])),
        status=DocumentStatus.RECEIVED,
        version=1,
    )


def _scan_rejected(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    scan_id = ScanId(subject)
    held = account.scans.get(scan_id)
    if held is None:
        account.scans[scan_id] = _arrived(data, ScanState.REJECTED)
        return
    account.scans[scan_id] = replace(held, state=ScanState.REJECTED, error_code=data["code"])
    _change_pages(account, scan_id, range(held.page_count), state=PageState.REJECTED)


def _arrived(data: Mapping[str, Any], state: ScanState) -> ScanFacts:
    return ScanFacts(
        batch_id=BatchId(data["batch"]),
        source_digest=data["source"],
        size_bytes=data["bytes"],
        page_count=data["pages"],
        state=state,
        error_code=data.get("code"),
    )


def _page_read(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    _change_pages(
        account,
        ScanId(subject),
        [data["page"]],
        outcome=PageOutcome(data["outcome"]),
        reading_sha256=data["reading"],
    )
    _files_told(account, subject, data)


def _page_set_aside(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    _change_pages(
        account,
        ScanId(subject),
        [data["page"]],
        state=PageState.SET_ASIDE,
        outcome=PageOutcome(data["outcome"]),
        document_id=None,
    )


def _cover_read(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    account.covers[ScanId(subject), data["page_index"]] = CoverNote(**data)


def _scan_separated(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    scan_id = ScanId(subject)
    account.scans[scan_id] = replace(account.scans[scan_id], state=ScanState.SEPARATED)
    for document_id in [
        held for held, facts in account.documents.items() if facts.scan_id == scan_id
    ]:
        if document_id not in data["documents"]:
            del account.documents[document_id]
    for name, indexes in data["documents"].items():
        document_id = DocumentId(name)
        account.documents[document_id] = DocumentFacts(
            scan_id=scan_id,
            page_indexes=tuple(indexes),
            status=DocumentStatus.RECEIVED,
            version=1,
        )
        _change_pages(account, scan_id, indexes, document_id=document_id)


def _scan_rearranged(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    """What was made of an arrangement stays vouched for after it: a person's word makes a new version and takes none away."""
    scan_id = ScanId(subject)
    touched = [DocumentId(name) for name in (*data["withdrawn"], *data["documents"])]
    for before in [account.documents.pop(one) for one in touched if one in account.documents]:
        if before.searchable is not None:
            account.files[before.searchable.key] = before.searchable.sha256
    for name, said in data["documents"].items():
        account.documents[DocumentId(name)] = DocumentFacts(
            scan_id=scan_id,
            page_indexes=tuple(said["pages"]),
            status=DocumentStatus.SEPARATED,
            version=data["version"],
            edition=said["edition"],
        )
        place = {"state": PageState.WAITING, "document_id": DocumentId(name)}
        _change_pages(account, scan_id, said["pages"], **place)
    _change_pages(account, scan_id, data["set_aside"], state=PageState.SET_ASIDE, document_id=None)
    for index, degrees in data["turned"].items():
        _turn_page(account, scan_id, int(index), degrees)


def _turn_page(account: Account, scan_id: ScanId, index: int, degrees: int) -> None:
    before = account.pages[scan_id, index]
    if before.reading_sha256 is not None:
        key = keys.reading(scan_id, index, before.turned_degrees)
        account.files[key] = before.reading_sha256
    _change_pages(
        account, scan_id, [index], turned_degrees=degrees, outcome=None, reading_sha256=None
    )


def _document_moved(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    document_id = DocumentId(subject)
    before = account.documents[document_id]
    after = DocumentStatus(data["to"])
    account.documents[document_id] = replace(
        before,
        status=after,
        version=data["version"],
        description_digest=data.get("description", before.description_digest),
        searchable=_stored(data["searchable"]) if "searchable" in data else before.searchable,
        sealed=_stored(data["sealed"]) if "sealed" in data else before.sealed,
        error_code=data.get("code", before.error_code),
        record_id=RecordId(data["record"]) if "record" in data else before.record_id,
    )
    _files_told(account, subject, data)
    if after in _PAGES_FOLLOW:
        indexes = before.page_indexes
        _change_pages(account, before.scan_id, indexes, state=_PAGES_FOLLOW[after])


def _document_corrected(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    document_id = DocumentId(subject)
    account.documents[document_id] = replace(
        account.documents[document_id],
        version=data["version"],
        description_digest=data["description"],
    )


def _record_filed(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    account.records[RecordId(subject)] = RecordFacts(
        document_id=DocumentId(data["document"]),
        version=data["version"],
        content_digest=data["content"],
    )
    _files_told(account, subject, data)


def _files_told(account: Account, _subject: str, data: Mapping[str, Any]) -> None:
    account.files.update(data.get("files", {}))


def _document_disposed(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    document_id = DocumentId(subject)
    if account.documents[document_id].status is not DocumentStatus.FILED:
        raise ValueError(f"{document_id} was never filed")
    account.disposed[document_id] = data["officer"]


def _hold_placed(account: Account, subject: str, data: Mapping[str, Any]) -> None:
    account.holds[subject] = data["officer"]


def _hold_released(account: Account, subject: str, _data: Mapping[str, Any]) -> None:
    del account.holds[subject]


def _change_pages(
    account: Account, scan_id: ScanId, indexes: Iterable[int], **changes: Any
) -> None:
    for index in indexes:
        account.pages[scan_id, index] = replace(account.pages[scan_id, index], **changes)


def _stored(data: Mapping[str, str] | None) -> StoredFile | None:
    return None if data is None else StoredFile(key=data["key"], sha256=data["sha256"])


_PAGES_FOLLOW = {
    DocumentStatus.FILED: PageState.FILED,
    DocumentStatus.REJECTED: PageState.REJECTED,
}
_TELL: dict[str, Callable[[Account, str, Mapping[str, Any]], None]] = {
    Event.BATCH_OPENED: _batch_opened,
    Event.SCAN_RECEIVED: _scan_received,
    Event.SCAN_REJECTED: _scan_rejected,
    Event.SCAN_SEPARATED: _scan_separated,
    Event.COVER_READ: _cover_read,
    Event.PAGE_READ: _page_read,
    Event.PAGE_SET_ASIDE: _page_set_aside,
    Event.SCAN_REARRANGED: _scan_rearranged,
    Event.DOCUMENT_MOVED: _document_moved,
    Event.DOCUMENT_CORRECTED: _document_corrected,
    Event.RECORD_FILED: _record_filed,
    Event.RECORD_OWNED: _record_filed,
    Event.FIXITY_RECORDED: _files_told,
    Event.DOCUMENT_DISPOSED: _document_disposed,
    Event.HOLD_PLACED: _hold_placed,
    Event.HOLD_RELEASED: _hold_released,
}
