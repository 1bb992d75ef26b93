"""A sensitive record is shown nowhere before it was said what for, and then to that person alone, for a while."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from checking_factories import make_account
from filed_papers import a_filed_paper
from web_factories import AGENCY, Client, app_of

from config.settings import Settings
from digitize.access import Role
from digitize.rows import Owner, Record
from storage.accounts import Account, Accounts
from workers.accounts.signing_in import SigningIn
from workers.records.reads import Purpose, note_look
from workers.services import Services, build_services

RULES = '[type.quyet_dinh]\nkind = "private"\nsource = "thử"\nconfirmed = true\n'
REASON = {"choice": "check", "words": "người dân báo sai họ tên"}
DOSSIER = "000.00.16.H07-260220-0005"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    rules = tmp_path / "sensitive.toml"
    rules.write_text(RULES, encoding="utf-8")
    settings = Settings(warehouse=tmp_path / "kho", agency_code=AGENCY, sensitive=rules)
    with build_services(settings) as opened:
        yield opened


@pytest.fixture
def record(services: Services) -> Record:
    return a_filed_paper(services)


def client_of(services: Services, name: str, role: Role = Role.CHECKER) -> Client:
    account = make_account(services, name, role=role)
    token, _ = SigningIn(services.database, clock=services.clock).begin(account)
    return Client(app_of(services), token)


def addresses(services: Services, record: Record) -> list[str]:
    """Every address at which something of the paper is shown."""
    paper = record.document_id
    scan = services.catalogue.document(paper).scan_id
    batch = services.catalogue.scan(scan).batch_id
    api = f"/api/v1/records/{record.id}"
    return [
        f"/records/{record.id}",
        f"/documents/{paper}?page=2",
        f"/check/{paper}",
        f"/check/{paper}/form?type_code=quyet_dinh",
        api,
        *(f"{api}/{part}" for part in ("sealed", "original", "text", "fields")),
        f"/api/v1/documents/{paper}",
        f"/api/v1/documents/{paper}/pages/1/picture",
        f"/batches/{batch}/scans/{scan}/pages/1",
    ]


def say(client: Client, record: Record, **said: str) -> Any:
    return client.post(
        f"/api/v1/records/{record.id}/purpose", headers={"Idempotency-Key": "k"}, json=said
    )


def test_nothing_of_a_sensitive_record_is_shown_before_a_purpose(
    services: Services, record: Record
) -> None:
    checker = client_of(services, "binh")
    for address in addresses(services, record):
        answer = checker.get(address)
        # A paper that goes to another address goes to its record's, which is asked here too.
        is_sent_on = answer.headers.get("location", "").startswith(f"/records/{record.id}")
        assert is_sent_on or answer.status_code == 403, address
        assert is_sent_on or answer.json()["code"] == "purpose_needed"
    events = [entry.event for entry in services.catalogue.ledger(subject=record.id)]
    assert "record.read" not in events


def test_a_program_is_told_how_to_open_it(services: Services, record: Record) -> None:
    checker = client_of(services, "binh")
    refused = checker.get(f"/api/v1/records/{record.id}").json()
    assert refused["say_at"] == f"/api/v1/records/{record.id}/purpose"
    assert say(checker, record, choice="dossier").status_code == 422
    assert say(checker, record, choice="dossier", dossier_code=DOSSIER).status_code == 201
    assert checker.get(f"/api/v1/records/{record.id}").status_code == 200
    assert checker.get(f"/api/v1/records/{record.id}/text").status_code == 200


def test_the_purpose_is_one_persons_and_ends(services: Services, record: Record) -> None:
    checker, other = client_of(services, "binh"), client_of(services, "chi")
    say(checker, record, **REASON)
    assert other.get(f"/api/v1/records/{record.id}").status_code == 403
    later = services.clock() + timedelta(minutes=services.settings.purpose_minutes + 1)
    object.__setattr__(services, "clock", lambda: later)
    with pytest.raises(Exception, match=record.id):
        note_look(
            services,
            services.catalogue.document(record.document_id),
            purpose=Purpose.SHOW,
            actor="binh",
        )


def test_the_ledger_has_the_codes_and_never_the_words(services: Services, record: Record) -> None:
    checker = client_of(services, "binh")
    say(checker, record, **REASON)
    (said,) = [
        entry
        for entry in services.catalogue.ledger(subject=record.id)
        if entry.event == "purpose.said"
    ]
    assert (said.actor, said.data) == ("binh", {"choice": "check", "dossier": ""})


def test_a_list_shows_no_words_of_it(services: Services, record: Record) -> None:
    (hit,) = (
        client_of(services, "binh")
        .get("/api/v1/records", params={"words": "hòa giải"})
        .json()["items"]
    )
    assert (hit["record"], hit["snippet"]) == (record.id, [])


def test_the_owner_is_asked_nothing(services: Services, record: Record) -> None:
    owner = record.owner
    assert isinstance(owner, Owner)
    account = Account(
        id="hoa", name="Hòa", roles=frozenset({Role.CITIZEN}), owner=owner, made_at=services.clock()
    )
    Accounts(services.database).make(account, actor="test")
    document = services.catalogue.document(record.document_id)
    note_look(services, document, purpose=Purpose.SHOW, actor="hoa")


def test_a_person_at_a_page_is_led_to_the_question_and_back(
    services: Services, record: Record
) -> None:
    checker = client_of(services, "binh")
    html = {"Accept": "text/html"}
    asked = checker.get(f"/records/{record.id}?page=2", headers=html)
    assert asked.status_code == 303
    question = checker.get(asked.headers["location"], headers=html)
    assert f'value="/records/{record.id}?page=2"' in question.text
    back = {"back": f"/records/{record.id}?page=2"}
    unclear = checker.post(f"/records/{record.id}/purpose", data={**back, "choice": "owner"})
    assert unclear.status_code == 422
    assert "Mục đích chưa đủ rõ" in unclear.text
    opened = checker.post(f"/records/{record.id}/purpose", data={**back, **REASON})
    assert opened.headers["location"] == back["back"]
    assert checker.get(back["back"], headers=html).status_code == 200


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("người dân\tbáo sai\nhọ tên", 303),
        ("báo sai họ tên\u202e", 422),
        ("báo sai\x00họ tên", 400),
    ],
    ids=["tab and line", "turned round", "NUL"],
)
def test_words_that_were_pasted_are_a_reason_or_refused(
    services: Services, record: Record, words: str, status: int
) -> None:
    said = {"choice": "check", "words": words}
    answer = client_of(services, "binh").post(f"/records/{record.id}/purpose", data=said)
    assert answer.status_code == status


@pytest.mark.parametrize("back", ["https://elsewhere.vn/", "//elsewhere.vn", "/records/\\x", ""])
def test_the_way_back_leads_nowhere_else(services: Services, record: Record, back: str) -> None:
    checker = client_of(services, "binh")
    opened = checker.post(f"/records/{record.id}/purpose", data={"back": back, **REASON})
    assert opened.headers["location"] == f"/records/{record.id}"
