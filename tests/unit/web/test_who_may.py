"""Every address of the server asked by every role of two agencies and by strangers, held against one table.

The requests are generated from the application's own routes: an address that the table does not name fails the test.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from checking_factories import a_waiting_paper, make_account
from filed_papers import a_filed_paper
from life_factories import a_said_link
from reuse_rig import app_that_looks
from storage_factories import CITIZEN as CITIZEN_OF
from storage_factories import a_scan_id, filed
from web_factories import AGENCY, asking, key_of_new_station, open_warehouse

from digitize.access import Role, Viewer
from digitize.errors import NotInStore
from digitize.model import Box, DocumentId, RecordId
from digitize.one_stop import Dossier, Result
from digitize.reuse.complaints import Complaint
from digitize.reuse.grants import Grant, GrantBasis, GrantId, GrantPurpose
from digitize.reuse.hand_overs import HandOver
from digitize.rows import LinkState, Owner, OwnerKind, Record, StatedPair
from storage import complaint_rows, grant_rows, hand_over_rows, ids, link_rows, number_links
from storage.accounts import Accounts
from storage.dossier_rows import Dossiers
from storage.proof_rows import ProofCodes
from storage.system_keys import SystemKeys
from workers.accounts.signing_in import SigningIn
from workers.exchange.telling import Told
from workers.exchange.webhooks import make
from workers.services import Services

OTHER = "000.00.17.H07"
STRANGER = Owner(kind=OwnerKind.CITIZEN, number="001200000001")
COUNTER, CHECKER, SIGNER = Role.COUNTER_OFFICER, Role.CHECKER, Role.SIGNER
MANAGER, OPERATOR, CITIZEN, STATION = (
    Role.AGENCY_MANAGER,
    Role.OPERATOR,
    Role.CITIZEN,
    Role.STATION,
)
SYSTEM = Role.SYSTEM
PEOPLE = frozenset(Role) - {STATION}
EVERYBODY = frozenset(Role) | {None}  # None: a stranger
PUSHERS = frozenset({COUNTER, STATION, SYSTEM})
SEE_BATCHES = frozenset({COUNTER, CHECKER, MANAGER, STATION, SYSTEM})
SEE_PAPERS = frozenset({COUNTER, CHECKER, SIGNER, MANAGER})
CHECK = frozenset({CHECKER})
SIGN = frozenset({SIGNER})
KEEP = frozenset({MANAGER, OPERATOR})
OPERATE = frozenset({OPERATOR})
EXCHANGE = frozenset({SYSTEM})
ASK_HELD = frozenset({COUNTER, SYSTEM})
ANSWER_OWNERS = frozenset({CHECKER, MANAGER})

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
    ("/api/v1/proofs", EVERYBODY),
    ("/v", EVERYBODY),
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
    ("/api/v1/systems", OPERATE),
    ("/api/v1/dossiers", EXCHANGE),
    ("/api/v1/webhooks", EXCHANGE),
    ("/operate", OPERATE),
    ("/api/v1/indicators", KEEP),
    ("/reports", KEEP),
    ("/api/v1/holdings", ASK_HELD),
    ("/holdings", ASK_HELD),
    ("/api/v1/paper-links", CHECK),
    ("/paper-links", CHECK),
    ("/api/v1/owners", CHECK),
    ("/owners", CHECK),
    ("/api/v1/persons/mine", frozenset({CITIZEN})),
    ("/own-data", frozenset({CITIZEN})),
    ("/api/v1/persons", frozenset({MANAGER})),
    ("/persons", frozenset({MANAGER})),
    ("/api/v1/demands", frozenset({MANAGER})),
    ("/demands", frozenset({MANAGER})),
    ("/api/v1/disposal-lists", frozenset({MANAGER})),
    ("/disposals", frozenset({MANAGER})),
    ("/api/v1/own/", frozenset({CITIZEN})),
    ("/own-", frozenset({CITIZEN})),
    ("/api/v1/reuse", frozenset({COUNTER})),
    ("/reuse", frozenset({COUNTER})),
    ("/api/v1/complaints", ANSWER_OWNERS),
    ("/complaints", ANSWER_OWNERS),
    ("/api/v1/records", SEE_PAPERS),
    ("/records", SEE_PAPERS),
    ("/documents/", SEE_PAPERS),
    ("/api/v1/signing", SIGN),
    ("/signing", SIGN),
    ("/check", CHECK),
)
BY_METHOD = {
    # Where reading and changing are different matters.
    ("/api/v1/batches", "GET"): SEE_BATCHES,
    ("/api/v1/batches", "POST"): PUSHERS,
    ("/api/v1/counter", "GET"): SEE_BATCHES,
    ("/api/v1/counter", "POST"): frozenset({COUNTER, SYSTEM}),
    ("/batches/new", "GET"): frozenset({COUNTER, SYSTEM}),
    ("/batches/{wanted}/answered", "POST"): frozenset({COUNTER, SYSTEM}),
    ("/batches/{wanted}/scans", "GET"): SEE_PAPERS,
    ("/batches", "GET"): SEE_BATCHES - {STATION},
    ("/api/v1/uploads", "OPTIONS"): EVERYBODY,
    ("/api/v1/uploads", "*"): PUSHERS,
    ("/api/v1/records/{wanted}/life", "POST"): CHECK,
    ("/api/v1/records/{wanted}/validity", "POST"): CHECK,
    ("/records/{wanted}/life", "POST"): CHECK,
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
        if role is SYSTEM:
            return self.keys[agency + SYSTEM]
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
                name = _name(role, agency)
                owner = (CITIZEN_OF if agency == AGENCY else STRANGER) if role is CITIZEN else None
                stands_for = "" if is_above else agency
                make_account(services, name, role=role, agency=stands_for, owner=owner)
            station_keys[agency + SYSTEM] = SystemKeys(services.database).give(
                _name(SYSTEM, agency), actor="test", at=services.clock()
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
            "code": a_code(services, record.document_id),
            "scan": scan,
            "dossier": a_dossier(services, record.id),
            "webhook": a_webhook(services),
            "paper-link": a_proposed_link(services, record.id),
            "pair": a_stated_pair(services, record.id),
            **a_used_grant(services, a_filed_paper(services, "granted")),
        }
        yield House(services, app_that_looks(services), names, station_keys)


def a_code(services: Services, document_id: DocumentId) -> str:
    """What anybody may look a filed paper up by."""
    document = services.catalogue.document(document_id)
    return ProofCodes(services.database).of(document, at=services.clock())


def a_used_grant(services: Services, record: Record) -> dict[str, str]:
    """A paper that the first agency took into a dossier by law, what its owner permits too, and what the owner complains of."""
    now = services.clock()
    law = Grant(
        id=GrantId(f"g-{'1' * 32}"),
        owner=CITIZEN_OF,
        agency=AGENCY,
        purpose=GrantPurpose.DOSSIER,
        procedure_code="1.001193",
        dossier_code="H07.16-260302-0001",
        basis=GrantBasis.LAW,
        reason="Điều 16",
        given_by="an",
        given_at=now,
        valid_from=now,
        valid_until=now + timedelta(days=9),
        record_id=record.id,
    )
    given = replace(law, id=GrantId(f"g-{'2' * 32}"), basis=GrantBasis.OWNER)
    ended = replace(law, id=GrantId(f"g-{'3' * 32}"))
    receipt = HandOver(
        id=f"h-{'1' * 32}",
        grant_id=law.id,
        record_id=record.id,
        record_version=1,
        sha256=record.pdf.sha256,
        agency=AGENCY,
        procedure_code=law.procedure_code,
        dossier_code=law.dossier_code,
        component="",
        account="an",
        at=now,
    )
    told = Complaint(
        id=f"c-{'1' * 32}", record_id=record.id, account="hoa", said="Sai ngày", told_at=now
    )
    with services.database.writing() as connection:
        for grant in (law, given, ended):
            grant_rows.insert_grant(connection, grant)
        hand_over_rows.insert_hand_over(connection, receipt)
        complaint_rows.insert_complaint(connection, told)
    return {
        "reuse": law.id,
        "reuse-withdraw": ended.id,
        "own": given.id,
        "receipt": receipt.id,
        "complaint": told.id,
        "granted": record.id,
    }


def a_stated_pair(services: Services, record_id: RecordId) -> str:
    """Two numbers that this record says are one person's."""
    box = Box(left=1, top=2, right=3, bottom=4)
    pair = StatedPair(
        kind=OwnerKind.CITIZEN, one="044203001234", other="191234567", page_index=0, box=box
    )
    viewer = Viewer(account="an", roles=frozenset({CHECKER}), agency=AGENCY)
    with services.database.writing() as connection:
        number_links.propose(connection, record_id, [pair], at=services.clock())
        (link,) = number_links.links_in_state(
            connection, viewer, LinkState.PROPOSED, after=None, limit=2
        )
        return link.id


def a_dossier(services: Services, record_id: RecordId) -> str:
    """A dossier of the first agency whose result is this record."""
    result = Result(code="KQ1", record_id=record_id, filed_at=services.clock())
    dossier = Dossier(code="H07.16-260302-0001", agency=AGENCY, source="test", results=(result,))
    Dossiers(services.database).tell(dossier, at=services.clock(), actor="test")
    return dossier.code


def a_webhook(services: Services) -> str:
    """One of the first agency."""
    viewer = Viewer(account=_name(SYSTEM, AGENCY), roles=frozenset({SYSTEM}), agency=AGENCY)
    return make(services, "https://example.org/", [Told.RECORD_FILED], viewer=viewer).id


def a_proposed_link(services: Services, record_id: RecordId) -> str:
    with services.database.writing() as connection:
        link_rows.propose(connection, record_id, [a_said_link()], at=services.clock())
        return link_rows.links_from(connection, record_id)[0].id


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
    kinds = ("dossier", "paper-link", "record", "upload", "document", "batch", "check", "signing")
    kind = next((kind for kind in kinds if f"/{kind}" in path), "batch")
    kind = _of_reuse(path) or {"check": "document", "signing": "document"}.get(kind, kind)
    wanted = names.get(kind, "0" * 32)
    for name, value in (
        ("{wanted}", wanted),
        ("{wanted:path}", wanted),
        ("{account}", names["account"]),
        ("{demand}", "0" * 32),
        ("{list_id}", "0" * 32),
        ("{record}", names["granted"]),
        ("{page}", "1"),
        ("{number}", "1"),
        ("{result}", "KQ1"),
        ("{indicator}", "on_time"),
        ("{webhook}", names["webhook"]),
        ("{pair}", names["pair"]),
        ("{language}", "en"),
        ("{code}", names["code"]),
        ("{scan}", names["scan"]),
        ("{path:path}", "desk.css"),
    ):
        path = path.replace(name, value)
    assert "{" not in path, f"what does {path} mean?"
    ends = {"/form": "?type_code=quyet_dinh", "KQ1/sealed": "?purpose=tra_ket_qua"}
    return path + next((said for end, said in ends.items() if path.endswith(end)), "")


def _of_reuse(path: str) -> str:
    """What is wanted there; empty elsewhere."""
    if "/reuse/" in path:
        is_withdrawn = path.endswith("/withdraw")  # another, since what is withdrawn ends
        return "receipt" if "/receipts/" in path else "reuse-withdraw" if is_withdrawn else "reuse"
    if "/own-papers/" in path or "/own/records/" in path:
        return "granted"
    if "/own-grants/" in path or "/own/grants/" in path:
        return "own"
    return "complaint" if "/complaints/" in path else ""


request_keys = count()
WAITING = ids.document_id(a_scan_id("scan"), 0)
BODIES: dict[str, dict[str, object]] = {
    "/purpose": {"choice": "check", "words": "kiểm tra việc số hóa"},
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
    "/take-back": {"version": 999, "page": 1},
    "/send-back": {"version": 999, "reason": "signer_wrong_field"},
    "/answered": {"subject": WAITING},
    "/draft": {"version": 999, "values": {}},
    "/life": {"version": 999, "state": "revoked", "reason": "thu hồi"},
    "/validity": {"version": 999, "valid_until": None, "reason": "không thời hạn"},
    "/meant": {"version": 999, "record": "r-0000000000000000-p0000"},
    "/not-meant": {"version": 999, "reason": "không phải"},
    "/query": {
        "owner": {"kind": "citizen", "number": "044203001234"},
        "purpose": "receiving",
        "procedure": "1.000894",
    },
    "/api/v1/owners/records/": {"version": 999, "owners": []},
    "/api/v1/owners/links/": {"version": 999, "state": "linked"},
    "/owners/links": {"kind": "citizen", "one": "1", "other": "2", "reason": "x"},
    "/roles": {"roles": ["checker"]},
    "/reuse/grants": {
        "owner_number": "044203001234",
        "type": "quyet_dinh",
        "procedure": "1.001193",
        "dossier": "H07.16-260302-0001",
        "reason": "Điều 16 Luật Hộ tịch",
    },
    "/open": {"procedure": "1.001193", "dossier": "H07.16-260302-0001"},
    "/answer": {"outcome": "declined", "answer": "Đúng"},
    "/own/grants": {
        "type": "quyet_dinh",
        "agency": AGENCY,
        "procedure": "1.001193",
        "until": "2000-01-01",
    },
    "/grants": {"agency": AGENCY, "procedure": "1.001193", "until": "2000-01-01"},
    "/complaints": {"said": "Sai"},
}


FORMS = ("/reuse", "/own-", "/complaints", "/batches", "/paper-links")


@asynccontextmanager
async def client_of(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(house.app, {}) as client:
        yield client


def _is_about(end: str, address: str) -> bool:
    """How an address ends; what ends with a slash is somewhere in it."""
    return address.endswith(end) or (end.endswith("/") and end in address)


async def verdict(client: httpx.AsyncClient, method: str, address: str, headers: Any) -> str:
    body = next((body for end, body in BODIES.items() if _is_about(end, address)), {})
    key = {"Idempotency-Key": f"k-{next(request_keys)}"} if method == "POST" else {}
    sent: dict[str, Any] = {"json": body} if method in {"POST", "PUT"} else {}
    if sent and address.startswith(FORMS):
        sent = {"data": body}  # as a form does, which is refused only after it was read
    answer = await client.request(method, address, headers={**headers, **key}, **sent)
    is_answered = answer.status_code < 500 or NotInStore.code in answer.text  # rows without bytes
    assert is_answered, f"{method} {address}: {answer.text}"
    return {401: "refused", 403: "refused", 404: "hidden"}.get(answer.status_code, "let in")


def expected(method: str, path: str, role: Role | None, agency: str) -> str:
    if role not in allowed(method, path):
        return "refused"
    is_of_somebody = any(name in path for name in ("{wanted}", "{account}", "{webhook}", "{pair}"))
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
