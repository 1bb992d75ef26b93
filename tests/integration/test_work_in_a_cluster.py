"""Real worker processes on a real broker: every paper ends once, whatever becomes of its messages and of those who work.

The catalogue is on PostgreSQL. What a broker does is tried on RabbitMQ and Redis; deaths of workers here on the first, on both in tests/faults.
"""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.model import ScanId
from digitize.rows import Priority
from digitize.status import DocumentStatus
from digitize.work import page_task, scan_task
from tests.cluster_rig import SLOW, House, a_house, paper
from tests.counter_rig import wait_until
from tests.servers.brokers import BrokerServer
from tests.servers.rabbitmq import RabbitServer

LONG = 7
"""Pages: more than one worker reads of a scan."""


@pytest.fixture
def house(tmp_path: Path, broker_server: BrokerServer, postgres_url: str) -> Iterator[House]:
    with a_house(tmp_path, broker_server.url, database=postgres_url) as house:
        yield house


def test_lost_doubled_and_untold_papers_end_filed_once_and_the_house_drains(
    house: House, broker_server: BrokerServer
) -> None:
    short, long = house.lay_in(paper(1), paper(2, pages=LONG))
    broker_server.flush()
    (untold,) = house.lay_in(paper(3), is_told=False)
    house.send([scan_task(short, Priority.COUNTER), page_task(long, 0, Priority.COUNTER)] * 3)
    house.start(2)
    house.wait_until_all(DocumentStatus.NEEDS_CHECK, 3)
    assert Counter(house.events("page.read")) == {short: 1, long: LONG, untold: 1}
    house.approve_all()
    house.wait_until_all(DocumentStatus.FILED, 3)
    wait_until(lambda: house.rows() == 0)
    house.lay_in(*(paper(seed, size=SLOW) for seed in range(4, 8)))
    wait_until(lambda: house.holders() != [])
    assert house.stop() == 0
    assert house.holders() == []  # what was held is finished, and nothing more was taken
    assert 1 <= house.statuses()[DocumentStatus.NEEDS_CHECK] < 4
    house.require_all_once(scans=7, waiting=4)


def test_counters_overtake_backfill_that_was_sent_before(house: House) -> None:
    """A worker fetches two messages of a queue at a time: what it has at hand it takes by urgency."""
    old = house.lay_in(*map(paper, range(6)), priority=Priority.BACKFILL)
    new = house.lay_in(*map(paper, range(10, 12)))
    house.start(1)
    wait_until(lambda: {*old, *new} <= set(house.events("scan.separated")))
    order = house.events("scan.separated")
    first = min(order.index(scan) for scan in new)
    assert set(order[first : first + 2]) == set(new)
    assert first < len(old)


def test_a_killed_worker_takes_no_sibling_along_and_its_work_is_done(
    tmp_path: Path, rabbitmq_server: RabbitServer, postgres_url: str
) -> None:
    with a_house(tmp_path, rabbitmq_server.url, database=postgres_url) as house:
        (long,) = house.lay_in(paper(1, pages=LONG, size=SLOW))
        house.start(2)
        holder = wait_for_reader(house, long)
        before = house.pids()
        os.kill(before[holder], signal.SIGKILL)
        house.wait_until_all(DocumentStatus.NEEDS_CHECK, 1)
        after = house.pids()
        siblings = before.keys() - {holder}
        assert all(after[place] == before[place] for place in siblings)
        assert Counter(house.events("page.read")) == {long: LONG}
        house.require_all_once(scans=1)


def test_what_ends_every_worker_is_set_aside_and_the_others_go_on(
    tmp_path: Path, rabbitmq_server: RabbitServer, postgres_url: str
) -> None:
    with a_house(tmp_path, rabbitmq_server.url, database=postgres_url, work_attempts=2) as house:
        poisoned, *_others = house.lay_in(*map(paper, range(4)))
        house.start(1, fault_point=f"work.claimed@{poisoned}")
        wait_until(lambda: house.statuses()[DocumentStatus.NEEDS_CHECK] == 3)
        wait_until(lambda: house.events("work.set_aside") == [poisoned])
        with house.services() as services:
            (row,) = services.work.waiting_for_operator()
        assert (row.task.subject, row.last_error) == (poisoned, "worker_died")


def wait_for_reader(house: House, scan_id: ScanId) -> str:
    """Who reads a page of the scan."""
    found: list[str] = []

    def is_read() -> bool:
        found[:] = house.holders(f"{scan_id}/")
        return bool(found)

    wait_until(is_read)
    return found[0]
