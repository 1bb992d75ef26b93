"""Signing in by the API, the own password and second factor, and what headers every answer has."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyotp
import pytest
from web_factories import AGENCY, Client, app_of, asking, open_warehouse

from digitize.access import Role, Viewer
from workers.accounts.keeping import KeepingAccounts, NewAccount
from workers.services import Services

OPERATOR = Viewer(account="quan-tri", roles=frozenset({Role.OPERATOR}))
OWN = "ba con mèo ngồi bên bếp"


class House:
    def __init__(self, services: Services) -> None:
        self.services = services
        self.app = app_of(services)
        keeping = KeepingAccounts(services.database, clock=services.clock)
        new = NewAccount(id="lan", name="Lan", roles=frozenset({Role.CHECKER}), agency=AGENCY)
        self.first = keeping.make(new, by=OPERATOR)

    def sign_in(self, password: str, *, code: str = "") -> httpx.Response:
        said = {"name": "lan", "password": password, "code": code}
        return Client(self.app, "none").post("/api/v1/sessions", json=said)

    def client(self, password: str) -> Client:
        return Client(self.app, self.sign_in(password).json()["token"])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_warehouse(tmp_path / "kho") as services:
        yield House(services)


def test_the_first_password_opens_nothing_but_its_change(house: House) -> None:
    client = house.client(house.first)
    assert client.get("/api/v1/me").json()["must_change_password"]
    assert client.get("/api/v1/documents").json()["code"] == "password_must_change"
    changed = client.put("/api/v1/me/password", json={"old": house.first, "new": OWN})
    assert changed.status_code == 204
    assert client.get("/api/v1/documents").status_code == 200


def test_a_wrong_and_a_weak_password_change_nothing(house: House) -> None:
    client = house.client(house.first)
    for old, new, code in (
        ("sai", OWN, "sign_in_refused"),
        (house.first, "x", "password_too_weak"),
    ):
        answer = client.put("/api/v1/me/password", json={"old": old, "new": new})
        assert answer.json()["code"] == code
    assert house.sign_in(house.first).status_code == 201


def test_a_second_factor_is_offered_set_and_asked_for(house: House) -> None:
    client = house.client(house.first)
    offered = client.get("/api/v1/me/second-factor").json()
    assert offered["secret"] in offered["address"]
    code = pyotp.TOTP(offered["secret"]).at(house.services.clock())
    said = {"secret": offered["secret"], "code": code}
    assert client.put("/api/v1/me/second-factor", json=said).status_code == 204
    assert house.sign_in(house.first).json()["code"] == "second_factor_needed"


def test_signing_out_ends_the_session(house: House) -> None:
    client = house.client(house.first)
    assert client.delete("/api/v1/sessions/mine").status_code == 204
    assert client.get("/api/v1/me").status_code == 401


def test_one_address_may_not_try_for_ever(house: House) -> None:
    codes = [house.sign_in("sai mật khẩu").status_code for _ in range(25)]
    assert codes[0] == 401
    assert codes[-1] == 429


def asked(house: House, address: str, *, scheme: str = "http", **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with asking(house.app, headers) as client:
            return await client.get(f"{scheme}://server{address}")

    return asyncio.run(ask())


@pytest.mark.parametrize("address", ["/sign-in", "/static/desk.css", "/api/v1/me"])
def test_no_answer_may_run_what_is_not_ours(house: House, address: str) -> None:
    answer = asked(house, address, accept="text/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_over_tls_a_browser_is_told_to_stay_there(house: House) -> None:
    assert "strict-transport-security" not in asked(house, "/sign-in").headers
    over_tls = asked(house, "/sign-in", scheme="https")
    assert over_tls.headers["strict-transport-security"].startswith("max-age=")


def cookie_of(house: House) -> dict[str, str]:
    token = house.sign_in(house.first).json()["token"]
    return {"Cookie": f"digitize={token}"}


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-CSRF-Token": "guessed"}, {"X-CSRF-Token": "guessed", "Sec-Fetch-Site": "cross-site"}],
    ids=["nothing said", "guessed", "another site"],
)
def test_a_change_by_cookie_must_carry_the_sessions_secret(
    house: House, headers: dict[str, str]
) -> None:
    cookie = cookie_of(house)

    async def forged() -> httpx.Response:
        async with asking(house.app, {**cookie, **headers}) as client:
            return await client.post("/sign-out")

    answer = asyncio.run(forged())
    assert (answer.status_code, answer.json()["code"]) == (403, "request_forged")
