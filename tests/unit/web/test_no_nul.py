"""A NUL in an address or a form is the asker's fault: one database takes it, the other would say that the store is away."""

from pathlib import Path

import pytest
from filed_papers import a_filed_paper
from reuse_rig import Somebody, app_that_looks
from web_factories import AGENCY, Client, open_warehouse

from digitize.access import Role

LINK = "0" * 32


@pytest.mark.parametrize(
    "address",
    [
        "/v/%00",
        "/v?code=%00",
        "/batches/%00",
        "/api/v1/dossiers?cursor=%00",
        "/holdings/batches/%00",
    ],
)
def test_an_address_with_nul_names_nothing(tmp_path: Path, address: str) -> None:
    with open_warehouse(tmp_path / "kho") as services:
        answer = Client(app_that_looks(services), "nobody").get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_address")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_with_nul_is_refused(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "kho") as services:
        paper, app = a_filed_paper(services).id, app_that_looks(services)
        lan = Somebody(services, "lan", Role.CHECKER, agency=AGENCY, app=app)
        ha = Somebody(services, "ha", Role.AGENCY_MANAGER, agency=AGENCY, app=app)
        said = {"kind": "delete", "number": "044203001234", "words": "xóa\x00"}
        life = {"state": "revoked", "version": "0", "reason": "theo\x00quyết định"}
        answers = [
            ha.page("/demands", data=said),
            ha.page("/demands", files={name: (None, word) for name, word in said.items()}),
            lan.page(f"/records/{paper}/life", data=life),
            lan.page(f"/paper-links/{LINK}/meant", data={"version": "0", "record": "\x00"}),
        ]
    assert [answer.status_code for answer in answers] == [400] * 4
