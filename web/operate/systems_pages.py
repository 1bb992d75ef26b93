"""The operator's page of connected systems."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from storage.system_keys import SystemKeys
from storage.webhook_lists import (
    set_aside_by_webhook,
    set_aside_deliveries,
    waiting_by_webhook,
    waiting_deliveries,
)
from storage.webhook_rows import Webhooks
from web.accounts.gate import Gate
from web.exchange.cursors import cursor_at, place_of
from web.operate.systems_api import key_place
from web.pages.rendering import Pages
from workers.exchange.webhooks import try_again
from workers.services import Services

PAGE = 50
WAITING_SHOWN = 20
"""The next ones; how many there are stands at each webhook."""
_Behind = Annotated[str, Query(max_length=200)]


def systems_pages(services: Services, pages: Pages, gate: Gate) -> APIRouter:
    needs = Depends(gate.needs(Right.OPERATE))
    router = APIRouter(prefix="/operate", include_in_schema=False, dependencies=[needs])
    operator = Annotated[Viewer, needs]
    database = services.database

    @router.get("/systems")
    def systems(
        request: Request,
        viewer: operator,
        keys: _Behind = "",
        hooks: _Behind = "",
        aside: _Behind = "",
        again: Annotated[str, Query(max_length=64)] = "",
    ) -> Response:
        known = SystemKeys(database).listed(after=key_place(keys), limit=PAGE + 1)
        webhooks = Webhooks(database).of(viewer, after=hooks, limit=PAGE + 1)
        failed = set_aside_deliveries(database, before=place_of(aside), limit=PAGE + 1)
        last_key = known[PAGE - 1] if len(known) > PAGE else None
        last_failed = failed[PAGE - 1][0] if len(failed) > PAGE else None
        return pages.page(
            request,
            "operate_systems.html",
            keys=known[:PAGE],
            more_keys=f"{last_key.account_id} {last_key.id}" if last_key else "",
            webhooks=webhooks[:PAGE],
            more_webhooks=webhooks[PAGE - 1].id if len(webhooks) > PAGE else "",
            waiting_of=waiting_by_webhook(database),
            aside_of=set_aside_by_webhook(database),
            waiting=waiting_deliveries(database, limit=WAITING_SHOWN),
            aside=failed[:PAGE],
            more_aside=cursor_at(last_failed.set_aside_at, last_failed.id) if last_failed else "",
            kind_of=kind_of_fault,
            again=again,
        )

    @router.post("/systems/again")
    def again(
        viewer: operator, delivery: Annotated[str, Form(min_length=1, max_length=64)]
    ) -> Response:
        try_again(services, delivery, viewer=viewer)
        return RedirectResponse(f"/operate/systems?again={delivery}", status_code=303)

    return router


def kind_of_fault(error: str) -> str:
    """Which sentence says why a delivery was not heard (`names.fault`); what is not named there is the line's doing."""
    kind = error.split(":", 1)[0].split(" ", 1)[0]
    return kind if kind in {"status", "refused", "timeout", "tls"} else "line"
