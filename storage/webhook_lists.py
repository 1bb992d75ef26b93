"""What an operator asks of everybody's webhooks: what still waits to be told, what could not be, and how much of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_

from storage.database import Database
from storage.schema import deliveries, webhooks
from storage.webhook_rows import Delivery, Webhook, delivery_of

Place = tuple[datetime, str]
"""The moment that a list is ordered by, and the delivery's id."""


def waiting_deliveries(
    database: Database, *, after: Place | None = None, limit: int
) -> Sequence[tuple[Delivery, Webhook]]:
    """What is still to be told by open webhooks, the next first."""
    order = (deliveries.c.next_at, deliveries.c.id)
    query = _of_open_ones().where(deliveries.c.next_at.is_not(None))
    if after is not None:
        query = query.where(tuple_(*order) > after)
    return _found(database, query.order_by(*order).limit(limit))


def set_aside_deliveries(
    database: Database, *, before: Place | None = None, limit: int
) -> Sequence[tuple[Delivery, Webhook]]:
    """What open webhooks could not be told, newest first."""
    order = (deliveries.c.set_aside_at, deliveries.c.id)
    query = _of_open_ones().where(deliveries.c.set_aside_at.is_not(None))
    if before is not None:
        query = query.where(tuple_(*order) < before)
    return _found(database, query.order_by(*(one.desc() for one in order)).limit(limit))


def waiting_by_webhook(database: Database) -> Mapping[str, int]:
    """How many deliveries each webhook still has before it."""
    return _counted(database, deliveries.c.next_at.is_not(None))


def set_aside_by_webhook(database: Database) -> Mapping[str, int]:
    """How many deliveries of each webhook wait for an operator; of a closed one, how many ended with it."""
    return _counted(database, deliveries.c.set_aside_at.is_not(None))


def _of_open_ones() -> Select[Any]:
    return (
        select(deliveries, webhooks.c.agency, webhooks.c.url, webhooks.c.account_id)
        .join(webhooks, webhooks.c.id == deliveries.c.webhook_id)
        .where(webhooks.c.closed_at.is_(None))
    )


def _found(database: Database, query: Select[Any]) -> Sequence[tuple[Delivery, Webhook]]:
    with database.reading() as connection:
        rows = connection.execute(query).all()
    return [(delivery_of(row), _hook_of(row)) for row in rows]


def _counted(database: Database, which: ColumnElement[bool]) -> Mapping[str, int]:
    query = select(deliveries.c.webhook_id, func.count()).where(which)
    with database.reading() as connection:
        rows = connection.execute(query.group_by(deliveries.c.webhook_id)).all()
    return {str(row[0]): int(row[1]) for row in rows}


def _hook_of(row: Row[Any]) -> Webhook:
    """As an operator is shown it: without its secret."""
    return Webhook(
        id=row.webhook_id,
        agency=row.agency,
        account_id=row.account_id,
        url=row.url,
        events=frozenset(),
        secret="",
        made_at=row.made_at,
    )
