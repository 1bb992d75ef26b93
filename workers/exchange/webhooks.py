"""What a program and an operator do about webhooks."""

import secrets
from collections.abc import Collection

from digitize.access import Viewer
from digitize.errors import RequestInvalid
from storage.webhook_rows import Webhook, Webhooks
from workers.exchange.addresses import require_sayable
from workers.exchange.sending import options_of
from workers.exchange.signing import new_secret
from workers.exchange.telling import Told
from workers.services import Services

MOST_OF_AGENCY = 20
"""Open ones; each is told of everything it asked for."""


def make(services: Services, url: str, events: Collection[Told], *, viewer: Viewer) -> Webhook:
    """With its secret, which is said here and to nobody else. Raises `WebhookRefused`, `RequestInvalid`."""
    require_sayable(url, options=options_of(services).addresses)
    rows = Webhooks(services.database)
    is_open = [one for one in rows.of(viewer, limit=1000) if one.closed_at is None]
    if len(is_open) >= MOST_OF_AGENCY:
        raise RequestInvalid("too many webhooks")
    webhook = Webhook(
        id=f"wh{secrets.token_hex(8)}",
        agency=viewer.agency,
        account_id=viewer.account,
        url=url,
        events=frozenset(events),
        secret=new_secret(),
        made_at=services.clock(),
    )
    rows.make(webhook)
    return webhook


def close(services: Services, webhook_id: str, *, viewer: Viewer) -> None:
    """Raises `NotFound`."""
    Webhooks(services.database).close(webhook_id, viewer=viewer, at=services.clock())


def try_again(services: Services, delivery_id: str, *, viewer: Viewer) -> None:
    """Raises `NotFound`."""
    Webhooks(services.database).again(delivery_id, actor=viewer.account, at=services.clock())
