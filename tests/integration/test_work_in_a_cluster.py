"""Real worker processes on a real broker, RabbitMQ and Redis in turn: every paper ends once, whatever becomes of its messages."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.model import ScanId
from digitize.rows import Priority
from digitize.status import DocumentStatus
from digitize.work import WorkSubject, page_task, scan_task
from tests.cluster_rig import SLOW, House, a_house, paper
from tests.counter_rig import wait_until
from tests.servers.brokers import BrokerServer

LONG = 7
"""Pages: more than one worker reads of a scan."""


@pytest.fixture
def house(tmp_path: Path, broker_server: BrokerServer) -> Iterator[House]:
    with a_house(tmp_path, broker_server.url) as house:
        yield house


def test_papers_short_and_long_end_filed_once_and_a_drained_house_ends_in_order(
    house: House,
) -> None:
    short, long = house.lay_in(paper(1), paper(2, pages=LONG))
    house.send([scan_task(short, Priority.COUNTER)] * 3)  # doubled messages
    house.send([page_task(long, 0, Priority.COUNTER)] * 3)
    house.start()
    house.wait_until_all(DocumentStatus.NEEDS_CHECK, 2)
    house.approve_all()
    house.wait_until_all(DocumentStatus.FILED, 2)
    wait_until(lambda: house.rows() == 0)
    assert house.stop() == 0
    house.require_all_once(scans=2)
    assert Counter(house.events("page.read")) == {short: 1, long: LONG}


def test_a_killed_worker_takes_no_sibling_along_and_its_work_is_done(house: House) -> None:
    (long,) = house.lay_in(paper(1, pages=LONG, size=SLOW))
    house.start(2)
    holder = wait_for_reader(house, long)
    before = house.pids()
    os.kill(before[holder], signal.SIGKILL)
    house.wait_until_all(DocumentStatus.NEEDS_CHECK, 1)
    after = house.pids()
    assert {place for place in before if after[place] == before[place]} == before.keys() - {holder}
    house.require_all_once(scans=1)
    assert Counter(house.events("page.read")) == {long: LONG}


def test_what_ends_every_worker_is_set_aside_and_the_others_go_on(
    tmp_path: Path, broker_server: BrokerServer
) -> None:
    with a_house(tmp_path, broker_server.url, work_attempts=2) as house:
        poisoned, *_others = house.lay_in(*map(paper, range(4)))
        house.start(2, fault_point=f"work.claimed@{poisoned}")
        wait_until(lambda: house.events("work.set_aside") == [poisoned])
        wait_until(lambda: house.statuses()[DocumentStatus.NEEDS_CHECK] == 3)
        with house.services() as services:
            (row,) = services.work.waiting_for_operator()
        assert (row.last_error, row.attempts) == ("worker_died", 3)
        house.kill()
        assert len(house.pids()) == 2
        with house.services() as services:
            house.send(services.work.again(poisoned, actor="an", at=services.clock()))
        house.start(1)
        house.wait_until_all(DocumentStatus.NEEDS_CHECK, 4)
        house.require_all_once(scans=4)


def test_what_the_broker_lost_or_never_heard_of_is_swept_up(
    house: House, broker_server: BrokerServer
) -> None:
    house.lay_in(paper(1), paper(2, pages=LONG))
    broker_server.flush()
    house.lay_in(paper(3), is_told=False)
    house.start(1)
    house.wait_until_all(DocumentStatus.NEEDS_CHECK, 3)
    house.require_all_once(scans=3)


def test_counters_overtake_backfill_that_was_sent_before(house: House) -> None:
    old = house.lay_in(*map(paper, range(6)), priority=Priority.BACKFILL)
    new = house.lay_in(*map(paper, range(10, 13)))
    house.start(1)
    house.wait_until_all(DocumentStatus.NEEDS_CHECK, len(old) + len(new))
    order = house.events("scan.separated")
    last_counter = max(order.index(scan) for scan in new)
    assert len(set(order[:last_counter]) & set(old)) <= 1  # what was at hand before a counter was


def test_a_drained_worker_finishes_what_it_holds_and_takes_nothing_more(house: House) -> None:
    house.lay_in(*(paper(seed, size=SLOW) for seed in range(4)))
    house.start(1)
    wait_until(lambda: holders(house) != [])
    assert house.stop() == 0
    assert holders(house) == []
    finished = house.statuses()[DocumentStatus.NEEDS_CHECK]
    assert 1 <= finished < 4


def wait_for_reader(house: House, scan_id: ScanId) -> str:
    """Who reads a page of the scan."""
    found: list[str] = []

    def is_read() -> bool:
        found[:] = holders(house, WorkSubject(f"{scan_id}/"))
        return bool(found)

    wait_until(is_read)
    return found[0]


def holders(house: House, of: str = "") -> list[str]:
    with house.services() as services, services.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT subject, holder FROM work").all()
    return [row.holder for row in rows if row.holder and row.subject.startswith(of)]
