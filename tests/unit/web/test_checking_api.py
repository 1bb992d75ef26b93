"""The checking desk by its API: the queue, a document as one sees it, decisions, claims, drafts; races end in a sentence."""

import pytest
from checking_factories import Person, a_decision, a_waiting_paper
from web_factories import AGENCY

from config.settings import Settings
from digitize.access import Role
from digitize.checking import values_of
from digitize.rows import Priority
from digitize.status import DocumentStatus
from workers.checking import editing
from workers.services import Services, build_services


def fields_of(answer: object) -> dict[str, dict]:
    return {field["key"]: field for field in answer.json()["fields"]}


def version_of(services: Services, paper: str) -> int:
    return services.catalogue.document(paper).version


# ---- what is there --------------------------------------------------------------------------------


def test_the_queue_is_filtered_and_goes_on_behind_its_cursor(services: Services) -> None:
    for number in range(3):
        a_waiting_paper(services, f"quầy {number}")
    a_waiting_paper(services, "cũ", priority=Priority.BACKFILL)
    person = Person(services)
    first = person.get("", params={"limit": 2}).json()
    rest = person.get("", params={"limit": 2, "cursor": first["cursor"]}).json()
    assert [item["priority"] for item in first["items"] + rest["items"]] == [
        *["counter"] * 3,
        "backfill",
    ]
    assert rest["cursor"] is None
    old = person.get("", params={"priority": "backfill", "type": "quyet_dinh"}).json()["items"]
    assert [item["title"] for item in old] == [
        "Quyết định 2311/QĐ-UBND – Về việc phê duyệt chủ trương đầu tư"
    ]
    assert person.get("", params={"type": "cong_van"}).json()["items"] == []


def test_a_document_tells_its_fields_with_provenance_and_why_it_waits(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    said = Person(services).get(f"/{paper}")
    number = fields_of(said)["reference"]
    assert (number["value"], number["asks"], number["box"]["page"]) == ("2311/QĐ-UBND", True, 1)
    assert number["alternatives"] == ["30/2020/NĐ-CP"]
    assert number["reasons"][0]["sentence"].startswith("Giá trị đọc được chưa đủ tin cậy")
    assert fields_of(said)["issued_date"]["value"] == "29/12/2023"
    assert (said.json()["pages"], said.json()["status"]) == ([1, 2], "needs_check")


def test_another_agency_and_nobody_are_answered_alike(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    stranger = Person(services, "xa", agency="H99")
    for what in (f"/{paper}", "/0123456789abcdef-p0001"):
        assert stranger.get(what).json()["code"] == "not_found"
        assert stranger.post(f"{what}/claim").json()["code"] == "not_found"
    assert stranger.get("").json()["items"] == []


def test_who_may_only_look_decides_nothing(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    officer = Person(services, "quay", role=Role.COUNTER_OFFICER)
    assert officer.get(f"/{paper}").status_code == 200
    answer = officer.post(f"/{paper}/approve", json={"version": 1, "values": {}})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


# ---- decisions ------------------------------------------------------------------------------------


def test_an_approval_with_a_correction_is_one_request_and_wakes_the_queue(
    services: Services,
) -> None:
    (paper,) = a_waiting_paper(services)
    person = Person(services)
    said = {
        "version": version_of(services, paper),
        "values": {"reference": "2312 / QĐ-UBND", "issued_date": "28/12/2023"},
    }
    assert person.post(f"/{paper}/approve", json=said).json()["outcome"] == "approved"
    document = services.catalogue.document(paper)
    assert document.status is DocumentStatus.CHECKED
    values = values_of(document.description)
    assert (values["reference"], values["issued_date"]) == ("2312/QĐ-UBND", "2023-12-28")
    assert person.woken == 1


def test_a_correction_keeps_the_document_waiting(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    version = version_of(services, paper)
    person = Person(services)
    said = {"version": version, "values": {"sex": ""}, "type_code": "giay_khai_sinh"}
    assert person.post(f"/{paper}/correct", json=said).json()["version"] == version + 1
    document = services.catalogue.document(paper)
    assert document.status is DocumentStatus.NEEDS_CHECK
    assert document.description.verdict.type_code == "giay_khai_sinh"


def test_values_that_cannot_be_are_all_told_at_once_and_change_nothing(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    version = version_of(services, paper)
    said = {"version": version, "values": {"issued_date": "31/2/2024", "reference": "không số"}}
    answer = Person(services).post(f"/{paper}/approve", json=said)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_correction")
    assert answer.json()["faults"] == {
        "issued_date": ["bad_format"],
        "reference": ["bad_format"],
    }
    assert version_of(services, paper) == version


def test_a_paper_that_has_it_so_is_taken_as_printed(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    said = {
        "version": version_of(services, paper),
        "values": {"reference": "không số"},
        "as_printed": ["reference"],
    }
    answer = Person(services).post(f"/{paper}/approve", json=said)
    assert answer.json()["outcome"] == "approved"
    assert values_of(services.catalogue.document(paper).description)["reference"] == "không số"


@pytest.mark.parametrize("what", ["approve", "correct", "second-entry"])
def test_a_lost_race_is_told_with_a_sentence(services: Services, what: str) -> None:
    (paper,) = a_waiting_paper(services)
    version = version_of(services, paper)
    first, second = Person(services, "an"), Person(services, "binh")
    said = {"version": version, "values": {"signer_title": "PHÓ CHỦ TỊCH"}}
    first.post(f"/{paper}/correct", json=said)
    other = {"version": version, "values": {"signer_title": "GIÁM ĐỐC"}}
    answer = second.post(f"/{paper}/{what}", json=other)
    assert (answer.status_code, answer.json()["code"]) == (409, "lost_race")
    assert answer.json()["detail"]


def test_a_rejection_and_a_rescan_end_it_with_their_reasons(services: Services) -> None:
    papers = [a_waiting_paper(services, name)[0] for name in ("một", "hai")]
    person = Person(services)
    versions = [version_of(services, paper) for paper in papers]
    rejected = person.post(
        f"/{papers[0]}/reject", json={"version": versions[0], "code": "duplicate"}
    )
    asked = person.post(
        f"/{papers[1]}/rescan",
        json={"version": versions[1], "reason": "bị mờ", "pages": [2]},
    )
    assert (rejected.status_code, asked.status_code) == (204, 204)
    ends = [services.catalogue.document(paper) for paper in papers]
    assert [end.error_code for end in ends] == ["duplicate", "rescan"]


def test_unknown_members_codes_and_parameters_are_refused(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    person = Person(services)
    assert person.get("", params={"sort": "x"}).status_code == 400
    for said in (
        {"version": 1, "value": {}},
        {"values": {}},
        {"version": 1, "values": {"A b": "x"}},
    ):
        assert person.post(f"/{paper}/approve", json=said).status_code == 422
    wrong = {"version": 1, "code": "unread"}
    assert person.post(f"/{paper}/reject", json=wrong).status_code == 422


# ---- pages ----------------------------------------------------------------------------------------


def test_split_and_merge_give_the_documents_that_begin_anew(services: Services) -> None:
    (paper,) = a_waiting_paper(services, documents=((0, 1, 2),))
    person = Person(services)
    said = {"version": version_of(services, paper), "page": 3}
    first, second = person.post(f"/{paper}/split", json=said).json()["documents"]
    assert services.catalogue.document(second).page_indexes == (2,)
    assert person.woken == 1
    said = {"version": version_of(services, first), "other": second}
    assert person.post(f"/{first}/merge", json=said).json()["documents"] == [first]


def test_a_page_is_turned_and_set_aside(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    person = Person(services)
    said = {"version": version_of(services, paper), "page": 1, "degrees": 90}
    assert person.post(f"/{paper}/turn", json=said).status_code == 200
    assert (
        services.catalogue.pages(services.catalogue.document(paper).scan_id)[0].turned_degrees == 90
    )
    said = {"version": version_of(services, paper), "page": 2}
    assert person.post(f"/{paper}/set-aside", json=said).status_code == 200
    assert services.catalogue.document(paper).page_indexes == (0,)
    said = {"version": version_of(services, paper), "page": 2}
    gone = person.post(f"/{paper}/split", json=said)
    assert (gone.status_code, gone.json()["code"]) == (409, "bad_arrangement")


# ---- claims and drafts ----------------------------------------------------------------------------


def test_what_somebody_is_at_nobody_else_edits(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    an, binh = Person(services, "an"), Person(services, "binh")
    assert an.post(f"/{paper}/claim").json()["account"] == "an"
    refused = binh.post(f"/{paper}/claim")
    assert (refused.status_code, refused.json()["holder"]) == (409, "an")
    version = version_of(services, paper)
    for what, said in (
        ("approve", {"values": {}}),
        ("correct", {"values": {}}),
        ("reject", {"code": "duplicate"}),
        ("turn", {"page": 1, "degrees": 90}),
        ("rescan", {"reason": "mờ"}),
    ):
        answer = binh.post(f"/{paper}/{what}", json={"version": version, **said})
        assert (what, answer.json()["code"]) == (what, "claimed_by_another")
    assert an.delete(f"/{paper}/claim").status_code == 204
    assert binh.post(f"/{paper}/claim").status_code == 200


def test_a_draft_is_kept_as_typed_and_what_is_wrong_with_it_told(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    person = Person(services)
    said = {"version": version_of(services, paper), "values": {"issued_date": "31/2"}}
    answer = person.put(f"/{paper}/draft", json=said)
    assert answer.json()["faults"] == {"issued_date": ["bad_format"]}
    assert person.delete(f"/{paper}/draft").status_code == 204


# ---- weighty fields -------------------------------------------------------------------------------


@pytest.fixture
def weighty(tmp_path) -> Services:
    settings = Settings(warehouse=tmp_path / "nặng", agency_code=AGENCY, weighty_fields="reference")
    with build_services(settings) as services:
        yield services


def test_the_second_person_sees_nothing_of_what_the_first_entered(weighty: Services) -> None:
    (paper,) = a_waiting_paper(weighty, description=a_decision("reference"))
    an, binh = Person(weighty, "an"), Person(weighty, "binh")
    said = {"version": version_of(weighty, paper), "values": {"reference": "2377/QĐ-UBND"}}
    first = an.post(f"/{paper}/approve", json=said)
    assert first.json()["outcome"] == "awaits_second"
    seen = binh.get(f"/{paper}")
    assert list(fields_of(seen)) == ["reference"]
    assert "2377" not in seen.text + binh.get("").text
    assert "2311" not in seen.text + binh.get("").text
    said = {"version": seen.json()["version"], "values": {"reference": "2377/QĐ-UBND"}}
    assert binh.post(f"/{paper}/second-entry", json=said).json()["outcome"] == "approved"


def test_a_page_that_was_set_aside_is_told_and_taken_back(services: Services) -> None:
    (paper,) = a_waiting_paper(services)
    person = Person(services)
    first, *_ = services.catalogue.document(paper).page_indexes
    aside = {"page": first + 2, "version": version_of(services, paper)}
    assert person.post(f"/{paper}/set-aside", json=aside).status_code == 200
    assert editing.pages_aside(services, services.catalogue.document(paper).scan_id) == (first + 1,)
    back = {"page": first + 2, "version": version_of(services, paper)}
    assert person.post(f"/{paper}/take-back", json=back).json()["documents"] == [paper]
    assert first + 1 in services.catalogue.document(paper).page_indexes
