"""What an owner holds and what became of papers, by the API: answered without the paper, noted without the person, not for fishing."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import httpx
import pytest
from checking_factories import make_account
from life_factories import BINH, HOA, a_said_link, file_paper
from service_factories import memory_services
from storage_factories import a_batch
from web_factories import AGENCY, Client, app_of

from digitize.access import Role
from digitize.dossier.arrived import KnownBy
from digitize.dossier.checklist import Checklist, ChecklistItem
from digitize.dossier.missing import missing_of
from digitize.rows import Record
from workers.accounts.signing_in import SigningIn
from workers.services import Services
from workers.warehouse.holdings import held_items

OTHER = "000.00.17.H07"
keys = count()


@pytest.fixture
def services() -> Iterator[Services]:
    with memory_services() as opened:
        yield opened


class Program:
    """Somebody's program, with the API of one server."""

    def __init__(self, services: Services, role: Role, *, agency: str = AGENCY) -> None:
        account = make_account(services, f"{role.value}-{next(keys)}", role=role, agency=agency)
        token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        self.account = account.id
        self._client = Client(app_of(services), token)

    def ask(self, method: str, what: str, **given: Any) -> httpx.Response:
        headers = {"Idempotency-Key": f"k-{next(keys)}"} if method == "POST" else {}
        return self._client.request(method, f"/api/v1{what}", headers=headers, **given)

    def holdings(self, number: str = HOA.number, **said: Any) -> httpx.Response:
        question = {
            "owner": {"kind": "citizen", "number": number},
            "purpose": "receiving",
            "procedure": "1.000894",
            **said,
        }
        return self.ask("POST", "/holdings/query", json=question)


def a_card(services: Services, content: str = "thẻ", **said: Any) -> Record:
    fields = {"personal_id": HOA.number, "issued_date": "2024-01-15", "expiry_date": "2199-01-15"}
    return file_paper(services.catalogue, content, type_code="can_cuoc", fields=fields, **said)


def answers(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 200, response.text
    return {item["item"]: item["answer"] for item in response.json()["items"]}


def test_a_checklist_is_answered_item_by_item_whichever_agency_filed_the_paper(
    services: Services,
) -> None:
    a_card(services, agency=OTHER)
    expired = {"issued_date": "2020-01-15"}
    file_paper(services.catalogue, "xn", type_code="giay_xac_nhan_hon_nhan", fields=expired)
    response = Program(services, Role.COUNTER_OFFICER).holdings()
    assert answers(response) == {
        "to_khai": "not_held",
        "giay_xac_nhan_hon_nhan": "held_expired",
        "can_cuoc": "held",
    }
    (card,) = [item for item in response.json()["items"] if item["item"] == "can_cuoc"]
    assert card["valid_until"] == "2199-01-15"
    assert card["message"].startswith("Đã có, không yêu cầu nộp.")


def test_never_the_paper_its_number_or_its_values(services: Services) -> None:
    record = a_card(services)
    text = Program(services, Role.SYSTEM).holdings(types=["can_cuoc"]).text
    for secret in (record.id, record.document_id, HOA.number, record.pdf.sha256, "2024-01-15"):
        assert secret not in text


def test_the_ledger_knows_who_asked_what_for_and_not_of_whom(services: Services) -> None:
    a_card(services)
    asker = Program(services, Role.COUNTER_OFFICER)
    asker.holdings(dossier_code="000.00.16.H07-260220-0005")
    (entry,) = [e for e in services.catalogue.ledger() if e.event == "holdings.asked"]
    assert (entry.actor, entry.data["purpose"], entry.data["procedure"]) == (
        asker.account, "receiving", "1.000894",
    )  # fmt: skip
    assert entry.data["answers"] == {"not_held": 2, "held": 1}
    assert HOA.number not in str(entry)


@pytest.mark.parametrize("left_out", ["purpose", "procedure", "owner"])
def test_without_purpose_procedure_or_owner_nothing_is_answered(
    services: Services, left_out: str
) -> None:
    asker = Program(services, Role.COUNTER_OFFICER)
    question = {
        "owner": {"kind": "citizen", "number": HOA.number},
        "purpose": "receiving",
        "procedure": "1.000894",
    }
    del question[left_out]
    response = asker.ask("POST", "/holdings/query", json=question)
    assert response.status_code == 422
    assert HOA.number not in response.text


@pytest.mark.parametrize("number", ["1", "04420300123x", "044203001234567", "' OR 1=1"])
def test_a_number_that_nobody_has_is_refused(services: Services, number: str) -> None:
    assert Program(services, Role.COUNTER_OFFICER).holdings(number).status_code == 422


def test_a_procedure_without_checklist_needs_types(services: Services) -> None:
    asker = Program(services, Role.COUNTER_OFFICER)
    assert asker.holdings(procedure="2.999999").json()["code"] == "no_checklist"
    assert asker.holdings(procedure="2.999999", types=["no_such"]).json()["code"] == "no_such_type"
    asked = asker.holdings(procedure="2.999999", types=["can_cuoc"])
    assert answers(asked) == {"can_cuoc": "not_held"}


def test_who_asks_for_one_number_after_the_other_is_slowed_down(services: Services) -> None:
    asker = Program(services, Role.COUNTER_OFFICER)
    numbers = (f"0442030{number:05}" for number in range(70))
    statuses = {asker.holdings(number).status_code for number in numbers}
    assert statuses == {200, 429}


def test_a_revoked_paper_is_told_as_such_everywhere(services: Services) -> None:
    record = a_card(services, agency=AGENCY)
    checker, officer = Program(services, Role.CHECKER), Program(services, Role.COUNTER_OFFICER)
    said = {"version": 0, "state": "revoked", "reason": "Quyết định thu hồi số 5/QĐ-CA"}
    marked = checker.ask("POST", f"/records/{record.id}/life", json=said)
    assert (marked.status_code, marked.json()["shown"]) == (200, "revoked")
    assert answers(officer.holdings(types=["can_cuoc"])) == {"can_cuoc": "held_revoked"}
    (hit,) = officer.ask("GET", "/records").json()["items"]
    assert hit["life"] == "revoked"
    again = checker.ask("POST", f"/records/{record.id}/life", json=said)
    assert again.status_code == 409


def test_a_person_who_looked_says_how_long_a_paper_is_in_force(services: Services) -> None:
    record = file_paper(services.catalogue, "gp", type_code="giay_phep_xay_dung", agency=AGENCY)
    officer = Program(services, Role.COUNTER_OFFICER)
    assert answers(officer.holdings(types=["giay_phep_xay_dung"])).popitem()[1] == "held_unclear"
    said = {"version": 0, "valid_until": "2199-01-01", "reason": "ghi ở mục 4"}
    checker = Program(services, Role.CHECKER)
    told = checker.ask("POST", f"/records/{record.id}/validity", json=said).json()
    assert (told["shown"], told["basis"]) == ("valid", "person")
    assert answers(officer.holdings(types=["giay_phep_xay_dung"])).popitem()[1] == "held"


def test_a_proposed_link_is_confirmed_with_the_paper_it_means(services: Services) -> None:
    fields = {"reference": "05/QĐ-UBND", "issued_date": "2015-02-03"}
    old = file_paper(services.catalogue, "cũ", agency=AGENCY, fields=fields)
    link = a_said_link(number="5/QĐ-UBND", day="2015-02-03")
    new = file_paper(services.catalogue, "mới", agency=AGENCY, links=(link,))
    checker = Program(services, Role.CHECKER)
    (waiting,) = checker.ask("GET", "/paper-links").json()["items"]
    assert waiting["record"] == new.id
    assert [one["record"] for one in waiting["candidates"]] == [old.id]
    said = {"version": waiting["version"], "record": old.id}
    meant = checker.ask("POST", f"/paper-links/{waiting['link']}/meant", json=said)
    assert meant.json()["state"] == "confirmed"
    assert checker.ask("GET", f"/records/{old.id}/life").json()["shown"] == "superseded"
    assert checker.ask("GET", "/paper-links").json()["items"] == []


def test_a_paper_of_the_same_number_and_another_day_is_not_offered(services: Services) -> None:
    fields = {"reference": "5/QĐ-UBND", "issued_date": "2016-02-03"}
    file_paper(services.catalogue, "cũ", agency=AGENCY, fields=fields)
    link = a_said_link(number="5/QĐ-UBND", day="2015-02-03")
    file_paper(services.catalogue, "mới", agency=AGENCY, links=(link,))
    (waiting,) = Program(services, Role.CHECKER).ask("GET", "/paper-links").json()["items"]
    assert waiting["candidates"] == []


def test_holdings_are_the_owners_alone(services: Services) -> None:
    a_card(services)
    asker = Program(services, Role.COUNTER_OFFICER)
    assert answers(asker.holdings(BINH.number, types=["can_cuoc"])) == {"can_cuoc": "not_held"}


def test_what_is_held_is_not_missing_from_a_dossier_and_the_ledger_knows_it_once(
    services: Services,
) -> None:
    fields = {"issued_date": "2024-01-15", "expiry_date": "2199-12-31"}
    file_paper(services.catalogue, "xn", type_code="giay_xac_nhan_hon_nhan", fields=fields)
    item = ChecklistItem(code="xn", title="Xác nhận", type_codes=("giay_xac_nhan_hon_nhan",))
    other = ChecklistItem(code="can_cuoc", title="Căn cước", type_codes=("can_cuoc",))
    checklist = Checklist(procedure_code="1.000894", title="Kết hôn", items=(item, other))
    batch = replace(a_batch(batch_id="b-1"), owner=HOA)
    for _ in range(2):
        assert held_items(services, batch, checklist) == {"xn"}
    missing = missing_of((), (), (), checklist, KnownBy.READ, held={"xn"})
    assert [one.component for one in missing] == ["can_cuoc"]
    assert len(list(services.catalogue.ledger(subject="b-1"))) == 1
    assert held_items(services, replace(batch, owner=None), checklist) == frozenset()
