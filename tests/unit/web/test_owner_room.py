"""Whose a record is and which numbers are one person's, by API and at the pages; what another agency's is stays hidden."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from checking_factories import make_account
from filed_papers import OWNER, a_filed_paper
from web_factories import AGENCY, Client, app_of, open_warehouse

from digitize.access import Role, Viewer
from digitize.model import Box
from digitize.rows import LinkState, OwnerBasis, OwnerKind, Record, StatedPair
from storage import number_links
from storage.owner_decisions import say_owners
from workers.accounts.signing_in import SigningIn
from workers.services import Services
from workers.warehouse.deciding_owners import give_codes
from workers.warehouse.owning import code_plan

OLDER = "191234567"
SAID = {"kind": "citizen", "number": "044203001234", "name": "Nguyễn Thị Hòa"}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_warehouse(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def record(services: Services) -> Record:
    """A filed paper of which nobody is certain to be the owner."""
    found = a_filed_paper(services)
    viewer = Viewer(account="an", roles=frozenset({Role.CHECKER}), agency=AGENCY)
    with services.database.writing() as connection:
        return say_owners(
            connection,
            found.id,
            (),
            basis=OwnerBasis.WAITS,
            viewer=viewer,
            version=found.version,
            codes=code_plan(services),
            at=services.clock(),
        )


def client_of(services: Services, name: str, agency: str = AGENCY) -> Client:
    account = make_account(services, name, role=Role.CHECKER, agency=agency)
    token, _ = SigningIn(services.database, clock=services.clock).begin(account)
    return Client(app_of(services), token)


def post(client: Client, address: str, body: dict[str, object], key: str = "k"):  # type: ignore[no-untyped-def]
    return client.post(f"/api/v1/owners{address}", headers={"Idempotency-Key": key}, json=body)


def a_proposal(services: Services, record: Record) -> str:
    pair = StatedPair(
        kind=OwnerKind.CITIZEN,
        one=OWNER.number,
        other=OLDER,
        page_index=0,
        box=Box(left=1, top=2, right=30, bottom=40),
    )
    viewer = Viewer(account="an", roles=frozenset({Role.CHECKER}), agency=AGENCY)
    with services.database.writing() as connection:
        number_links.propose(connection, record.id, [pair], at=services.clock())
        (link,) = number_links.links_in_state(
            connection, viewer, LinkState.PROPOSED, after=None, limit=2
        )
        return link.id


def test_a_record_that_waits_is_given_to_the_number_on_it(
    services: Services, record: Record
) -> None:
    client = client_of(services, "lan")
    (waiting,) = client.get("/api/v1/owners/waiting").json()["items"]
    assert (waiting["record"], waiting["version"]) == (record.id, 2)
    shown = client.get(f"/api/v1/owners/records/{record.id}").json()
    (candidate,) = shown["candidates"][-1:]
    assert (candidate["number"], candidate["page"]) == (OWNER.number, 1)
    said = post(client, f"/records/{record.id}", {"version": 2, "owners": [SAID]}).json()
    assert [owner["number"] for owner in said["owners"]] == [OWNER.number]
    assert said["result_code"].startswith(OWNER.number)
    assert client.get("/api/v1/owners/waiting").json()["items"] == []
    assert client.get(f"/api/v1/records/{record.id}").json()["result_code"] == said["result_code"]


@pytest.mark.parametrize(
    "owners",
    [
        [{**SAID, "number": "04420300123"}],
        [SAID, SAID],
        [{**SAID, "kind": "organisation", "number": "0100109107"}],
    ],
    ids=["too short", "twice", "another check digit"],
)
def test_what_cannot_be_an_owner_is_refused(
    services: Services, record: Record, owners: list[dict[str, str]]
) -> None:
    answer = post(
        client_of(services, "lan"), f"/records/{record.id}", {"version": 2, "owners": owners}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_owner")
    assert OWNER.number not in answer.text


def test_another_agency_sees_neither_record_nor_link(services: Services, record: Record) -> None:
    link = a_proposal(services, record)
    stranger = client_of(services, "xa", agency="000.00.17.H07")
    assert stranger.get("/api/v1/owners/waiting").json()["items"] == []
    assert stranger.get(f"/api/v1/owners/records/{record.id}").status_code == 404
    assert stranger.get(f"/api/v1/owners/links/{link}").status_code == 404
    asked = post(stranger, "/numbers", {"kind": "citizen", "number": OLDER}).json()
    assert [one["number"] for one in asked["numbers"]] == [OLDER]


TWO = {"kind": "citizen", "one": OWNER.number, "other": OLDER, "reason": "đã so hai thẻ"}


def test_two_numbers_that_another_agencys_paper_names_may_be_linked(
    services: Services, record: Record
) -> None:
    link = a_proposal(services, record)
    stranger = client_of(services, "xa", agency="000.00.17.H07")
    made = post(stranger, "/links", TWO)
    assert (made.status_code, made.json()["id"]) == (201, link)
    assert made.json()["record"] is None
    assert client_of(services, "lan").get(f"/api/v1/owners/links/{link}").json()["record"]


def test_what_another_agency_decided_of_two_numbers_stands(services: Services) -> None:
    first = client_of(services, "lan")
    link = post(first, "/links", TWO).json()["id"]
    gone = {"version": 1, "state": "unlinked", "reason": "nhầm người"}
    assert post(first, f"/links/{link}", gone, key="u").json()["state"] == "unlinked"
    again = post(client_of(services, "xa", agency="000.00.17.H07"), "/links", TWO)
    assert (again.status_code, again.json()["code"]) == (409, "link_decided")
    assert first.get(f"/api/v1/owners/links/{link}").json()["state"] == "unlinked"
    assert post(first, "/links", TWO, key="w").status_code == 201


def test_numbers_are_linked_unlinked_and_masked_in_lists(
    services: Services, record: Record
) -> None:
    client, link = client_of(services, "lan"), a_proposal(services, record)
    post(client, f"/records/{record.id}", {"version": 2, "owners": [SAID]}, key="o")
    listed = client.get("/api/v1/owners/links")
    assert OLDER not in listed.text
    said = {"version": 1, "state": "linked", "reason": "đã so với thẻ"}
    assert post(client, f"/links/{link}", said, key="l").json()["state"] == "linked"
    asked = {"kind": "citizen", "number": OLDER}
    found = post(client, "/numbers", asked, key="n").json()
    assert {one["number"] for one in found["numbers"]} == {OLDER, OWNER.number}
    silent = {"version": 2, "state": "unlinked", "reason": ""}
    assert post(client, f"/links/{link}", silent, key="u").status_code == 422
    post(client, f"/links/{link}", {**silent, "reason": "nhầm"}, key="v")
    again = post(client, "/numbers", asked, key="w").json()
    assert [one["number"] for one in again["numbers"]] == [OLDER]


def test_codes_are_given_to_what_was_filed_before(services: Services) -> None:
    record = a_filed_paper(services, "cũ")
    assert give_codes(services) == 1
    assert give_codes(services) == 0
    client = client_of(services, "lan")
    found = client.get(f"/api/v1/records/{record.id}").json()
    assert found["result_code"] == f"{OWNER.number}.QUYET_DINH.1"
    assert [replace(OWNER)] == [*record.owners]
