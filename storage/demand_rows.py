"""Demands of people as rows; the ledger has that there was one and how it ended, never whose it was or what was said."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, insert, or_, select, update

from digitize.errors import AlreadyDecided, NotFound
from digitize.model import RecordId
from digitize.privacy.demands import Demand, DemandKind, DemandOutcome
from digitize.rows import Owner, OwnerKind
from storage import ledger
from storage.database import Database
from storage.schema import demands

REGISTERED, ANSWERED = "demand.registered", "demand.answered"
"""Events of the ledger."""


class DemandRows:
    """Safe to share between threads. Errors, beside those named: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, made: Demand) -> None:
        values = {
            "id": made.id,
            "agency": made.agency,
            "kind": made.kind,
            "owner_kind": made.owner.kind,
            "owner_number": made.owner.number,
            "record_id": made.record_id,
            "words": made.words,
            "registered_by": made.registered_by,
            "registered_at": made.registered_at,
            "due_on": made.due_on.isoformat(),
        }
        data = {"kind": made.kind.value, "record": made.record_id, "due": values["due_on"]}
        with self._database.writing() as connection:
            connection.execute(insert(demands).values(values))
            ledger.append(
                connection,
                REGISTERED,
                made.id,
                data=data,
                at=made.registered_at,
                actor=made.registered_by,
            )

    def answer(
        self,
        demand_id: str,
        outcome: DemandOutcome,
        words: str,
        *,
        agency: str,
        actor: str,
        at: datetime,
    ) -> None:
        """Once, by whoever is first. Raises `NotFound`, `AlreadyDecided`."""
        this = and_(demands.c.id == demand_id, demands.c.agency == agency)
        said = {"outcome": outcome, "answer": words, "answered_by": actor, "answered_at": at}
        with self._database.writing() as connection:
            query = update(demands).where(this, demands.c.outcome.is_(None)).values(said)
            if connection.execute(query).rowcount == 0:
                if connection.execute(select(demands.c.id).where(this)).first() is None:
                    raise NotFound("demand")
                raise AlreadyDecided(demand_id)
            data = {"outcome": outcome.value}
            ledger.append(connection, ANSWERED, demand_id, data=data, at=at, actor=actor)

    def of_agency(
        self, agency: str, *, after: tuple[datetime, str] | None = None, limit: int
    ) -> Sequence[Demand]:
        """The newest first; behind the moment and id of one of them."""
        query = select(demands).where(demands.c.agency == agency)
        if after is not None:
            at, demand_id = after
            query = query.where(
                or_(
                    demands.c.registered_at < at,
                    and_(demands.c.registered_at == at, demands.c.id < demand_id),
                )
            )
        query = query.order_by(demands.c.registered_at.desc(), demands.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_demand(row) for row in connection.execute(query)]


def _demand(row: Row[Any]) -> Demand:
    return Demand(
        id=row.id,
        agency=row.agency,
        kind=DemandKind(row.kind),
        owner=Owner(kind=OwnerKind(row.owner_kind), number=row.owner_number),
        record_id=RecordId(row.record_id) if row.record_id else None,
        words=row.words,
        registered_by=row.registered_by,
        registered_at=row.registered_at,
        due_on=date.fromisoformat(row.due_on),
        outcome=DemandOutcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        answered_by=row.answered_by or "",
        answered_at=row.answered_at,
    )
