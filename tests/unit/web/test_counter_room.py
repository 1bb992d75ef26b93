"""The counter's pages and API: each sees the own agency, says what is to be done, and prints what came."""

from dataclasses import replace
from typing import Any

import pytest
from desk_factories import a_doubt, asks
from hypothesis import given
from hypothesis import strategies as st
from storage_factories import a_batch, a_scan_id, receive, separated
from web_factories import AGENCY, Client, a_picture, app_of, key_of_new_station, open_batch, send

from digitize.access import Role
from digitize.desk import RescanRequest
from digitize.model import BatchId, Reason
from digitize.rows import Batch
from storage.accounts import Account, Accounts
from storage.counter_rows import BatchProgress
from web.counter.shown import bar
from workers.accounts.signing_in import SigningIn
from workers.counter.batch_list import BatchStage, stage_of
from workers.services import Services

OTHER_AGENCY = "000.00.17.H07"
HTML = {"Accept": "text/html"}


def person(
    services: Services,
    name: str = "lan",
    *,
    role: Role = Role.COUNTER_OFFICER,
    agency: str = AGENCY,
) -> Client:
    account = Account(
        id=name, name="Lan", roles=frozenset({role}), agency=agency, made_at=services.clock()
    )
    Accounts(services.database).make(account, actor="test")
    token, _ = SigningIn(services.database, clock=services.clock).begin(account)
    return Client(app_of(services), token)


def of_agency(name: str = "b-1", **said: Any) -> Batch:
    return replace(a_batch(batch_id=name, agency=AGENCY), **said)


def shown(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers={**HTML, **headers})
    assert answer.status_code == 200, answer.text
    return answer.text


def a_wish(services: Services, batch: Batch) -> None:
    document_id = separated(services.catalogue, batch=batch, set_aside=())
    services.catalogue.ask_rescan(
        RescanRequest(
            document_id=document_id,
            scan_id=a_scan_id(),
            page_indexes=(2,),
            reason="bị mờ",
            asked_by="an",
            asked_at=services.clock(),
        )
    )


# ---- pages ----------------------------------------------------------------------------------------


def test_a_counter_without_batches_is_told_what_to_do(services: Services) -> None:
    assert "Chưa có lô quét nào" in shown(person(services), "/batches")


def test_what_is_to_be_scanned_again_stands_before_the_batches(services: Services) -> None:
    a_wish(services, of_agency(dossier_code="H07-1", procedure_code="1.001193"))
    text = shown(person(services), "/batches")
    assert text.index("Trang 3 bị mờ, quét lại.") < text.index("<table")
    assert "/batches/new?dossier=H07-1&amp;procedure=1.001193" in text


def test_a_batch_of_another_agency_is_on_no_page(services: Services) -> None:
    batch = of_agency(dossier_code="H07-1")
    a_wish(services, batch)
    stranger = person(services, "xa", agency=OTHER_AGENCY)
    assert "H07-1" not in shown(stranger, "/batches")
    addresses = [
        f"/batches/{batch.id}",
        f"/batches/{batch.id}/receipt",
        f"/batches/{batch.id}/scans/{a_scan_id()}/pages/1",
        f"/api/v1/counter/batches/{batch.id}",
    ]
    assert {stranger.get(address).status_code for address in addresses} == {404}


def test_a_scan_of_another_batch_has_no_picture_in_this_one(services: Services) -> None:
    receive(services.catalogue, batch=of_agency("b-1"))
    services.catalogue.open_batch(of_agency("b-2"))
    client = person(services)
    assert client.get(f"/batches/b-2/scans/{a_scan_id()}/pages/1").status_code == 404
    assert client.get("/batches/b-2/scans/none/pages/1").status_code == 400


def test_the_live_part_comes_without_the_frame_and_knows_where_the_ledger_ends(
    services: Services,
) -> None:
    receive(services.catalogue, batch=of_agency())
    text = shown(person(services), "/batches/b-1", **{"HX-Request": "true"})
    seq, _ = services.catalogue.ledger_head()
    assert "<html" not in text
    assert f'data-live="batch:b-1" data-live-after="{seq}"' in text


def test_a_batch_says_why_its_papers_wait(services: Services) -> None:
    document_id = separated(services.catalogue, batch=of_agency(), set_aside=())
    doubt = a_doubt()
    reasons = (Reason(code="low_resolution", page_index=1), *doubt.reasons)
    asks(services.catalogue, document_id, replace(doubt, reasons=reasons))
    text = shown(person(services), "/batches/b-1")
    assert "Trang 2 có độ phân giải dưới 200 dpi, đặt máy 300 dpi rồi quét lại." in text
    assert f'href="/documents/{document_id}"' in text


def test_the_checklist_says_in_words_what_is_missing(services: Services) -> None:
    batch = of_agency(dossier_code="H07-1", procedure_code="1.001193")
    receive(services.catalogue, batch=batch)
    text = shown(person(services), "/batches/b-1")
    assert "còn thiếu" in text
    assert "Giấy chứng sinh" in text


def test_a_receipt_names_every_file_with_its_hash_pages_and_time(services: Services) -> None:
    client = person(services)
    batch = open_batch(client, dossier_code="H07-1")
    send(client, batch, a_picture(), name="đơn xin.png")
    text = shown(client, f"/batches/{batch}/receipt")
    sha256 = services.catalogue.arrivals(BatchId(batch))[0].scan_id
    for said in ("đơn xin.png", sha256, f"{sha256[:4]} {sha256[4:8]}", "1 tệp, 1 trang"):
        assert said in text
    assert "tạm thời" in text
    client.post(f"/api/v1/batches/{batch}/close", headers={"Idempotency-Key": "k"})
    assert "tạm thời" not in shown(client, f"/batches/{batch}/receipt")


def test_whoever_may_not_push_is_offered_no_place_to(services: Services) -> None:
    services.catalogue.open_batch(of_agency())
    checker = person(services, "kiem", role=Role.CHECKER)
    assert 'id="push"' not in shown(checker, "/batches/b-1")
    assert "/batches/new" not in shown(checker, "/batches")
    assert checker.get("/batches/new", headers=HTML).status_code == 403


def test_a_closed_batch_takes_no_more_files_on_its_page(services: Services) -> None:
    services.catalogue.open_batch(of_agency())
    client = person(services)
    assert 'id="push"' in shown(client, "/batches/b-1")
    services.catalogue.close_batch(BatchId("b-1"), at=services.clock())
    assert 'id="push"' not in shown(client, "/batches/b-1")


@pytest.mark.parametrize("address", ["/batches", "/batches/b-1", "/api/v1/counter/batches"])
def test_an_operator_reads_nobodys_batches(services: Services, address: str) -> None:
    services.catalogue.open_batch(of_agency())
    assert person(services, role=Role.OPERATOR, agency="").get(address).status_code == 403


# ---- the same for programs ------------------------------------------------------------------------


def test_programs_get_the_same_a_page_at_a_time(services: Services) -> None:
    for number in range(3):
        receive(services.catalogue, content=str(number), batch=of_agency(f"b-{number}"))
    client = person(services)
    first = client.get("/api/v1/counter/batches?limit=2").json()
    rest = client.get(f"/api/v1/counter/batches?limit=2&cursor={first['cursor']}").json()
    found = [row["batch"] for row in (*first["items"], *rest["items"])]
    assert (found, rest["cursor"]) == (["b-2", "b-1", "b-0"], None)
    assert first["items"][0]["progress"]["received"] == 3


def test_a_station_may_ask_what_became_of_its_batch(services: Services) -> None:
    a_wish(services, of_agency())
    station = Client(app_of(services), key_of_new_station(services))
    said = station.get("/api/v1/counter/batches/b-1").json()
    assert [advice["message"] for advice in said["advice"]] == ["Trang 3 bị mờ, quét lại."]
    assert [page["needs_scan"] for page in said["files"][0]["pages"]] == [False, False, True]
    (wish,) = station.get("/api/v1/counter/rescans").json()["items"]
    assert (wish["batch"], wish["pages"]) == ("b-1", [3])


@pytest.mark.parametrize("query", ["?limit=0", "?limit=201", "?whose=others", "?order=age"])
def test_unknown_and_unbounded_parameters_are_refused(services: Services, query: str) -> None:
    answer = person(services).get(f"/api/v1/counter/batches{query}")
    assert answer.status_code in (400, 422)


# ---- where a batch stands -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("progress", "stage"),
    [
        (BatchProgress(), BatchStage.OPEN),
        (BatchProgress(files=1, received=3, read=1, waiting=3, read_waiting=1), BatchStage.WORKING),
        (
            BatchProgress(
                files=2, received=5, read=3, waiting=2, read_waiting=1, rejected=3, to_check=1
            ),
            BatchStage.WORKING,
        ),
        (
            BatchProgress(files=1, received=3, read=3, waiting=3, read_waiting=3, to_check=1),
            BatchStage.CHECKING,
        ),
        (BatchProgress(files=1, received=3, read=3, waiting=1, read_waiting=1), BatchStage.WORKING),
        (BatchProgress(files=1, received=3, read=3, filed=2, set_aside=1), BatchStage.DONE),
        (BatchProgress(files=1, refused_files=1), BatchStage.DONE),
    ],
    ids=["empty", "reading", "reading-beside-a-check", "check", "sealing", "filed", "refused"],
)
def test_the_machines_work_comes_before_that_of_people(
    progress: BatchProgress, stage: BatchStage
) -> None:
    assert stage_of(progress) is stage


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.data())
def test_a_bar_shows_every_page_once_and_never_more_than_there_are(
    filed: int, aside: int, rejected: int, waiting: int, data: st.DataObject
) -> None:
    read_waiting = data.draw(st.integers(0, waiting))
    received = filed + aside + rejected + waiting
    progress = BatchProgress(
        received=received,
        waiting=waiting,
        read_waiting=read_waiting,
        filed=filed,
        set_aside=aside,
        rejected=rejected,
    )
    widths = sum(part.width for part in bar(progress))
    expected = 100 * (received - waiting + read_waiting) / max(1, received)
    assert widths == pytest.approx(expected, abs=0.05)
