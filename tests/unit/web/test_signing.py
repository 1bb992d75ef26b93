"""Where signers seal what was checked: it waits for one, many are sealed at once, one is sent back with its reason."""

import hashlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from checking_factories import a_decision, make_account
from pdf_factories import archive, letter
from storage_factories import a_batch, receive
from web_factories import AGENCY, Client, app_of

from config.settings import SealingChoice, Settings
from digitize import codec
from digitize.access import Role
from digitize.model import DocumentId, PageOutcome, Separation
from digitize.rows import StoredFile
from digitize.status import DocumentStatus
from storage import keys
from storage.ledger import Event
from workers.accounts.signing_in import SigningIn
from workers.commands import sealing
from workers.commands.exit_codes import ExitCode
from workers.services import Services, build_services
from workers.steps import DocumentSteps


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = Settings(
        warehouse=tmp_path / "kho", sealing=SealingChoice.BY_SIGNER, agency_code=AGENCY
    )
    with build_services(settings) as services:
        yield services


def a_checked_paper(services: Services, content: str = "a") -> DocumentId:
    """Approved by a checker, and as far as it goes by itself."""
    catalogue, at = services.catalogue, services.clock()
    scan_id = receive(catalogue, content=content, page_count=1, batch=a_batch(agency=AGENCY))
    sha256 = services.store.put(keys.reading(scan_id, 0), codec.to_json(letter()[1]))
    catalogue.save_reading(scan_id, 0, outcome=PageOutcome.READ, sha256=sha256, at=at)
    paper = catalogue.separate(scan_id, Separation(documents=((0,),)), at=at)[0].id
    frozen = archive()
    services.store.put(keys.searchable(paper, ""), frozen)
    sha256 = hashlib.sha256(frozen).hexdigest()
    catalogue.freeze(paper, StoredFile(key=keys.searchable(paper, ""), sha256=sha256), at=at)
    catalogue.describe(paper, a_decision("reference"), at=at)
    catalogue.approve(paper, actor="an", at=at)
    DocumentSteps(services, pool=None).finish(paper)
    return paper


class Signer:
    def __init__(self, services: Services, name: str = "binh", agency: str = AGENCY) -> None:
        account = make_account(services, name, role=Role.SIGNER, agency=agency)
        token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        self._client, self._keys = Client(app_of(services), token), count()

    def ask(self, method: str, what: str = "", **given: Any) -> httpx.Response:
        headers = {"Idempotency-Key": f"k-{next(self._keys)}"}
        return self._client.request(method, f"/api/v1/signing{what}", headers=headers, **given)


def status_of(services: Services, paper: DocumentId) -> DocumentStatus:
    return services.catalogue.document(paper).status


def test_what_was_checked_waits_for_a_signer_of_its_agency(services: Services) -> None:
    paper = a_checked_paper(services)
    assert status_of(services, paper) is DocumentStatus.TO_SIGN
    assert not services.catalogue.unfinished_scans(limit=10)
    (waiting,) = Signer(services).ask("GET").json()["items"]
    assert waiting["document"] == paper
    stranger = Signer(services, "xa", agency="H99")
    assert stranger.ask("GET").json()["items"] == []
    said = {"documents": [{"document": paper, "version": waiting["version"]}]}
    (refused,) = stranger.ask("POST", "/seal", json=said).json()["items"]
    assert (refused["error"], status_of(services, paper)) == ("not_found", DocumentStatus.TO_SIGN)


def test_many_are_sealed_at_once_and_the_ledger_says_by_whom(services: Services) -> None:
    papers = [a_checked_paper(services, content) for content in "abc"]
    signer = Signer(services)
    wanted = [
        {"document": one["document"], "version": one["version"]}
        for one in signer.ask("GET").json()["items"]
    ]
    wanted[0]["version"] += 1
    answers = signer.ask("POST", "/seal", json={"documents": wanted}).json()["items"]
    assert [one["error"] for one in answers] == ["lost_race", None, None]
    sealed = [paper for paper in papers if status_of(services, paper) is DocumentStatus.SEALED]
    assert len(sealed) == 2
    for paper in sealed:
        (entry,) = [
            one
            for one in services.catalogue.ledger(subject=paper)
            if one.event == Event.DOCUMENT_SEALED
        ]
        assert entry.actor == "binh"


def test_one_is_sent_back_to_a_checker_who_is_told_why(services: Services) -> None:
    paper = a_checked_paper(services)
    version = services.catalogue.document(paper).version
    said = {"version": version, "reason": "signer_wrong_field"}
    assert Signer(services).ask("POST", f"/{paper}/send-back", json=said).status_code == 204
    document = services.catalogue.document(paper)
    assert document.status is DocumentStatus.NEEDS_CHECK
    assert "signer_wrong_field" in [reason.code for reason in document.description.reasons]


def test_the_command_line_lists_and_seals(services: Services) -> None:
    paper = a_checked_paper(services)
    settings = services.settings
    assert sealing.waiting(settings, as_json=True) is ExitCode.NEEDS_CHECK
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "go_on", lambda *_: None)  # filing is another test's
        assert sealing.seal(settings, [paper]) is ExitCode.OK
    assert status_of(services, paper) is DocumentStatus.SEALED
    assert sealing.waiting(settings, as_json=True) is ExitCode.OK
