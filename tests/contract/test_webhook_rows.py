"""Deliveries on every database: any number at once, each made once, and what was heard is heard."""

from dataclasses import replace
from datetime import timedelta

import pytest
from storage_factories import LATER, NOW

from digitize.access import Role
from storage.accounts import Account, Accounts
from storage.catalogue import SqlCatalogue
from storage.database import Database
from storage.webhook_rows import Delivery, Webhook, Webhooks, insert_deliveries

HOOK = Webhook(
    id="wh1",
    agency="H46.1",
    account_id="mot-cua",
    url="https://mot-cua.example/",
    events=frozenset({"record.filed"}),
    secret="whsec_",
    made_at=NOW,
)
TOLD = Delivery(id="msg_1", webhook_id=HOOK.id, event="record.filed", body="{}", made_at=NOW)
LEASE = timedelta(minutes=2)


@pytest.fixture
def database(catalogue: SqlCatalogue) -> Database:
    found = catalogue._database
    account = Account(
        id="mot-cua", name="A", roles=frozenset({Role.SYSTEM}), agency="H46.1", made_at=NOW
    )
    Accounts(found).make(account, actor="test")
    Webhooks(found).make(HOOK)
    return found


def test_all_that_one_step_of_the_ledger_tells_is_inserted_once(database: Database) -> None:
    """Two thousand entries for twenty webhooks; a statement takes fewer values on either database."""
    new = [replace(TOLD, id=f"msg_{number}") for number in range(70_000)]
    for _ in range(2):
        with database.writing() as connection:
            insert_deliveries(connection, new)
    with database.reading() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM deliveries").scalar()
    assert count == len(new)


def test_a_sender_that_was_too_slow_takes_back_nothing(database: Database) -> None:
    """Its lease ran out, another sent the same and was heard."""
    rows = Webhooks(database)
    with database.writing() as connection:
        insert_deliveries(connection, [TOLD])
    assert len(rows.claim(at=NOW, lease=LEASE, limit=9)) == 1
    assert len(rows.claim(at=LATER, lease=LEASE, limit=9)) == 1
    rows.delivered(TOLD.id, status=200, at=LATER)
    rows.failed(TOLD.id, error="timeout", status=None, next_at=LATER, at=LATER)
    (told,) = rows.told(HOOK.id, before=None, limit=9)
    assert (told.delivered_at, told.next_at, told.last_error) == (LATER, None, "")
    assert rows.claim(at=LATER + LEASE, lease=LEASE, limit=9) == []
