"""A birth certificate brought to one agency: found by its owner, used by another agency instead of being asked for, told of, revoked."""

import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import httpx
import pytest
from desk_rig import OTHER_AGENCY, Desk, opened_desk
from filed_papers import file_for_real

from bench.render.catalogue import render
from bench.render.damage import COUNTER, scanned
from bench.render.files import write_pdf
from digitize.access import Role
from digitize.model import DocumentId
from digitize.rows import Owner, OwnerKind
from digitize.status import DocumentStatus
from storage.accounts import Account, Accounts

PAPER = render("giay_khai_sinh", 3)
CHILD = Owner(kind=OwnerKind.CITIZEN, number=PAPER.fields["personal_id"])
PROCEDURE, DOSSIER = "1.001193", "H07.17-260302-0001"
NEED = {"procedure": PROCEDURE, "dossier": DOSSIER}


class Person:
    """Asks the running server as one account does."""

    def __init__(self, desk: Desk, account_id: str) -> None:
        self._address = f"{desk.address}/api/v1"
        self._headers = {"Authorization": f"Bearer {desk.session_of(account_id)}"}

    def get(self, what: str) -> Any:
        return self._got(what).json()

    def bytes_of(self, what: str) -> bytes:
        return self._got(what).content

    def say(self, what: str, said: dict[str, object] | None = None) -> Any:
        answer = self.try_to(what, said)
        assert answer.is_success, answer.text
        return answer.json()

    def try_to(self, what: str, said: dict[str, object] | None = None) -> httpx.Response:
        headers = {**self._headers, "Idempotency-Key": str(uuid4())}
        return httpx.post(self._address + what, json=said or {}, headers=headers, timeout=60)

    def _got(self, what: str) -> httpx.Response:
        answer = httpx.get(self._address + what, headers=self._headers, timeout=60)
        assert answer.status_code == 200, answer.text
        return answer


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    scan = tmp_path / "khai-sinh.pdf"
    pages = [scanned(page, COUNTER, Random(5)) for page in PAPER.pages]
    write_pdf(scan, pages, dpi=COUNTER.dpi)

    def fill(warehouse: Path) -> None:
        file_for_real(warehouse, scan)

    with opened_desk(tmp_path / "kho", fill) as desk:
        with desk.services() as services:
            account = Account(
                id="con",
                name=PAPER.fields["full_name"],
                roles=frozenset({Role.CITIZEN}),
                owner=CHILD,
                made_at=services.clock(),
            )
            Accounts(services.database).make(account, actor="test")
        yield desk


def filed(desk: Desk) -> str:
    """The record, when a checker has cleared what the machine was not sure of."""
    with desk.services() as services:
        (document,) = services.catalogue.documents()
    if document.status is not DocumentStatus.FILED:
        checker = Person(desk, Role.CHECKER.value)
        said = {"version": document.version, "values": PAPER.fields, "type_code": PAPER.type_code}
        checker.say(f"/documents/{document.id}/approve", said)
    return _wait_for_record(desk, document.id)


def test_a_paper_serves_its_owner_until_it_is_revoked(desk: Desk) -> None:
    record = filed(desk)
    owner, officer = Person(desk, "con"), Person(desk, f"other-{Role.COUNTER_OFFICER.value}")
    assert [paper["record"] for paper in owner.get("/own/records")["items"]] == [record]
    assert held(officer) == "held"

    until = str((datetime.now(UTC) + timedelta(days=30)).date())
    wish = {"record": record, "agency": OTHER_AGENCY, "procedure": PROCEDURE, "until": until}
    grant = owner.say("/own/grants", wish)["grant"]
    officer.say(f"/reuse/grants/{grant}/open", NEED)
    (paper,) = officer.get(f"/reuse/grants/{grant}/papers")["items"]
    path = f"/reuse/grants/{grant}/papers/{paper['record']}"
    assert officer.bytes_of(f"{path}/pages/1")
    receipt = officer.say(f"{path}/hand-over")
    sealed = officer.bytes_of(f"/reuse/receipts/{receipt['receipt']}/sealed")
    assert hashlib.sha256(sealed).hexdigest() == receipt["sha256"]
    looks = owner.get(f"/own/records/{record}/looks")["items"]
    assert {look["dossier"] for look in looks if look["agency"] == OTHER_AGENCY} == {DOSSIER}

    proof = as_a_stranger(desk, sealed)
    assert (proof["unchanged"], proof["signed_validly"]) == (True, True)
    assert CHILD.number not in str(proof)

    checker = Person(desk, Role.CHECKER.value)
    said = {"version": 0, "state": "revoked", "reason": "Cấp sai thẩm quyền"}
    checker.say(f"/records/{record}/life", said)
    assert held(officer) == "held_revoked"
    assert as_a_stranger(desk, sealed)["in_force"] == "revoked"
    refused = officer.try_to(f"{path}/hand-over")
    assert refused.status_code in {404, 409}, refused.text


def as_a_stranger(desk: Desk, file: bytes) -> Any:
    """What anybody is told who has the file in hand."""
    answer = httpx.post(f"{desk.address}/api/v1/proofs", content=file, timeout=60)
    assert answer.status_code == 200, answer.text
    assert answer.json()["verdict"] == "same"
    return answer.json()["proof"]


def held(officer: Person) -> str:
    """What an officer of the other agency is told before anything is scanned."""
    question = {
        "owner": {"kind": CHILD.kind, "number": CHILD.number},
        "purpose": "receiving",
        "procedure": PROCEDURE,
        "types": [PAPER.type_code],
    }
    (item,) = officer.say("/holdings/query", question)["items"]
    return str(item["answer"])


def _wait_for_record(desk: Desk, document_id: DocumentId) -> str:
    for _ in range(300):
        with desk.services() as services:
            found = services.catalogue.document(document_id)
        if found.record_id is not None:
            return found.record_id
        time.sleep(0.1)
    raise AssertionError(f"{document_id} is {found.status}")
