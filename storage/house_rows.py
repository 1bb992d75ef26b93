"""What an operator looks at: how much was done by the hour, and what failed; only read, by an index, up to a bound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from digitize.model import ScanId
from digitize.rows import ScanState
from storage.database import Database
from storage.ledger import Event
from storage.schema import batches, ledger, ledger_head, scans, utc_text

NEWEST_ENTRIES = 200_000
"""A province's day has about as many entries; a look further back would take seconds."""
HOUR = len("2026-11-23T08")
COUNTED = (Event.SCAN_RECEIVED, Event.PAGE_READ, Event.RECORD_FILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """What was done in an hour of UTC."""

    at: datetime
    events: Mapping[Event, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedScan:
    """A file that gives no documents; its bytes are kept."""

    scan_id: ScanId
    source: str
    agency: str
    error_code: str
    received_at: datetime


def hours_since(database: Database, since: datetime) -> Sequence[Hour]:
    """How often each of `COUNTED` happened, by hour, oldest first; hours without any are not in it."""
    hour = func.substr(ledger.c.at, 1, HOUR).label("hour")
    newest = select(ledger_head.c.seq).scalar_subquery()
    query = (
        select(hour, ledger.c.event, func.count().label("times"))
        .where(
            ledger.c.seq > newest - NEWEST_ENTRIES,
            ledger.c.at >= utc_text(since),
            ledger.c.event.in_(COUNTED),
        )
        .group_by(hour, ledger.c.event)
        .order_by(hour)
    )
    with database.reading() as connection:
        return _hours(connection.execute(query).all())


def refused_scans(
    database: Database, *, after: ScanId | None = None, limit: int
) -> Sequence[RefusedScan]:
    """Newest first, from the one behind `after`."""
    query = (
        select(scans, batches.c.agency)
        .join(batches, batches.c.id == scans.c.batch_id)
        .where(scans.c.state == ScanState.REJECTED)
        .order_by(scans.c.received_at.desc(), scans.c.id.desc())
        .limit(limit)
    )
    with database.reading() as connection:
        if after is not None:
            query = _behind(query, connection.execute(_when(after)).one_or_none())
        return [_refused(row) for row in connection.execute(query)]


def _when(scan_id: ScanId) -> Select[Any]:
    return select(scans.c.received_at, scans.c.id).where(scans.c.id == scan_id)


def _behind(query: Select[Any], last: Row[Any] | None) -> Select[Any]:
    if last is None:
        return query
    return query.where(
        (scans.c.received_at < last.received_at)
        | ((scans.c.received_at == last.received_at) & (scans.c.id < last.id))
    )


def _hours(rows: Sequence[Row[Any]]) -> Sequence[Hour]:
    found: dict[str, dict[Event, int]] = {}
    for row in rows:
        found.setdefault(row.hour, {})[Event(row.event)] = row.times
    return [
        Hour(at=datetime.fromisoformat(f"{hour}:00:00+00:00"), events=events)
        for hour, events in found.items()
    ]


def _refused(row: Row[Any]) -> RefusedScan:
    return RefusedScan(
        scan_id=ScanId(row.id),
        source=row.source,
        agency=row.agency,
        error_code=row.error_code,
        received_at=row.received_at,
    )
