"""A cursor that nobody of ours wrote is no cursor, in every list that goes by time: never a fault of the server."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from filed_papers import OWNER, a_filed_paper
from reuse_rig import Somebody, app_that_looks
from web_factories import AGENCY, open_warehouse

from digitize.access import Role
from workers.services import Services

PLACES = [
    "0001-01-01T00:00:00+23:59~x",
    "9999-12-31T23:59:59-23:59~x",
    "2026-11-23T00:00:00~x",
    "2026-11-23T00:00:00+00:00~\x00",
    "2026-11-23T00:00:00+00:00~\ud800",
    "2026-11-23T00:00:00+00:00~",
    "~",
]
NAMES = ["before all", "after all", "no zone", "NUL", "half a sign", "no id", "nothing"]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_warehouse(tmp_path / "kho") as opened:
        yield opened


@pytest.mark.parametrize("place", PLACES, ids=NAMES)
def test_a_cursor_of_nobody_is_refused_in_every_list(services: Services, place: str) -> None:
    app, paper = app_that_looks(services), a_filed_paper(services).id
    hoa = Somebody(services, "hoa", Role.CITIZEN, owner=OWNER, app=app)
    an, lan, binh, ky = (
        Somebody(services, name, role, agency=AGENCY, app=app)
        for name, role in (
            ("an", Role.COUNTER_OFFICER),
            ("lan", Role.CHECKER),
            ("binh", Role.AGENCY_MANAGER),
            ("ky", Role.SIGNER),
        )
    )
    plain = place.encode("utf-8", "replace").decode()
    by_time = [
        (hoa, "/own/records"),
        (hoa, f"/own/records/{paper}/looks"),
        (hoa, "/own/grants"),
        (hoa, "/own/complaints"),
        (an, "/reuse/grants"),
        (an, "/records?status=sealed"),
        (lan, "/complaints"),
        (lan, "/paper-links"),
        (binh, "/demands"),
        (ky, "/signing"),
    ]
    answers = {
        address: who.get(address, params={**_asked(address), "cursor": plain}).status_code
        for who, address in by_time
        if plain == place
    }
    in_json = _closed(*place.split("~"))
    answers["queue"] = lan.get(
        "/documents", params={"cursor": _closed(1, *place.split("~"))}
    ).status_code
    for address in ("/owners/waiting", "/owners/links"):
        answers[address] = lan.get(address, params={"cursor": in_json}).status_code
    assert set(answers.values()) == {404}, answers
    assert lan.get("/documents").status_code == an.get("/records?status=sealed").status_code == 200


def _asked(address: str) -> dict[str, str]:
    _, _, query = address.partition("?")
    return dict(pair.split("=") for pair in query.split("&") if pair)


def _closed(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")
