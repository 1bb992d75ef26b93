"""Worker processes of one machine show their metrics beside each other."""

import io
import socket
from contextlib import ExitStack

import httpx
import pytest
from exposition import samples

from workers.log import logger_to
from workers.metrics import Metrics
from workers.metrics_server import shown_on_a_port

LOG = logger_to(io.StringIO())
HERE = "127.0.0.1"


def a_free_port() -> int:
    with socket.create_server((HERE, 0)) as listener:
        return int(listener.getsockname()[1])


def test_each_takes_the_next_free_port_and_shows_its_own() -> None:
    first, second = Metrics(), Metrics()
    first.page_begun()
    port = a_free_port()
    with ExitStack() as stack:
        ports = [
            stack.enter_context(shown_on_a_port(one, host=HERE, first_port=port, log=LOG))
            for one in (first, second)
        ]
        assert port <= ports[0] < ports[1]
        shown = [samples(httpx.get(f"http://{HERE}:{one}/metrics").text) for one in ports]
    assert [page["digitize_page_attempts_total"] for page in shown] == [1, 0]


def test_the_port_of_one_that_ended_is_taken_again() -> None:
    port = a_free_port()
    with shown_on_a_port(Metrics(), host=HERE, first_port=port, log=LOG) as first:
        httpx.get(f"http://{HERE}:{first}/metrics")
    with shown_on_a_port(Metrics(), host=HERE, first_port=port, log=LOG) as again:
        assert again == first


def test_none_is_opened_where_none_is_asked_for() -> None:
    with shown_on_a_port(Metrics(), host=HERE, first_port=0, log=LOG) as port:
        assert port == 0


def test_an_address_that_is_not_ours_stops_no_work() -> None:
    said = io.StringIO()
    with shown_on_a_port(Metrics(), host="192.0.2.1", first_port=9400, log=logger_to(said)) as port:
        assert port == 0
    assert "metrics.no_port" in said.getvalue()


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/", 404)])
def test_it_says_that_it_lives_and_knows_no_other_address(path: str, status: int) -> None:
    with shown_on_a_port(Metrics(), host=HERE, first_port=a_free_port(), log=LOG) as port:
        assert httpx.get(f"http://{HERE}:{port}{path}").status_code == status
