"""What an operator is shown of keys and deliveries is the same of both databases, page after page."""

from datetime import timedelta

import pytest
from storage_factories import NOW

from digitize.access import Role, Viewer
from digitize.errors import NotFound
from storage.accounts import Account, Accounts
from storage.catalogue import SqlCatalogue
from storage.database import Database
from storage.system_keys import SystemKeys
from storage.webhook_lists import (
    set_aside_by_webhook,
    set_aside_deliveries,
    waiting_by_webhook,
    waiting_deliveries,
)
from storage.webhook_rows import Delivery, Webhook, Webhooks, insert_deliveries

AGENCY = "H46.1"
SYSTEM = Viewer(account="mot-cua", roles=frozenset({Role.SYSTEM}), agency=AGENCY)


@pytest.fixture
def database(catalogue: SqlCatalogue) -> Database:
    for name in ("mot-cua", "kho-tinh"):
        account = Account(
            id=name, name=name, roles=frozenset({Role.SYSTEM}), agency=AGENCY, made_at=NOW
        )
        Accounts(catalogue._database).make(account, actor="test")
    return catalogue._database


def a_hook(database: Database, hook_id: str, *, deliveries: int) -> None:
    hook = Webhook(
        id=hook_id,
        agency=AGENCY,
        account_id="mot-cua",
        url="https://mot-cua.example/hook",
        events=frozenset({"record.filed"}),
        secret="whsec_",
        made_at=NOW,
    )
    Webhooks(database).make(hook)
    new = [
        Delivery(
            id=f"msg_{number}_{hook_id}",
            webhook_id=hook_id,
            event="record.filed",
            body="{}",
            made_at=NOW + timedelta(minutes=number),
        )
        for number in range(deliveries)
    ]
    with database.writing() as connection:
        insert_deliveries(connection, new)


def test_keys_are_told_with_when_they_ended(database: Database) -> None:
    keys = SystemKeys(database)
    first = keys.give("mot-cua", actor="test", at=NOW)
    later = NOW + timedelta(days=1)
    second = keys.give("mot-cua", actor="test", at=later)
    third = keys.give("kho-tinh", actor="test", at=NOW)
    found = keys.find(second)
    assert found is not None
    keys.seen(found[0], at=later)
    told = {one.id: one for one in keys.listed(limit=10)}
    old, new = told[first.split("_")[1]], told[second.split("_")[1]]
    assert (old.ended_at, old.seen_at) == (later, None)
    assert (new.ended_at, new.seen_at) == (None, later)
    (ahead,) = keys.listed(limit=1)
    assert ahead.id == third.split("_")[1]
    behind = keys.listed(after=(ahead.account_id, ahead.id), limit=10)
    assert {one.id for one in behind} == {old.id, new.id}


def test_waiting_and_set_aside_are_told_page_after_page(database: Database) -> None:
    a_hook(database, "wh1", deliveries=5)
    rows = Webhooks(database)
    for number in (0, 1, 2):
        at = NOW + timedelta(hours=number)
        rows.failed(f"msg_{number}_wh1", error="status 500", status=500, next_at=None, at=at)
    ((newest, hook),) = set_aside_deliveries(database, limit=1)
    assert (newest.id, newest.last_status, hook.secret) == ("msg_2_wh1", 500, "")
    assert newest.set_aside_at is not None
    others = set_aside_deliveries(database, before=(newest.set_aside_at, newest.id), limit=9)
    assert [one.id for one, _ in others] == ["msg_1_wh1", "msg_0_wh1"]
    ((due, _),) = waiting_deliveries(database, limit=1)
    assert due.next_at is not None
    behind = waiting_deliveries(database, after=(due.next_at, due.id), limit=9)
    assert [due.id, *(one.id for one, _ in behind)] == ["msg_3_wh1", "msg_4_wh1"]
    assert (waiting_by_webhook(database), set_aside_by_webhook(database)) == (
        {"wh1": 2},
        {"wh1": 3},
    )


def test_what_is_tried_again_waits_and_is_set_aside_no_more(database: Database) -> None:
    a_hook(database, "wh1", deliveries=1)
    rows = Webhooks(database)
    rows.failed("msg_0_wh1", error="timeout", status=None, next_at=None, at=NOW)
    rows.again("msg_0_wh1", actor="quan-tri", at=NOW)
    assert set_aside_deliveries(database, limit=9) == []
    ((waiting, _),) = waiting_deliveries(database, limit=9)
    assert (waiting.attempts, waiting.last_error) == (0, "timeout")
    with pytest.raises(NotFound):
        rows.again("msg_0_wh1", actor="quan-tri", at=NOW)


def test_a_closed_webhook_leaves_nothing_to_an_operator(database: Database) -> None:
    a_hook(database, "wh1", deliveries=2)
    Webhooks(database).close("wh1", viewer=SYSTEM, at=NOW)
    assert waiting_deliveries(database, limit=9) == set_aside_deliveries(database, limit=9) == []
    assert set_aside_by_webhook(database) == {"wh1": 2}
