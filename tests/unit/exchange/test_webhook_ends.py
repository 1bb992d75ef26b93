"""A delivery comes to an end, whatever the name of its receiver makes the libraries raise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from service_factories import memory_services
from storage_factories import NOW, filed

from digitize.access import Role, Viewer
from digitize.errors import WebhookRefused
from storage.accounts import Account, Accounts
from storage.webhook_rows import Webhook, Webhooks
from workers.exchange.addresses import AddressOptions, require_sayable, target_of
from workers.exchange.sending import SendingOptions, WebhookSender
from workers.exchange.telling import Told, make_deliveries
from workers.exchange.webhooks import close, make
from workers.services import Services

SYSTEM = Viewer(account="mot-cua", roles=frozenset({Role.SYSTEM}), agency="H46.1")


@pytest.mark.parametrize(
    "host", ["a..vn", ".vn", "x" * 64 + ".vn"], ids=["empty", "begins", "long"]
)
def test_a_name_that_nobody_can_look_up_is_refused(host: str) -> None:
    for asked in (require_sayable, target_of):
        with pytest.raises(WebhookRefused):
            asked(f"https://{host}/hook", options=AddressOptions())


def _with_a_delivery(now: list[datetime]) -> tuple[Services, Webhook]:
    services = replace(memory_services(), clock=lambda: now[0])
    Accounts(services.database).make(
        Account(id="mot-cua", name="A", roles=SYSTEM.roles, agency="H46.1", made_at=NOW),
        actor="test",
    )
    hook = make(services, "https://mot-cua.example/", [Told.RECORD_FILED], viewer=SYSTEM)
    filed(services.catalogue)
    make_deliveries(services)
    return services, hook


def test_a_defect_in_sending_is_a_failed_attempt_and_not_the_next_forever() -> None:
    now = [NOW]
    services, hook = _with_a_delivery(now)
    options = SendingOptions(pauses=(timedelta(seconds=1),))
    sender = WebhookSender(services, options=options, resolve=_raising)
    for _ in range(5):
        sender.send_due()
        now[0] += timedelta(minutes=5)  # longer than any lease
    (told,) = Webhooks(services.database).told(hook.id, before=None, limit=9)
    assert (told.attempts, told.last_error) == (2, "RuntimeError")
    assert told.set_aside_at is not None


def test_a_webhook_that_is_closed_while_it_is_told_is_not_told_again() -> None:
    services, hook = _with_a_delivery([NOW])
    rows, lease = Webhooks(services.database), timedelta(minutes=2)
    ((delivery, _),) = rows.claim(at=NOW, lease=lease, limit=9)
    close(services, hook.id, viewer=SYSTEM)
    rows.failed(delivery.id, error="timeout", status=None, next_at=NOW, at=NOW)
    assert rows.claim(at=NOW, lease=lease, limit=9) == []


def _raising(_host: str, _port: int) -> Sequence[str]:
    raise RuntimeError
