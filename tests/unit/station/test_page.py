"""What the officer sees: the page and the state behind it, in Vietnamese, on this machine only."""

import asyncio
import socket
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from digitize.page_faults import Fault
from digitize.page_ranges import page_ranges
from tests.counter_rig import free_port
from tests.station_factories import AT, composed, received, taken
from workers.station.advice import advice, warning
from workers.station.options import StationOptions
from workers.station.page import StationPage, served
from workers.station.reports import (
    FolderReport,
    HeldFile,
    LineReport,
    write_folder_report,
    write_line_report,
)
from workers.station.rows import Problem, SourceState
from workers.station.spool import Spool
from workers.station.state import BatchStage, receipt_advice, station_state

CODE = "H46.12-231229-0001"


def asked(
    options: StationOptions, *, method: str = "GET", path: str = "/", host: str = "127.0.0.1:8790"
) -> tuple[int, dict[bytes, bytes], str]:
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request"}

    headers = [(b"host", host.encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    asyncio.run(StationPage(options)(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"].decode()


def page(options: StationOptions) -> str:
    return asked(options)[2]


def test_the_page_is_there_before_anything_was_scanned(options: StationOptions) -> None:
    status, headers, html = asked(options)
    assert status == 200
    assert b"default-src 'none'" in headers[b"content-security-policy"]
    assert "Chưa có tệp nào" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "10.0.0.8:8790"}, 421),
        ({"host": ""}, 421),
        ({"host": "localhost"}, 200),
        ({"host": "[::1]:8790"}, 200),
        ({"method": "POST"}, 405),
        ({"path": "/items"}, 404),
    ],
    ids=str,
)
def test_only_this_machine_may_look_and_only_look(
    changes: dict[str, str], status: int, options: StationOptions
) -> None:
    assert asked(options, **changes)[0] == status


def test_it_says_which_page_to_scan_again(spool: Spool, options: StationOptions) -> None:
    file = taken(spool, options, f"{CODE}/don.jpg")
    found = tuple(warning(Fault.BLURRED, page_number=number) for number in (1, 2, 3, 7))
    spool.save(replace(file, warnings=found))
    assert "Trang 1-3, 7 bị mờ, lau mặt kính rồi quét lại" in page(options)


def test_names_cannot_write_into_the_page(spool: Spool, options: StationOptions) -> None:
    taken(spool, options, "<b>x<b>.jpg")
    assert "<b>x" not in page(options)
    assert "&lt;b&gt;x" in page(options)


def test_a_line_that_is_down_says_go_on_scanning(options: StationOptions) -> None:
    options.spool.mkdir()
    problem = Problem(code="server_unreachable", message="Chưa nối được máy chủ.")
    write_line_report(options.spool, LineReport(at=AT, is_up=False, since=AT, problem=problem))
    html = page(options)
    assert "Mất kết nối" in html
    assert "cứ tiếp tục quét" in html


def test_files_that_cannot_be_taken_are_named_with_the_reason(options: StationOptions) -> None:
    options.spool.mkdir()
    held = HeldFile(
        name="don.docx",
        group="",
        problem=Problem(code="unknown_format", message="Nội dung tệp không phải PDF."),
        is_waiting=False,
    )
    write_folder_report(options.spool, FolderReport(at=AT, held=(held,)))
    assert "don.docx" in page(options)
    assert "Nội dung tệp không phải PDF." in page(options)


def test_a_batch_goes_from_gathering_to_received(spool: Spool, options: StationOptions) -> None:
    file = taken(spool, options)

    def stage() -> BatchStage:
        return station_state(options.spool).batches[0].stage

    stages = [stage()]
    batch = composed(spool, file)
    stages.append(stage())
    write_line_report(options.spool, LineReport(at=AT, is_up=True, sending=file.id, sent_bytes=1))
    stages.append(stage())
    spool.save_batch(replace(batch, receipt="{}"))
    stages.append(stage())
    assert stages == ["gathering", "waiting", "sending", "received"]


def test_a_received_file_shows_the_hash_of_its_receipt(
    spool: Spool, options: StationOptions
) -> None:
    file = taken(spool, options)
    batch = composed(spool, received(spool, file, state=SourceState.MOVED))
    spool.save_batch(replace(batch, receipt="{}"))
    html = page(options)
    assert f"<code>{file.sha256[:12]}</code>" in html
    assert "đủ tệp, không có sai khác" in html


def test_the_newest_batch_comes_first(spool: Spool, options: StationOptions) -> None:
    for number, name in enumerate("ab"):
        batch = composed(spool, taken(spool, options, f"{name}/x.jpg"))
        spool.save_batch(replace(batch, composed_at=AT + timedelta(minutes=number)))
    assert [batch.group for batch in station_state(options.spool).batches] == ["b", "a"]


def test_what_is_missing_doubled_or_different_is_said_in_that_order() -> None:
    receipt = """{"differences": [{"message": "khác"}], "doubled": [{"message": "trùng"}],
        "missing": [{"message": "thiếu"}], "files": [{"name": "a.pdf", "error": {"message": "hỏng"}},
        {"name": "b.pdf", "error": null}]}"""
    assert receipt_advice(receipt) == ("thiếu", "trùng", "khác", "a.pdf: hỏng")


@pytest.mark.parametrize("receipt", ["", "[]", "{", '{"missing": [1, {}], "files": null}'])
def test_a_receipt_that_cannot_be_read_says_nothing(receipt: str) -> None:
    assert receipt_advice(receipt) == ()


def test_what_must_be_scanned_again_comes_before_hints() -> None:
    found = [warning(Fault.BLANK, page_number=2), warning(Fault.BLURRED, page_number=5)]
    assert [one.is_hint for one in advice(found)] == [False, True]


def test_every_fault_has_its_sentence() -> None:
    assert all("Trang 4" in warning(fault, page_number=4).message for fault in Fault)


@pytest.mark.parametrize(
    ("numbers", "text"), [([3], "3"), ([2, 1], "1-2"), ([1, 2, 4, 4, 6, 7], "1-2, 4, 6-7")]
)
def test_pages_are_named_in_ranges(numbers: list[int], text: str) -> None:
    assert page_ranges(numbers) == text


def test_a_file_the_server_could_not_use_is_no_all_clear(
    spool: Spool, options: StationOptions
) -> None:
    file = taken(spool, options)
    locked = Problem(code="encrypted_file", message="Tệp PDF đặt mật khẩu mở.")
    refused = received(spool, file, page_count=0, error=locked, state=SourceState.MOVED)
    batch = composed(spool, refused)
    spool.save_batch(replace(batch, receipt="{}"))
    html = page(options)
    assert "Tệp PDF đặt mật khẩu mở." in html
    assert "không có sai khác" not in html


def test_the_note_behind_a_code_is_shown_beside_it(spool: Spool, options: StationOptions) -> None:
    composed(spool, taken(spool, options, f"{CODE} bổ sung/x.jpg"), code=CODE)
    assert station_state(options.spool).batches[0].note == "bổ sung"


def test_the_page_is_served_on_its_port_and_gone_after(options: StationOptions) -> None:
    shown = replace(options, page_port=free_port())
    url = f"http://127.0.0.1:{shown.page_port}/"
    with served(shown) as is_there:
        assert is_there
        assert "Trạm quét quay-1" in httpx.get(url, trust_env=False).text
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def test_a_port_that_is_taken_costs_the_page_only(options: StationOptions) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken_port = other.getsockname()[1]
        with served(replace(options, page_port=taken_port)) as is_there:
            assert not is_there
