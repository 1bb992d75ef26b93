"""Programs of other houses: their key, and what it does not open."""

import asyncio
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import Depends, FastAPI

from digitize.access import Right, Role, Viewer
from digitize.errors import NotAllowed, NotSignedIn, RequestInvalid, SignInRefused
from storage.database import Database, open_memory_database
from storage.portable_rows import export_rows, table_names
from storage.system_keys import is_system_key
from web.accounts.gate import Gate
from web.problem import answer_problems
from workers.accounts.keeping import KeepingAccounts, NewAccount
from workers.accounts.signing_in import SigningIn
from workers.accounts.vouching import Identity
from workers.log import logger_to

OPERATOR = Viewer(account="quan-tri", roles=frozenset({Role.OPERATOR}))
MANAGER = Viewer(account="truong", roles=frozenset({Role.AGENCY_MANAGER}), agency="H07")
PROGRAM = NewAccount(id="mot-cua", name="Một cửa", roles=frozenset({Role.SYSTEM}), agency="H07")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_memory_database()
    yield opened
    opened.close()


@pytest.fixture
def keeping(database: Database) -> KeepingAccounts:
    return KeepingAccounts(database, clock=lambda: NOW)


@pytest.fixture
def signing_in(database: Database) -> SigningIn:
    return SigningIn(database, clock=lambda: NOW)


def test_a_program_is_who_its_key_says(keeping: KeepingAccounts, signing_in: SigningIn) -> None:
    key = keeping.make(PROGRAM, by=OPERATOR)
    assert is_system_key(key)
    assert signing_in.program(key).account.viewer.agency == "H07"


def test_a_new_key_ends_the_old_one(keeping: KeepingAccounts, signing_in: SigningIn) -> None:
    old = keeping.make(PROGRAM, by=OPERATOR)
    new = keeping.reset("mot-cua", by=OPERATOR)
    with pytest.raises(NotSignedIn):
        signing_in.program(old)
    assert signing_in.program(new).account.id == "mot-cua"


def test_a_closed_account_has_no_key(keeping: KeepingAccounts, signing_in: SigningIn) -> None:
    key = keeping.make(PROGRAM, by=OPERATOR)
    keeping.close("mot-cua", by=OPERATOR)
    with pytest.raises(NotSignedIn):
        signing_in.program(key)


def test_one_other_letter_is_another_key(keeping: KeepingAccounts, signing_in: SigningIn) -> None:
    key = keeping.make(PROGRAM, by=OPERATOR)
    other = key[:-1] + ("A" if key[-1] != "A" else "B")
    with pytest.raises(NotSignedIn):
        signing_in.program(other)


def test_only_an_operator_makes_programs(keeping: KeepingAccounts) -> None:
    with pytest.raises(NotAllowed):
        keeping.make(PROGRAM, by=MANAGER)


@pytest.mark.parametrize(
    "new",
    [
        replace(PROGRAM, roles=frozenset({Role.SYSTEM, Role.CHECKER})),
        replace(PROGRAM, agency=""),
    ],
    ids=["a checker too", "of no agency"],
)
def test_a_program_is_nothing_besides(keeping: KeepingAccounts, new: NewAccount) -> None:
    with pytest.raises(RequestInvalid):
        keeping.make(new, by=OPERATOR)


def test_a_program_becomes_no_person(keeping: KeepingAccounts) -> None:
    keeping.make(PROGRAM, by=OPERATOR)
    with pytest.raises(RequestInvalid):
        keeping.give_roles("mot-cua", frozenset({Role.CHECKER}), by=OPERATOR)


def test_nobody_signs_in_as_a_program(keeping: KeepingAccounts, signing_in: SigningIn) -> None:
    key = keeping.make(PROGRAM, by=OPERATOR)
    with pytest.raises(SignInRefused):
        signing_in.sign_in("mot-cua", key)
    with pytest.raises(SignInRefused):
        signing_in.sign_in_vouched(Identity(issuer="i", subject="s", name="mot-cua"))


def test_the_key_is_nowhere_in_the_warehouse(database: Database, keeping: KeepingAccounts) -> None:
    key = keeping.make(PROGRAM, by=OPERATOR)
    with database.reading() as connection:
        rows = b"".join(line for name in table_names() for line in export_rows(connection, name))
    assert key.rsplit("_", 1)[0].split("_")[1].encode() in rows  # the key's name, in the ledger
    assert key.encode() not in rows
    assert key[-43:].encode() not in rows


def test_a_key_counts_as_bearer_and_never_as_cookie(
    keeping: KeepingAccounts, signing_in: SigningIn
) -> None:
    key = keeping.make(PROGRAM, by=OPERATOR)
    gate, app = Gate(signing_in), FastAPI()
    answer_problems(app, logger_to(io.StringIO()))

    @app.get("/", dependencies=[Depends(gate.needs(Right.EXCHANGE))])
    def hello() -> str:
        return "xin chào"

    async def asked() -> list[int]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="https://d") as client:
            bearer = await client.get("/", headers={"Authorization": f"Bearer {key}"})
            names = ("__Host-digitize", "digitize")
            cookie = "; ".join(f"{name}={key}" for name in names)
            return [
                bearer.status_code,
                (await client.get("/", headers={"Cookie": cookie})).status_code,
            ]

    assert asyncio.run(asked()) == [200, 401]
