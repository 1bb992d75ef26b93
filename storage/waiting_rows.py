"""What stands before a scan, and what workers know of it: the rows behind "why is this waiting?"; all of it only read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select, tuple_, union_all

from digitize.model import DocumentId, ScanId
from digitize.rows import Priority, ScanState
from digitize.work import WorkRow
from storage.custody import MOVES_BY_ITSELF
from storage.database import Database
from storage.ids import SCAN_PREFIX
from storage.ledger import Event
from storage.schema import documents, ledger, scans, work
from storage.work_held_up import work_row

MOST_COUNTED = 100_000
"""Nobody waits for the exact number beyond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a scan stands among the others."""

    priority: Priority
    ahead: Mapping[Priority, int]
    """Scans with a step left that come before it; counted up to `MOST_COUNTED`."""
    work: Sequence[WorkRow]
    """Rows of the scan, its pages and its documents; none outside a cluster."""


def standing_of(database: Database, scan_id: ScanId) -> Standing:
    """As of one moment. The scan must be there."""
    with database.reading() as connection:
        priority, received_at = connection.execute(_URGENCY, {"scan": scan_id}).one()
        return Standing(
            priority=Priority(priority),
            ahead={
                which: _ahead(connection, which, Priority(priority), received_at, scan_id)
                for which in Priority
            },
            work=[work_row(row) for row in connection.execute(_work_of(scan_id))],
        )


def moved_at(database: Database, document_id: DocumentId) -> datetime | None:
    """When the document came to its status; None where it never moved."""
    with database.reading() as connection:
        at = connection.execute(_LAST_MOVE, {"document": document_id}).scalar()
    return None if at is None else datetime.fromisoformat(at)


def _ahead(
    connection: Connection,
    which: Priority,
    own: Priority,
    received_at: datetime,
    scan_id: ScanId,
) -> int:
    """Of a more urgent kind all come before it, of its own kind those that came earlier."""
    if which > own:
        return 0
    asked = {"priority": which, "at": received_at, "scan": scan_id}
    queries = _ALL_OF if which < own else _EARLIER_OF
    return sum(int(connection.execute(query, asked).scalar_one()) for query in queries)


def _work_of(scan_id: ScanId) -> Select[Any]:
    """The scan's own row, its pages' and its documents', whose ids begin with its hash."""
    parts = (f"{scan_id}/", f"{scan_id[:SCAN_PREFIX]}-p")
    is_part = (work.c.subject.startswith(part, autoescape=True) for part in parts)
    query = select(work).where(or_(work.c.subject == scan_id, *is_part))
    return query.order_by(work.c.subject)


_URGENCY = select(scans.c.priority, scans.c.received_at).where(scans.c.id == bindparam("scan"))
_LAST_MOVE = (
    select(ledger.c.at)
    .where(ledger.c.subject == bindparam("document"), ledger.c.event == Event.DOCUMENT_MOVED)
    .order_by(ledger.c.seq.desc())
    .limit(1)
)
_IS_OF_PRIORITY = scans.c.priority == bindparam("priority")
_CAME_EARLIER = tuple_(scans.c.received_at, scans.c.id) < tuple_(
    bindparam("at", type_=scans.c.received_at.type), bindparam("scan", type_=scans.c.id.type)
)
_NOT_READ = select(scans.c.id).where(scans.c.state == ScanState.RECEIVED, _IS_OF_PRIORITY)
# A question a status, and a limit: every planner then begins with the few that move. Where most documents are filed,
# SQLite would else walk all of them for a list of statuses.
_FIRST_MOVING = (
    union_all(
        *(select(documents.c.scan_id).where(documents.c.status == one) for one in MOVES_BY_ITSELF)
    )
    .limit(MOST_COUNTED)
    .subquery()
)
_MOVING = (
    select(scans.c.id)
    .join(_FIRST_MOVING, _FIRST_MOVING.c.scan_id == scans.c.id)
    .where(_IS_OF_PRIORITY)
    .distinct()
)


def _counted(query: Select[Any]) -> Select[Any]:
    return select(func.count()).select_from(query.limit(MOST_COUNTED).subquery())


# Not read yet and still moving are two questions with an index each; no scan is both.
_ALL_OF = (_counted(_NOT_READ), _counted(_MOVING))
_EARLIER_OF = (_counted(_NOT_READ.where(_CAME_EARLIER)), _counted(_MOVING.where(_CAME_EARLIER)))
