"""What a sweep sends, on a real Redis with nobody at work."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from storage_factories import a_batch, a_file, a_scan_id

from digitize.rows import Priority
from digitize.work import WorkSubject, scan_task
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_memory_database
from storage.work_rows import SqlWork
from tests.servers.postgres import free_port
from tests.servers.redis import RedisServer
from workers.log import logger_to
from workers.queue import sweeper as sweeping
from workers.queue.broker import open_broker
from workers.queue.hints import Hints
from workers.queue.sweeper import Sweeper

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PATIENCE = timedelta(minutes=2)
TASK = scan_task(a_scan_id(), Priority.COUNTER)


@pytest.fixture
def database() -> Iterator[Database]:
    database = open_memory_database()
    yield database
    database.close()


@pytest.fixture
def hints(redis_server: RedisServer) -> Iterator[Hints]:
    redis_server.flush()
    hints = Hints(open_broker(redis_server.url))
    yield hints
    hints.close()


def sweeper(database: Database, hints: Hints, *, at: datetime) -> Sweeper:
    log = logger_to(io.StringIO())
    return Sweeper(
        work=SqlWork(database), hints=hints, clock=lambda: at, log=log, patience=PATIENCE
    )


def test_what_was_lost_is_sent_once_a_patience(database: Database, hints: Hints) -> None:
    SqlWork(database).add([TASK], at=NOW)
    assert sweeper(database, hints, at=NOW + PATIENCE).sweep() == 0
    later = sweeper(database, hints, at=NOW + 2 * PATIENCE)
    assert (later.sweep(), later.sweep()) == (1, 0)
    assert hints.waiting(Priority.COUNTER) == 1


def test_what_waits_in_a_long_queue_is_not_lost(
    database: Database, hints: Hints, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "SHORT_QUEUE", 0)
    SqlWork(database).add([TASK], at=NOW)
    hints.send([TASK])
    assert sweeper(database, hints, at=NOW + 2 * PATIENCE).sweep() == 0


def test_a_dead_workers_lease_is_sent_from_a_long_queue_too(
    database: Database, hints: Hints, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "SHORT_QUEUE", 0)
    work = SqlWork(database)
    work.add([TASK], at=NOW)
    work.claim(TASK.subject, holder="dead", at=NOW, lease=PATIENCE)
    hints.send([TASK])
    assert sweeper(database, hints, at=NOW + PATIENCE).sweep() == 1


def test_a_scan_that_was_never_sent_is_found(database: Database, hints: Hints) -> None:
    catalogue = SqlCatalogue(database)
    catalogue.receive_scan(a_scan_id(), batch=a_batch(), source="a.pdf", file=a_file(), at=NOW)
    now = sweeper(database, hints, at=NOW)
    assert (now.sweep_unsent(), now.sweep_unsent()) == (1, 0)


def test_a_broker_that_is_away_has_nothing_noted_as_sent(database: Database) -> None:
    hints = Hints(open_broker(f"redis://127.0.0.1:{free_port()}/1"))
    SqlWork(database).add([TASK], at=NOW)
    assert sweeper(database, hints, at=NOW + 2 * PATIENCE).sweep() == 0
    row = SqlWork(database).find(WorkSubject(a_scan_id()))
    assert row is not None
    assert row.enqueued_at == NOW
