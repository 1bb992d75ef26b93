"""An operator's programs ask about connected systems and have a delivery told again."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from checking_factories import make_account
from reuse_rig import Somebody
from web_factories import AGENCY, open_warehouse

from digitize.access import Role, Viewer
from storage.system_keys import SystemKeys
from storage.webhook_rows import Delivery, Webhooks, insert_deliveries
from web.operate.systems_pages import kind_of_fault
from workers.exchange.telling import Told
from workers.exchange.webhooks import make
from workers.services import Services

SYSTEM = Viewer(account="mot-cua", roles=frozenset({Role.SYSTEM}), agency=AGENCY)


def a_system_whose_receiver_is_down(services: Services) -> str:
    """One webhook with three deliveries, one of them set aside, whose id is given back."""
    now = services.clock()
    make_account(services, "mot-cua", role=Role.SYSTEM, agency=AGENCY)
    SystemKeys(services.database).give("mot-cua", actor="test", at=now)
    hook = make(services, "https://example.org/", [Told.RECORD_FILED], viewer=SYSTEM)
    new = [
        Delivery(id=f"msg_{n}", webhook_id=hook.id, event="record.filed", body="{}", made_at=now)
        for n in range(3)
    ]
    with services.database.writing() as connection:
        insert_deliveries(connection, new)
    Webhooks(services.database).failed(
        "msg_0", error="status 503", status=503, next_at=None, at=now
    )
    return "msg_0"


def test_systems_are_told_page_by_page_and_a_delivery_again(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "kho") as services:
        delivery = a_system_whose_receiver_is_down(services)
        operator = Somebody(services, "quan-tri", Role.OPERATOR)
        (key,) = operator.get("/systems/keys").json()["items"]
        assert (key["account"], key["seen_at"], key["ended_at"]) == ("mot-cua", None, None)
        (hook,) = operator.get("/systems/webhooks").json()["items"]
        assert (hook["waiting"], hook["set_aside"]) == (2, 1)
        assert "secret" not in hook
        place = "/systems/deliveries"
        first = operator.get(f"{place}/waiting?limit=1").json()
        rest = operator.get(f"{place}/waiting?{urlencode({'cursor': first['cursor']})}").json()
        waiting = [*first["items"], *rest["items"]]
        assert [one["delivery"] for one in waiting] == ["msg_1", "msg_2"]
        (aside,) = operator.get(f"{place}/set-aside").json()["items"]
        assert (aside["delivery"], aside["last_error"]) == (delivery, "status 503")
        assert operator.post(f"{place}/again", json={"delivery": delivery}).status_code == 200
        assert operator.get(f"{place}/set-aside").json()["items"] == []
        for place_of_nothing in (f"{place}/waiting?cursor=x", "/systems/keys?cursor=x"):
            assert operator.get(place_of_nothing).json()["code"] == "no_such_cursor"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("status 500", "status"),
        ("refused: address", "refused"),
        ("timeout", "timeout"),
        ("tls", "tls"),
        ("ConnectError", "line"),
    ],
)
def test_every_fault_has_its_sentence(error: str, kind: str) -> None:
    assert kind_of_fault(error) == kind
