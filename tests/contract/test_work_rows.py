"""What every keeper of work rows does: shared out once, attempts counted, what fails for ever set aside."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from storage_factories import a_batch, a_file, a_scan_id

from digitize.errors import NotFound
from digitize.model import DocumentId, ScanId
from digitize.rows import Priority
from digitize.work import Claim, Task, WorkSubject, document_task, page_task, scan_task
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database, open_memory_database, open_postgres
from storage.work_rows import SqlWork

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
LEASE = timedelta(seconds=60)
SCAN = scan_task(a_scan_id(), Priority.COUNTER)
OTHER = scan_task(a_scan_id("other"), Priority.COUNTER)


@pytest.fixture(params=["file", "memory", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "postgres":
        database = open_postgres(request.getfixturevalue("postgres_url"))
    elif request.param == "file":
        database = open_database(tmp_path / "catalogue.db")
    else:
        database = open_memory_database()
    yield database
    database.close()


@pytest.fixture
def work(database: Database) -> SqlWork:
    return SqlWork(database)


def received(catalogue: SqlCatalogue) -> tuple[ScanId, DocumentId]:
    """A scan in custody, and the document that is over all of it as long as nothing is known."""
    catalogue.receive_scan(a_scan_id(), batch=a_batch(), source="a.pdf", file=a_file(), at=NOW)
    (document,) = catalogue.documents()
    return a_scan_id(), document.id


def claim(work: SqlWork, task: Task = SCAN, *, holder: str = "a", at: datetime = NOW) -> Claim:
    held = work.claim(task.subject, holder=holder, at=at, lease=LEASE)
    assert held is not None
    return held


def is_free(work: SqlWork, task: Task = SCAN, *, at: datetime = NOW) -> bool:
    return work.claim(task.subject, holder="probe", at=at, lease=LEASE) is not None


def test_a_task_is_sent_once_however_often_it_comes(work: SqlWork) -> None:
    assert work.add([SCAN], at=NOW) == [SCAN]
    assert work.add([SCAN], at=NOW) == []


def test_what_becomes_urgent_is_sent_again(work: SqlWork) -> None:
    work.add([scan_task(a_scan_id(), Priority.BACKFILL)], at=NOW)
    assert work.add([SCAN], at=NOW) == [SCAN]
    assert claim(work).task.priority is Priority.COUNTER


def test_of_many_tasks_the_new_and_the_more_urgent_are_to_be_sent(work: SqlWork) -> None:
    many = [page_task(a_scan_id(), index, Priority.BACKFILL) for index in range(450)]
    urgent = page_task(a_scan_id(), 0, Priority.COUNTER)
    work.add(many[:1], at=NOW)
    assert work.add([*many, urgent], at=NOW) == [*many[1:], urgent]
    assert work.add([*many, urgent], at=NOW) == []


def test_what_is_held_is_nobody_elses(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    claim(work)
    assert not is_free(work, at=NOW + LEASE / 2)
    assert is_free(work, at=NOW + LEASE)


def test_a_renewed_lease_holds_on(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    claim(work)
    assert work.renew([SCAN.subject], holder="a", until=NOW + 2 * LEASE) == [SCAN.subject]
    assert not is_free(work, at=NOW + LEASE)


def test_what_a_holder_does_not_name_runs_out(work: SqlWork) -> None:
    """Its end could not be said, or who had this place before died with it: nobody is at it."""
    work.add([SCAN, OTHER], at=NOW)
    claim(work)
    work.claim(OTHER.subject, holder="a", at=NOW, lease=LEASE)
    assert work.renew([OTHER.subject], holder="a", until=NOW + 9 * LEASE) == [OTHER.subject]
    assert is_free(work, at=NOW + LEASE)


def test_a_lost_claim_renews_and_ends_nothing(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    lost = claim(work)
    claim(work, holder="b", at=NOW + LEASE)
    work.done(lost)
    work.set_aside(lost, reason="x", at=NOW)
    assert work.renew([SCAN.subject], holder="a", until=NOW + 9 * LEASE) == []
    assert work.renew([SCAN.subject], holder="b", until=NOW + 9 * LEASE) == [SCAN.subject]


def test_what_is_done_cannot_be_claimed(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    work.done(claim(work))
    assert not is_free(work)


def test_attempts_are_counted_before_the_work_and_given_back_unbegun(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    work.give_back(claim(work))
    work.failed(claim(work), error_code="child_failed", until=NOW)
    third = claim(work)
    assert (third.attempts, third.last_error) == (2, "child_failed")


def test_a_failure_rests_until_its_pause_is_over(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    work.failed(claim(work), error_code="child_failed", until=NOW + LEASE)
    assert not is_free(work)
    assert work.due(at=NOW, sent_before=None, limit=9, priority=Priority.COUNTER) == []
    due = work.due(at=NOW + LEASE, sent_before=None, limit=9, priority=Priority.COUNTER)
    assert due == [SCAN]


def test_what_was_set_aside_waits_for_an_operator(work: SqlWork, database: Database) -> None:
    work.add([SCAN], at=NOW)
    work.set_aside(claim(work), reason="child_failed", at=NOW)
    late = NOW + timedelta(days=9)
    assert not is_free(work, at=late)
    assert work.due(at=late, sent_before=late, limit=9, priority=Priority.COUNTER) == []
    (row,) = work.waiting_for_operator()
    assert (row.task, row.last_error, row.attempts) == (SCAN, "child_failed", 1)
    (entry,) = SqlCatalogue(database).ledger()
    assert (entry.event, entry.subject) == ("work.set_aside", SCAN.subject)


def test_an_operator_gives_it_another_life(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    work.set_aside(claim(work), reason="child_failed", at=NOW)
    assert work.again(SCAN.subject, actor="an", at=NOW) == [SCAN]
    assert claim(work).attempts == 1
    with pytest.raises(NotFound):
        work.again(SCAN.subject, actor="an", at=NOW)


def test_what_rests_is_tried_at_once_where_an_operator_says_so(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    work.failed(claim(work), error_code="seal_failed", until=NOW + LEASE)
    assert [row.last_error for row in work.resting()] == ["seal_failed"]
    assert work.held_up() == {SCAN.subject: False}
    assert work.again(SCAN.subject, actor="an", at=NOW) == [SCAN]
    assert (work.held_up(), work.resting()) == ({}, [])
    assert claim(work).attempts == 1


def test_what_gave_way_to_another_is_no_failure(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    work.give_back(claim(work), until=NOW + LEASE)
    assert work.resting() == []


def test_a_machine_that_claims_nothing_says_what_stopped(work: SqlWork) -> None:
    for attempts in (0, 1):
        work.stopped(SCAN, attempts=attempts, error_code="seal_failed", until=NOW + LEASE, at=NOW)
    (row,) = work.resting()
    assert (row.task, row.attempts, row.leased_until) == (SCAN, 1, NOW + LEASE)
    work.set_aside(Claim(task=SCAN, holder="", attempts=1, last_error=""), reason="x", at=NOW)
    assert work.held_up() == {SCAN.subject: True}
    work.freed(a_scan_id())
    assert work.held_up() == {}
    assert claim(work).attempts == 2


def test_a_held_scan_is_not_freed(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    claim(work)
    work.freed(a_scan_id())
    assert not is_free(work)


def test_a_scan_rests_with_its_page_and_rises_with_it(work: SqlWork) -> None:
    page = page_task(a_scan_id(), 2, Priority.COUNTER)
    work.add([SCAN, page], at=NOW)
    work.set_aside(claim(work, page), reason="not_in_store", at=NOW)
    assert not is_free(work)
    assert set(work.again(SCAN.subject, actor="an", at=NOW)) == {SCAN, page}


def test_a_document_takes_its_scan_along(database: Database) -> None:
    work, (scan_id, document_id) = SqlWork(database), received(SqlCatalogue(database))
    scan, document = (
        scan_task(scan_id, Priority.COUNTER),
        document_task(document_id, Priority.COUNTER),
    )
    work.add([scan, document], at=NOW)
    work.set_aside(claim(work, document), reason="seal_failed", at=NOW)
    assert not is_free(work, scan)
    assert work.again(document_id, actor="an", at=NOW) == [document]
    assert is_free(work, scan)


def test_what_a_dead_worker_held_is_free_and_counted(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    claim(work)
    assert work.abandoned("b", at=NOW) == []
    assert work.abandoned("a", at=NOW) == [SCAN]
    assert claim(work, holder="b").attempts == 2


def test_what_was_sent_in_vain_is_due_once_a_patience(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    later = NOW + timedelta(minutes=5)
    assert work.due(at=later, sent_before=NOW, limit=9, priority=Priority.COUNTER) == []
    assert work.due(at=later, sent_before=later, limit=9, priority=Priority.COUNTER) == [SCAN]
    assert work.due(at=later, sent_before=later, limit=9, priority=Priority.COUNTER) == []


def test_a_lease_that_ran_out_is_due(work: SqlWork) -> None:
    work.add([SCAN], at=NOW)
    claim(work)
    assert work.due(at=NOW, sent_before=NOW + LEASE, limit=9, priority=Priority.COUNTER) == []
    assert work.due(at=NOW + LEASE, sent_before=None, limit=9, priority=Priority.COUNTER) == [SCAN]


def test_a_scan_that_nobody_sent_is_found(database: Database) -> None:
    work, (scan_id, _) = SqlWork(database), received(SqlCatalogue(database))
    assert [task.subject for task in work.unsent(limit=9, at=NOW)] == [scan_id]
    assert work.unsent(limit=9, at=NOW) == []


def test_a_scan_with_work_left_is_not_settled(database: Database) -> None:
    work, (scan_id, _) = SqlWork(database), received(SqlCatalogue(database))
    work.unsent(limit=9, at=NOW)
    assert not work.settle(scan_id)
    assert work.find(WorkSubject(scan_id)) is not None


def test_a_rejected_scan_is_settled(database: Database) -> None:
    catalogue, work = SqlCatalogue(database), SqlWork(database)
    scan_id, _ = received(catalogue)
    work.unsent(limit=9, at=NOW)
    scan = catalogue.scan(scan_id)
    catalogue.reject_scan(
        scan_id,
        batch=catalogue.batch(scan.batch_id),
        source=scan.source,
        size_bytes=1,
        page_count=1,
        error_code="secret_paper",
        at=NOW,
    )
    assert work.settle(scan_id)
    assert work.find(WorkSubject(scan_id)) is None


def test_of_many_who_come_at_once_one_has_it(work: SqlWork, database: Database) -> None:
    def come(number: int) -> Claim | None:
        work.add([SCAN], at=NOW)
        return work.claim(SCAN.subject, holder=f"w{number}", at=NOW, lease=LEASE)

    with ThreadPoolExecutor(8) as threads:
        claims = list(threads.map(come, range(40)))
    assert len([claim for claim in claims if claim is not None]) == 1
