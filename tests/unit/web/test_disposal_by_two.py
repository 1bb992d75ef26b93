"""Papers past their time go when a second person approves the list of the first, and not before."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from checking_factories import make_account
from filed_papers import a_filed_paper
from web_factories import AGENCY, Client, app_of

from config.settings import Settings
from digitize.access import Role
from digitize.errors import SecondPersonNeeded
from workers.accounts.signing_in import SigningIn
from workers.commands.retention import dispose
from workers.services import Services, build_services

KEYS = count()
LONG_AGO = datetime.fromisoformat("2010-01-01T00:00:00+00:00")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    times = tmp_path / "times.toml"
    times.write_text('default = "permanent"\n[type]\nquyet_dinh = 5\n', encoding="utf-8")
    settings = Settings(
        warehouse=tmp_path / "kho", agency_code=AGENCY, retention=times, disposal_by_two=True
    )
    with build_services(settings) as opened:
        yield opened


def manager(services: Services, name: str, agency: str = AGENCY) -> Client:
    account = make_account(services, name, role=Role.AGENCY_MANAGER, agency=agency)
    token, _ = SigningIn(services.database, clock=services.clock).begin(account)
    return Client(app_of(services), token)


def post(client: Client, what: str = "", **said: str) -> tuple[int, str]:
    answer = client.post(
        f"/api/v1/disposal-lists{what}", headers={"Idempotency-Key": f"k{next(KEYS)}"}, json=said
    )
    return answer.status_code, answer.json().get("list_id", "")


def test_a_paper_goes_when_another_person_approves(services: Services) -> None:
    record = a_filed_paper(services, at=LONG_AGO)
    one, other = manager(services, "lan"), manager(services, "binh")
    status, list_id = post(one, reason="hết thời hạn theo bảng thời hạn")
    assert status == 201
    assert post(one, f"/{list_id}/decision", decision="approved")[0] == 409
    assert services.catalogue.disposal(record.document_id) is None
    assert post(other, f"/{list_id}/decision", decision="approved")[0] == 200
    disposed = services.catalogue.disposal(record.document_id)
    assert disposed is not None
    assert (disposed.officer, disposed.removed_at is None) == ("binh", False)
    assert not services.store.exists(record.pdf.key)
    assert post(other, f"/{list_id}/decision", decision="approved")[0] == 409
    said = {
        entry.event: entry.data.get("reason")
        for entry in services.catalogue.ledger()
        if entry.subject in {list_id, record.document_id}
    }
    reason = "hết thời hạn theo bảng thời hạn"
    assert said["disposal_list.proposed"] == said["document.disposed"] == reason


def test_a_refused_list_removes_nothing(services: Services) -> None:
    record = a_filed_paper(services, at=LONG_AGO)
    _, list_id = post(manager(services, "lan"), reason="hết thời hạn")
    assert post(manager(services, "binh"), f"/{list_id}/decision", decision="refused")[0] == 200
    assert services.catalogue.disposal(record.document_id) is None


def test_another_agency_sees_and_decides_nothing(services: Services) -> None:
    a_filed_paper(services, at=LONG_AGO)
    _, list_id = post(manager(services, "lan"), reason="hết thời hạn")
    stranger = manager(services, "xa", "H99")
    shown = stranger.get("/api/v1/disposal-lists").json()
    assert shown == {"due": [], "lists": []}
    assert post(stranger, f"/{list_id}/decision", decision="approved")[0] == 404
    assert "Không có giấy tờ nào hết thời hạn" in stranger.get("/disposals").text


def test_one_person_alone_disposes_of_nothing(services: Services) -> None:
    record = a_filed_paper(services, at=LONG_AGO)
    with pytest.raises(SecondPersonNeeded):
        dispose(services.settings, record.id, reason="hết thời hạn", as_json=False)
