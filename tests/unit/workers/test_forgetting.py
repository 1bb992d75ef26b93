"""What goes by itself goes when its time is over, and leaves what it was about."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from filed_papers import OWNER
from web_factories import open_warehouse

from digitize.access import Role
from storage.accounts import Account, Accounts
from storage.api_answers import ApiAnswers, Asked
from workers.privacy.forgetting import SWEPT, forget_what_is_old
from workers.services import Services


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_warehouse(tmp_path / "kho") as opened:
        yield opened


def a_citizen(services: Services, name: str, *, closed_days_ago: int | None) -> None:
    at = services.clock()
    closed = None if closed_days_ago is None else at - timedelta(days=closed_days_ago)
    Accounts(services.database).make(
        Account(
            id=name,
            name="Nguyễn Thị Hòa",
            roles=frozenset({Role.CITIZEN}),
            owner=OWNER,
            made_at=at,
            closed_at=closed,
        ),
        actor="test",
    )


def test_an_account_closed_long_ago_says_no_more_whose_it_was(services: Services) -> None:
    a_citizen(services, "long-ago", closed_days_ago=400)
    a_citizen(services, "lately", closed_days_ago=10)
    a_citizen(services, "open", closed_days_ago=None)
    assert forget_what_is_old(services)["accounts"] == 1
    accounts = Accounts(services.database)
    gone, kept = accounts.find("long-ago"), accounts.find("lately")
    assert gone is not None
    assert (gone.name, gone.owner, gone.password_hash) == ("", None, None)
    assert kept is not None
    assert kept.owner is not None


def test_it_is_in_the_ledger_once_and_nothing_is_no_event(services: Services) -> None:
    asked = Asked(account_id="an", key="k", fingerprint="0" * 64)
    ApiAnswers(services.database).begin(asked, at=services.clock() - timedelta(days=2))
    assert forget_what_is_old(services)["answers"] == 1
    assert not any(forget_what_is_old(services).values())
    (told,) = [one for one in services.catalogue.ledger() if one.event == SWEPT]
    assert told.data == {"rows": {"purposes": 0, "answers": 1, "drafts": 0, "accounts": 0}}
