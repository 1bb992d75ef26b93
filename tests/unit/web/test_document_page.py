"""The page of a paper on its way: what it waits for and why, and nothing that somebody is to enter unseen."""

from collections.abc import Iterator

import pytest
from checking_factories import a_decision, a_waiting_paper, make_account
from filed_papers import a_filed_paper
from web_factories import AGENCY, Client, app_of

from config.settings import Settings
from digitize.access import Role
from workers.accounts.signing_in import SigningIn
from workers.checking.deciding import Said, submit
from workers.services import Services, build_services


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Where two people enter the number of a paper."""
    folder = tmp_path_factory.mktemp("documents") / "kho"
    settings = Settings(warehouse=folder, agency_code=AGENCY, weighty_fields="reference")
    with build_services(settings) as opened:
        yield opened


def a_reader(services: Services, name: str, *, agency: str = AGENCY) -> Client:
    account = make_account(services, name, role=Role.CHECKER, agency=agency)
    token, _ = SigningIn(services.database, clock=services.clock).begin(account)
    return Client(app_of(services), token)


@pytest.fixture(scope="module")
def reader(services: Services) -> Client:
    return a_reader(services, "an")


def test_a_waiting_paper_says_why(services: Services, reader: Client) -> None:
    (paper,) = a_waiting_paper(services, description=a_decision("issued_date"))
    shown = reader.get(f"/documents/{paper}").text
    assert "Giá trị đọc được chưa đủ tin cậy" in shown
    assert "Số: 2311/QĐ-UBND" in shown
    assert f'href="/check/{paper}"' in shown


def test_a_filed_paper_leads_to_its_record(services: Services, reader: Client) -> None:
    record = a_filed_paper(services, "đã vào kho")
    answer = reader.get(f"/documents/{record.document_id}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/records/{record.id}")


def test_another_agencys_paper_is_answered_like_none(services: Services) -> None:
    (paper,) = a_waiting_paper(services, "của người khác")
    stranger = a_reader(services, "xa", agency="H99")
    for place in ("/documents/{}", "/documents/{}/history"):
        others = stranger.get(place.format(paper))
        none = stranger.get(place.format("0123456789abcdef-p0001"))
        assert (others.status_code, others.content) == (404, none.content)


def test_what_is_to_be_entered_unseen_is_not_shown(services: Services, reader: Client) -> None:
    (paper,) = a_waiting_paper(services, "hai người", description=a_decision("reference"))
    make_account(services, "bình")
    submit(services, paper, Said(account="bình", values={"reference": "99/QĐ-UBND"}))
    assert "99/QĐ-UBND" not in reader.get(f"/documents/{paper}").text
    listed = reader.get("/api/v1/records", params={"status": "needs_check"}).text
    assert "99/QĐ-UBND" not in listed
