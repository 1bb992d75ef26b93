"""What waits in the catalogue, counted: by status, by urgency, since when; every question goes by an index and stops somewhere.

For gauges that are asked every few seconds while people work. What is at its end is not counted anew each time, for it only
grows: records have numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, union_all

from digitize.rows import Priority, ScanState
from digitize.status import DocumentStatus
from storage.custody import MOVES_BY_ITSELF
from storage.database import Database
from storage.schema import documents, fixity, record_texts, scans, work

MOST_COUNTED = 200_000
"""A count ends here: 100,000 cost 30 ms of processor time, and beyond this the number says no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The scans of one urgency with a step left that needs no person."""

    scans: int = 0
    oldest: datetime | None = None
    """When the one that waits longest came into custody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    documents: Mapping[DocumentStatus, int]
    """How many stand in each status; `filed` by the number of the newest record."""
    waiting: Mapping[Priority, Waiting]
    set_aside: int
    """What the workers of a cluster gave up and an operator has to look at: scans, pages, documents."""
    read_anew_since: datetime | None
    """When the scan was last read anew and compared that waits longest for it; None where fixity is not kept."""


def figures(database: Database) -> Figures:
    """All of them as of one moment. Raises `StoreUnavailable`."""
    with database.reading() as connection:
        return Figures(
            documents={status: _count(connection, status) for status in DocumentStatus},
            waiting={priority: _waiting(connection, priority) for priority in Priority},
            set_aside=int(connection.execute(_SET_ASIDE).scalar_one()),
            read_anew_since=connection.execute(_LONGEST_NOT_READ_ANEW).scalar(),
        )


def _count(connection: Connection, status: DocumentStatus) -> int:
    if status is DocumentStatus.FILED:
        return int(connection.execute(_NEWEST_RECORD).scalar() or 0)
    return int(connection.execute(_IN_STATUS, {"status": status}).scalar_one())


def _waiting(connection: Connection, priority: Priority) -> Waiting:
    """Scans not read yet and scans whose documents still move are two questions with an index each."""
    asked = {"priority": priority}
    found = [connection.execute(query, asked).one() for query in (_NOT_READ, _MOVING)]
    since = [row.oldest for row in found if row.oldest is not None]
    return Waiting(scans=sum(row.scans for row in found), oldest=min(since, default=None))


_NEWEST_RECORD = select(func.max(record_texts.c.number))
_IN_STATUS = select(func.count()).select_from(
    select(documents.c.status)  # in the index, so that no row is looked at
    .where(documents.c.status == bindparam("status"))
    .limit(MOST_COUNTED)
    .subquery()
)
_SET_ASIDE = select(func.count()).select_from(work).where(work.c.set_aside_at.is_not(None))
_LONGEST_NOT_READ_ANEW = select(func.min(fixity.c.checked_at))
_FIRST_NOT_READ = (
    select(scans.c.received_at)
    .where(scans.c.state == ScanState.RECEIVED, scans.c.priority == bindparam("priority"))
    .order_by(scans.c.received_at)
    .limit(MOST_COUNTED)
    .subquery()
)
_NOT_READ = select(
    func.count().label("scans"), func.min(_FIRST_NOT_READ.c.received_at).label("oldest")
)
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
    select(
        func.count(scans.c.id.distinct()).label("scans"),
        func.min(scans.c.received_at).label("oldest"),
    )
    .join(_FIRST_MOVING, _FIRST_MOVING.c.scan_id == scans.c.id)
    .where(scans.c.priority == bindparam("priority"))
)
