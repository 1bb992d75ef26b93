"""A person's demand is registered, told to the agency alone with its number masked, and answered once with a reason."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from checking_factories import make_account
from filed_papers import OWNER, a_filed_paper
from web_factories import AGENCY, Client, app_of, open_warehouse

from digitize.access import Role, Viewer
from digitize.privacy.demands import DemandKind
from workers.accounts.signing_in import SigningIn
from workers.privacy.demanding import register
from workers.services import Services

KEYS = count()
SAID = {"kind": "delete", "number": OWNER.number, "words": "xóa giấy tờ của tôi"}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_warehouse(tmp_path / "kho") as opened:
        yield opened


def manager(services: Services, name: str = "lan", agency: str = AGENCY) -> Client:
    account = make_account(services, name, role=Role.AGENCY_MANAGER, agency=agency)
    token, _ = SigningIn(services.database, clock=services.clock).begin(account)
    return Client(app_of(services), token)


def post(client: Client, address: str, said: dict[str, str]) -> tuple[int, str]:
    answer = client.post(address, headers={"Idempotency-Key": f"k{next(KEYS)}"}, json=said)
    return answer.status_code, answer.json()["demand"] if answer.status_code == 201 else ""


def test_a_demand_is_registered_and_listed_with_its_number_masked(services: Services) -> None:
    client = manager(services)
    assert post(client, "/api/v1/demands", SAID)[0] == 201
    (shown,) = client.get("/api/v1/demands").json()["items"]
    assert (shown["number"], shown["outcome"]) == ("********1234", None)
    assert OWNER.number not in client.get("/demands").text


def test_its_days_are_counted_in_vietnam(services: Services) -> None:
    early = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)  # 06:00 on 2 March there
    viewer = Viewer(account="lan", roles=frozenset({Role.AGENCY_MANAGER}), agency=AGENCY)
    there = replace(services, clock=lambda: early)
    demand = register(there, viewer, DemandKind.DELETE, OWNER, "xóa giấy tờ của tôi")
    assert demand.due_on == date(2026, 3, 22)


def test_another_agency_neither_sees_nor_answers_it(services: Services) -> None:
    _, demand = post(manager(services), "/api/v1/demands", SAID)
    other = manager(services, "xa", "H99")
    assert other.get("/api/v1/demands").json()["items"] == []
    said = {"outcome": "done", "reason": "đã xóa"}
    assert post(other, f"/api/v1/demands/{demand}/answer", said)[0] == 404


def test_it_is_answered_once_and_the_ledger_has_no_words(services: Services) -> None:
    client = manager(services)
    _, demand = post(client, "/api/v1/demands", SAID)
    said = {"outcome": "refused", "reason": "giữ theo thời hạn lưu trữ"}
    assert post(client, f"/api/v1/demands/{demand}/answer", said)[0] == 204
    assert post(client, f"/api/v1/demands/{demand}/answer", said)[0] == 409
    told = [(one.event, one.data) for one in services.catalogue.ledger(subject=demand)]
    assert [event for event, _ in told] == ["demand.registered", "demand.answered"]
    assert "giữ theo" not in str(told)
    assert OWNER.number not in str(told)


def test_a_record_of_nobody_here_is_refused(services: Services) -> None:
    record = a_filed_paper(services)
    client = manager(services)
    assert post(client, "/api/v1/demands", SAID | {"record": record.id})[0] == 201
    none = {"record": "r-0123456789abcdef-p0001"}
    assert post(client, "/api/v1/demands", SAID | none)[0] == 404
    assert client.post("/demands", data=SAID | none).status_code == 422
    assert client.post("/demands", data=SAID).status_code == 303
