"""Records by the API: found with masks and marks, opened, taken out in pieces; each look is in the ledger, others' are not there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partialmethod
from typing import Any

import httpx
import pytest
from checking_factories import a_waiting_paper, make_account
from filed_papers import OWNER, a_filed_paper
from storage_factories import LATER, NOW, a_batch, a_file
from web_factories import AGENCY, Client, app_of, open_warehouse

from digitize.access import Role
from digitize.codec import to_json
from digitize.model import BatchId
from digitize.rows import Record
from storage import keys
from workers.accounts.signing_in import SigningIn
from workers.records.part_names import RecordPart
from workers.services import Services

PARTS = [part.value for part in RecordPart]


class Officer:
    """A counter officer's program."""

    def __init__(self, services: Services, name: str = "an", *, agency: str = AGENCY) -> None:
        account = make_account(services, name, role=Role.COUNTER_OFFICER, agency=agency)
        token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        self._client = Client(app_of(services), token)

    def ask(self, method: str, what: str = "", **given: Any) -> httpx.Response:
        return self._client.request(method, f"/api/v1/records{what}", **given)

    get = partialmethod(ask, "GET")

    def found(self, **asked: Any) -> list[str]:
        return [item["record"] for item in self.get(params=asked).json()["items"]]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """One warehouse for all: reading changes nothing but the ledger."""
    with open_warehouse(tmp_path_factory.mktemp("records") / "kho") as opened:
        yield opened


@pytest.fixture(scope="module")
def record(services: Services) -> Record:
    return a_filed_paper(services)


@pytest.fixture(scope="module")
def officer(services: Services) -> Officer:
    return Officer(services)


@pytest.fixture(scope="module")
def stranger(services: Services) -> Officer:
    """Of another agency."""
    return Officer(services, "xa", agency="H99")


def looks(services: Services, record: Record) -> Counter[str]:
    entries = services.catalogue.ledger(subject=record.id)
    return Counter(entry.data["purpose"] for entry in entries if entry.event == "record.read")


def events(services: Services, record: Record) -> list[str]:
    return [entry.event for entry in services.catalogue.ledger(subject=record.id)]


# ---- finding --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "hoà giải"},
        {"words": "HOA GIAI co so"},
        {"words": "2311/qd-ubnd"},
        {"type": "quyet_dinh"},
        {"issued_from": "2023-12-29", "issued_to": "2023-12-29"},
        {"filed_to": "2026-03-02"},
        {"field": "signer_name=nguyen thi hoa"},
        {"agency": AGENCY},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_a_record_is_found(record: Record, officer: Officer, asked: dict[str, str]) -> None:
    assert record.id in officer.found(**asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "ly hôn"},
        {"type": "cong_van"},
        {"issued_from": "2023-12-30"},
        {"filed_from": "2026-03-03"},
        {"field": "signer_name=nguyen thi"},
        {"agency": "H99"},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_a_record_is_not_found_by_what_it_is_not(
    record: Record, officer: Officer, asked: dict[str, str]
) -> None:
    assert record.id not in officer.found(**asked)


def test_pages_of_hits_go_on_behind_their_cursor(services: Services) -> None:
    officer = Officer(services, "nhiều", agency="H05")
    filed = [a_filed_paper(services, str(number), agency="H05").id for number in range(5)]
    found, cursor = [], None
    while True:
        asked = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        answer = officer.get(params=asked).json()
        found += [item["record"] for item in answer["items"]]
        cursor = answer["cursor"]
        if cursor is None:
            break
    assert found == filed[::-1]


def test_a_list_masks_numbers_of_persons_and_marks_what_was_found(
    record: Record, officer: Officer
) -> None:
    item = officer.get(params={"words": "hoa giai", "limit": 1}).json()["items"][0]
    marked = [part["text"] for part in item["snippet"] if part["found"]]
    snippet = "".join(part["text"] for part in item["snippet"])
    assert set(marked) == {"hòa giải"}
    assert "********1234" in snippet
    assert OWNER.number not in str(item)


def test_whoever_may_open_a_record_sees_numbers_whole(record: Record, officer: Officer) -> None:
    said = officer.get(f"/{record.id}").json()
    assert said["owner"]["number"] == OWNER.number
    assert said["fields"]["reference"]["box"] == [100, 144, 300, 168]


def test_papers_on_their_way_are_listed_by_status(
    services: Services, record: Record, officer: Officer
) -> None:
    (paper,) = a_waiting_paper(services, "khác")
    (item,) = officer.get(params={"status": "needs_check"}).json()["items"]
    assert (item["document"], item["record"], item["status"]) == (paper, None, "needs_check")


@pytest.mark.parametrize(
    "asked",
    [{"cursor": "x"}, {"wann": "1"}, {"limit": 0}, {"field": "ohne"}, {"issued_from": "gestern"}],
    ids=lambda asked: next(iter(asked)),
)
def test_what_is_no_question_is_refused(officer: Officer, asked: dict[str, str]) -> None:
    assert officer.get(params=asked).status_code in {400, 404, 422}


# ---- whose they are -------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["", "/history", "/signatures", *(f"/{part}" for part in PARTS)])
def test_another_agencys_record_is_answered_like_none(
    services: Services, record: Record, stranger: Officer, what: str
) -> None:
    before = looks(services, record)
    others = stranger.get(f"/{record.id}{what}")
    none = stranger.get(f"/r-0123456789abcdef-p0001{what}")
    assert others.status_code == 404
    assert others.content == none.content
    assert looks(services, record) == before


def test_another_agency_finds_nothing(record: Record, stranger: Officer) -> None:
    assert record.id not in stranger.found()
    assert record.id not in stranger.found(words="hòa giải")


# ---- looks ----------------------------------------------------------------------------------------


def test_every_look_is_in_the_ledger(services: Services, record: Record, officer: Officer) -> None:
    before = looks(services, record)
    officer.found()
    officer.get(f"/{record.id}")
    for part in PARTS:
        officer.get(f"/{record.id}/{part}")
    assert looks(services, record) - before == {
        "find": 1,
        "show": 1,
        **{f"get.{part}": 1 for part in PARTS},
    }


def test_the_history_tells_who_looked_in_a_sentence(
    services: Services, record: Record, officer: Officer
) -> None:
    officer.get(f"/{record.id}")
    said = officer.get(f"/{record.id}/history", params={"limit": 1}).json()
    (newest,) = said["items"]
    assert (newest["sentence"], newest["actor"]) == ("Mở xem.", "an")
    asked = {"cursor": said["cursor"], "limit": 200}
    rest = officer.get(f"/{record.id}/history", params=asked).json()
    assert rest["items"][-1]["sentence"] == "Nhận tệp, 2 trang."
    assert rest["cursor"] is None


def test_people_of_another_agency_are_not_named(
    services: Services, officer: Officer, stranger: Officer
) -> None:
    record = a_filed_paper(services, "của hai cơ quan")
    services.catalogue.receive_scan(
        services.catalogue.document(record.document_id).scan_id,
        batch=replace(a_batch(agency="H99"), id=BatchId("b-H99")),
        source="x.pdf",
        file=a_file(),
        at=LATER,
    )
    stranger.get(f"/{record.id}")
    (newest,) = officer.get(f"/{record.id}/history", params={"limit": 1}).json()["items"]
    assert (newest["event"], newest["actor"]) == ("record.read", "")


# ---- parts ----------------------------------------------------------------------------------------


def test_parts_are_the_stores_bytes_as_attachments(
    services: Services, record: Record, officer: Officer
) -> None:
    document = services.catalogue.document(record.document_id)
    stored = {
        "sealed": services.store.get(keys.sealed(document.id)),
        "original": services.store.get(keys.original(document.scan_id)),
        "text": services.store.get(keys.text(document.id)),
        "fields": to_json(document.description),
    }
    for part, data in stored.items():
        answer = officer.get(f"/{record.id}/{part}")
        assert answer.content == data
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["content-security-policy"].startswith("sandbox")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_keeps_its_vietnamese_name(record: Record, officer: Officer) -> None:
    named = officer.get(f"/{record.id}/sealed").headers["content-disposition"]
    assert named.endswith(
        "filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%202311-Q%C4%90-UBND.pdf"
    )
    original = officer.get(f"/{record.id}/original").headers["content-disposition"]
    assert 'filename="scan.pdf"' in original


def test_a_large_file_comes_in_the_piece_that_was_asked(
    services: Services, record: Record, officer: Officer
) -> None:
    whole = officer.get(f"/{record.id}/sealed")
    piece = officer.get(f"/{record.id}/sealed", headers={"Range": "bytes=100-199"})
    assert (piece.status_code, piece.content) == (206, whole.content[100:200])
    assert piece.headers["content-range"] == f"bytes 100-199/{len(whole.content)}"
    other = {"Range": "bytes=0-9", "If-Range": '"another"'}
    assert officer.get(f"/{record.id}/sealed", headers=other).content == whole.content


def test_what_somebody_has_already_is_not_sent_again(
    services: Services, record: Record, officer: Officer
) -> None:
    tag = officer.get(f"/{record.id}/text").headers["etag"]
    before = looks(services, record)
    again = officer.get(f"/{record.id}/text", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert looks(services, record) == before


def test_a_disposed_record_gives_no_bytes_any_more(services: Services, officer: Officer) -> None:
    record = a_filed_paper(services, "hết hạn")
    services.catalogue.dispose(record.document_id, officer="bình", reason="hết hạn", at=NOW)
    for part in ("sealed", "original", "text"):
        assert officer.get(f"/{record.id}/{part}").status_code == 410
    assert officer.get(f"/{record.id}/fields").status_code == 200


def test_a_file_that_is_no_signed_pdf_is_told_and_noted(
    services: Services, record: Record, officer: Officer
) -> None:
    said = officer.get(f"/{record.id}/signatures").json()
    assert said == {"ours": True, "intact": True, "signatures": []}
    assert events(services, record)[-1] == "record.verified"
