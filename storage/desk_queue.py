"""Which documents wait for a person, as rows of their own: a checker's next one is found by an index however much was filed.

A row says nothing that other rows do not say; it is there because the order (priority, age) is the batch's, the status the
document's and the agency the arrival's, and no index goes over three tables. Whoever changes one of them says so here.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
)

from digitize.access import Viewer
from digitize.codec import from_json
from digitize.desk import QueueFilter, QueueOrder
from digitize.errors import NoSuchCursor
from digitize.model import Description, DocumentId, ScanId
from digitize.rows import Priority
from digitize.status import DocumentStatus
from storage.cursors import id_in, moment_in
from storage.schema import (
    arrivals,
    batches,
    desk_claims,
    documents,
    scans,
    second_entries,
    waiting,
)
from storage.visible import scans_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document stands in the queue: what the order compares."""

    priority: Priority
    received_at: datetime
    document_id: DocumentId


# -- what is changed


def enter(
    connection: Connection, document_id: DocumentId, scan_id: ScanId, *, type_code: str
) -> None:
    """It waits for a person from now on, as this type; it did not before."""
    said = {"document": document_id, "type": type_code, "scan": scan_id}
    connection.execute(_ENTER, said)


def enter_anew(
    connection: Connection, document_id: DocumentId, scan_id: ScanId, *, type_code: str
) -> None:
    """As `enter`, of one that may wait already: it stands there once."""
    leave(connection, document_id)
    enter(connection, document_id, scan_id, type_code=type_code)


def leave(connection: Connection, document_id: DocumentId) -> None:
    """It waits no longer."""
    connection.execute(_LEAVE, {"document": document_id})


def came_again(connection: Connection, scan_id: ScanId) -> None:
    """The same bytes came in another batch: what waits of them may be urgent now, and another agency's too."""
    rows = connection.execute(_WAITING_OF_SCAN, {"scan": scan_id}).all()
    for row in rows:
        code = from_json(Description, row.description).verdict.type_code
        enter_anew(connection, DocumentId(row.id), scan_id, type_code=code)


_ENTER = insert(waiting).from_select(
    ["document_id", "agency", "batch_id", "priority", "received_at", "type_code"],
    select(
        bindparam("document", type_=waiting.c.document_id.type),
        batches.c.agency,
        func.min(batches.c.id),
        func.min(batches.c.priority),
        func.min(arrivals.c.at),
        bindparam("type", type_=waiting.c.type_code.type),
    )
    .select_from(arrivals.join(batches, batches.c.id == arrivals.c.batch_id))
    .where(arrivals.c.scan_id == bindparam("scan"))
    .group_by(batches.c.agency),
)
_LEAVE = delete(waiting).where(waiting.c.document_id == bindparam("document"))
_WAITING_OF_SCAN = select(documents.c.id, documents.c.description).where(
    documents.c.scan_id == bindparam("scan"), documents.c.status == DocumentStatus.NEEDS_CHECK
)

# -- what is asked


def waiting_after(
    connection: Connection,
    viewer: Viewer,
    wanted: QueueFilter,
    *,
    after: Place | None,
    at: datetime,
    limit: int,
) -> Sequence[Row[Any]]:
    """The viewer's waiting documents behind a place, in order, with what a list shows of them."""
    found = _in_order(viewer, wanted, after).limit(limit).subquery("found")
    is_claimed = and_(
        desk_claims.c.document_id == found.c.document_id, desk_claims.c.leased_until > at
    )
    rows = found.join(documents, documents.c.id == found.c.document_id)
    query = (
        select(
            found,
            documents.c.version,
            documents.c.description,
            documents.c.page_indexes,
            scans.c.source,
            desk_claims.c.account,
        )
        .select_from(
            rows.join(scans, scans.c.id == documents.c.scan_id).outerjoin(desk_claims, is_claimed)
        )
        .where(scans_of(viewer, documents.c.scan_id))
        .order_by(*_keys(wanted.order, found))
    )
    return connection.execute(query).all()


def next_free(
    connection: Connection,
    viewer: Viewer,
    wanted: QueueFilter,
    *,
    after: Place | None,
    at: datetime,
) -> DocumentId | None:
    """The first behind a place that nobody else is at and that needs this person; None where there is none."""
    is_anothers = exists().where(
        desk_claims.c.document_id == waiting.c.document_id,
        desk_claims.c.leased_until > at,
        desk_claims.c.account != viewer.account,
    )
    free = _in_order(viewer, wanted, after).where(~is_anothers, ~_awaits_another(viewer))
    found = free.limit(1).subquery("found")
    query = (
        select(found.c.document_id)
        .join(documents, documents.c.id == found.c.document_id)
        .where(scans_of(viewer, documents.c.scan_id))
    )
    document_id = connection.execute(query).scalar_one_or_none()
    return None if document_id is None else DocumentId(document_id)


def place_of(connection: Connection, viewer: Viewer, document_id: DocumentId) -> Place | None:
    """Where a document stands or, if it waits no longer, stood; None for one that is gone or of another agency."""
    asked = {"document": document_id, "agency": viewer.agency}
    row = connection.execute(_PLACE, asked).one()
    if row.received_at is None:
        return None
    return Place(
        priority=Priority(row.priority), received_at=row.received_at, document_id=document_id
    )


def counts(connection: Connection, viewer: Viewer) -> Mapping[tuple[str, Priority], int]:
    """How many of the viewer's documents wait, by type and priority."""
    query = (
        select(waiting.c.type_code, waiting.c.priority, func.count().label("number"))
        .where(waiting.c.agency == viewer.agency)
        .group_by(waiting.c.type_code, waiting.c.priority)
    )
    rows = connection.execute(query) if viewer.agency else ()
    return {(row.type_code, Priority(row.priority)): row.number for row in rows}


def cursor_of(place: Place) -> str:
    """A place as a text that a page may carry."""
    said = [int(place.priority), place.received_at.isoformat(), place.document_id]
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def place_at(cursor: str) -> Place:
    """Raises `NoSuchCursor` for a text that `cursor_of` did not make."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        priority, received_at, document_id = json.loads(base64.urlsafe_b64decode(padded))
        return Place(
            priority=Priority(priority),
            received_at=moment_in(str(received_at)),
            document_id=DocumentId(id_in(str(document_id))),
        )
    except (ValueError, TypeError, binascii.Error) as fault:
        raise NoSuchCursor from fault


def _in_order(viewer: Viewer, wanted: QueueFilter, after: Place | None) -> Select[Any]:
    """The agency's rows alone, so that any planner walks the index of the order; what may be seen is asked of those found."""
    query = select(waiting).where(waiting.c.agency == viewer.agency)
    if wanted.priority is not None:
        query = query.where(waiting.c.priority == wanted.priority)
    if wanted.type_code is not None:
        query = query.where(waiting.c.type_code == wanted.type_code)
    if after is not None:
        query = query.where(_is_behind(after, wanted.order))
    return query.order_by(*_keys(wanted.order, waiting))


def _awaits_another(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer has entered what is weighty, and nobody else has yet."""
    entered = exists().where(second_entries.c.document_id == waiting.c.document_id)
    is_mine = second_entries.c.account == viewer.account
    return entered.where(is_mine) & ~entered.where(~is_mine)


def _keys(order: QueueOrder, rows: FromClause) -> tuple[ColumnElement[Any], ...]:
    by_age = (rows.c.received_at, rows.c.document_id)
    return by_age if order is QueueOrder.AGE else (rows.c.priority, *by_age)


def _is_behind(place: Place, order: QueueOrder) -> ColumnElement[bool]:
    by_age = (place.received_at, place.document_id)
    values = by_age if order is QueueOrder.AGE else (int(place.priority), *by_age)
    keys = _keys(order, waiting)
    typed = (
        bindparam(f"after_{key.key}", value, type_=key.type)
        for key, value in zip(keys, values, strict=True)
    )
    return tuple_(*keys) > tuple_(*typed)


_PLACE = (
    select(
        func.min(batches.c.priority).label("priority"),
        func.min(arrivals.c.at).label("received_at"),
    )
    .select_from(
        documents.join(arrivals, arrivals.c.scan_id == documents.c.scan_id).join(
            batches, batches.c.id == arrivals.c.batch_id
        )
    )
    .where(documents.c.id == bindparam("document"), batches.c.agency == bindparam("agency"))
)
