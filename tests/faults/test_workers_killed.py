"""Workers, their children, whole houses and the broker under them die at random: every paper ends filed once, sealed once."""

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digitize.rows import Priority
from digitize.status import DocumentStatus
from tests.cluster_rig import SMALL, House, a_house, paper
from tests.counter_rig import wait_until
from tests.servers.brokers import BrokerServer
from tests.servers.process_tree import descendants, kill

PAPERS = 60
PROCESSES = 3
LONGEST_PAUSE_SECONDS = 1.5
PATIENCE_SECONDS = 600.0
MANY = 50
"""Attempts: what dies here is the test's doing, not a paper's."""


@pytest.mark.slow
@pytest.mark.usefixtures("whole_run")
@pytest.mark.timeout(3600)
def test_whoever_dies_every_paper_is_filed_once(
    tmp_path: Path, broker_server: BrokerServer, postgres_url: str, kills: int, kill_seed: int
) -> None:
    draw = random.Random(kill_seed)
    more = {"work_attempts": MANY, "database": postgres_url}
    with a_house(tmp_path, broker_server.url, **more) as house:
        coming = papers(draw)
        house.start(PROCESSES)
        told = Counter(suffer(house, broker_server, draw, coming) for _ in range(kills))
        sys.stderr.write(f"\nseed {kill_seed}: {dict(told)}\n")
        for data, priority in coming:
            house.lay_in(data, priority=priority)
        wait_until(lambda: is_filed(house), seconds=PATIENCE_SECONDS)
        house.require_all_once(scans=PAPERS)
        require_one_signature_each(house)


def papers(draw: random.Random) -> Iterator[tuple[bytes, Priority]]:
    for number in range(PAPERS):
        pages = draw.choice((1, 1, 1, 2, 6))
        priority = draw.choice((Priority.COUNTER, Priority.COUNTER, Priority.BACKFILL))
        yield paper(number, pages=pages, size=SMALL), priority


def suffer(
    house: House,
    broker: BrokerServer,
    draw: random.Random,
    coming: Iterator[tuple[bytes, Priority]],
) -> str:
    """A paper more, a moment, a death; what died."""
    for data, priority in [next(coming)] if draw.random() < 0.7 else []:
        house.lay_in(data, priority=priority)
    if draw.random() < 0.3:
        house.approve_all()
    time.sleep(draw.uniform(0.0, LONGEST_PAUSE_SECONDS))
    name, act = draw.choices(list(DEATHS.items()), weights=[70, 15, 5, 5, 5])[0]
    act(house, broker, draw)
    return name


def kill_worker(house: House, _broker: BrokerServer, draw: random.Random) -> None:
    kill([draw.choice(workers(house))] if workers(house) else [])


def kill_child(house: House, _broker: BrokerServer, draw: random.Random) -> None:
    children = [child for worker in workers(house) for child in descendants(worker)]
    kill([draw.choice(children)] if children else [])


def kill_house(house: House, _broker: BrokerServer, _draw: random.Random) -> None:
    house.kill()
    house.start(PROCESSES)


def flush_broker(_house: House, broker: BrokerServer, _draw: random.Random) -> None:
    broker.flush()


def restart_broker(_house: House, broker: BrokerServer, _draw: random.Random) -> None:
    broker.restart()


DEATHS: dict[str, Callable[[House, BrokerServer, random.Random], None]] = {
    "worker": kill_worker,
    "child": kill_child,
    "house": kill_house,
    "flushed": flush_broker,
    "restarted": restart_broker,
}


def workers(house: House) -> list[int]:
    assert house.process is not None
    return [pid for pid in house.pids().values() if os.path.exists(f"/proc/{pid}")]  # noqa: PTH110


def is_filed(house: House) -> bool:
    house.approve_all()
    return house.statuses() == {DocumentStatus.FILED: PAPERS}


def require_one_signature_each(house: House) -> None:
    with house.services() as services:
        for document in services.catalogue.documents():
            assert document.sealed is not None
            assert services.store.get(document.sealed.key).count(b"/ByteRange") == 1
