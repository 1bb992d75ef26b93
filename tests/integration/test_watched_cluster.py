"""Real worker processes and a real broker, seen as their operator sees them."""

import os
import signal
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from config.settings import Settings
from digitize.model import ScanId
from digitize.status import DocumentStatus
from storage import keys
from tests.cluster_rig import House, a_house, paper
from tests.counter_rig import wait_until
from tests.exposition import samples
from tests.otlp_receiver import Received, attributes, otlp_receiver
from tests.servers.redis import RedisServer
from workers.readiness import readiness_of
from workers.services import build_services

HERE = "127.0.0.1"
WORKERS = 2


@pytest.fixture
def traces() -> Iterator[Received]:
    with otlp_receiver() as received:
        yield received


@pytest.fixture
def first_port() -> int:
    with socket.create_server((HERE, 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def house(
    tmp_path: Path, redis_server: RedisServer, first_port: int, traces: Received
) -> Iterator[House]:
    redis_server.flush()
    with a_house(
        tmp_path, redis_server.url, metrics_port=first_port, otlp_endpoint=traces.address
    ) as house:
        yield house


def test_each_worker_shows_its_metrics_and_a_dead_ones_successor_does_so_in_its_place(
    house: House, traces: Received
) -> None:
    (scan_id,) = house.lay_in(paper(1))
    house.start(WORKERS)
    house.wait_until_all(DocumentStatus.NEEDS_CHECK, 1)
    wait_until(lambda: len(house_ports(house)) == WORKERS)
    before = house_ports(house)
    pages = [metrics_at(port) for port in before]
    assert sum(page["digitize_page_attempts_total"] for page in pages) == 1
    ended = 'digitize_work_ended_total{kind="scan",outcome="done"}'
    assert sum(page.get(ended, 0) for page in pages) == 1
    assert not any("digitize_queue_scans" in name for page in pages for name in page)
    wait_until(lambda: bool(traces_of(scan_id, traces)))
    assert traces_of(scan_id, traces) == {scan_id[:32]}
    os.kill(next(iter(house.pids().values())), signal.SIGKILL)
    wait_until(lambda: len(listening(house)) == WORKERS + 1)
    assert house_ports(house) == before
    assert [metrics_at(port)["digitize_page_attempts_total"] for port in before].count(0) >= 1


def traces_of(scan_id: ScanId, traces: Received) -> set[str]:
    return {
        span.trace_id.hex()
        for span in traces.spans
        if attributes(span).get("digitize.scan") == scan_id
    }


def test_lines_of_a_workers_log_say_what_the_work_is_about(
    tmp_path: Path, redis_server: RedisServer
) -> None:
    redis_server.flush()
    with a_house(tmp_path, redis_server.url, work_attempts=1) as house:
        (scan_id,) = house.lay_in(paper(1))
        with house.services() as services:
            services.store.local_path(keys.original(scan_id)).unlink()
        house.start(1)
        wait_until(lambda: bool(lines(house, "work.set_aside")))
    (line,) = lines(house, "work.set_aside")
    assert (line["scan"], line["level"]) == (scan_id, "error")


def test_a_server_that_needs_a_broker_is_ready_only_with_it(
    tmp_path: Path, redis_server: RedisServer
) -> None:
    settings = Settings(warehouse=tmp_path / "kho", broker=SecretStr(redis_server.url))
    with build_services(settings) as services:
        assert readiness_of(services).ask() == dict.fromkeys(("catalogue", "store", "broker"))
    with socket.create_server((HERE, 0)) as listener:
        nobody = f"redis://{HERE}:{listener.getsockname()[1]}/0"
    settings = Settings(warehouse=tmp_path / "kho", broker=SecretStr(nobody))
    with build_services(settings) as services:
        answer = readiness_of(services).ask()["broker"]
    assert answer is not None
    assert answer.code in {"broker_unavailable", "store_unavailable"}


def listening(house: House) -> list[int]:
    return [int(str(line["port"])) for line in lines(house, "metrics.listening")]


def house_ports(house: House) -> set[int]:
    return set(listening(house))


def lines(house: House, event: str) -> list[dict[str, object]]:
    return [line for line in house.log() if line["event"] == event]


def metrics_at(port: int) -> Mapping[str, float]:
    return samples(httpx.get(f"http://{HERE}:{port}/metrics").text)
