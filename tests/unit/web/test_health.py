"""`/healthz`, `/readyz`, `/metrics`: what an orchestrator and Prometheus ask."""

import threading

import pytest
from sqlalchemy import text
from web_factories import Client

from digitize.errors import StoreFull
from workers.readiness import Readiness
from workers.services import Services


def test_a_ready_server_names_what_it_asked(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "checks": {"catalogue": "ok", "store": "ok"}}


def test_a_catalogue_that_fails_is_named_in_a_problem(client: Client, services: Services) -> None:
    with services.database.writing() as connection:
        connection.execute(text("DROP TABLE ledger_head"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "store_unavailable"
    assert answer.json()["checks"] == {"catalogue": "store_unavailable", "store": "ok"}


def test_the_process_lives_while_the_catalogue_does_not(client: Client, services: Services) -> None:
    with services.database.writing() as connection:
        connection.execute(text("DROP TABLE ledger_head"))
    assert client.get("/healthz").json() == {"status": "ok"}


def test_who_does_not_answer_in_time_is_unavailable_and_asked_by_one_thread() -> None:
    gate, asked = threading.Event(), []

    def hang() -> None:
        asked.append(1)
        gate.wait(10)

    readiness = Readiness({"store": hang, "catalogue": lambda: None}, answer_seconds=0.05)
    for _ in range(3):
        answers = readiness.ask()
        assert answers["catalogue"] is None
        assert answers["store"] is not None
        assert answers["store"].code == "store_unavailable"
    assert len(asked) == 1
    gate.set()


def test_who_answers_again_is_ready_again() -> None:
    troubles = [StoreFull()]

    def ask() -> None:
        if troubles:
            raise troubles.pop()

    readiness = Readiness({"store": ask})
    assert isinstance(readiness.ask()["store"], StoreFull)
    assert readiness.ask()["store"] is None


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_no_key_is_needed(client: Client, address: str) -> None:
    assert client.get(address, headers={"Authorization": ""}).status_code == 200
