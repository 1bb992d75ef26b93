"""A server whose papers go out by a broker: `/readyz` names the broker, `/metrics` what waits, whatever the broker lost."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from storage_factories import NOW, receive
from web_factories import Client, app_of, key_of_new_station

from config.settings import Settings
from tests.exposition import samples
from tests.servers.brokers import BrokerServer
from workers.metrics import Metrics
from workers.readiness import Readiness, readiness_of
from workers.services import Services, build_services
from workers.waiting_metrics import WaitingMetrics

ALL_WELL = {"catalogue": "ok", "store": "ok", "broker": "ok"}


@contextmanager
def house(folder: Path, broker: str) -> Iterator[Services]:
    settings = Settings(warehouse=folder, agency_code="H46", broker=SecretStr(broker))
    with build_services(settings) as services:
        yield services


def test_a_server_is_ready_with_its_broker(broker_server: BrokerServer, tmp_path: Path) -> None:
    with house(tmp_path, broker_server.url) as services:
        client = Client(app_of(services), key_of_new_station(services))
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (200, ALL_WELL)


@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_a_broker_that_is_away_is_named(scheme: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/1"
    with house(tmp_path, address) as services:
        client = Client(app_of(services), key_of_new_station(services))
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == ALL_WELL | {"broker": "broker_unavailable"}


@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_a_broker_that_says_nothing_keeps_nobody_waiting(scheme: str, tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        house(tmp_path, f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/1") as services,
    ):
        questions = readiness_of(services)._questions
        answers = Readiness(questions, answer_seconds=0.5).ask()
    assert answers["broker"] is not None
    assert answers["catalogue"] is None


def test_the_age_of_what_waits_is_the_rows_even_where_the_broker_lost_it(
    broker_server: BrokerServer, tmp_path: Path
) -> None:
    with house(tmp_path, broker_server.url) as services:
        receive(services.catalogue)
        assert services.outbox is not None
        broker_server.flush()
        waiting = WaitingMetrics(services.database, clock=lambda: NOW + timedelta(minutes=7))
        page = samples(Metrics(waiting).text().decode())
    counters = '{priority="counter"}'
    assert page[f"digitize_queue_scans{counters}"] == 1
    assert page[f"digitize_queue_oldest_seconds{counters}"] == 7 * 60
