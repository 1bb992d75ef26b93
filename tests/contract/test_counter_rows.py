"""What a counter looks at is the same on every database: pages by where they are, the own agency's batches, open wishes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk_factories import a_checker, came_in, waits
from storage_factories import LATER, NOW, a_batch, a_file, a_scan_id, filed, receive, separated

from digitize.desk import RescanRequest
from digitize.errors import NotFound
from digitize.model import BatchId, ScanId
from digitize.rows import Batch
from storage.catalogue import SqlCatalogue
from storage.counter_rows import BatchProgress, CounterRows
from storage.database import Database, open_database, open_memory_database, open_postgres
from storage.ledger import Event

OFFICER = a_checker("lan", agency="H46.1")
STRANGER = a_checker("xa", agency="H46.2")


@pytest.fixture(params=["file", "memory", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "postgres":
        opened = open_postgres(request.getfixturevalue("postgres_url"))
    elif request.param == "file":
        opened = open_database(tmp_path / "catalogue.db")
    else:
        opened = open_memory_database()
    yield opened
    opened.close()


@pytest.fixture
def rows(database: Database) -> CounterRows:
    return CounterRows(database)


@pytest.fixture
def catalogue(database: Database) -> SqlCatalogue:
    return SqlCatalogue(database)


def dossier_batch(name: str, *, dossier: str = "", pushed_by: str = "", minute: int = 0) -> Batch:
    return replace(
        a_batch(batch_id=name),
        dossier_code=dossier,
        station=pushed_by,
        opened_at=NOW + timedelta(minutes=minute),
    )


def arrive(catalogue: SqlCatalogue, content: str, batch: Batch, *, minutes: int = 0) -> ScanId:
    scan_id = a_scan_id(content)
    at = NOW + timedelta(minutes=minutes)
    catalogue.receive_scan(scan_id, batch=batch, source=f"{content}.pdf", file=a_file(), at=at)
    return scan_id


def asked_again(catalogue: SqlCatalogue, content: str, batch: Batch) -> RescanRequest:
    """A checker wishes for page 3 anew, after the paper came."""
    document_id = separated(catalogue, content=content, batch=batch, set_aside=())
    asked = RescanRequest(
        document_id=document_id,
        scan_id=a_scan_id(content),
        page_indexes=(2,),
        reason="bị mờ",
        asked_by="an",
        asked_at=LATER,
    )
    catalogue.ask_rescan(asked)
    return asked


def wishes(rows: CounterRows) -> list[str]:
    found = rows.asked_again(OFFICER, since=NOW, limit=10)
    return [f"{wish.batch.id}: {wish.asked.sentence}" for wish in found]


# ---- pages ----------------------------------------------------------------------------------------


def test_pages_are_counted_by_where_they_are(catalogue: SqlCatalogue, rows: CounterRows) -> None:
    batch = dossier_batch("b-1")
    catalogue.open_batch(batch)
    filed(catalogue, content="filed", batch=batch)
    separated(catalogue, content="read", batch=batch, set_aside=())
    receive(catalogue, content="new", batch=batch)
    assert rows.progress([batch.id])[batch.id] == BatchProgress(
        files=3, received=9, read=6, waiting=6, read_waiting=3, filed=2, set_aside=1
    )


def test_a_file_refused_unopened_has_its_pages_rejected(
    catalogue: SqlCatalogue, rows: CounterRows
) -> None:
    batch = dossier_batch("b-1")
    catalogue.reject_scan(
        a_scan_id("bad"),
        batch=batch,
        source="bad.pdf",
        size_bytes=10,
        page_count=4,
        error_code="encrypted",
        at=NOW,
    )
    assert rows.progress([batch.id])[batch.id] == BatchProgress(
        files=1, refused_files=1, received=4, rejected=4
    )


def test_bytes_that_came_under_two_names_count_once_and_in_each_batch(
    catalogue: SqlCatalogue, rows: CounterRows
) -> None:
    first, second = dossier_batch("b-1"), dossier_batch("b-2")
    for batch, name in ((first, "a.pdf"), (first, "b.pdf"), (second, "a.pdf")):
        catalogue.receive_scan(a_scan_id("same"), batch=batch, source=name, file=a_file(), at=NOW)
    found = rows.progress([first.id, second.id])
    assert [found[one.id].received for one in (first, second)] == [3, 3]


def test_documents_that_wait_for_a_person_are_counted(
    catalogue: SqlCatalogue, rows: CounterRows
) -> None:
    waits(catalogue, documents=((0,), (1, 2)))
    batch = came_in("scan", agency="H46.1")
    assert rows.progress([batch])[batch].to_check == 2


# ---- whose ----------------------------------------------------------------------------------------


def test_batches_come_newest_first_a_page_at_a_time(
    catalogue: SqlCatalogue, rows: CounterRows
) -> None:
    for minute in range(5):
        catalogue.open_batch(dossier_batch(f"b-{minute}", minute=minute))
    first = rows.batches(OFFICER, pushed_by=None, after=None, limit=3)
    rest = rows.batches(OFFICER, pushed_by=None, after=first.batches[-1].id, limit=3)
    assert [batch.id for batch in first.batches] == ["b-4", "b-3", "b-2"]
    assert [batch.id for batch in rest.batches] == ["b-1", "b-0"]
    assert (first.has_more, rest.has_more) == (True, False)


def test_an_officer_may_look_at_the_own_batches_alone(
    catalogue: SqlCatalogue, rows: CounterRows
) -> None:
    catalogue.open_batch(dossier_batch("b-1", pushed_by="lan"))
    catalogue.open_batch(dossier_batch("b-2", pushed_by="quay-1"))
    mine = rows.batches(OFFICER, pushed_by="lan", after=None, limit=10)
    assert [batch.id for batch in mine.batches] == ["b-1"]


def test_another_agency_sees_neither_batch_nor_scan_nor_wish(
    catalogue: SqlCatalogue, rows: CounterRows
) -> None:
    batch = dossier_batch("b-1")
    asked = asked_again(catalogue, "scan", batch)
    assert rows.batches(STRANGER, pushed_by=None, after=None, limit=10).batches == ()
    assert rows.asked_again(STRANGER, since=NOW, limit=10) == []
    assert not rows.has_scan(STRANGER, batch.id, asked.scan_id)
    with pytest.raises(NotFound):
        rows.batch_of(STRANGER, batch.id)
    assert rows.has_scan(OFFICER, batch.id, asked.scan_id)


def test_a_batch_that_is_not_there_is_as_one_of_others(rows: CounterRows) -> None:
    with pytest.raises(NotFound):
        rows.batch_of(OFFICER, BatchId("b-none"))


# ---- wishes ---------------------------------------------------------------------------------------


def came_later(rows: CounterRows) -> list[bool]:
    return [wish.came_later for wish in rows.asked_again(OFFICER, since=NOW, limit=10)]


def test_a_wish_tells_whether_something_came_for_its_dossier_since(
    catalogue: SqlCatalogue, rows: CounterRows
) -> None:
    asked_again(catalogue, "scan", dossier_batch("b-1", dossier="H46-1"))
    arrive(catalogue, "other", dossier_batch("b-2", dossier="H46-2"), minutes=60)
    assert came_later(rows) == [False]
    arrive(catalogue, "again", dossier_batch("b-3", dossier="H46-1"), minutes=61)
    assert came_later(rows) == [True]


def test_a_wish_of_no_dossier_waits_for_files_of_its_batch_alone(
    catalogue: SqlCatalogue, rows: CounterRows
) -> None:
    batch = dossier_batch("b-1")
    asked_again(catalogue, "scan", batch)
    arrive(catalogue, "other", dossier_batch("b-2"), minutes=60)
    assert came_later(rows) == [False]
    arrive(catalogue, "again", batch, minutes=61)
    assert came_later(rows) == [True]


def test_an_officers_word_ends_a_wish(catalogue: SqlCatalogue, rows: CounterRows) -> None:
    asked = asked_again(catalogue, "scan", dossier_batch("b-1"))
    event = Event.RESCAN_ANSWERED
    catalogue.note(event, asked.document_id, actor="an", data={}, at=LATER)
    assert wishes(rows) == []
    assert rows.said_answered([asked.document_id, "another"]) == {asked.document_id}
