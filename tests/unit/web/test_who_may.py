"""Every address of the server asked by every role of two agencies and by strangers, held against one table.

The requests are generated from the application's own routes: an address that the table does not name fails the test.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest
from checking_factories import a_waiting_paper, make_account
from storage_factories import a_scan_id, filed
from web_factories import AGENCY, app_of, asking, key_of_new_station, open_warehouse

from digitize.access import Role
from digitize.errors import NotInStore
from storage import ids
from storage.accounts import Accounts
from workers.accounts.signing_in import SigningIn
from workers.services import Services

OTHER = "000.00.17.H07"
COUNTER, CHECKER, SIGNER = Role.COUNTER_OFFICER, Role.CHECKER, Role.SIGNER
MANAGER, OPERATOR, CITIZEN, STATION = (
    Role.AGENCY_MANAGER,
    Role.OPERATOR,
    Role.CITIZEN,
    Role.STATION,
)
PEOPLE = frozenset(Role) - {STATION}
EVERYBODY = frozenset(Role) | {None}  # None: a stranger
PUSHERS = frozenset({COUNTER, STATION})
SEE_BATCHES = frozenset({COUNTER, CHECKER, MANAGER, STATION})
SEE_PAPERS = frozenset({COUNTER, CHECKER, SIGNER, MANAGER})
CHECK = frozenset({CHECKER})
KEEP = frozenset({MANAGER, OPERATOR})
OPERATE = frozenset({OPERATOR})

TABLE: tuple[tuple[str, frozenset[Role | None]], ...] = (
    # The first line that an address begins with decides.
    ("/healthz", EVERYBODY),
    ("/readyz", EVERYBODY),
    ("/metrics", EVERYBODY),
    ("/api/v1/openapi.json", EVERYBODY),
    ("/static", EVERYBODY),
    ("/sign-in", EVERYBODY),
    ("/api/v1/sessions/mine", PEOPLE),
    ("/api/v1/sessions", EVERYBODY),
    ("/language/", EVERYBODY),
    ("/sign-out", PEOPLE),
    ("/account/", PEOPLE),
    ("/accounts", KEEP),
    ("/account", PEOPLE),
    ("/api/v1/me", PEOPLE),
    ("/api/v1/accounts", KEEP),
    ("/api/v1/house", OPERATE),
    ("/api/v1/failures", OPERATE),
    ("/api/v1/stations", OPERATE),
    ("/api/v1/settings", OPERATE),
    ("/operate", OPERATE),
    ("/api/v1/records", SEE_PAPERS),
    ("/records", SEE_PAPERS),
    ("/documents/", SEE_PAPERS),
    ("/check", CHECK),
)
BY_METHOD = {
    # Where reading and changing are different matters.
    ("/api/v1/batches", "GET"): SEE_BATCHES,
    ("/api/v1/batches", "POST"): PUSHERS,
    ("/api/v1/counter", "GET"): SEE_BATCHES,
    ("/batches/new", "GET"): frozenset({COUNTER}),
    ("/batches/{wanted}/scans", "GET"): SEE_PAPERS,
    ("/batches", "GET"): SEE_BATCHES - {STATION},
    ("/api/v1/uploads", "OPTIONS"): EVERYBODY,
    ("/api/v1/uploads", "*"): PUSHERS,
    ("/api/v1/documents/{wanted}/claim", "*"): CHECK,
    ("/api/v1/documents/{wanted}/draft", "*"): CHECK,
    ("/api/v1/documents/", "GET"): SEE_PAPERS,
    ("/api/v1/documents", "GET"): CHECK,
    ("/api/v1/documents", "*"): CHECK,
}
SEEN_BY_ALL_OPERATORS = ("/accounts/", "/api/v1/accounts/")
ENDLESS = {"/api/v1/events"}
"""A stream, so not asked here; who hears what is tested in test_events.py."""


@dataclass(frozen=True)
class House:
    """A warehouse with a paper of everything, all of the first agency."""

    services: Services
    app: Any
    names: dict[str, str]
    keys: dict[str, str]

    def headers(self, role: Role | None, agency: str) -> dict[str, str]:
        if role is None:
            return {}
        return {"Authorization": f"Bearer {self.token(role, agency)}"}

    def token(self, role: Role, agency: str) -> str:
        """A new one each time: signing out is among what is asked."""
        if role is STATION:
            return self.keys[agency]
        account = Accounts(self.services.database).find(_name(role, agency))
        assert account is not None
        token, _ = SigningIn(self.services.database, clock=self.services.clock).begin(account)
        return token


def _name(role: Role, agency: str) -> str:
    return f"{role.value}-{agency[-6:].lower()}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_warehouse(tmp_path_factory.mktemp("who") / "kho") as services:
        station_keys = {}
        for agency in (AGENCY, OTHER):
            station_keys[agency] = key_of_new_station(
                services, f"quay-{agency[7:9]}", agency=agency
            )
            for role in PEOPLE:
                is_above = role in {OPERATOR, CITIZEN}
                make_account(
                    services, _name(role, agency), role=role, agency="" if is_above else agency
                )
        (document,) = a_waiting_paper(services)
        scan = services.catalogue.document(document).scan_id
        make_account(services, "kept", role=CHECKER)
        batch = services.catalogue.batches()[0]
        record = filed(services.catalogue, content="another", store=services.store, batch=batch)
        names = {
            "batch": batch.id,
            "document": document,
            "record": record.id,
            "account": "kept",
            "scan": scan,
        }
        yield House(services, app_of(services), names, station_keys)


def routes_of(app: Any) -> Iterator[tuple[str, str]]:
    """Method and path of every route, those of rooms included."""
    for route in _walk(app.routes):
        for method in sorted(getattr(route, "methods", None) or {"GET"}):
            yield method, route.path


def _walk(routes: Any) -> Iterator[Any]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from [route] if inner is None else _walk(inner.routes)


def allowed(method: str, path: str) -> frozenset[Role | None]:
    for (prefix, which), roles in BY_METHOD.items():
        if path.startswith(prefix) and which in {method, "*"}:
            return roles
    found = next((roles for prefix, roles in TABLE if path.startswith(prefix)), None)
    if path == "/":
        return PEOPLE
    assert found is not None, f"{method} {path} is not in the table"
    return found


def address_of(path: str, names: dict[str, str]) -> str:
    kinds = ("record", "upload", "document", "batch", "check")
    kind = next((kind for kind in kinds if f"/{kind}" in path), "batch")
    kind = {"check": "document"}.get(kind, kind)
    wanted = names.get(kind, "0" * 32)
    for name, value in (
        ("{wanted}", wanted),
        ("{wanted:path}", wanted),
        ("{account}", names["account"]),
        ("{page}", "1"),
        ("{number}", "1"),
        ("{language}", "en"),
        ("{scan}", names["scan"]),
        ("{path:path}", "desk.css"),
    ):
        path = path.replace(name, value)
    assert "{" not in path, f"what does {path} mean?"
    return path + ("?type_code=quyet_dinh" if path.endswith("/form") else "")


request_keys = count()
WAITING = ids.document_id(a_scan_id("scan"), 0)
BODIES: dict[str, dict[str, object]] = {
    # Of a version that never was, so that whoever is let in changes nothing.
    "/correct": {"version": 999},
    "/approve": {"version": 999},
    "/second-entry": {"version": 999},
    "/reject": {"version": 999, "code": "duplicate"},
    "/rescan": {"version": 999, "reason": "mờ"},
    "/split": {"version": 999, "page": 2},
    "/merge": {"version": 999, "other": WAITING},
    "/turn": {"version": 999, "page": 1, "degrees": 90},
    "/set-aside": {"version": 999, "page": 1},
    "/draft": {"version": 999, "values": {}},
    "/roles": {"roles": ["checker"]},
}


@asynccontextmanager
async def client_of(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(house.app, {}) as client:
        yield client


async def verdict(client: httpx.AsyncClient, method: str, address: str, headers: Any) -> str:
    body = next((body for end, body in BODIES.items() if address.endswith(end)), {})
    key = {"Idempotency-Key": f"k-{next(request_keys)}"} if method == "POST" else {}
    json = body if method in {"POST", "PUT"} else None
    answer = await client.request(method, address, headers={**headers, **key}, json=json)
    is_answered = answer.status_code < 500 or NotInStore.code in answer.text  # rows without bytes
    assert is_answered, f"{method} {address}: {answer.text}"
    return {401: "refused", 403: "refused", 404: "hidden"}.get(answer.status_code, "let in")


def expected(method: str, path: str, role: Role | None, agency: str) -> str:
    if role not in allowed(method, path):
        return "refused"
    is_of_somebody = "{wanted}" in path or "{account}" in path
    sees_all = role is OPERATOR and path.startswith(SEEN_BY_ALL_OPERATORS)
    is_unknown = "/uploads/" in path and method != "OPTIONS"
    if is_unknown or (is_of_somebody and agency == OTHER and not sees_all):
        return "let in" if None in allowed(method, path) else "hidden"
    return "let in"


async def compare(house: House) -> list[str]:
    wrong = []
    async with client_of(house) as client:
        for method, path in routes_of(house.app):
            if path in ENDLESS:
                continue
            address = address_of(path, house.names)
            for role in sorted(EVERYBODY, key=str):
                for agency in (AGENCY, OTHER):
                    headers = house.headers(role, agency)
                    found = await verdict(client, method, address, headers)
                    wanted = expected(method, path, role, agency)
                    if found != wanted:
                        wrong.append(
                            f"{method} {path} as {role} of {agency}: {found}, not {wanted}"
                        )
    return wrong


def test_every_address_lets_in_whom_the_table_says_and_nobody_else(house: House) -> None:
    wrong = asyncio.run(compare(house))
    assert wrong == [], "\n".join(wrong)
