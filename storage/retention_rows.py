"""Legal holds and disposals as rows. A disposal changes no status: the document stays filed, its pages stay counted, what it
was stays in the rows; only its bytes go, and the words by which it was found.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from digitize.errors import IllegalMove, NotFound, UnderHold
from digitize.model import DocumentId
from digitize.rows import Disposal, Document, Hold, HoldKind
from digitize.status import DocumentStatus
from storage import document_rows, ledger, link_rows, record_texts
from storage.ledger import Event
from storage.schema import arrivals, batches, covers, disposals, holds
from storage.turns import take_turns_at_paper, take_turns_at_retention


def hold(connection: Connection, wanted: Hold) -> None:
    """Place a hold; one that is there stays as it was."""
    take_turns_at_retention(connection)
    if _find_hold(connection, wanted.subject) is not None:
        return
    values = {
        "subject": wanted.subject,
        "kind": wanted.kind,
        "reason": wanted.reason,
        "officer": wanted.officer,
        "placed_at": wanted.placed_at,
    }
    connection.execute(insert(holds).values(values))
    ledger.append(
        connection,
        Event.HOLD_PLACED,
        wanted.subject,
        data={"kind": wanted.kind, "officer": wanted.officer, "reason": wanted.reason},
        at=wanted.placed_at,
        actor=wanted.officer,
    )


def release(
    connection: Connection, subject: str, *, officer: str, reason: str, at: datetime
) -> None:
    """End a hold; the ledger keeps that it was. Raises `NotFound`."""
    take_turns_at_retention(connection)
    if _find_hold(connection, subject) is None:
        raise NotFound(f"no hold on {subject}")
    connection.execute(delete(holds).where(holds.c.subject == subject))
    data = {"officer": officer, "reason": reason}
    ledger.append(connection, Event.HOLD_RELEASED, subject, data=data, at=at, actor=officer)


def all_holds(connection: Connection) -> Sequence[Hold]:
    """Every hold, as they were placed."""
    query = select(holds).order_by(holds.c.placed_at, holds.c.subject)
    return [_hold(row) for row in connection.execute(query)]


def holds_on(connection: Connection, document_id: DocumentId) -> Sequence[Hold]:
    """The holds that keep a document: on itself, on its record, on a dossier that it came for. Raises `NotFound`."""
    document = document_rows.get_document(connection, document_id)
    dossiers = or_(
        holds.c.subject.in_(
            select(batches.c.dossier_code)
            .join(arrivals, arrivals.c.batch_id == batches.c.id)
            .where(arrivals.c.scan_id == document.scan_id)
        ),
        holds.c.subject.in_(
            select(covers.c.dossier_code).where(covers.c.scan_id == document.scan_id)
        ),
    )
    query = select(holds).where(
        or_(
            holds.c.subject.in_([document.id, document.record_id or document.id]),
            (holds.c.kind == HoldKind.DOSSIER) & dossiers,
        )
    )
    return [_hold(row) for row in connection.execute(query.order_by(holds.c.placed_at))]


def dispose(
    connection: Connection, document_id: DocumentId, *, officer: str, reason: str, at: datetime
) -> Disposal:
    """Order it, and take its words out of the search; ordered twice is ordered once."""
    take_turns_at_retention(connection)
    take_turns_at_paper(connection, document_id)
    document = document_rows.get_document(connection, document_id)
    ordered = find_disposal(connection, document_id)
    if ordered is not None:
        return ordered
    _require_disposable(connection, document)
    values = {
        "document_id": document_id,
        "reason": reason,
        "officer": officer,
        "ordered_at": at,
    }
    connection.execute(insert(disposals).values(values))
    if document.record_id is not None:
        record_texts.remove_text(connection, document.record_id)
        link_rows.forget_sentences(connection, document.record_id)
    data = {"officer": officer, "reason": reason, "record": document.record_id}
    ledger.append(connection, Event.DOCUMENT_DISPOSED, document_id, data=data, at=at, actor=officer)
    return Disposal(document_id=document_id, reason=reason, officer=officer, ordered_at=at)


def note_removed(connection: Connection, document_id: DocumentId, *, at: datetime) -> None:
    """Its bytes are gone."""
    query = update(disposals).where(disposals.c.document_id == document_id)
    connection.execute(query.values(removed_at=at))


def find_disposal(connection: Connection, document_id: DocumentId) -> Disposal | None:
    """The disposal of a document, if it was ordered."""
    query = select(disposals).where(disposals.c.document_id == document_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _disposal(row)


def all_disposals(connection: Connection) -> Sequence[Disposal]:
    """Every disposal, as they were ordered."""
    query = select(disposals).order_by(disposals.c.ordered_at, disposals.c.document_id)
    return [_disposal(row) for row in connection.execute(query)]


def _require_disposable(connection: Connection, document: Document) -> None:
    if document.status is not DocumentStatus.FILED:
        raise IllegalMove(f"{document.id} is {document.status}, not filed")
    held = holds_on(connection, document.id)
    if held:
        raise UnderHold(f"{document.id}: {', '.join(found.subject for found in held)}")


def _find_hold(connection: Connection, subject: str) -> Hold | None:
    row = connection.execute(select(holds).where(holds.c.subject == subject)).one_or_none()
    return None if row is None else _hold(row)


def _hold(row: Row[tuple[object, ...]]) -> Hold:
    return Hold(
        subject=row.subject,
        kind=HoldKind(row.kind),
        reason=row.reason,
        officer=row.officer,
        placed_at=row.placed_at,
    )


def _disposal(row: Row[tuple[object, ...]]) -> Disposal:
    return Disposal(
        document_id=DocumentId(row.document_id),
        reason=row.reason,
        officer=row.officer,
        ordered_at=row.ordered_at,
        removed_at=row.removed_at,
    )
