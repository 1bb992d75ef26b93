"""A demand by law says whether somebody holds a paper: asked often it is no way to fish, and each time it is in the ledger."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from filed_papers import OWNER, a_filed_paper
from reuse_rig import DOSSIER, OTHER, PROCEDURE, Somebody, a_demand, app_that_looks
from web_factories import AGENCY, open_warehouse

from digitize.access import Role
from digitize.rows import Record
from storage.ledger import Event
from workers.services import Services

STRANGER = "001200000001"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_warehouse(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def record(services: Services) -> Record:
    return a_filed_paper(services)


@pytest.fixture
def officer(services: Services) -> Somebody:
    app = app_that_looks(services)
    return Somebody(services, "binh", Role.COUNTER_OFFICER, agency=OTHER, app=app)


def test_asking_about_one_number_after_the_other_ends(
    services: Services, officer: Somebody
) -> None:
    answers = [
        officer.post("/reuse/grants", json=a_demand(f"{number:012}")).status_code
        for number in range(1200000000, 1200000070)
    ]
    assert set(answers[:60]) == {404}
    assert answers[-1] == 429


def test_what_was_not_held_was_asked_in_the_ledger(
    services: Services, record: Record, officer: Somebody
) -> None:
    assert officer.post("/reuse/grants", json=a_demand(STRANGER)).status_code == 404
    assert officer.post("/reuse/grants", json=a_demand(OWNER.number)).status_code == 201
    (asked,) = [one for one in services.catalogue.ledger() if one.event == Event.HOLDINGS_ASKED]
    assert (asked.actor, asked.data["dossier"]) == ("binh", DOSSIER)
    assert asked.data["answers"] == {"not_held": 1}
    assert STRANGER not in str(asked)


def test_a_reason_of_several_lines_is_a_reason(
    services: Services, record: Record, officer: Somebody
) -> None:
    form = {
        "owner_number": OWNER.number,
        "type_code": "quyet_dinh",
        "procedure": PROCEDURE,
        "dossier": DOSSIER,
        "reason": "Điều 16 Luật Hộ tịch:\r\n-\tcần đối chiếu",
    }
    made = officer.page("/reuse", data=form)
    assert made.status_code == 303
    (grant,) = officer.get("/reuse/grants").json()["items"]
    assert grant["reason"] == "Điều 16 Luật Hộ tịch: - cần đối chiếu"


def test_an_owner_may_paste_a_table(services: Services, record: Record) -> None:
    hoa = Somebody(services, "hoa", Role.CITIZEN, owner=OWNER)
    said = {"said": "Họ tên:\tNguyễn Thị Hòa\r\nđúng là:\tNguyễn Thị Hoà"}
    assert hoa.page(f"/own-papers/{record.id}/complaints", data=said).status_code == 303
    lan = Somebody(services, "lan", Role.CHECKER, agency=AGENCY)
    (told,) = lan.get("/complaints").json()["items"]
    assert told["said"] == said["said"]
