"""Documents as rows, and the one function that changes a status: compare-and-set and ledger entry in one transaction."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from digitize.codec import from_json, to_json
from digitize.errors import IllegalMove, LostRace, NotFound
from digitize.model import BatchId, Description, DocumentId, RecordId, ScanId
from digitize.rows import Document, StoredFile
from digitize.status import DocumentStatus, require_move
from storage import desk_queue, ledger
from storage.custody import came_in
from storage.ledger import Event
from storage.schema import documents, scans
from storage.turns import IN_TURN, turn_at_paper

FIRST_VERSION = 1
"""Of a document that is `received`; every change counts on."""


def find_document(connection: Connection, document_id: DocumentId) -> Document | None:
    """The document with this id."""
    row = connection.execute(_DOCUMENT, {"document": document_id}).one_or_none()
    return None if row is None else _document(row)


def get_document(connection: Connection, document_id: DocumentId) -> Document:
    """The document with this id; raises `NotFound`."""
    found = find_document(connection, document_id)
    if found is None:
        raise NotFound(f"document {document_id}")
    return found


def documents_where(
    connection: Connection, *, status: DocumentStatus | None, scan_id: ScanId | None
) -> Sequence[Document]:
    """Documents of a status, of a scan, of both or all, in the order their scans arrived."""
    query = _IN_ORDER if scan_id is None else _OF_SCAN
    if status is not None:
        query = query.where(documents.c.status == status)
    return [_document(row) for row in connection.execute(query, {"scan": scan_id})]


def documents_of_batch(
    connection: Connection, batch_id: BatchId
) -> Mapping[ScanId, Sequence[Document]]:
    """The documents of every scan that came in a batch."""
    query = _DOCUMENTS.where(documents.c.scan_id.in_(came_in(batch_id))).order_by(documents.c.id)
    found = defaultdict[ScanId, list[Document]](list)
    for row in connection.execute(query):
        found[ScanId(row.scan_id)].append(_document(row))
    return found


def insert_document(
    connection: Connection,
    document_id: DocumentId,
    *,
    scan_id: ScanId,
    page_indexes: Sequence[int],
) -> None:
    """A document begins as `received`."""
    values = {
        "id": document_id,
        "scan_id": scan_id,
        "page_indexes": pages_text(page_indexes),
        "status": DocumentStatus.RECEIVED,
        "version": FIRST_VERSION,
    }
    connection.execute(_ADD, values)


def pages_text(page_indexes: Sequence[int]) -> str:
    """A page range as its column holds it."""
    return json.dumps(list(page_indexes))


def withdraw(connection: Connection, document_id: DocumentId) -> None:
    """Remove the placeholder over a whole scan whose documents turned out to be others; it was never more than `received`."""
    connection.execute(
        delete(documents).where(
            documents.c.id == document_id, documents.c.status == DocumentStatus.RECEIVED
        )
    )


def require_arrangeable(document: Document) -> None:
    """Raises `IllegalMove` for what is sealed, filed or rejected."""
    if document.status is not DocumentStatus.SEPARATED:
        require_move(document.status, DocumentStatus.SEPARATED)


def withdraw_arranged(connection: Connection, document: Document) -> None:
    """Its pages are in other documents now, or set aside. Raises `LostRace` where it is no longer as it was read."""
    require_arrangeable(document)
    query = delete(documents).where(
        documents.c.id == document.id, documents.c.version == document.version
    )
    if connection.execute(query).rowcount != 1:
        raise LostRace(f"{document.id} is no longer version {document.version}")
    desk_queue.leave(connection, document.id)


def begin_anew(
    connection: Connection,
    document_id: DocumentId,
    before: Document | None,
    *,
    scan_id: ScanId,
    page_indexes: Sequence[int],
    edition: str,
    version: int,
) -> None:
    """A document as a person arranged its pages, `separated`; of what was made and understood `before` nothing stays."""
    values = {
        "page_indexes": pages_text(page_indexes),
        "status": DocumentStatus.SEPARATED,
        "version": version,
        "edition": edition,
    }
    if before is None:
        connection.execute(_ADD, {"id": document_id, "scan_id": scan_id, **values})
        return
    require_arrangeable(before)
    made = dict.fromkeys(("description", "searchable_key", "searchable_sha256"))
    told = {"document": before.id, "old_status": before.status, "old_version": before.version}
    if connection.execute(_CHANGE, {**values, **made, **told}).rowcount != 1:
        raise LostRace(f"{before.id} is no longer version {before.version}")
    desk_queue.leave(connection, before.id)


def move(
    connection: Connection,
    document: Document,
    after: DocumentStatus,
    *,
    changes: Mapping[str, object],
    data: Mapping[str, object],
    at: datetime,
    actor: str = ledger.SYSTEM,
) -> Document:
    """The only way to another status: the document as it then stands. `changes` are columns, `data` what the ledger says of them.

    Raises `IllegalMove` where the table of moves has no such step, `LostRace` where the row is no longer as it was read.
    """
    moved = move_from(
        connection,
        document.id,
        document.status,
        after,
        version=document.version,
        changes=changes,
        data=data,
        at=at,
        actor=actor,
    )
    if moved is None:
        raise LostRace(f"{document.id} is no longer version {document.version}")
    return moved


def move_from(
    connection: Connection,
    document_id: DocumentId,
    before: DocumentStatus,
    after: DocumentStatus,
    *,
    version: int,
    changes: Mapping[str, object],
    data: Mapping[str, object],
    at: datetime,
    actor: str = ledger.SYSTEM,
) -> Document | None:
    """As `move`, for who knows where the document stands without having it at hand; None where it does not stand there."""
    require_move(before, after)
    moved = _compare_and_set(
        connection, document_id, before, version=version, changes={**changes, "status": after}
    )
    if moved is None:
        return None
    said = {**data, "from": before, "to": after, "version": moved.version}
    ledger.append(connection, Event.DOCUMENT_MOVED, document_id, data=said, at=at, actor=actor)
    _queue(connection, moved, before=before)
    return moved


def was_moved(
    connection: Connection,
    document_id: DocumentId,
    after: DocumentStatus,
    data: Mapping[str, object],
) -> bool:
    """Whether this very move was made before: the second call of a stage that ran twice."""
    wanted = {**data, "to": after}
    return any(
        entry.event == Event.DOCUMENT_MOVED and wanted.items() <= dict(entry.data).items()
        for entry in ledger.entries_after(connection, 0, subject=document_id)
    )


def require_same_move(
    connection: Connection,
    document: Document,
    after: DocumentStatus,
    data: Mapping[str, object],
) -> None:
    """Raise `IllegalMove` unless this very move was made before."""
    if not was_moved(connection, document.id, after, data):
        raise IllegalMove(f"{document.id}: {document.status} -> {after}")


def replace_description(
    connection: Connection, document: Document, description: Description
) -> None:
    """A checker's type and fields; the status stays."""
    changed = _compare_and_set(
        connection,
        document.id,
        document.status,
        version=document.version,
        changes={"description": to_json(description).decode()},
    )
    if changed is None:
        raise LostRace(f"{document.id} is no longer version {document.version}")
    _queue(connection, changed, before=document.status)


def description_digest(description: Description) -> str:
    """Hash of what is understood of a document: what the ledger says of it instead of its words.

    Types that might be it too are left out where there are none, as in warehouses that did not know of them.
    """
    return hashlib.sha256(to_json(description).replace(b',"runners_up":[]', b"")).hexdigest()


def _compare_and_set(
    connection: Connection,
    document_id: DocumentId,
    status: DocumentStatus,
    *,
    version: int,
    changes: Mapping[str, object],
) -> Document | None:
    values = {
        **changes,
        "version": version + 1,
        "document": document_id,
        "old_status": status,
        "old_version": version,
        **turn_at_paper(document_id),
    }
    row = connection.execute(_CHANGED, values).one_or_none()
    return None if row is None else _document(row)


def _queue(connection: Connection, document: Document, *, before: DocumentStatus) -> None:
    """The checkers' queue follows the status."""
    if before is DocumentStatus.NEEDS_CHECK:
        desk_queue.leave(connection, document.id)
    if document.status is DocumentStatus.NEEDS_CHECK:
        assert document.description is not None, "a document waits only after it was described"
        desk_queue.enter(
            connection,
            document.id,
            document.scan_id,
            type_code=document.description.verdict.type_code,
        )


# Made once and so compiled once; every step of every document asks and says these.
_DOCUMENTS = select(documents, scans.c.source).join(scans, scans.c.id == documents.c.scan_id)
_DOCUMENT = _DOCUMENTS.where(documents.c.id == bindparam("document"))
_IN_ORDER = _DOCUMENTS.order_by(scans.c.received_at, documents.c.scan_id, documents.c.id)
_OF_SCAN = _IN_ORDER.where(documents.c.scan_id == bindparam("scan"))
_ADD = insert(documents)
_CHANGE = update(documents).where(
    documents.c.id == bindparam("document"),
    documents.c.status == bindparam("old_status"),
    documents.c.version == bindparam("old_version"),
)
_SOURCE = select(scans.c.source).where(scans.c.id == documents.c.scan_id).scalar_subquery()
_CHANGED = _CHANGE.where(IN_TURN).returning(documents, _SOURCE.label("source"))


def _document(row: Row[tuple[object, ...]]) -> Document:
    return Document(
        id=DocumentId(row.id),
        scan_id=ScanId(row.scan_id),
        source=row.source,
        page_indexes=tuple(json.loads(row.page_indexes)),
        status=DocumentStatus(row.status),
        version=row.version,
        description=None if row.description is None else from_json(Description, row.description),
        searchable=_stored(row.searchable_key, row.searchable_sha256),
        sealed=_stored(row.sealed_key, row.sealed_sha256),
        error_code=row.error_code,
        record_id=None if row.record_id is None else RecordId(row.record_id),
        edition=row.edition,
    )


def _stored(key: str | None, sha256: str | None) -> StoredFile | None:
    return None if key is None or sha256 is None else StoredFile(key=key, sha256=sha256)
