"""What waits for a checker, in the order of urgency or age, as a list shows it; and the next one to open."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from digitize.access import Viewer
from digitize.checking import values_of
from digitize.codec import from_json
from digitize.desk import QueueFilter, QueuePage, WaitingDocument
from digitize.doctype import DocumentTypes
from digitize.filing import title_of
from digitize.model import BatchId, Description, DocumentId
from digitize.rows import Document, Priority
from storage import desk_queue
from storage.desk_queue import Place
from storage.desk_rows import DeskRows
from workers.services import Services

MOST_AT_ONCE = 200
"""Rows of one answer; nobody reads more of a list."""
_EVERYTHING = QueueFilter()


def waiting(
    services: Services,
    viewer: Viewer,
    wanted: QueueFilter = _EVERYTHING,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> QueuePage:
    """A stretch of the viewer's queue behind a cursor. Raises `NoSuchCursor` for one that is none of ours."""
    limit = max(1, min(limit, MOST_AT_ONCE))
    after = desk_queue.place_at(cursor) if cursor else None
    with services.database.reading() as connection:
        rows = desk_queue.waiting_after(
            connection, viewer, wanted, after=after, at=services.clock(), limit=limit + 1
        )
    shown = tuple(_waiting(row, services.types) for row in rows[:limit])
    return QueuePage(documents=shown, next_cursor=_cursor(shown) if len(rows) > limit else None)


def next_after(
    services: Services,
    viewer: Viewer,
    wanted: QueueFilter = _EVERYTHING,
    document_id: DocumentId | None = None,
) -> DocumentId | None:
    """The next document behind this one that nobody else is at; behind the last, the first again; None where none is left."""
    at = services.clock()
    with services.database.reading() as connection:
        after = document_id and desk_queue.place_of(connection, viewer, document_id)
        places: Sequence[Place | None] = (after, None) if after else (None,)
        for place in places:
            found = desk_queue.next_free(connection, viewer, wanted, after=place, at=at)
            if found is not None and found != document_id:
                return found
    return None


def counts(services: Services, viewer: Viewer) -> Mapping[tuple[str, Priority], int]:
    """How many documents wait for the viewer, by type and priority."""
    with services.database.reading() as connection:
        return desk_queue.counts(connection, viewer)


def document_of(services: Services, viewer: Viewer, document_id: DocumentId) -> Document:
    """Raises `NotFound`, the same for a document of another agency as for none."""
    return DeskRows(services.database).document_of(viewer, document_id)


def _cursor(shown: Sequence[WaitingDocument]) -> str:
    last = shown[-1]
    return desk_queue.cursor_of(
        Place(priority=last.priority, received_at=last.received_at, document_id=last.document_id)
    )


def _waiting(row: Row[Any], types: DocumentTypes) -> WaitingDocument:
    description = from_json(Description, row.description)
    return WaitingDocument(
        document_id=DocumentId(row.document_id),
        version=row.version,
        type_code=row.type_code,
        title=title_of(types.get(row.type_code), values_of(description)),
        source=row.source,
        batch_id=BatchId(row.batch_id),
        agency=row.agency,
        received_at=row.received_at,
        priority=Priority(row.priority),
        reasons=description.reasons,
        page_indexes=tuple(json.loads(row.page_indexes)),
        claimed_by=row.account,
    )
