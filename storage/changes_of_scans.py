"""What happens to a scan until its documents are known: each change with its ledger entry, harmless when made twice."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Connection

from digitize.errors import IllegalMove, LostRace
from digitize.model import BatchId, DocumentId, PageOutcome, ScanFile, ScanId, Separation
from digitize.page_faults import Fault
from digitize.rows import (
    Batch,
    Document,
    ExpectedFile,
    Page,
    PageState,
    Scan,
    ScanState,
    StoredFile,
)
from digitize.status import DocumentStatus
from storage import (
    batch_rows,
    cover_rows,
    custody,
    desk_queue,
    document_rows,
    fault_rows,
    ids,
    ledger,
    page_rows,
)
from storage.ledger import Event
from storage.turns import take_turns_at_batch, take_turns_at_paper

_NOT_TO_UNDO = frozenset({DocumentStatus.SEALED, DocumentStatus.FILED})


def open_batch(connection: Connection, batch: Batch) -> None:
    """The first opening counts; a batch that goes on after a restart is the same batch."""
    if batch_rows.find_batch(connection, batch.id) is not None:
        return
    take_turns_at_batch(connection, batch.id)  # only for the first scan: the others need not wait
    if batch_rows.find_batch(connection, batch.id) is not None:
        return
    batch_rows.insert_batch(connection, batch)
    data = {"agency": batch.agency, "channel": batch.channel}
    if batch.station:
        data["station"] = batch.station
    ledger.append(connection, Event.BATCH_OPENED, batch.id, data=data, at=batch.opened_at)


def expect(connection: Connection, batch_id: BatchId, file: ExpectedFile) -> None:
    """One file more is described; names described before keep what was said. Raises `NotFound`."""
    take_turns_at_batch(connection, batch_id)
    batch = batch_rows.get_batch(connection, batch_id)
    if file.name not in {said.name for said in batch.expected}:
        said_later = replace(file, announced=False)
        batch_rows.set_expected(connection, batch_id, (*batch.expected, said_later))


def close_batch(connection: Connection, batch_id: BatchId, *, at: datetime) -> None:
    """All of it has come, says its giver; said once. Raises `NotFound`."""
    take_turns_at_batch(connection, batch_id)
    batch = batch_rows.get_batch(connection, batch_id)
    if batch.closed_at is not None:
        return
    batch_rows.set_closed(connection, batch_id, at)
    data = {
        "scans": len({arrival.scan_id for arrival in custody.arrivals_of(connection, batch_id)})
    }
    ledger.append(connection, Event.BATCH_CLOSED, batch_id, data=data, at=at)


def receive(
    connection: Connection,
    scan_id: ScanId,
    *,
    batch: Batch,
    source: str,
    file: ScanFile,
    at: datetime,
) -> bool:
    """Custody of a scan; True where its bytes are new."""
    ids.require_scan_id(scan_id)
    take_turns_at_paper(connection, scan_id)
    open_batch(connection, batch)
    if custody.find_scan(connection, scan_id) is not None:
        _arrive_again(connection, scan_id, batch=batch, source=source, at=at)
        return False
    custody.insert_scan(connection, scan_id, batch_id=batch.id, source=source, file=file, at=at)
    custody.insert_arrival(connection, scan_id, batch_id=batch.id, source=source, at=at)
    document_id = ids.document_id(scan_id, 0)
    everything = range(file.page_count)
    document_rows.insert_document(connection, document_id, scan_id=scan_id, page_indexes=everything)
    page_rows.insert_pages(connection, scan_id, page_count=file.page_count, document_id=document_id)
    data = {
        **_custody_data(batch, source, file.size_bytes, file.page_count),
        "document": document_id,
        "kind": file.kind,
        "traits": sorted(file.traits),
    }
    ledger.append(connection, Event.SCAN_RECEIVED, scan_id, data=data, at=at)
    return True


def reject(
    connection: Connection,
    scan_id: ScanId,
    *,
    batch: Batch,
    source: str,
    size_bytes: int,
    page_count: int,
    error_code: str,
    at: datetime,
) -> None:
    """Quarantine, at arrival or later; raises `IllegalMove` where one of its documents is sealed already."""
    ids.require_scan_id(scan_id)
    take_turns_at_paper(connection, scan_id)
    open_batch(connection, batch)
    held = custody.find_scan(connection, scan_id)
    if held is not None:
        _reject_held(connection, held, batch=batch, source=source, error_code=error_code, at=at)
        return
    custody.insert_rejected_scan(
        connection,
        scan_id,
        batch_id=batch.id,
        source=source,
        size_bytes=size_bytes,
        page_count=page_count,
        error_code=error_code,
        at=at,
    )
    custody.insert_arrival(connection, scan_id, batch_id=batch.id, source=source, at=at)
    data = {**_custody_data(batch, source, size_bytes, page_count), "code": error_code}
    ledger.append(connection, Event.SCAN_REJECTED, scan_id, data=data, at=at)


def save_reading(
    connection: Connection,
    scan_id: ScanId,
    page_index: int,
    *,
    outcome: PageOutcome,
    sha256: str,
    faults: Sequence[Fault] = (),
    rendering: StoredFile | None = None,
    turned_degrees: int | None = None,
    at: datetime,
) -> bool:
    """What reading a page gave. It may be read anew until the scan is separated; after that once for each turn a person gives it.

    Whether no page of the scan is left unread. Raises `IllegalMove` else, and `LostRace` where a person turned it meanwhile.
    """
    take_turns_at_paper(connection, scan_id)
    is_last = None
    if turned_degrees is None:
        is_last = page_rows.set_first_reading(
            connection, scan_id, page_index, outcome=outcome, sha256=sha256
        )
    if is_last is None:
        scan, page = page_rows.get_scan_and_page(connection, scan_id, page_index)
        if (page.outcome, page.reading_sha256, page.turned_degrees) == (
            outcome,
            sha256,
            turned_degrees,
        ):
            return not page_rows.has_unread(connection, scan_id)
        _require_awaited(scan, page, turned_degrees)
        page_rows.set_reading(connection, scan_id, page_index, outcome=outcome, sha256=sha256)
        is_last = not page_rows.has_unread(connection, scan_id)
    data = {"page": page_index, "outcome": outcome, "reading": sha256}
    data |= ledger.files_data(rendering)
    ledger.append(connection, Event.PAGE_READ, scan_id, data=data, at=at)
    if faults or turned_degrees is not None:  # what was said before it was turned is taken back
        fault_rows.insert_faults(connection, scan_id, page_index, faults, at=at)
    return is_last


def separate(
    connection: Connection, scan_id: ScanId, separation: Separation, *, at: datetime
) -> Sequence[Document]:
    """Pages into documents, as they then stand; the placeholder over the whole scan becomes one of them or is withdrawn.

    Raises `ValueError` where a page is in none or in two, `IllegalMove` where the scan was separated otherwise.
    """
    begun = custody.begin_documents(connection, scan_id)
    scan = begun or _scan_in_turn(connection, scan_id)
    _require_every_page_once(scan, separation)
    wanted = {ids.document_id(scan_id, indexes[0]): indexes for indexes in separation.documents}
    if begun is None:
        return _same(connection, scan, wanted)
    data = {"documents": {document_id: list(pages) for document_id, pages in wanted.items()}}
    ledger.append(connection, Event.SCAN_SEPARATED, scan_id, data=data, at=at)
    _set_aside(connection, scan_id, separation, at=at)
    _remember_covers(connection, scan_id, separation, at=at)
    placeholder = ids.document_id(scan_id, 0)
    if placeholder not in wanted:
        document_rows.withdraw(connection, placeholder)
    return [
        _begin_document(connection, scan, document_id, indexes, at=at)
        for document_id, indexes in wanted.items()
    ]


def _require_awaited(scan: Scan, page: Page, turned_degrees: int | None) -> None:
    if page.turned_degrees != turned_degrees:
        raise LostRace(f"page {page.page_index} of {scan.id} was turned while it was read")
    is_awaited = turned_degrees is not None and page.reading_sha256 is None
    if not (is_awaited or scan.state is ScanState.RECEIVED):
        raise IllegalMove(f"page {page.page_index} of {scan.id}: its scan is no longer being read")


def _arrive_again(
    connection: Connection, scan_id: ScanId, *, batch: Batch, source: str, at: datetime
) -> None:
    if custody.note_arrival(connection, scan_id, batch_id=batch.id, source=source, at=at):
        data = {"batch": batch.id, "source": custody.source_digest(source)}
        ledger.append(connection, Event.SCAN_ARRIVED_AGAIN, scan_id, data=data, at=at)
        desk_queue.came_again(connection, scan_id)


def _reject_held(
    connection: Connection,
    held: Scan,
    *,
    batch: Batch,
    source: str,
    error_code: str,
    at: datetime,
) -> None:
    _arrive_again(connection, held.id, batch=batch, source=source, at=at)
    if held.state is ScanState.REJECTED:
        return
    documents = document_rows.documents_where(connection, status=None, scan_id=held.id)
    _require_none_sealed(documents)
    custody.set_rejected(connection, held.id, error_code=error_code)
    page_rows.set_states_of_scan(connection, held.id, PageState.REJECTED)
    ledger.append(connection, Event.SCAN_REJECTED, held.id, data={"code": error_code}, at=at)
    for document in documents:
        if document.status is not DocumentStatus.REJECTED:
            document_rows.move(
                connection,
                document,
                DocumentStatus.REJECTED,
                changes={"error_code": error_code},
                data={"code": error_code},
                at=at,
            )


def _require_none_sealed(documents: Sequence[Document]) -> None:
    for document in documents:
        if document.status in _NOT_TO_UNDO:
            raise IllegalMove(f"{document.id} of this scan is {document.status}")


def _custody_data(batch: Batch, source: str, size_bytes: int, page_count: int) -> dict[str, object]:
    return {
        "batch": batch.id,
        "source": custody.source_digest(source),
        "bytes": size_bytes,
        "pages": page_count,
    }


def _require_every_page_once(scan: Scan, separation: Separation) -> None:
    placed = [index for indexes in separation.documents for index in indexes]
    placed += [index for index, _ in separation.set_aside]
    if sorted(placed) != list(range(scan.page_count)) or () in separation.documents:
        raise ValueError(f"{scan.id}: a separation must place each of {scan.page_count} pages once")


def _scan_in_turn(connection: Connection, scan_id: ScanId) -> Scan:
    take_turns_at_paper(connection, scan_id)
    return custody.get_scan(connection, scan_id)


def _same(
    connection: Connection, scan: Scan, wanted: Mapping[DocumentId, tuple[int, ...]]
) -> Sequence[Document]:
    documents = document_rows.documents_where(connection, status=None, scan_id=scan.id)
    held = {document.id: document.page_indexes for document in documents}
    if scan.state is not ScanState.SEPARATED or held != wanted:
        raise IllegalMove(f"{scan.id} is {scan.state} and was not separated like this")
    return documents


def _set_aside(
    connection: Connection, scan_id: ScanId, separation: Separation, *, at: datetime
) -> None:
    for page_index, outcome in separation.set_aside:
        page_rows.set_outcome(connection, scan_id, page_index, outcome)
        data = {"page": page_index, "outcome": outcome}
        ledger.append(connection, Event.PAGE_SET_ASIDE, scan_id, data=data, at=at)
    indexes = [page_index for page_index, _ in separation.set_aside]
    page_rows.place_pages(connection, scan_id, indexes, state=PageState.SET_ASIDE, document_id=None)


def _remember_covers(
    connection: Connection, scan_id: ScanId, separation: Separation, *, at: datetime
) -> None:
    for cover in separation.covers:
        cover_rows.insert_cover(connection, scan_id, cover)
        data = {key: value for key, value in asdict(cover).items() if value or key == "page_index"}
        ledger.append(connection, Event.COVER_READ, scan_id, data=data, at=at)


def _begin_document(
    connection: Connection,
    scan: Scan,
    document_id: DocumentId,
    indexes: Sequence[int],
    *,
    at: datetime,
) -> Document:
    """Either the placeholder, which has every page from the beginning, or a new one."""
    is_placeholder = document_id == ids.document_id(scan.id, 0)
    if not is_placeholder:
        document_rows.insert_document(
            connection, document_id, scan_id=scan.id, page_indexes=indexes
        )
    if not (is_placeholder and len(indexes) == scan.page_count):
        page_rows.place_pages(
            connection, scan.id, indexes, state=PageState.WAITING, document_id=document_id
        )
    moved = document_rows.move_from(
        connection,
        document_id,
        DocumentStatus.RECEIVED,
        DocumentStatus.SEPARATED,
        version=document_rows.FIRST_VERSION,
        changes={"page_indexes": document_rows.pages_text(indexes)},
        data={"scan": scan.id, "pages": list(indexes)},
        at=at,
    )
    if moved is None:
        raise LostRace(f"{document_id} was begun before its scan was separated")
    return moved
