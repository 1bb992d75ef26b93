"""Connected systems for an operator's programs at `/api/v1/systems`: their keys, their webhooks, and what these were not told."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from digitize.errors import NoSuchCursor
from storage.system_keys import HeldKey, SystemKeys
from storage.webhook_lists import (
    set_aside_by_webhook,
    set_aside_deliveries,
    waiting_by_webhook,
    waiting_deliveries,
)
from storage.webhook_rows import Delivery, Webhook, Webhooks
from web.accounts.gate import Gate
from web.api.router import api_router
from web.exchange.cursors import Cursor, cursor_at, place_of
from web.exchange.webhooks_api import DeliveryShown, WebhookShown, delivery_shown, webhook_shown
from workers.exchange.webhooks import try_again
from workers.services import Services

Limit = Annotated[int, Query(ge=1, le=200)]


class SystemKeyShown(BaseModel):
    key: str
    """Names it in the ledger; opens nothing."""
    account: str
    name: str
    agency: str
    made_at: datetime
    seen_at: datetime | None
    ended_at: datetime | None


class SystemKeyPage(BaseModel):
    items: list[SystemKeyShown]
    cursor: str | None


class SystemWebhook(WebhookShown):
    agency: str
    account: str
    waiting: int
    set_aside: int


class SystemWebhookPage(BaseModel):
    items: list[SystemWebhook]
    cursor: str | None


class SystemDelivery(DeliveryShown):
    webhook: str
    agency: str
    account: str
    url: str


class SystemDeliveryPage(BaseModel):
    items: list[SystemDelivery]
    cursor: str | None


class DeliverySaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    delivery: Annotated[str, Field(min_length=1, max_length=64)]


def systems_routes(services: Services, gate: Gate) -> APIRouter:
    needs = Depends(gate.needs(Right.OPERATE))
    router = api_router(services, gate, tag="operate", dependencies=[needs])
    operator = Annotated[Viewer, needs]
    database = services.database

    @router.get("/systems/keys")
    def keys(cursor: Cursor = "", limit: Limit = 50) -> SystemKeyPage:
        found = SystemKeys(database).listed(after=key_place(cursor), limit=limit + 1)
        last = found[limit - 1] if len(found) > limit else None
        return SystemKeyPage(
            items=[_key(one) for one in found[:limit]],
            cursor=f"{last.account_id} {last.id}" if last else None,
        )

    @router.get("/systems/webhooks")
    def hooks(viewer: operator, cursor: Cursor = "", limit: Limit = 50) -> SystemWebhookPage:
        found = Webhooks(database).of(viewer, after=cursor, limit=limit + 1)
        waiting, aside = waiting_by_webhook(database), set_aside_by_webhook(database)
        items = [
            SystemWebhook(
                **webhook_shown(one).model_dump(),
                agency=one.agency,
                account=one.account_id,
                waiting=waiting.get(one.id, 0),
                set_aside=aside.get(one.id, 0),
            )
            for one in found[:limit]
        ]
        return SystemWebhookPage(
            items=items, cursor=items[-1].webhook if len(found) > limit else None
        )

    @router.get("/systems/deliveries/waiting")
    def still_waiting(cursor: Cursor = "", limit: Limit = 50) -> SystemDeliveryPage:
        """The next first."""
        found = waiting_deliveries(database, after=place_of(cursor), limit=limit + 1)
        last = found[limit - 1][0] if len(found) > limit else None
        return SystemDeliveryPage(
            items=[_delivery(*one) for one in found[:limit]],
            cursor=cursor_at(last.next_at, last.id) if last else None,
        )

    @router.get("/systems/deliveries/set-aside")
    def aside(cursor: Cursor = "", limit: Limit = 50) -> SystemDeliveryPage:
        """Newest first."""
        found = set_aside_deliveries(database, before=place_of(cursor), limit=limit + 1)
        last = found[limit - 1][0] if len(found) > limit else None
        return SystemDeliveryPage(
            items=[_delivery(*one) for one in found[:limit]],
            cursor=cursor_at(last.set_aside_at, last.id) if last else None,
        )

    @router.post("/systems/deliveries/again")
    def again(said: DeliverySaid, viewer: operator) -> DeliverySaid:
        try_again(services, said.delivery, viewer=viewer)
        return said

    return router


def key_place(cursor: str) -> tuple[str, str]:
    """Account and key behind which a list goes on. Raises `NoSuchCursor`."""
    if not cursor:
        return ("", "")
    account, _, key = cursor.partition(" ")
    if not key:
        raise NoSuchCursor("cursor")
    return (account, key)


def _key(one: HeldKey) -> SystemKeyShown:
    return SystemKeyShown(
        key=one.id,
        account=one.account_id,
        name=one.name,
        agency=one.agency,
        made_at=one.made_at,
        seen_at=one.seen_at,
        ended_at=one.ended_at,
    )


def _delivery(one: Delivery, hook: Webhook) -> SystemDelivery:
    return SystemDelivery(
        **delivery_shown(one).model_dump(),
        webhook=hook.id,
        agency=hook.agency,
        account=hook.account_id,
        url=hook.url,
    )
