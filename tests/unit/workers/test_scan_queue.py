"""The queue: everything in the end, counters first, and no scan that stops the others."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from queue_factories import end_without_pages, finish_scans_with
from storage_factories import NOW, a_batch, a_file, a_scan_id

from digitize.errors import CannotArchive, ChildFailed, DamagedFile, IllegalMove, SealFailed
from digitize.model import BatchId, ScanId
from digitize.rows import Batch, Priority, Scan, ScanState
from digitize.work import WorkSubject
from workers.checking.deciding import tell_workers
from workers.held_up_scans import PauseOptions
from workers.scan_queue import QueueOptions, ScanQueue
from workers.services import Services

QUICK = QueueOptions(poll_seconds=0.02, pauses=PauseOptions(pause_seconds=0.02))
BACKFILL = replace(a_batch(batch_id="cu"), priority=Priority.BACKFILL)


class Work:
    """What is done to a scan in these tests, in place of reading it."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.began: list[str] = []
        self.most_at_once = dict.fromkeys(Priority, 0)
        self.faults: dict[ScanId, Callable[[], None]] = {}
        self.gate = threading.Event()
        self.gate.set()
        self._now = dict.fromkeys(Priority, 0)
        self._lock = threading.Lock()

    def finish(self, scan: Scan) -> None:
        priority = self.services.catalogue.batch(scan.batch_id).priority
        with self._lock:
            self.began.append(scan.source)
            self._now[priority] += 1
            self.most_at_once[priority] = max(self.most_at_once[priority], self._now[priority])
        try:
            self.gate.wait(10)
            self.faults.get(scan.id, lambda: None)()
            end_without_pages(self.services, scan)
        finally:
            with self._lock:
                self._now[priority] -= 1


@pytest.fixture
def work(services: Services, monkeypatch: pytest.MonkeyPatch) -> Work:
    made = Work(services)
    finish_scans_with(monkeypatch, made.finish)
    return made


def queue(services: Services) -> ScanQueue:
    return ScanQueue(services, cast("Any", None), options=QUICK)


def come(services: Services, *names: str, batch: Batch | None = None) -> None:
    for name in names:
        services.catalogue.receive_scan(
            a_scan_id(name), batch=batch or a_batch(), source=name, file=a_file(), at=NOW
        )


def states(services: Services) -> set[ScanState]:
    return {scan.state for scan in services.catalogue.scans()}


def test_every_scan_is_finished_once(services: Services, work: Work) -> None:
    names = [f"{number}" for number in range(30)]
    come(services, *names)
    with queue(services) as running:
        assert running.wait_until_idle(20)
    assert sorted(work.began) == sorted(names)
    assert states(services) == {ScanState.REJECTED}


def test_what_comes_while_it_runs_is_taken_up(services: Services, work: Work) -> None:
    with queue(services) as running:
        assert running.wait_until_idle(5)
        come(services, "late")
        running.wake()
        assert running.wait_until_idle(5)
    assert work.began == ["late"]


def test_what_another_process_received_is_found_without_a_hint(
    services: Services, work: Work
) -> None:
    done = threading.Event()
    work.faults[a_scan_id("late")] = done.set
    with queue(services):
        come(services, "late")
        assert done.wait(5)


def test_counters_come_before_backfill_that_came_earlier(services: Services, work: Work) -> None:
    come(services, *[f"old {number}" for number in range(20)], batch=BACKFILL)
    come(services, *[f"new {number}" for number in range(6)])
    with queue(services) as running:
        assert running.wait_until_idle(20)
    assert {name[:3] for name in work.began[:4]} == {"new"}


def test_while_counters_are_at_work_at_most_one_backfill_scan_is(
    services: Services, work: Work
) -> None:
    come(services, "new")
    come(services, *[f"old {number}" for number in range(10)], batch=BACKFILL)
    with queue(services) as running:
        assert running.wait_until_idle(20)
    assert work.most_at_once[Priority.BACKFILL] == 1


def test_backfill_alone_has_every_thread_but_the_counters_own(
    services: Services, work: Work
) -> None:
    come(services, *[f"old {number}" for number in range(10)], batch=BACKFILL)
    work.gate.clear()
    with queue(services) as running:
        while sum(work._now.values()) < 2:
            threading.Event().wait(0.01)
        come(services, "new")
        running.wake()
        while "new" not in work.began:
            threading.Event().wait(0.01)
        work.gate.set()
        assert running.wait_until_idle(20)
    assert work.most_at_once[Priority.BACKFILL] == 2


def test_a_scan_that_fails_for_a_while_is_tried_again(services: Services, work: Work) -> None:
    come(services, "shaky", "sound")
    tries = iter([ChildFailed, ChildFailed])

    def fail() -> None:
        for error in tries:
            raise error("test")

    work.faults[a_scan_id("shaky")] = fail
    with queue(services) as running:
        while services.catalogue.unfinished_scans(limit=1):
            running.wait_until_idle(1)
    assert sorted(work.began) == ["shaky", "shaky", "shaky", "sound"]


@pytest.mark.parametrize(
    "error", [DamagedFile("its decoder was killed"), IllegalMove("a person was quicker")]
)
def test_a_good_scan_that_cannot_go_on_for_a_moment_is_tried_again(
    services: Services, work: Work, error: Exception
) -> None:
    come(services, "good")
    tries = iter([error, error])

    def fail() -> None:
        for one in tries:
            raise one

    work.faults[a_scan_id("good")] = fail
    with queue(services) as running:
        while services.catalogue.unfinished_scans(limit=1):
            running.wait_until_idle(1)
    assert work.began == ["good"] * 3


@pytest.mark.parametrize("error", [CannotArchive("no"), RuntimeError("a defect")])
def test_a_scan_that_cannot_go_on_stops_no_other(
    services: Services, work: Work, error: Exception
) -> None:
    come(services, "stuck", *[f"{number}" for number in range(8)])

    def fail() -> None:
        raise error

    work.faults[a_scan_id("stuck")] = fail
    with queue(services) as running:
        assert running.wait_until_idle(20)
        running.wake()
        assert running.wait_until_idle(20)
    assert work.began.count("stuck") == 1
    assert len(services.catalogue.unfinished_scans(limit=99)) == 1
    log = (services.settings.warehouse / "digitize.log").read_text()
    assert a_scan_id("stuck") in log


def test_more_stuck_scans_than_a_window_hide_nothing(services: Services, work: Work) -> None:
    stuck = [f"{number:02}" for number in range(12)]
    come(services, *stuck, "sound")

    def fail() -> None:
        raise CannotArchive("no")

    work.faults.update({a_scan_id(name): fail for name in stuck})
    options = replace(QUICK, window=4)
    with ScanQueue(services, cast("Any", None), options=options) as running:
        assert running.wait_until_idle(20)
    assert "sound" in work.began


def test_a_closed_queue_begins_nothing(services: Services, work: Work) -> None:
    with queue(services) as running:
        assert running.wait_until_idle(5)
        running.stop()
        come(services, "late")
        running.wake()
    assert work.began == []


def test_bytes_a_counter_brings_again_are_the_counters(services: Services, work: Work) -> None:
    come(services, *[f"old {number}" for number in range(9)], batch=BACKFILL)
    again = replace(a_batch(), id=BatchId("lo-2"))
    services.catalogue.receive_scan(
        a_scan_id("old 8"), batch=again, source="again", file=a_file(), at=NOW
    )
    with queue(services) as running:
        assert running.wait_until_idle(20)
    assert work.began.index("old 8") < 3


# -- what does not get on


def stop_with(work: Work, name: str, error: Exception) -> None:
    def fail() -> None:
        raise error

    work.faults[a_scan_id(name)] = fail


def wait_until_idle(services: Services) -> None:
    with queue(services) as running:
        assert running.wait_until_idle(20)


def test_what_cannot_go_on_is_set_aside_with_its_reason_and_stays_so_at_the_next_start(
    services: Services, work: Work
) -> None:
    come(services, "stuck")
    stop_with(work, "stuck", CannotArchive("no"))
    wait_until_idle(services)
    wait_until_idle(services)
    assert work.began == ["stuck"]
    (row,) = services.work.waiting_for_operator()
    assert (row.task.subject, row.last_error) == (a_scan_id("stuck"), CannotArchive.code)


def test_an_operators_next_try_is_begun_by_the_running_queue_and_leaves_no_row(
    services: Services, work: Work
) -> None:
    come(services, "stuck")
    stop_with(work, "stuck", CannotArchive("no"))
    with queue(services) as running:
        assert running.wait_until_idle(20)
        del work.faults[a_scan_id("stuck")]
        services.work.again(a_scan_id("stuck"), actor="op", at=NOW)
        assert running.wait_until_idle(20)
    assert work.began == ["stuck"] * 2
    assert services.work.find(WorkSubject(a_scan_id("stuck"))) is None


def test_what_fails_by_itself_too_often_is_set_aside(services: Services, work: Work) -> None:
    come(services, "shaky")
    stop_with(work, "shaky", ChildFailed("each time"))
    with queue(services):
        while not services.work.waiting_for_operator():
            threading.Event().wait(0.01)
    assert work.began == ["shaky"] * services.settings.work_attempts


def test_what_the_house_around_it_stops_rests_and_is_never_set_aside(
    services: Services, work: Work
) -> None:
    come(services, "sound")
    stop_with(work, "sound", SealFailed("no authority of time"))
    with queue(services) as running:
        while len(work.began) <= services.settings.work_attempts:
            threading.Event().wait(0.01)
        running.wait_until_idle(5)
        assert not services.work.waiting_for_operator()
    (row,) = services.work.resting()
    assert (row.last_error, row.attempts) == (SealFailed.code, 0)


def test_what_rests_is_tried_at_the_next_start_and_its_row_goes(
    services: Services, work: Work
) -> None:
    come(services, "sound")
    stop_with(work, "sound", SealFailed("no authority of time"))
    slow = replace(QUICK, pauses=PauseOptions(pause_seconds=3600))
    with ScanQueue(services, cast("Any", None), options=slow) as running:
        assert running.wait_until_idle(20)
    assert work.began == ["sound"]
    work.faults.clear()
    wait_until_idle(services)
    assert work.began == ["sound"] * 2
    assert services.work.find(WorkSubject(a_scan_id("sound"))) is None


def test_a_changed_paper_gives_its_scan_another_try(services: Services, work: Work) -> None:
    come(services, "stuck")
    stop_with(work, "stuck", CannotArchive("no"))
    with queue(services) as running:
        assert running.wait_until_idle(20)
        del work.faults[a_scan_id("stuck")]
        (document,) = services.catalogue.documents()
        assert not tell_workers(services, document.id)  # nobody but this machine
        assert running.wait_until_idle(20)
    assert work.began == ["stuck"] * 2
