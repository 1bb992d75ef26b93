"""Backfill yields: it waits while much is unread, slows down while counters are at work, and is held up by nothing else."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from storage_factories import NOW, a_batch, a_file, a_scan_id, read_pages

from digitize.model import Separation
from digitize.rows import Batch, Priority
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_memory_database
from workers.importing.pace import Pace, PaceOptions, ServerGone

COUNTER = a_batch()
BACKFILL = replace(a_batch(batch_id="i-1"), priority=Priority.BACKFILL)


@pytest.fixture
def database() -> Iterator[Database]:
    opened = open_memory_database()
    yield opened
    opened.close()


class EnoughSleep(Exception):
    pass


def pauses(database: Database, *, seconds_later: float, max_waiting: int = 200) -> list[float]:
    """How long one `wait` sleeps; it is woken after three sleeps."""
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise EnoughSleep

    options = PaceOptions(look_seconds=0.1, busy_pause_seconds=7, max_waiting=max_waiting)
    now = NOW + timedelta(seconds=seconds_later)
    pace = Pace(database, clock=lambda: now, options=options, sleep=sleep)
    with suppress(EnoughSleep):
        pace.wait()
    return slept


def came(database: Database, content: str, batch: Batch, *, is_read: bool) -> None:
    catalogue, scan_id = SqlCatalogue(database), a_scan_id(content)
    catalogue.receive_scan(scan_id, batch=batch, source=content, file=a_file(page_count=1), at=NOW)
    if is_read:
        read_pages(catalogue, scan_id)
        catalogue.separate(scan_id, Separation(documents=((0,),)), at=NOW)


@pytest.mark.parametrize(
    ("batch", "is_read", "seconds_later", "slept"),
    [
        pytest.param(COUNTER, True, 1, [7], id="a counter's scan came just now"),
        pytest.param(COUNTER, False, 60, [7], id="a counter's scan is being read"),
        pytest.param(COUNTER, True, 60, [], id="counters have been quiet"),
        pytest.param(COUNTER, False, 3600, [], id="a scan that nobody reads"),
        pytest.param(BACKFILL, False, 1, [], id="backfill alone"),
    ],
)
def test_only_counters_at_work_slow_it_down(
    batch: Batch, is_read: bool, seconds_later: float, slept: list[float], database: Database
) -> None:
    came(database, "a", batch, is_read=is_read)
    assert pauses(database, seconds_later=seconds_later) == slept


def test_it_waits_until_what_it_brought_is_read(database: Database) -> None:
    came(database, "a", BACKFILL, is_read=False)
    assert pauses(database, seconds_later=1, max_waiting=1) == [0.1, 0.1, 0.1]
    assert pauses(database, seconds_later=1, max_waiting=2) == []


def test_it_does_not_wait_for_a_server_that_is_gone(database: Database) -> None:
    came(database, "a", BACKFILL, is_read=False)
    options = PaceOptions(max_waiting=1)
    pace = Pace(database, clock=lambda: NOW, is_served=lambda: False, options=options)
    with pytest.raises(ServerGone):
        pace.wait()
