"""Webhooks for programs at `/api/v1/webhooks`: where they want to be told of what, and what they were told."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from storage.webhook_rows import Delivery, Webhook, Webhooks
from web.accounts.gate import Gate
from web.api.router import api_router
from web.exchange.cursors import Cursor, cursor_at, place_of
from workers.exchange.telling import Told
from workers.exchange.webhooks import close, make
from workers.services import Services

_Wanted = Annotated[str, Path(pattern=r"^[a-z0-9]{1,32}$")]
_Limit = Annotated[int, Query(ge=1, le=200)]


class WebhookSaid(BaseModel):
    # Not strict: JSON has no enumerations, events come as their names.
    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, Field(max_length=2000, pattern=r"^https?://[\x21-\x7e]+$")]
    events: Annotated[list[Told], Field(min_length=1, max_length=len(Told))]


class WebhookShown(BaseModel):
    webhook: str
    url: str
    events: list[Told]
    made_at: datetime
    is_closed: bool


class WebhookMade(WebhookShown):
    secret: str
    """Said here and nowhere else: HMAC-SHA256 over `id.timestamp.body` by it is `webhook-signature`."""


class WebhookPage(BaseModel):
    items: list[WebhookShown]
    cursor: str | None


class DeliveryShown(BaseModel):
    delivery: str
    event: str
    made_at: datetime
    attempts: int
    next_at: datetime | None
    delivered_at: datetime | None
    set_aside_at: datetime | None
    last_error: str
    last_status: int | None


class DeliveryPage(BaseModel):
    items: list[DeliveryShown]
    cursor: str | None


def webhook_routes(services: Services, gate: Gate) -> APIRouter:
    router = api_router(services, gate, tag="webhooks")
    system = Annotated[Viewer, Depends(gate.needs(Right.EXCHANGE))]
    rows = Webhooks(services.database)

    @router.post("/webhooks", status_code=HTTPStatus.CREATED)
    def made(request: Request, said: WebhookSaid, viewer: system) -> WebhookMade:
        request.state.is_secret = True
        webhook = make(services, said.url, said.events, viewer=viewer)
        return WebhookMade(**webhook_shown(webhook).model_dump(), secret=webhook.secret)

    @router.get("/webhooks")
    def listed(
        viewer: system,
        cursor: Annotated[str, Query(max_length=32)] = "",
        limit: _Limit = 50,
    ) -> WebhookPage:
        found = rows.of(viewer, after=cursor, limit=limit + 1)
        return WebhookPage(
            items=[webhook_shown(one) for one in found[:limit]],
            cursor=found[limit - 1].id if len(found) > limit else None,
        )

    @router.post("/webhooks/{webhook}/close", status_code=HTTPStatus.NO_CONTENT)
    def closed(webhook: _Wanted, viewer: system) -> None:
        close(services, webhook, viewer=viewer)

    @router.get("/webhooks/{webhook}/deliveries")
    def deliveries(
        webhook: _Wanted,
        viewer: system,
        cursor: Cursor = "",
        limit: _Limit = 50,
    ) -> DeliveryPage:
        rows.get(webhook, viewer=viewer)
        found = rows.told(webhook, before=place_of(cursor), limit=limit + 1)
        last = found[limit - 1] if len(found) > limit else None
        return DeliveryPage(
            items=[delivery_shown(one) for one in found[:limit]],
            cursor=cursor_at(last.made_at, last.id) if last else None,
        )

    return router


def webhook_shown(one: Webhook) -> WebhookShown:
    return WebhookShown(
        webhook=one.id,
        url=one.url,
        events=sorted(Told(event) for event in one.events),
        made_at=one.made_at,
        is_closed=one.closed_at is not None,
    )


def delivery_shown(one: Delivery) -> DeliveryShown:
    return DeliveryShown(
        delivery=one.id,
        event=one.event,
        made_at=one.made_at,
        attempts=one.attempts,
        next_at=one.next_at,
        delivered_at=one.delivered_at,
        set_aside_at=one.set_aside_at,
        last_error=one.last_error,
        last_status=one.last_status,
    )
