"""When each scan's objects were last read anew, so that the one that waits longest is next, whoever looks and however often it stops.

A scan begins as checked at its receipt, for its bytes were read back then. A look is leased, so that of several workers one
takes it and what a killed one left is taken up again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from digitize.model import ScanId
from storage import ledger
from storage.database import Database
from storage.ledger import Event
from storage.schema import fixity, scans

LEASE = timedelta(hours=6)
"""Longer than the largest scan takes to be read from a slow store."""
_TRIES = 20
_ENROLLED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FixityState:
    scans: int
    oldest: datetime | None
    """When the scan that waits longest was checked."""
    damaged: int
    """Scans whose last look found problems."""


class FixityRows:
    """The schedule of a warehouse. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def enrol(self) -> None:
        """Take in scans that came since, some at a time: nobody who brings papers waits for it.

        Raises `LostRace` where another does so just now.
        """
        while found := self._unknown():
            with self._database.writing() as connection:
                connection.execute(insert(fixity), found)

    def _unknown(self) -> Sequence[Mapping[str, object]]:
        is_known = exists().where(fixity.c.scan_id == scans.c.id)
        query = select(scans.c.id, scans.c.received_at).where(~is_known).limit(_ENROLLED_AT_ONCE)
        with self._database.reading() as connection:
            return [
                {"scan_id": row.id, "checked_at": row.received_at, "problems": 0}
                for row in connection.execute(query)
            ]

    def take_oldest(self, *, checked_before: datetime, now: datetime) -> ScanId | None:
        """Lease the scan that waits longest; None where all were checked since or are being looked at."""
        with self._database.writing() as connection:
            for _ in range(_TRIES):
                row = _oldest(connection, checked_before=checked_before, now=now)
                if row is None:
                    return None
                if _lease(connection, row, until=now + LEASE, now=now):
                    return ScanId(row.scan_id)
        return None

    def note(self, scan_id: ScanId, problems: Sequence[str], *, actor: str, at: datetime) -> None:
        """A look is over; what did not hold is in the ledger."""
        with self._database.writing() as connection:
            query = update(fixity).where(fixity.c.scan_id == scan_id)
            connection.execute(
                query.values(checked_at=at, leased_until=None, problems=len(problems))
            )
            if problems:
                data = {"problems": list(problems)}
                ledger.append(
                    connection, Event.FIXITY_FAILED, scan_id, data=data, at=at, actor=actor
                )

    def give_back(self, scan_id: ScanId) -> None:
        """The look could not be made; it is still due."""
        with self._database.writing() as connection:
            query = update(fixity).where(fixity.c.scan_id == scan_id)
            connection.execute(query.values(leased_until=None))

    def state(self) -> FixityState:
        query = select(
            func.count(), func.min(fixity.c.checked_at), func.count().filter(fixity.c.problems > 0)
        ).select_from(fixity)
        with self._database.reading() as connection:
            count, oldest, damaged = connection.execute(query).one()
        return FixityState(scans=count, oldest=oldest, damaged=damaged)


def _oldest(
    connection: Connection, *, checked_before: datetime, now: datetime
) -> Row[tuple[object, ...]] | None:
    query = (
        select(fixity)
        .where(fixity.c.checked_at < checked_before, _is_free(now))
        .order_by(fixity.c.checked_at, fixity.c.scan_id)
        .limit(1)
    )
    return connection.execute(query).first()


def _lease(
    connection: Connection, row: Row[tuple[object, ...]], *, until: datetime, now: datetime
) -> bool:
    """Compare and set: another worker may have been first."""
    query = update(fixity).where(
        fixity.c.scan_id == row.scan_id, fixity.c.checked_at == row.checked_at, _is_free(now)
    )
    return connection.execute(query.values(leased_until=until)).rowcount == 1


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(fixity.c.leased_until.is_(None), fixity.c.leased_until < now)
