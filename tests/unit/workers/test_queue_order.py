"""No backfill is taken up while a counter's scan waits, in whatever order the two come; the log is what proves it."""

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from queue_factories import end_without_pages, finish_scans_with
from storage_factories import NOW, a_batch, a_file, a_scan_id

from digitize.rows import Priority, Scan
from workers.scan_queue import TAKEN, QueueOptions, ScanQueue
from workers.services import Services

PATIENT = QueueOptions(poll_seconds=20.0)
"""It learns of what came by being woken, as from uploads."""
BATCHES = {
    "c": a_batch(),
    "b": replace(a_batch(batch_id="cu"), priority=Priority.BACKFILL),
}


class OneByOne:
    """Work that ends when the test says so, whichever thread it is in."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.may_end = threading.Semaphore(0)

    def finish(self, scan: Scan) -> None:
        assert self.may_end.acquire(timeout=20)
        end_without_pages(self._services, scan)


@pytest.fixture
def work(services: Services, monkeypatch: pytest.MonkeyPatch) -> OneByOne:
    made = OneByOne(services)
    finish_scans_with(monkeypatch, made.finish)
    return made


def come(services: Services, running: ScanQueue, kind: str, number: int) -> None:
    """`kind` is `c` for a counter's scan, `b` for one of the backfill; the log has when the queue knew of it."""
    scan_id = a_scan_id(f"{kind}{number}")
    services.catalogue.receive_scan(
        scan_id, batch=BATCHES[kind], source=kind, file=a_file(), at=NOW
    )
    running.wake()
    services.log.info("came", scan=scan_id, kind=kind)


def gone_before(log: Path) -> list[tuple[str, str]]:
    """Each counter's scan that waited, with a backfill scan that was taken meanwhile."""
    waiting: dict[str, None] = {}
    found, taken = [], set()
    for line in log.read_text().splitlines():
        entry = json.loads(line)
        if entry["event"] == "came" and entry["kind"] == "c" and entry["scan"] not in taken:
            waiting[entry["scan"]] = None
        elif entry["event"] == TAKEN:
            if entry["priority"] == Priority.BACKFILL.name:
                found += [(counter, entry["scan"]) for counter in waiting]
            taken.add(entry["scan"])
            waiting.pop(entry["scan"], None)
    return found


@pytest.mark.parametrize(
    "order", ["bbbbbbccc", "bbbcbbcbbcbb", "cccbbbccc", "bcbcbcbcbcbc", "bbbbcccccccccbbb"]
)
def test_backfill_never_goes_before_a_counter_that_waits(
    services: Services, work: OneByOne, order: str
) -> None:
    with ScanQueue(services, cast("Any", None), options=PATIENT) as running:
        for number, kind in enumerate(order):
            come(services, running, kind, number)
            if number % 3 == 2:
                work.may_end.release()  # one ends now and then, while others still come
        work.may_end.release(len(order))
        assert running.wait_until_idle(20)
    log = services.settings.warehouse / "digitize.log"
    assert log.read_text().count(TAKEN) == len(order)
    assert gone_before(log) == []


def test_the_log_would_show_backfill_that_went_before(services: Services) -> None:
    """The proof that the test above can fail."""
    services.log.info("came", scan="quay", kind="c")
    services.log.info(TAKEN, scan="cu", priority=Priority.BACKFILL.name)
    services.log.info(TAKEN, scan="quay", priority=Priority.COUNTER.name)
    log = services.settings.warehouse / "digitize.log"
    assert gone_before(log) == [("quay", "cu")]
