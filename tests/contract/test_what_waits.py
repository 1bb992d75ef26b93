"""What waits, and what stands before it, is counted alike on every database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from storage_factories import LATER, NOW, a_batch, a_file, a_scan_id, described, filed, separated

from digitize.model import ScanId
from digitize.rows import Batch, Priority
from digitize.status import DocumentStatus
from digitize.work import page_task, scan_task
from storage.catalogue import SqlCatalogue
from storage.database import Database
from storage.figures import Waiting, figures
from storage.waiting_rows import moved_at, standing_of
from storage.work_rows import SqlWork

BACKFILL = replace(a_batch(batch_id="cu"), priority=Priority.BACKFILL)


@pytest.fixture
def database(catalogue: SqlCatalogue) -> Database:
    """The one that the catalogue stands on."""
    return catalogue._database


def receive(
    catalogue: SqlCatalogue, content: str, *, minute: int, batch: Batch | None = None
) -> ScanId:
    scan_id = a_scan_id(content)
    catalogue.receive_scan(
        scan_id,
        batch=batch or a_batch(),
        source=content,
        file=a_file(),
        at=NOW + timedelta(minutes=minute),
    )
    return scan_id


def test_scans_are_counted_by_urgency_with_the_oldest(
    catalogue: SqlCatalogue, database: Database
) -> None:
    receive(catalogue, "1", minute=2)
    receive(catalogue, "2", minute=1)
    receive(catalogue, "3", minute=0, batch=BACKFILL)
    separated(catalogue, content="moving", set_aside=())
    filed(catalogue, content="done")
    waiting = figures(database).waiting
    assert waiting[Priority.COUNTER] == Waiting(scans=3, oldest=NOW)
    assert waiting[Priority.BACKFILL] == Waiting(scans=1, oldest=NOW)


def test_documents_are_counted_by_status(catalogue: SqlCatalogue, database: Database) -> None:
    described(catalogue, content="1", reasons=["handwriting"])
    described(catalogue, content="2", reasons=["handwriting"])
    filed(catalogue, content="3")
    documents = figures(database).documents
    assert documents[DocumentStatus.NEEDS_CHECK] == 2
    assert documents[DocumentStatus.FILED] == 1
    assert documents[DocumentStatus.SEPARATED] == 0


def test_an_empty_catalogue_has_nothing_that_waits(database: Database) -> None:
    found = figures(database)
    assert set(found.waiting.values()) == {Waiting()}
    assert (sum(found.documents.values()), found.set_aside) == (0, 0)


def test_those_that_came_earlier_and_all_that_are_more_urgent_come_first(
    catalogue: SqlCatalogue, database: Database
) -> None:
    receive(catalogue, "1", minute=5)
    receive(catalogue, "2", minute=0, batch=BACKFILL)
    wanted = receive(catalogue, "3", minute=1, batch=BACKFILL)
    receive(catalogue, "4", minute=2, batch=BACKFILL)
    standing = standing_of(database, wanted)
    assert standing.priority is Priority.BACKFILL
    assert standing.ahead == {Priority.COUNTER: 1, Priority.BACKFILL: 1}


def test_of_counters_only_the_earlier_come_first(
    catalogue: SqlCatalogue, database: Database
) -> None:
    receive(catalogue, "old", minute=0, batch=BACKFILL)
    receive(catalogue, "1", minute=1)
    wanted = receive(catalogue, "2", minute=2)
    receive(catalogue, "3", minute=3)
    assert standing_of(database, wanted).ahead == {Priority.COUNTER: 1, Priority.BACKFILL: 0}


def test_what_workers_know_of_a_scan_and_its_pages_is_found_and_of_others_not(
    catalogue: SqlCatalogue, database: Database
) -> None:
    wanted, other = receive(catalogue, "1", minute=1), receive(catalogue, "2", minute=2)
    tasks = [
        scan_task(wanted, Priority.COUNTER),
        page_task(wanted, 1, Priority.COUNTER),
        scan_task(other, Priority.COUNTER),
    ]
    SqlWork(database).add(tasks, at=LATER)
    rows = standing_of(database, wanted).work
    assert [row.task for row in rows] == tasks[:2]
    assert {row.enqueued_at for row in rows} == {LATER}


def test_what_was_set_aside_is_counted(catalogue: SqlCatalogue, database: Database) -> None:
    scan_id, work = receive(catalogue, "1", minute=1), SqlWork(database)
    work.add([scan_task(scan_id, Priority.COUNTER)], at=NOW)
    claim = work.claim(
        scan_task(scan_id, Priority.COUNTER).subject, holder="w", at=NOW, lease=timedelta(minutes=1)
    )
    assert claim is not None
    work.set_aside(claim, reason="worker_died", at=LATER)
    assert figures(database).set_aside == 1


def test_a_document_has_been_where_it_is_since_its_last_move(
    catalogue: SqlCatalogue, database: Database
) -> None:
    document_id = described(catalogue, reasons=["handwriting"])
    catalogue.approve(document_id, actor="an", at=LATER)
    assert moved_at(database, document_id) == LATER
    assert moved_at(database, described(catalogue, content="other")) == NOW
