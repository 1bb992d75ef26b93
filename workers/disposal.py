"""What has passed its time, and the bytes of what an officer disposed of out of the store.

The order is in the ledger before the first byte goes; a run that is killed in between is finished by the same command. Originals go
with the last document of their scan. A bucket with object lock keeps what its own hold or retention says, whoever asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from config.retention import RetentionSchedule
from digitize.errors import CannotDispose, OfficerNotNamed, ReasonMissing, StillToBeKept
from digitize.fault_point import reached
from digitize.model import DocumentId, RecordId, ScanId
from digitize.ports import Catalogue, DisposingStore, HoldingStore, ObjectStore
from digitize.rows import Disposal, Document, Hold, HoldKind, Record
from digitize.warehouse.validity import today_of
from storage import keys

NOBODY = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastItsTime:
    record: Record
    ended_on: date


def past_their_time(
    catalogue: Catalogue, schedule: RetentionSchedule, *, today: date
) -> Iterator[PastItsTime]:
    """Records whose time has passed, that are neither held nor disposed of, in the order of filing."""
    for record in catalogue.records():
        ended_on = schedule.ends_on(record.type_code, filed_on=today_of(record.filed_at))
        if ended_on is None or ended_on > today:
            continue
        if catalogue.disposal(record.document_id) is None and not catalogue.holds_on(
            record.document_id
        ):
            yield PastItsTime(record=record, ended_on=ended_on)


def dispose(
    catalogue: Catalogue,
    store: ObjectStore,
    document: Document,
    *,
    schedule: RetentionSchedule,
    officer: str,
    reason: str,
    at: datetime,
) -> Disposal:
    """Order it and remove the bytes; ordered before, only the rest of the bytes.

    Raises `OfficerNotNamed`, `ReasonMissing`, `StillToBeKept`, `UnderHold`, `IllegalMove`, `CannotDispose`.
    """
    if not isinstance(store, DisposingStore):
        raise CannotDispose(type(store).__name__)
    _require_named(officer, reason)
    ordered = catalogue.disposal(document.id)
    if ordered is None:
        _require_past_its_time(catalogue, document, schedule, today=today_of(at))
        if not catalogue.holds_on(document.id):  # of a hold of ours the catalogue tells
            _require_removable(catalogue, store, document)
        ordered = catalogue.dispose(document.id, officer=officer, reason=reason, at=at)
    reached("dispose.ordered")
    for key in _keys_of(catalogue, store, document):
        store.dispose(key)
        reached("dispose.object_removed")
    catalogue.removed(document.id, at=at)
    return ordered


def hold(catalogue: Catalogue, store: ObjectStore, wanted: Hold) -> None:
    """Place a hold, and the store's own on what is kept of it now, where the store has such."""
    _require_named(wanted.officer, wanted.reason)
    catalogue.hold(wanted)
    hold_in_store(catalogue, store, wanted)


def hold_in_store(catalogue: Catalogue, store: ObjectStore, held: Hold) -> None:
    """The store's own hold on what is kept of it now, where the store has such."""
    if isinstance(store, HoldingStore) and store.has_legal_hold:
        for key in _held_keys(catalogue, store, held):
            store.hold(key)


def release(
    catalogue: Catalogue,
    store: ObjectStore,
    held: Hold,
    *,
    officer: str,
    reason: str,
    at: datetime,
) -> None:
    """End a hold, and the store's own on what no other hold keeps."""
    _require_named(officer, reason)
    released = list(_held_keys(catalogue, store, held))
    catalogue.release(held.subject, officer=officer, reason=reason, at=at)
    if isinstance(store, HoldingStore) and store.has_legal_hold:
        kept = {key for other in catalogue.holds() for key in _held_keys(catalogue, store, other)}
        for key in released:
            if key not in kept:
                store.release(key)


def _require_removable(catalogue: Catalogue, store: ObjectStore, document: Document) -> None:
    """Before anything is ordered: what the service would refuse in the middle leaves a paper half gone."""
    if not isinstance(store, HoldingStore) or not store.has_legal_hold:
        return
    is_last = all(
        other.id == document.id or catalogue.disposal(other.id) is not None
        for other in catalogue.documents(scan_id=document.scan_id)
    )
    wanted = [*_keys_of(catalogue, store, document)]
    if is_last:
        wanted.append(keys.original(document.scan_id))
    for key in wanted:
        if store.is_kept_by_service(key):
            raise CannotDispose(key)


def _require_named(officer: str, reason: str) -> None:
    if not officer.strip() or officer == NOBODY:
        raise OfficerNotNamed
    if not reason.strip():
        raise ReasonMissing


def _require_past_its_time(
    catalogue: Catalogue, document: Document, schedule: RetentionSchedule, *, today: date
) -> None:
    if document.record_id is None:
        return  # not filed: the catalogue says so
    record = catalogue.record(document.record_id)
    ends_on = schedule.ends_on(record.type_code, filed_on=today_of(record.filed_at))
    if ends_on is None or ends_on > today:
        raise StillToBeKept(f"{record.id}: {ends_on or 'permanent'}")


def _keys_of(catalogue: Catalogue, store: ObjectStore, document: Document) -> Iterator[str]:
    """What goes with a document: its files and pages, and with the last document of a scan all that is left of the scan."""
    for file in (document.searchable, document.sealed):
        if file is not None and not keys.is_original(file.key):
            yield file.key
    yield keys.text(document.id, document.edition)
    yield keys.fields(document.id, document.edition)
    is_last = all(
        catalogue.disposal(other.id) is not None
        for other in catalogue.documents(scan_id=document.scan_id)
    )
    pages = catalogue.pages(document.scan_id)
    for page in pages:
        if is_last or page.document_id == document.id:
            yield keys.reading(document.scan_id, page.page_index, page.turned_degrees)
            yield keys.rendering(document.scan_id, page.page_index)
    yield from _of_earlier_arrangements(catalogue, store, document.scan_id)
    if is_last:
        yield keys.original(document.scan_id)


def _of_earlier_arrangements(
    catalogue: Catalogue, store: ObjectStore, scan_id: ScanId
) -> Iterator[str]:
    """What was made of the scan's pages before people arranged them otherwise: any of it may show the document that goes."""
    named = (keys.searchable, keys.sealed, keys.text, keys.fields)
    kept = {
        key(other.id, other.edition)
        for other in catalogue.documents(scan_id=scan_id)
        for key in named
    }
    kept |= {
        keys.reading(scan_id, page.page_index, page.turned_degrees)
        for page in catalogue.pages(scan_id)
    }
    for prefix in (*keys.files_of_documents(scan_id), keys.readings_of(scan_id)):
        yield from [key for key in store.keys(prefix) if key not in kept]


def _held_keys(catalogue: Catalogue, store: ObjectStore, held: Hold) -> Iterator[str]:
    for document in _held_documents(catalogue, held):
        own = (document.searchable, document.sealed)
        wanted = {keys.original(document.scan_id), *(file.key for file in own if file is not None)}
        yield from sorted(key for key in wanted if store.exists(key))


def _held_documents(catalogue: Catalogue, held: Hold) -> Iterator[Document]:
    if held.kind is HoldKind.DOCUMENT:
        yield catalogue.document(DocumentId(held.subject))
    elif held.kind is HoldKind.RECORD:
        yield catalogue.document(catalogue.record(RecordId(held.subject)).document_id)
    else:
        scans = {
            arrival.scan_id
            for batch in catalogue.batches(dossier_code=held.subject)
            for arrival in catalogue.arrivals(batch.id)
        }
        for scan_id in sorted(scans | set(catalogue.scans_naming(held.subject))):
            yield from catalogue.documents(scan_id=scan_id)
