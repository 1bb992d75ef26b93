"""Webhooks and what is to be told by them, as rows. A delivery is made once for an entry of the ledger and a webhook, and is
claimed by a lease that counts the attempt before it is made, so that two servers do not send it doubly.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, insert, or_, select, update

from digitize.access import Viewer
from digitize.errors import NotFound
from storage import ledger
from storage.database import Database
from storage.schema import deliveries, webhooks
from storage.visible import webhooks_of

_AT_ONCE = 500
"""Deliveries in one statement; PostgreSQL takes 65,535 values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    id: str
    agency: str
    account_id: str
    url: str
    events: frozenset[str]
    secret: str
    """`whsec_` and base64: what deliveries are signed with, so it must be kept as it is."""
    made_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    id: str
    """The same in every attempt, so that who is told twice can see it."""
    webhook_id: str
    event: str
    body: str
    made_at: datetime
    attempts: int = 0
    next_at: datetime | None = None
    """None once it was delivered or set aside."""
    delivered_at: datetime | None = None
    set_aside_at: datetime | None = None
    last_error: str = ""
    last_status: int | None = None


class Webhooks:
    """Errors, beside those named: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, webhook: Webhook) -> None:
        with self._database.writing() as connection:
            connection.execute(
                insert(webhooks).values(
                    id=webhook.id,
                    agency=webhook.agency,
                    account_id=webhook.account_id,
                    url=webhook.url,
                    events=json.dumps(sorted(webhook.events)),
                    secret=webhook.secret,
                    made_at=webhook.made_at,
                )
            )
            data = {"agency": webhook.agency, "events": sorted(webhook.events)}
            _say(connection, "webhook.made", webhook.id, data, webhook.account_id, webhook.made_at)

    def close(self, webhook_id: str, *, viewer: Viewer, at: datetime) -> None:
        """Nothing is told by it any more; said twice is said once. Raises `NotFound`."""
        self.get(webhook_id, viewer=viewer)
        with self._database.writing() as connection:
            closed = connection.execute(
                update(webhooks)
                .where(webhooks.c.id == webhook_id, webhooks.c.closed_at.is_(None))
                .values(closed_at=at)
            )
            if closed.rowcount == 0:
                return
            connection.execute(
                update(deliveries)
                .where(deliveries.c.webhook_id == webhook_id, deliveries.c.next_at.is_not(None))
                .values(next_at=None, set_aside_at=at, last_error="webhook_closed")
            )
            _say(connection, "webhook.closed", webhook_id, {}, viewer.account, at)

    def get(self, webhook_id: str, *, viewer: Viewer) -> Webhook:
        """Raises `NotFound`, the same for another agency's as for none."""
        query = select(webhooks).where(webhooks.c.id == webhook_id, webhooks_of(viewer))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"webhook {webhook_id}")
        return _webhook(row)

    def of(self, viewer: Viewer, *, after: str = "", limit: int) -> Sequence[Webhook]:
        """The viewer's by id, from the one behind `after`."""
        query = select(webhooks).where(webhooks_of(viewer), webhooks.c.id > after)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(webhooks.c.id).limit(limit))
            return [_webhook(row) for row in rows]

    def told(
        self, webhook_id: str, *, before: tuple[datetime, str] | None, limit: int
    ) -> Sequence[Delivery]:
        """Deliveries of a webhook, newest first, those older than `before`."""
        query = select(deliveries).where(deliveries.c.webhook_id == webhook_id)
        if before is not None:
            at, delivery_id = before
            query = query.where(
                or_(
                    deliveries.c.made_at < at,
                    (deliveries.c.made_at == at) & (deliveries.c.id < delivery_id),
                )
            )
        order = (deliveries.c.made_at.desc(), deliveries.c.id.desc())
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(*order).limit(limit))
            return [delivery_of(row) for row in rows]

    def again(self, delivery_id: str, *, actor: str, at: datetime) -> None:
        """An operator has it tried anew from the first attempt. Raises `NotFound`."""
        with self._database.writing() as connection:
            changed = connection.execute(
                update(deliveries)
                .where(deliveries.c.id == delivery_id, deliveries.c.set_aside_at.is_not(None))
                .values(next_at=at, set_aside_at=None, attempts=0, leased_until=None)
            )
            if changed.rowcount == 0:
                raise NotFound(f"delivery {delivery_id}")
            _say(connection, "webhook.again", delivery_id, {}, actor, at)

    def claim(
        self, *, at: datetime, lease: timedelta, limit: int
    ) -> Sequence[tuple[Delivery, Webhook]]:
        """What is due and nobody holds, held by the caller from now on; the attempt is counted."""
        is_free = or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until < at)
        due = (
            select(deliveries.c.id)
            .where(deliveries.c.next_at <= at, is_free, _is_open())
            .order_by(deliveries.c.next_at, deliveries.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            ids = connection.execute(due).scalars().all()
        return [held for one in ids if (held := self._claimed(one, at=at, lease=lease)) is not None]

    def _claimed(
        self, delivery_id: str, *, at: datetime, lease: timedelta
    ) -> tuple[Delivery, Webhook] | None:
        is_free = or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until < at)
        with self._database.writing() as connection:
            taken = connection.execute(
                update(deliveries)
                .where(
                    deliveries.c.id == delivery_id, deliveries.c.next_at <= at, is_free, _is_open()
                )
                .values(leased_until=at + lease, attempts=deliveries.c.attempts + 1)
            )
            if taken.rowcount != 1:
                return None
            row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one()
            hook = connection.execute(select(webhooks).where(webhooks.c.id == row.webhook_id)).one()
        return delivery_of(row), _webhook(hook)

    def delivered(self, delivery_id: str, *, status: int, at: datetime) -> None:
        self._end(delivery_id, next_at=None, delivered_at=at, last_status=status, last_error="")

    def failed(
        self,
        delivery_id: str,
        *,
        error: str,
        status: int | None,
        next_at: datetime | None,
        at: datetime,
    ) -> None:
        """Tried again at `next_at`; set aside where that is None. As it was where it ended meanwhile: heard by another sender's try, or closed."""
        self._end(
            delivery_id,
            deliveries.c.next_at.is_not(None),
            next_at=next_at,
            set_aside_at=at if next_at is None else None,
            last_error=error[:64],
            last_status=status,
        )

    def _end(self, delivery_id: str, *where: ColumnElement[bool], **values: object) -> None:
        with self._database.saying() as connection:
            connection.execute(
                update(deliveries)
                .where(deliveries.c.id == delivery_id, *where)
                .values(leased_until=None, **values)
            )


def open_webhooks(connection: Connection) -> Sequence[Webhook]:
    rows = connection.execute(select(webhooks).where(webhooks.c.closed_at.is_(None)))
    return [_webhook(row) for row in rows]


def _is_open() -> ColumnElement[bool]:
    """Of a delivery: its webhook is not closed, also where a sender that held it then put it back."""
    return exists().where(webhooks.c.id == deliveries.c.webhook_id, webhooks.c.closed_at.is_(None))


def insert_deliveries(connection: Connection, new: Sequence[Delivery]) -> None:
    """What is to be told; one that is there already is not made twice."""
    for begin in range(0, len(new), _AT_ONCE):
        _insert_some(connection, new[begin : begin + _AT_ONCE])


def _insert_some(connection: Connection, new: Sequence[Delivery]) -> None:
    ids = [one.id for one in new]
    there = set(
        connection.execute(select(deliveries.c.id).where(deliveries.c.id.in_(ids))).scalars()
    )
    rows = [
        {
            "id": one.id,
            "webhook_id": one.webhook_id,
            "event": one.event,
            "body": one.body,
            "made_at": one.made_at,
            "next_at": one.made_at,
        }
        for one in new
        if one.id not in there
    ]
    if rows:
        connection.execute(insert(deliveries), rows)


def _say(
    connection: Connection, event: str, subject: str, data: dict[str, Any], actor: str, at: datetime
) -> None:
    ledger.append(connection, event, subject, data=data, at=at, actor=actor)


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        id=row.id,
        agency=row.agency,
        account_id=row.account_id,
        url=row.url,
        events=frozenset(json.loads(row.events)),
        secret=row.secret,
        made_at=row.made_at,
        closed_at=row.closed_at,
    )


def delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        webhook_id=row.webhook_id,
        event=row.event,
        body=row.body,
        made_at=row.made_at,
        attempts=row.attempts,
        next_at=row.next_at,
        delivered_at=row.delivered_at,
        set_aside_at=row.set_aside_at,
        last_error=row.last_error,
        last_status=row.last_status,
    )
