"""Accounts and sessions: the same on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digitize.access import Role
from digitize.errors import AccountTaken, NoSuchAccount
from digitize.rows import Owner, OwnerKind
from storage.accounts import Account, Accounts
from storage.catalogue import SqlCatalogue
from storage.sessions import Session, Sessions

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LAN = Account(
    id="lan",
    name="Lan",
    roles=frozenset({Role.CHECKER}),
    agency="H07",
    made_at=NOW,
    must_change=True,
)
AN = Account(
    id="an",
    name="Ân",
    roles=frozenset({Role.CITIZEN}),
    owner=Owner(kind=OwnerKind.CITIZEN, number="001190000001", name="Ân"),
    made_at=NOW,
)


@pytest.fixture
def accounts(catalogue: SqlCatalogue) -> Accounts:
    return Accounts(catalogue._database)


@pytest.fixture
def sessions(catalogue: SqlCatalogue, accounts: Accounts) -> Sessions:
    accounts.make(LAN, actor="system")
    return Sessions(catalogue._database)


def test_an_account_is_found_as_it_was_made(accounts: Accounts) -> None:
    accounts.make(LAN, actor="system")
    accounts.make(AN, actor="system")
    assert accounts.find("lan") == LAN
    assert accounts.find("an") == AN
    assert accounts.find("nobody") is None


def test_a_name_is_taken_once_and_a_closed_one_stays_taken(accounts: Accounts) -> None:
    accounts.make(LAN, actor="system")
    accounts.change(replace(LAN, closed_at=NOW), event="account.closed", actor="quan-tri", at=NOW)
    with pytest.raises(AccountTaken):
        accounts.make(LAN, actor="system")


def test_nobody_changes_an_account_that_is_not(accounts: Accounts) -> None:
    with pytest.raises(NoSuchAccount):
        accounts.change(LAN, event="account.closed", actor="system", at=NOW)


def test_what_happens_to_an_account_is_in_the_ledger_without_its_secrets(
    catalogue: SqlCatalogue, accounts: Accounts
) -> None:
    accounts.make(replace(LAN, password_hash="$argon2id$secret"), actor="quan-tri")
    (entry,) = catalogue.ledger(subject="lan")
    assert (entry.event, entry.actor) == ("account.made", "quan-tri")
    assert entry.data == {"agency": "H07", "roles": ["checker"]}


def test_a_manager_lists_the_own_agency_alone(accounts: Accounts) -> None:
    for number in range(3):
        accounts.make(replace(LAN, id=f"lan{number}"), actor="system")
    accounts.make(replace(LAN, id="minh", agency="H08"), actor="system")
    first = accounts.listed(agency="H07", limit=2)
    assert [one.id for one in first] == ["lan0", "lan1"]
    assert [one.id for one in accounts.listed(agency="H07", after="lan1", limit=2)] == ["lan2"]
    assert [one.id for one in accounts.listed(words="MIN", limit=9)] == ["minh"]


def test_a_code_of_the_second_factor_counts_once(accounts: Accounts) -> None:
    accounts.make(LAN, actor="system")
    assert [accounts.use_code("lan", step) for step in (7, 7, 6, 8)] == [True, False, False, True]


def test_who_vouches_for_whom_is_found(accounts: Accounts) -> None:
    accounts.make(replace(LAN, issuer="https://id.example", subject="42"), actor="system")
    accounts.make(AN, actor="system")
    found = accounts.vouched_for("https://id.example", "42")
    assert found is not None
    assert found.id == "lan"
    assert accounts.vouched_for("https://other.example", "42") is None


def a_session(token: str, *, seen_at: datetime = NOW) -> Session:
    return Session(token_sha256=token, account_id="lan", csrf="c", made_at=NOW, seen_at=seen_at)


def test_a_session_is_found_with_its_account_until_it_ends(sessions: Sessions) -> None:
    sessions.begin(a_session("t1"))
    assert sessions.find("t1") == (a_session("t1"), LAN)
    sessions.end("t1")
    assert sessions.find("t1") is None


def test_all_sessions_end_but_the_one_at_hand(sessions: Sessions) -> None:
    for token in ("t1", "t2", "t3"):
        sessions.begin(a_session(token))
    sessions.end_all("lan", but="t2")
    assert [bool(sessions.find(token)) for token in ("t1", "t2", "t3")] == [False, True, False]


def test_what_nobody_used_is_forgotten(sessions: Sessions) -> None:
    later = NOW + timedelta(hours=2)
    sessions.begin(a_session("t1"))
    sessions.begin(a_session("t2"))
    sessions.seen("t2", at=later)
    sessions.failed("name", at=NOW)
    sessions.forget_before(later)
    assert sessions.find("t1") is None
    assert sessions.find("t2") is not None
    assert sessions.failures("name") is None


def test_failures_are_counted_until_one_succeeds(sessions: Sessions) -> None:
    for _ in range(3):
        sessions.failed("name", at=NOW)
    found = sessions.failures("name")
    assert found is not None
    assert found.times == 3
    sessions.succeeded("name")
    assert sessions.failures("name") is None
