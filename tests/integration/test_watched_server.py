"""A real server at work, seen as its operator sees it: metrics, readiness, the log on stderr, traces at a receiver."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from exposition import samples
from otlp_receiver import Received, attributes, otlp_receiver
from PIL import Image, ImageDraw
from running_server import RunningServer, new_station, serving
from web_factories import PIECE, TUS, metadata

WAIT_SECONDS = 60.0


@pytest.fixture(scope="module")
def traces() -> Iterator[Received]:
    with otlp_receiver() as received:
        yield received


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched") / "kho"


@pytest.fixture(scope="module")
def server(warehouse: Path, traces: Received) -> Iterator[RunningServer]:
    """It has taken one paper to its end and refused what is none."""
    key = new_station(warehouse)
    settings = {"DIGITIZE_LOG_TO": "stderr", "DIGITIZE_OTLP_ENDPOINT": traces.address}
    with serving(warehouse, **settings) as running:
        send(running, key, a_paper(), name="Nguyễn Văn An.png")
        send(running, key, b"no scan at all", name="x.png")
        wait_until(lambda: "needs_check" in moves(metrics_of(running)))
        yield running


def a_paper() -> bytes:
    """One page with ink on it."""
    page = Image.new("L", (850, 1100), 255)
    for row in range(100, 900, 40):
        ImageDraw.Draw(page).rectangle((100, row, 700, row + 12), fill=0)
    file = BytesIO()
    page.save(file, "PNG", dpi=(200, 200))
    return file.getvalue()


def send(server: RunningServer, key: str, data: bytes, *, name: str) -> None:
    with httpx.Client(
        base_url=server.address, headers={"Authorization": f"Bearer {key}"}
    ) as client:
        opened = client.post(
            "/api/v1/batches", headers={"Idempotency-Key": f"lo-{len(data)}"}, json={}
        )
        begun = client.post(
            "/api/v1/uploads",
            headers={
                **TUS,
                "Upload-Length": str(len(data)),
                "Upload-Metadata": metadata(opened.json()["id"], data, name=name),
            },
        )
        headers = {**PIECE, "Upload-Offset": "0"}
        client.patch(begun.headers["location"], headers=headers, content=data)


def metrics_of(server: RunningServer) -> Mapping[str, float]:
    return samples(httpx.get(f"{server.address}/metrics").text)


def moves(shown: Mapping[str, float]) -> str:
    return " ".join(name for name in shown if name.startswith("digitize_document_moves_total"))


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def log_of(warehouse: Path) -> list[dict[str, Any]]:
    said = warehouse.with_name(f"{warehouse.name}.stderr").read_text()
    return [json.loads(line) for line in said.splitlines()]


def test_a_paper_at_its_end_shows_in_every_family(server: RunningServer) -> None:
    shown = metrics_of(server)
    assert shown["digitize_page_attempts_total"] == 1
    assert sum(v for name, v in shown.items() if name.startswith("digitize_pages_total")) == 1
    for stage in ("receive", "scan", "read_page", "separate", "archive", "describe"):
        assert shown[f'digitize_stage_seconds_count{{stage="{stage}"}}'] >= 1
    assert shown['digitize_store_seconds_count{operation="adopt"}'] >= 1
    assert shown['digitize_database_seconds_count{operation="write"}'] > 5
    assert shown["digitize_children_started_total"] >= 1
    assert shown["digitize_catalogue_up"] == 1
    assert shown["process_resident_memory_bytes"] > 1e7


def test_what_is_no_scan_is_counted_as_a_failure_of_its_code(server: RunningServer) -> None:
    failures = 'digitize_stage_failures_total{code="unknown_format",stage="receive"}'
    assert metrics_of(server)[failures] == 1


def test_the_server_is_ready_by_name(server: RunningServer) -> None:
    answer = httpx.get(f"{server.address}/readyz")
    assert answer.json()["checks"] == {"catalogue": "ok", "store": "ok"}


def test_every_line_on_stderr_is_json_with_time_level_and_event(
    server: RunningServer, warehouse: Path
) -> None:
    lines = log_of(warehouse)
    assert {"server.listening", "queue.taken", "upload.in_custody"} <= {
        line["event"] for line in lines
    }
    assert all(line["timestamp"].endswith("Z") and line["level"] for line in lines)
    assert not (warehouse / "digitize.log").read_text()  # whoever made the station's key opened it


def test_no_line_of_the_log_and_no_span_has_the_files_name(
    server: RunningServer, warehouse: Path, traces: Received
) -> None:
    wait_until(lambda: bool(traces.named("digitize.scan")))
    said = json.dumps(log_of(warehouse), ensure_ascii=False) + str(traces.spans)
    assert "Nguyễn" not in said
    assert "Nguy" not in said


def test_a_scans_stages_are_spans_within_its_own(server: RunningServer, traces: Received) -> None:
    wait_until(lambda: bool(traces.named("digitize.scan")))
    (scan,) = traces.named("digitize.scan")
    (page,) = traces.named("digitize.read_page")
    (described,) = traces.named("digitize.describe")
    assert page.trace_id == scan.trace_id == described.trace_id
    assert page.parent_span_id == described.parent_span_id == scan.span_id
    assert attributes(page)["digitize.scan"] == attributes(scan)["digitize.scan"]
    assert attributes(page)["digitize.page"] == 1
    assert str(attributes(described)["digitize.document"]).endswith("-p0001")


def test_a_stage_that_failed_says_its_code_and_no_more(
    server: RunningServer, traces: Received
) -> None:
    wait_until(lambda: len(traces.named("digitize.receive")) == 2)
    failed = [span for span in traces.named("digitize.receive") if span.status.code]
    assert [attributes(span)["digitize.error"] for span in failed] == ["unknown_format"]
    assert not failed[0].events
