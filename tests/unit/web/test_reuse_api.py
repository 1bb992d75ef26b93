"""Reuse over the API, from the grant to the receipt, and every way in which it is refused."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from checking_factories import a_drawn_paper
from filed_papers import OWNER, a_filed_paper
from reuse_rig import DOSSIER, OTHER, PROCEDURE, REASON, Somebody, a_demand, a_wish, people
from storage_factories import a_record
from web_factories import AGENCY

from config.settings import Settings
from digitize.access import Role
from digitize.rows import Record, StoredFile
from digitize.warehouse.life import LifeState
from storage import keys, life_rows
from storage.dossier_rows import Dossiers
from workers.services import Services, build_services

USE = {"procedure": PROCEDURE, "dossier": DOSSIER}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    settings = Settings(warehouse=tmp_path / "kho", agency_code=AGENCY, papers_per_minute=3)
    with build_services(settings) as opened:
        yield opened


@pytest.fixture
def record(services: Services) -> Record:
    """A page of it can be seen: its bytes are a drawn scan's."""
    (paper,) = a_drawn_paper(services, "nhà đất")
    catalogue, at = services.catalogue, services.clock()
    catalogue.approve(paper, actor="an", at=at)
    data = b"%PDF sealed" * 100
    services.store.put(keys.sealed(paper), data)
    sealed = StoredFile(key=keys.sealed(paper), sha256=hashlib.sha256(data).hexdigest())
    catalogue.seal(paper, sealed, data={}, at=at)
    return catalogue.file(replace(a_record(paper, owner=OWNER, pdf=sealed)), at=at)


@pytest.fixture
def who(services: Services) -> dict[str, Somebody]:
    return people(services, OWNER)


def given_by_owner(who: dict[str, Somebody], record: Record, **said: object) -> str:
    answer = who["owner"].post("/own/grants", json=a_wish(record.id, **said))
    assert answer.status_code == 201, answer.text
    return f"/reuse/grants/{answer.json()['grant']}"


def opened(who: dict[str, Somebody], record: Record, **said: object) -> str:
    grant = given_by_owner(who, record, **said)
    assert who["officer"].post(f"{grant}/open", json=USE).status_code == 200
    return grant


def codes(*answers: object) -> list[str]:
    return [answer.json()["code"] for answer in answers]  # type: ignore[attr-defined]


def test_an_owners_paper_goes_into_another_agencys_dossier(
    services: Services, who: dict[str, Somebody], record: Record
) -> None:
    officer, grant = who["officer"], opened(who, record)
    (paper,) = officer.get(f"{grant}/papers").json()["items"]
    assert (paper["record"], paper["pages"]) == (record.id, 1)
    page = officer.get(f"{grant}/papers/{record.id}/pages/1")
    assert (page.headers["content-type"], page.headers["cache-control"]) == (
        "image/jpeg",
        "no-store",
    )
    said = {"component": "giay_to_nha"}
    receipt = officer.post(f"{grant}/papers/{record.id}/hand-over", json=said).json()
    assert (receipt["sha256"], receipt["dossier"], receipt["account"]) == (
        record.pdf.sha256,
        DOSSIER,
        "binh",
    )
    again = officer.post(f"{grant}/papers/{record.id}/hand-over", json=said).json()
    assert again == receipt
    sealed = officer.get(f"/reuse/receipts/{receipt['receipt']}/sealed")
    assert sealed.content == services.store.get(record.pdf.key)
    known = Dossiers(services.database).find(OTHER, DOSSIER)
    assert known is not None
    (component,) = known.dossier.components
    assert (component.code, component.is_reused, component.record_id) == (
        "giay_to_nha",
        True,
        record.id,
    )


def test_the_owner_is_told_who_looked_when_and_why_and_can_end_it(
    who: dict[str, Somebody], record: Record
) -> None:
    officer, owner = who["officer"], who["owner"]
    law = officer.post("/reuse/grants", json=a_demand(OWNER.number))
    grant = f"/reuse/grants/{law.json()['grant']}"
    officer.get(f"{grant}/papers/{record.id}/pages/1")
    looks = owner.get(f"/own/records/{record.id}/looks").json()["items"]
    told = next(look for look in looks if look["part"] == "preview")
    assert (told["who"], told["agency"], told["basis"], told["reason"], told["dossier"]) == (
        "Binh",
        OTHER,
        "law",
        REASON,
        DOSSIER,
    )
    assert codes(owner.post(f"/own/grants/{law.json()['grant']}/withdraw")) == ["not_allowed"]
    own = opened(who, record)
    receipt_at = f"{own}/papers/{record.id}"
    officer.get(f"{receipt_at}/pages/1")
    receipt = officer.post(f"{receipt_at}/hand-over", json={}).json()["receipt"]
    owner.post(f"/own/grants/{own.split('/')[-1]}/withdraw")
    refused = (
        officer.get(f"{own}/papers"),
        officer.get(f"{receipt_at}/pages/1"),
        officer.post(f"{receipt_at}/hand-over", json={}),
        officer.get(f"/reuse/receipts/{receipt}/sealed"),
        officer.post(f"{own}/open", json=USE),
    )
    assert codes(*refused) == ["grant_ended"] * 5
    assert officer.get(f"/reuse/receipts/{receipt}").status_code == 200  # that it was, stays


def test_others_are_answered_as_if_there_were_nothing(
    who: dict[str, Somebody], record: Record
) -> None:
    grant = opened(who, record)
    paths = (grant, f"{grant}/papers", f"{grant}/papers/{record.id}/pages/1")
    for name in ("third", "ours"):
        assert {who[name].get(path).status_code for path in paths} == {404}
        assert who[name].post(f"{grant}/open", json=USE).status_code == 404
        assert who[name].post(f"{grant}/withdraw").status_code == 404
        handed = who[name].post(f"{grant}/papers/{record.id}/hand-over", json={})
        assert handed.status_code == 404
    own = f"/own/records/{record.id}"
    for path in (own, f"{own}/looks", f"{own}/sealed", f"{own}/pages/1/picture"):
        assert who["stranger"].get(path).status_code == 404
    assert who["stranger"].post(f"{own}/complaints", json={"said": "x"}).status_code == 404
    assert who["stranger"].post("/own/grants", json=a_wish(record.id)).status_code == 404
    assert who["stranger"].get("/own/grants").json()["items"] == []
    assert who["officer"].get(f"/records/{record.id}").status_code == 404
    assert who["officer"].get(f"/records/{record.id}/sealed").status_code == 404


def test_another_procedure_or_dossier_is_refused(who: dict[str, Somebody], record: Record) -> None:
    grant = given_by_owner(who, record)
    officer = who["officer"]
    assert codes(officer.get(f"{grant}/papers/{record.id}/pages/1")) == ["not_found"]
    other = officer.post(f"{grant}/open", json={**USE, "procedure": "1.000656"})
    assert officer.post(f"{grant}/open", json=USE).status_code == 200
    later = officer.post(f"{grant}/open", json={**USE, "dossier": "H07.17-260302-0002"})
    assert codes(other, later) == ["grant_for_other_use"] * 2


def test_nothing_is_handed_over_unseen_or_where_only_looking_is_permitted(
    who: dict[str, Somebody], record: Record
) -> None:
    officer, grant = who["officer"], opened(who, record)
    unseen = officer.post(f"{grant}/papers/{record.id}/hand-over", json={})
    to_verify = opened(who, record, purpose="verify")
    assert officer.get(f"{to_verify}/papers/{record.id}/pages/1").status_code == 200
    verified = officer.post(f"{to_verify}/papers/{record.id}/hand-over", json={})
    assert codes(unseen, verified) == ["not_previewed", "not_for_hand_over"]


def test_a_paper_that_was_revoked_is_neither_shown_nor_given(
    services: Services, who: dict[str, Somebody], record: Record
) -> None:
    grant = opened(who, record)
    with services.database.writing() as connection:
        life_rows.move(
            connection,
            record.id,
            LifeState.REVOKED,
            version=0,
            reason="thu hồi",
            actor="dung",
            at=services.clock(),
        )
    refused = (
        who["officer"].get(f"{grant}/papers/{record.id}/pages/1"),
        who["officer"].post(f"{grant}/papers/{record.id}/hand-over", json={}),
        who["officer"].post("/reuse/grants", json=a_demand(OWNER.number)),
        who["owner"].post("/own/grants", json=a_wish(record.id)),
    )
    assert codes(*refused) == ["paper_not_in_force"] * 4
    shown = who["owner"].get(f"/own/records/{record.id}").json()
    assert shown["standing"] == "revoked"


def test_a_grant_is_over_when_its_time_is(
    services: Services, who: dict[str, Somebody], record: Record
) -> None:
    grant = opened(who, record, until=str(services.clock().date() + timedelta(days=2)))
    later = services.clock() + timedelta(days=4)
    object.__setattr__(services, "clock", lambda: later)
    officer = Somebody(services, "em", Role.COUNTER_OFFICER, agency=OTHER)
    assert codes(officer.get(f"{grant}/papers")) == ["grant_ended"]


def test_the_law_asks_for_a_dossier_and_a_reason_and_gives_what_is_held_alone(
    who: dict[str, Somebody], record: Record
) -> None:
    officer = who["officer"]
    for missing in ({"reason": " "}, {"reason": "vì cần"}, {"dossier": ""}, {"procedure": ""}):
        asked = officer.post("/reuse/grants", json=a_demand(OWNER.number, **missing))
        assert asked.status_code == 422
    none = officer.post("/reuse/grants", json=a_demand("001200000001"))
    other = officer.post("/reuse/grants", json=a_demand(OWNER.number, type="giay_khai_sinh"))
    assert codes(none, other) == ["not_held"] * 2
    assert who["checker"].post("/reuse/grants", json=a_demand(OWNER.number)).status_code == 403
    too_long = who["owner"].post("/own/grants", json=a_wish(record.id, until="2099-12-31"))
    assert codes(too_long) == ["grant_too_long"]


def test_papers_are_opened_one_by_one_and_few_a_minute(
    services: Services, who: dict[str, Somebody], record: Record
) -> None:
    papers = [a_filed_paper(services, f"tệp {number}") for number in range(4)]
    ours = who["ours"]
    taken = [ours.get(f"/records/{paper.id}/sealed").status_code for paper in papers]
    assert taken == [200, 200, 200, 429]
    assert ours.get(f"/records/{papers[0].id}/sealed").status_code == 200  # no further paper
    description = ours.get("/openapi.json").json()
    kinds = {
        kind
        for path in description["paths"].values()
        for asked in path.values()
        for answer in asked["responses"].values()
        for kind in answer.get("content", {})
    }
    assert not {kind for kind in kinds if "zip" in kind or "tar" in kind}


def test_several_papers_are_permitted_at_once_or_none(
    services: Services, who: dict[str, Somebody], record: Record
) -> None:
    other = a_filed_paper(services, "giấy khác")
    wish = {**a_wish(""), "records": [record.id, other.id, record.id]}
    del wish["record"]
    owner, place = who["owner"], "/own/grants/several"
    made = owner.post(place, json=wish)
    assert made.status_code == 201, made.text
    assert [one["record"] for one in made.json()] == [record.id, other.id]
    assert len({one["grant"] for one in made.json()}) == 2
    too_many = owner.post(place, json=wish)  # two more than the three of a minute
    unknown = owner.post(place, json={**wish, "records": ["r-0000000000000000-p0001"]})
    assert codes(too_many, unknown) == ["too_many_papers", "not_found"]
    strangers = who["stranger"].post(place, json=wish)
    assert codes(strangers) == ["not_found"]
    assert len(owner.get("/own/grants").json()["items"]) == 2
    (one, _) = made.json()
    assert owner.post(f"/own/grants/{one['grant']}/withdraw").status_code == 200
    in_force = [grant["in_force"] for grant in owner.get("/own/grants").json()["items"]]
    assert sorted(in_force) == [False, True]


def test_what_an_owner_says_is_wrong_comes_back_answered(
    who: dict[str, Somebody], record: Record
) -> None:
    said = {"said": "Ngày sinh sai,\nđúng là 12/5"}
    made = who["owner"].post(f"/own/records/{record.id}/complaints", json=said)
    assert made.status_code == 201, made.text
    (waiting,) = who["checker"].get("/complaints").json()["items"]
    assert waiting["said"] == said["said"]
    assert who["officer"].get("/complaints").status_code == 403
    answer = {"outcome": "corrected", "answer": "Đã sửa ngày sinh."}
    address = f"/complaints/{waiting['complaint']}/answer"
    assert who["checker"].post(address, json=answer).status_code == 200
    assert codes(who["checker"].post(address, json=answer)) == ["already_answered"]
    (shown,) = who["owner"].get("/own/complaints").json()["items"]
    assert (shown["outcome"], shown["answer"]) == ("corrected", "Đã sửa ngày sinh.")
    assert who["checker"].get("/complaints").json()["items"] == []


def test_an_owner_sees_the_own_papers_and_takes_one(
    services: Services, who: dict[str, Somebody], record: Record
) -> None:
    owner = who["owner"]
    (paper,) = owner.get("/own/records").json()["items"]
    assert (paper["record"], paper["kept"]) == (record.id, True)
    assert who["stranger"].get("/own/records").json()["items"] == []
    assert owner.get(f"/own/records/{record.id}/pages/1/picture").status_code == 200
    assert owner.get(f"/own/records/{record.id}/pages/2/picture").status_code == 404
    sealed = owner.get(f"/own/records/{record.id}/sealed")
    assert sealed.content == services.store.get(record.pdf.key)
    looks = owner.get(f"/own/records/{record.id}/looks").json()["items"]
    assert {look["basis"] for look in looks} == {"self"}
    assert {look["part"] for look in looks} >= {"find", "picture", "get.sealed"}
