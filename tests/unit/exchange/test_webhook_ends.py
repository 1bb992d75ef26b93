"""A delivery comes to an end, whatever the name of its receiver makes the libraries raise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from service_factories import memory_services
from storage_factories import NOW, filed

from digitize.access import Role, Viewer
from digitize.errors import WebhookRefused
from storage.accounts import Account, Accounts
from storage.webhook_rows import Webhooks
from workers.exchange.addresses import AddressOptions, require_sayable, target_of
from workers.exchange.sending import SendingOptions, WebhookSender
from workers.exchange.telling import Told, make_deliveries
from workers.exchange.webhooks import make

SYSTEM = Viewer(account="mot-cua", roles=frozenset({Role.SYSTEM}), agency="H46.1")


@pytest.mark.parametrize(
    "host", ["a..vn", ".vn", "x" * 64 + ".vn"], ids=["empty", "begins", "long"]
)
def test_a_name_that_nobody_can_look_up_is_refused(host: str) -> None:
    for asked in (require_sayable, target_of):
        with pytest.raises(WebhookRefused):
            asked(f"https://{host}/hook", options=AddressOptions())


def test_a_defect_in_sending_is_a_failed_attempt_and_not_the_next_forever() -> None:
    now = [NOW]
    services = replace(memory_services(), clock=lambda: now[0])
    Accounts(services.database).make(
        Account(id="mot-cua", name="A", roles=SYSTEM.roles, agency="H46.1", made_at=NOW),
        actor="test",
    )
    hook = make(services, "https://mot-cua.example/", [Told.RECORD_FILED], viewer=SYSTEM)
    filed(services.catalogue)
    make_deliveries(services)
    options = SendingOptions(pauses=(timedelta(seconds=1),))
    sender = WebhookSender(services, options=options, resolve=_raising)
    for _ in range(5):
        sender.send_due()
        now[0] += timedelta(minutes=5)  # longer than any lease
    (told,) = Webhooks(services.database).told(hook.id, before=None, limit=9)
    assert (told.attempts, told.last_error) == (2, "RuntimeError")
    assert told.set_aside_at is not None


def _raising(_host: str, _port: int) -> Sequence[str]:
    raise RuntimeError
