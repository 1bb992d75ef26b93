"""Signing in, sessions and the people who keep accounts: what is refused and when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from digitize.access import Role, Viewer
from digitize.errors import (
    NoSuchAccount,
    NotAllowed,
    NotSignedIn,
    PasswordTooWeak,
    RequestInvalid,
    SecondFactorNeeded,
    SignInRefused,
    TooManyAttempts,
)
from storage.accounts import Account, Accounts
from storage.database import Database, open_memory_database
from workers.accounts import passwords
from workers.accounts.keeping import KeepingAccounts, NewAccount
from workers.accounts.signing_in import SessionOptions, SigningIn

MANAGER = Viewer(account="truong", roles=frozenset({Role.AGENCY_MANAGER}), agency="H07")
OPERATOR = Viewer(account="quan-tri", roles=frozenset({Role.OPERATOR}))
LAN = NewAccount(id="lan", name="Lan", roles=frozenset({Role.CHECKER}), agency="H07")


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same function at the least cost: what it costs protects people, not tests."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_NOBODYS", hasher.hash("nobody"))


class House:
    """A warehouse's people, and a clock that stands still until it is set."""

    def __init__(self, database: Database) -> None:
        self.now = datetime(2026, 11, 23, 8, tzinfo=UTC)
        self.accounts = Accounts(database)
        self.keeping = KeepingAccounts(database, clock=self.clock)
        self.signing_in = SigningIn(database, clock=self.clock, options=SessionOptions())

    def clock(self) -> datetime:
        return self.now

    def account(self, account_id: str) -> Account:
        found = self.accounts.find(account_id)
        assert found is not None
        return found


@pytest.fixture
def house() -> Iterator[House]:
    database = open_memory_database()
    yield House(database)
    database.close()


def test_who_has_the_password_gets_a_session(house: House) -> None:
    password = house.keeping.make(LAN, by=MANAGER)
    token, signed_in = house.signing_in.sign_in(" LAN ", password)
    assert house.signing_in.who(token).account.id == "lan"
    assert signed_in.account.must_change
    assert token not in repr(signed_in)


@pytest.mark.parametrize(("name", "password"), [("lan", "wrong"), ("nobody", "wrong"), ("", "")])
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    house: House, name: str, password: str
) -> None:
    house.keeping.make(LAN, by=MANAGER)
    with pytest.raises(SignInRefused):
        house.signing_in.sign_in(name, password)


@pytest.mark.parametrize("name", ["lan", "nobody"])
def test_who_failed_five_times_waits_account_or_not(house: House, name: str) -> None:
    password = house.keeping.make(LAN, by=MANAGER)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            house.signing_in.sign_in(name, "wrong")
    with pytest.raises(TooManyAttempts):
        house.signing_in.sign_in(name, password)


def test_waiting_ends_and_success_forgets_the_failures(house: House) -> None:
    password = house.keeping.make(LAN, by=MANAGER)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            house.signing_in.sign_in("lan", "wrong")
    house.now += timedelta(minutes=1)
    house.signing_in.sign_in("lan", password)
    with pytest.raises(SignInRefused):
        house.signing_in.sign_in("lan", "wrong")


def test_a_session_ends_when_it_is_not_used(house: House) -> None:
    token, _ = house.signing_in.sign_in("lan", house.keeping.make(LAN, by=MANAGER))
    for _ in range(3):
        house.now += timedelta(minutes=29)
        house.signing_in.who(token)
    house.now += timedelta(minutes=31)
    with pytest.raises(NotSignedIn):
        house.signing_in.who(token)


def test_a_session_ends_after_a_working_day_however_it_is_used(house: House) -> None:
    token, _ = house.signing_in.sign_in("lan", house.keeping.make(LAN, by=MANAGER))
    for _ in range(28):
        house.now += timedelta(minutes=25)
        house.signing_in.who(token)
    house.now += timedelta(minutes=25)
    with pytest.raises(NotSignedIn):
        house.signing_in.who(token)


def test_a_closed_account_is_out_at_once(house: House) -> None:
    password = house.keeping.make(LAN, by=MANAGER)
    token, _ = house.signing_in.sign_in("lan", password)
    house.keeping.close("lan", by=MANAGER)
    with pytest.raises(NotSignedIn):
        house.signing_in.who(token)
    with pytest.raises(SignInRefused):
        house.signing_in.sign_in("lan", password)


def test_a_changed_password_ends_the_other_sessions(house: House) -> None:
    password = house.keeping.make(LAN, by=MANAGER)
    other, _ = house.signing_in.sign_in("lan", password)
    token, here = house.signing_in.sign_in("lan", password)
    house.keeping.change_password(
        here.account,
        old=password,
        new="ba con mèo ngồi",
        session=here.session.token_sha256,
    )
    assert not house.signing_in.who(token).account.must_change
    with pytest.raises(NotSignedIn):
        house.signing_in.who(other)


@pytest.mark.parametrize("weak", ["ngắn", "aaaaaaaaaaaaaaa", "tôi là Lan đây mà", "x" * 201])
def test_a_weak_password_is_refused(house: House, weak: str) -> None:
    password = house.keeping.make(LAN, by=MANAGER)
    for new in (weak, password):
        with pytest.raises(PasswordTooWeak):
            house.keeping.change_password(house.account("lan"), old=password, new=new, session="")


def test_the_second_factor_is_asked_for_and_its_code_counts_once(house: House) -> None:
    password = house.keeping.make(LAN, by=MANAGER)
    secret = house.keeping.second_factor_secret()
    totp = pyotp.TOTP(secret)
    house.keeping.set_second_factor(house.account("lan"), secret=secret, code=totp.at(house.now))
    with pytest.raises(SecondFactorNeeded):
        house.signing_in.sign_in("lan", password)
    house.now += timedelta(seconds=60)
    code = totp.at(house.now)
    house.signing_in.sign_in("lan", password, code)
    with pytest.raises(SignInRefused):
        house.signing_in.sign_in("lan", password, code)


def test_a_code_says_nothing_without_the_password(house: House) -> None:
    house.keeping.make(LAN, by=MANAGER)
    secret = house.keeping.second_factor_secret()
    totp = pyotp.TOTP(secret)
    house.keeping.set_second_factor(house.account("lan"), secret=secret, code=totp.at(house.now))
    with pytest.raises(SignInRefused):
        house.signing_in.sign_in("lan", "wrong", totp.at(house.now + timedelta(seconds=30)))


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (replace(LAN, agency="H08"), NotAllowed),
        (replace(LAN, roles=frozenset({Role.OPERATOR})), NotAllowed),
        (replace(LAN, roles=frozenset({Role.STATION})), RequestInvalid),
        (replace(LAN, roles=frozenset()), RequestInvalid),
        (replace(LAN, id="Lan!"), RequestInvalid),
        (replace(LAN, name=" "), RequestInvalid),
    ],
    ids=["other agency", "operator", "station", "no role", "bad id", "no name"],
)
def test_a_manager_makes_no_account_beyond_the_own_agency(
    house: House, new: NewAccount, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        house.keeping.make(new, by=MANAGER)
    assert house.accounts.find(new.id) is None


def test_an_account_of_another_agency_is_as_none_to_a_manager(house: House) -> None:
    house.keeping.make(replace(LAN, agency="H08"), by=OPERATOR)
    with pytest.raises(NoSuchAccount):
        house.keeping.reset("lan", by=MANAGER)


def test_a_reset_ends_sessions_and_the_second_factor(house: House) -> None:
    token, _ = house.signing_in.sign_in("lan", house.keeping.make(LAN, by=MANAGER))
    secret = house.keeping.second_factor_secret()
    code = pyotp.TOTP(secret).at(house.now)
    house.keeping.set_second_factor(house.account("lan"), secret=secret, code=code)
    password = house.keeping.reset("lan", by=MANAGER)
    with pytest.raises(NotSignedIn):
        house.signing_in.who(token)
    house.signing_in.sign_in("lan", password)
    assert house.account("lan").must_change


def test_nobody_closes_the_own_account(house: House) -> None:
    house.keeping.make(
        replace(LAN, id="truong", roles=frozenset({Role.AGENCY_MANAGER})), by=OPERATOR
    )
    with pytest.raises(NotAllowed):
        house.keeping.close("truong", by=MANAGER)
