"""All that is held about one person: to the agency its own, to the person everything; told in the ledger, the number nowhere."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from checking_factories import make_account
from filed_papers import OWNER, a_filed_paper
from web_factories import AGENCY, Client, app_of

from config.settings import Settings
from digitize.access import Role
from digitize.rows import Record
from storage.accounts import Account, Accounts
from workers.accounts.signing_in import SigningIn
from workers.privacy.person_report import TOLD
from workers.services import Services, build_services

RULES = '[type.quyet_dinh]\nkind = "private"\nsource = "thử"\nconfirmed = true\n'
BODY = {"number": OWNER.number}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with build_services(Settings(warehouse=tmp_path / "kho", agency_code=AGENCY)) as opened:
        yield opened


@pytest.fixture
def record(services: Services) -> Record:
    return a_filed_paper(services)


def manager(services: Services, agency: str = AGENCY) -> Client:
    account = make_account(
        services, f"lan-{agency[-3:].lower()}", role=Role.AGENCY_MANAGER, agency=agency
    )
    return signed_in(services, account)


def citizen(services: Services, name: str = "hoa", number: str = OWNER.number) -> Client:
    account = Account(
        id=name,
        name="Hòa",
        roles=frozenset({Role.CITIZEN}),
        owner=replace(OWNER, number=number),
        made_at=services.clock(),
    )
    Accounts(services.database).make(account, actor="test")
    return signed_in(services, account)


def signed_in(services: Services, account: Account) -> Client:
    token, _ = SigningIn(services.database, clock=services.clock).begin(account)
    return Client(app_of(services), token)


def asked(
    client: Client, address: str = "/api/v1/persons/held", **given: object
) -> dict[str, list[object]]:
    answer = client.post(address, headers={"Idempotency-Key": "k"}, **given)
    assert answer.status_code == 200, answer.text
    held: dict[str, list[object]] = answer.json()["held"]
    return held


def test_an_agency_tells_what_it_has(services: Services, record: Record) -> None:
    held = asked(manager(services), json=BODY)
    assert [row["id"] for row in held["records"]] == [record.id]  # type: ignore[index]
    assert asked(manager(services, "H99"), json=BODY)["records"] == []


def test_a_person_is_told_everything_and_who_asked(services: Services, record: Record) -> None:
    asked(manager(services), json=BODY)
    held = asked(citizen(services), "/api/v1/persons/mine/held")
    assert [row["id"] for row in held["accounts"]] == ["hoa"]  # type: ignore[index]
    looks = [(row["account"], row["part"]) for row in held["looks"]]  # type: ignore[index]
    assert ("lan-h07", "person") in looks


def test_the_ledger_and_the_log_have_no_number(services: Services, record: Record) -> None:
    asked(manager(services), json=BODY)
    entries = services.catalogue.ledger()
    assert [one for one in entries if one.event == TOLD]
    assert not [one for one in entries if OWNER.number in f"{one.subject} {one.data}"]
    assert OWNER.number not in (services.settings.warehouse / "digitize.log").read_text()


def test_a_wrong_number_is_refused_without_repeating_it(services: Services) -> None:
    answer = manager(services).post(
        "/api/v1/persons/held", headers={"Idempotency-Key": "k"}, json={"number": "0442030012"}
    )
    assert "0442030012" not in answer.text
    page = manager(services, "H98").post("/persons", data={"number": "không số"})
    assert page.status_code == 422


def test_what_an_owner_of_before_said_is_told_to_nobody_else(
    services: Services, record: Record
) -> None:
    hoa, key = citizen(services), {"Idempotency-Key": "c"}
    said = {"said": "giấy này không phải của tôi"}
    hoa.post(f"/api/v1/own/records/{record.id}/complaints", headers=key, json=said)
    lan = signed_in(services, make_account(services, "kiem", role=Role.CHECKER))
    other = {"kind": "citizen", "number": "001200000001", "name": "Người khác"}
    body = {"version": record.version, "owners": [other]}
    assert lan.post(f"/api/v1/owners/records/{record.id}", headers=key, json=body).is_success
    theirs = asked(citizen(services, "khac", other["number"]), "/api/v1/persons/mine/held")
    assert [row["id"] for row in theirs["records"]][-1:] == [record.id]  # type: ignore[index]
    assert theirs["complaints"] == []
    told = asked(manager(services), json={"number": other["number"]})["complaints"]
    assert [row["said"] for row in told] == [said["said"]]  # type: ignore[index]


def test_nobody_has_it_told_again_and_again(services: Services) -> None:
    lan = manager(services)
    answers = [lan.post("/persons", data=BODY).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_what_a_sensitive_paper_says_is_not_told_to_an_officer(tmp_path: Path) -> None:
    rules = tmp_path / "sensitive.toml"
    rules.write_text(RULES, encoding="utf-8")
    settings = Settings(warehouse=tmp_path / "kho", agency_code=AGENCY, sensitive=rules)
    with build_services(settings) as services:
        a_filed_paper(services)
        (officers,) = asked(manager(services), json=BODY)["records"]
        (own,) = asked(citizen(services), "/api/v1/persons/mine/held")["records"]
    assert set(officers["fields"].values()) == {"***"}  # type: ignore[index]
    assert own["fields"]["reference"] == "2311/QĐ-UBND"  # type: ignore[index]


def test_the_page_can_be_read_and_its_address_has_no_number(
    services: Services, record: Record
) -> None:
    page = manager(services).post("/persons", data=BODY)
    assert page.status_code == 200
    assert record.id in page.text
    assert "********1234" in page.text


def test_every_kind_of_row_can_be_read_on_the_own_page(services: Services, record: Record) -> None:
    """Its columns are those that the rows have; moments are Vietnam's."""
    hoa = citizen(services)
    asked(manager(services), json=BODY)
    page = hoa.post("/own-data")
    assert page.status_code == 200, page.text
    for words in ("Họ tên", "Đăng nhập lần cuối", "Ai đã xem", "Số, ký hiệu"):
        assert words in page.text
    assert "T00:" not in page.text
    (kept,) = asked(hoa, "/api/v1/persons/mine/held")["accounts"]
    assert set(kept) == {"id", "name", "issuer", "made_at", "closed_at", "signed_in_at"}  # type: ignore[call-overload]
