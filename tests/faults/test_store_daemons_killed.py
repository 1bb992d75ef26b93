"""Object daemons of a Ceph that keeps everything three times die while papers are stored: what was promised is there."""

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from s3_factories import a_bucket, an_s3_store, make_bucket

from digitize.errors import StoreUnavailable
from digitize.model import ScanId
from storage import keys
from storage.s3_retries import RetryOptions
from storage.s3_store import S3Store
from tests.servers.ceph import CephCluster, S3Server, ceph_on_disk

THREADS = 6
SIZE_BYTES = 100_000
PATIENT = RetryOptions(tries=8)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CephCluster]:
    with ceph_on_disk(tmp_path_factory.mktemp("ceph")) as cluster:
        yield cluster


@pytest.fixture
def store(cluster: CephCluster, tmp_path: Path) -> S3Store:
    service = a_bucket(S3Server(endpoint_url=cluster.endpoint_url))
    make_bucket(service)
    return an_s3_store(service, tmp_path, retries=PATIENT)


class Counters:
    """Threads that store papers until they are told to stop, and remember what they were promised."""

    def __init__(self, store: S3Store) -> None:
        self._store = store
        self._is_over = threading.Event()
        self._threads = ThreadPoolExecutor(THREADS)
        self._work = [self._threads.submit(self._put_on_and_on) for _ in range(THREADS)]
        self.promised: set[str] = set()
        self.refused = 0

    def stop(self) -> None:
        self._is_over.set()
        self._threads.shutdown()
        for work in self._work:
            work.result()

    def wait_for_more(self, count: int) -> None:
        wanted, deadline = len(self.promised) + count, time.monotonic() + 120
        while len(self.promised) < wanted:
            assert time.monotonic() < deadline, (
                f"{len(self.promised)} of {wanted} after two minutes"
            )
            time.sleep(0.05)

    def _put_on_and_on(self) -> None:
        while not self._is_over.is_set():
            data = os.urandom(SIZE_BYTES)
            key = keys.original(ScanId(hashlib.sha256(data).hexdigest()))
            try:
                self._store.put(key, data)
            except StoreUnavailable:
                self.refused += 1
            else:
                self.promised.add(key)


def assert_intact(store: S3Store, promised: set[str]) -> None:
    """Every promised object is listed and hashes to what its key says."""
    assert promised <= set(store.keys("originals/"))
    with ThreadPoolExecutor(THREADS) as threads:
        hashes = dict(zip(promised, threads.map(store.sha256, promised), strict=True))
    assert all(key.endswith(found) for key, found in hashes.items())


@pytest.mark.usefixtures("whole_run")
def test_one_of_three_daemons_killed_then_another_costs_no_promise(
    cluster: CephCluster, store: S3Store
) -> None:
    counters = Counters(store)
    counters.wait_for_more(50)
    for victim in (0, 1):
        cluster.kill_osd(victim)
        counters.wait_for_more(100)
        cluster.start_osd(victim)
        cluster.wait_until_whole()
    counters.stop()
    assert counters.refused == 0
    assert_intact(store, counters.promised)


@pytest.mark.usefixtures("whole_run")
def test_all_daemons_killed_at_once_cost_no_promise(cluster: CephCluster, store: S3Store) -> None:
    counters = Counters(store)
    counters.wait_for_more(50)
    cluster.kill_all()
    cluster.start_all()
    counters.wait_for_more(50)
    counters.stop()
    assert_intact(store, counters.promised)
