"""A setting into a broker, and a broker that is not there."""

import pytest
from storage_factories import a_scan_id

from digitize.errors import BadConfiguration, BrokerUnavailable
from digitize.rows import Priority
from digitize.work import scan_task
from tests.counter_rig import CuttingLine
from tests.servers.brokers import BrokerServer
from tests.servers.postgres import free_port
from workers.queue.broker import open_broker
from workers.queue.hints import Hints

TASK = scan_task(a_scan_id(), Priority.BACKFILL)


@pytest.mark.parametrize("url", ["http://host", "host:5672", "amqp://host:port"])
def test_an_address_that_is_none_is_said_at_once(url: str) -> None:
    with pytest.raises(BadConfiguration):
        open_broker(url)


@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_a_broker_that_is_away_is_an_error_of_ours(scheme: str) -> None:
    hints = Hints(open_broker(f"{scheme}://127.0.0.1:{free_port()}/1"))
    with pytest.raises(BrokerUnavailable):
        hints.send([TASK])
    with pytest.raises(BrokerUnavailable):
        hints.waiting(Priority.BACKFILL)
    hints.close()


def test_a_broker_that_is_away_is_said_with_its_cause_and_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hints = Hints(open_broker(f"amqp://127.0.0.1:{free_port()}/1"))
    with pytest.raises(BrokerUnavailable) as raised:
        hints.waiting(Priority.BACKFILL)
    assert "refused" in raised.value.detail
    assert len(caplog.records) <= 1
    hints.close()


def test_after_a_line_that_broke_the_same_thread_asks_on_a_new_one(
    broker_server: BrokerServer,
) -> None:
    """A sweeper asks on and on; dramatiq would have it ask a closed line for ever."""
    with CuttingLine(broker_server.port, after_bytes=3000, cuts=1).open() as line:
        url = broker_server.url.replace(f":{broker_server.port}/", f":{line.port}/")
        hints = Hints(open_broker(url))
        with pytest.raises(BrokerUnavailable):
            ask_often(hints)
        assert hints.waiting(Priority.BACKFILL) == 0
        hints.close()


def ask_often(hints: Hints) -> None:
    """Until more bytes went than the line lets pass."""
    for _ in range(1000):
        hints.waiting(Priority.BACKFILL)


def test_what_was_sent_waits_in_the_queue_of_its_priority(broker_server: BrokerServer) -> None:
    hints = Hints(open_broker(broker_server.url))
    hints.send([TASK, TASK])
    assert (hints.waiting(Priority.BACKFILL), hints.waiting(Priority.COUNTER)) == (2, 0)
    hints.close()
