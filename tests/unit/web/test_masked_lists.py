"""Every address that lists something, asked as every role: a person's number planted in each place of a paper is in none in full."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from checking_factories import a_found, a_waiting_paper, make_account
from filed_papers import OWNER, a_filed_paper
from storage_factories import a_description
from web_factories import AGENCY, app_of, asking, open_warehouse

from digitize.access import Role
from digitize.desk import RescanRequest
from digitize.model import DocumentId
from digitize.rows import OwnerKind
from storage.accounts import Account, Accounts
from workers.accounts.signing_in import SigningIn
from workers.services import Services

NUMBER = "044203001234"
PHONE = "0912345678"
PLANTED = (NUMBER, PHONE, "044 203 001 234")
OWN_PAGES = (
    # The page of one paper, and what is taken out of it: whole for whoever has the right.
    "/records/{wanted}",
    "/documents/{wanted}",
    "/check/{wanted}",
    "/api/v1/records/{wanted}",
    "/api/v1/documents/{wanted}",
)
ENDLESS = {"/api/v1/events"}


@dataclass(frozen=True)
class House:
    app: Any
    tokens: dict[Role, str]
    batch: str


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_warehouse(tmp_path_factory.mktemp("masks") / "kho") as services:
        tokens = {role: _token(services, role) for role in set(Role) - {Role.STATION}}
        record = a_filed_paper(services, f"{NUMBER}_don")
        document, again = (_waiting(services, f"{NUMBER}_{what}") for what in ("cho", "mo"))
        services.catalogue.ask_rescan(_asked(services, again))
        scan = services.catalogue.document(document).scan_id
        yield House(app_of(services), tokens, services.catalogue.scan(scan).batch_id)
        assert record.owner == OWNER


def _waiting(services: Services, name: str) -> DocumentId:
    subject = a_found("subject", f"Về việc của công dân {NUMBER}, điện thoại {PHONE}")
    description = a_description(subject, reasons=("field_unsure",))
    (document,) = a_waiting_paper(services, name, description=description)
    return document


def _asked(services: Services, document_id: DocumentId) -> RescanRequest:
    return RescanRequest(
        document_id=document_id,
        scan_id=services.catalogue.document(document_id).scan_id,
        page_indexes=(0,),
        reason=f"mờ số {NUMBER}",
        asked_by="an",
        asked_at=services.clock(),
    )


def _token(services: Services, role: Role) -> str:
    if role is Role.CITIZEN:
        account = Account(
            id="cong-dan",
            name="Nguyễn Thị Hòa",
            roles=frozenset({role}),
            owner=replace(OWNER, kind=OwnerKind.CITIZEN),
            made_at=services.clock(),
        )
        Accounts(services.database).make(account, actor="test")
    else:
        agency = "" if role is Role.OPERATOR else AGENCY
        account = make_account(services, role.value, role=role, agency=agency)
    token, _ = SigningIn(services.database, clock=services.clock).begin(account)
    return token


def lists_of(app: Any) -> Iterator[str]:
    for route in _walk(app.routes):
        methods = getattr(route, "methods", None) or {"GET"}
        if "GET" in methods and not route.path.startswith(OWN_PAGES) and route.path not in ENDLESS:
            yield route.path


def _walk(routes: Any) -> Iterator[Any]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from [route] if inner is None else _walk(inner.routes)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.STATION}))
def test_no_list_shows_a_persons_number_in_full(house: House, role: Role) -> None:
    shown = asyncio.run(_shown(house, role))
    assert len(shown) > 3
    found = {(path, number) for path, text in shown.items() for number in PLANTED if number in text}
    assert not found


def test_what_is_planted_is_in_the_lists(house: House) -> None:
    """Else nothing were tested."""
    masked = "********1234"
    officer = asyncio.run(_shown(house, Role.COUNTER_OFFICER))
    assert masked in officer["/records"]
    assert masked in officer["/api/v1/records"]
    assert masked in officer["/batches/{wanted}"]
    assert masked in officer["/batches/{wanted}/receipt"]
    checker = asyncio.run(_shown(house, Role.CHECKER))
    assert masked in checker["/check"]
    assert "******5678" in checker["/api/v1/documents"]


async def _shown(house: House, role: Role) -> dict[str, str]:
    """Path → what this role is shown there."""
    shown = {}
    headers = {"Authorization": f"Bearer {house.tokens[role]}"}
    async with asking(house.app, headers) as client:
        for path in lists_of(house.app):
            address = re.sub(r"\{\w+(:path)?\}", "1", path.replace("{wanted}", house.batch))
            answer = await client.get(address)
            if answer.status_code == 200:
                shown[path] = answer.text
        words = await client.get("/records", params={"words": "hòa giải"})
        shown["/records?words"] = words.text
    return shown
