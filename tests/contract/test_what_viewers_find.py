"""Search, history and lists by status on every database: an agency is given its own papers, and of others' not even that they are."""

from dataclasses import replace

import pytest
from storage_factories import (
    CITIZEN,
    LATER,
    NOW,
    a_batch,
    a_file,
    a_scan_id,
    filed,
    receive,
    separated,
)

from digitize.access import Role, Viewer
from digitize.errors import NotFound
from digitize.model import BatchId
from digitize.rows import Owner, OwnerKind, Record
from digitize.searching import SearchFilters
from digitize.status import DocumentStatus
from storage.catalogue import SqlCatalogue
from storage.history import history_of
from storage.papers_by_status import papers_with_status
from storage.record_reads import note_reads, was_read_since
from storage.record_rows import get_record

OWN, OTHER = "H46.1", "H46.2"


def an_officer(agency: str) -> Viewer:
    return Viewer(account="an", roles=frozenset({Role.COUNTER_OFFICER}), agency=agency)


def found(catalogue: SqlCatalogue, viewer: Viewer, words: str = "") -> list[str]:
    return [hit.record.id for hit in catalogue.search(words, viewer=viewer).hits]


@pytest.fixture
def record(catalogue: SqlCatalogue) -> Record:
    """Of the agency `OWN`."""
    return filed(catalogue)


def test_an_agency_finds_its_own_and_another_none(catalogue: SqlCatalogue, record: Record) -> None:
    assert found(catalogue, an_officer(OWN), "hoa giai") == [record.id]
    assert found(catalogue, an_officer(OTHER), "hoa giai") == []
    assert found(catalogue, an_officer(OTHER)) == []


def test_whoever_stands_for_nobody_finds_nothing(catalogue: SqlCatalogue, record: Record) -> None:
    operator = Viewer(account="an", roles=frozenset({Role.OPERATOR}))
    assert found(catalogue, operator) == []


def test_to_ask_for_another_agencys_finds_nothing(catalogue: SqlCatalogue, record: Record) -> None:
    asked = SearchFilters(agency=OWN)
    assert catalogue.search("", viewer=an_officer(OTHER), filters=asked).hits == ()


def test_an_agency_that_brings_the_same_bytes_finds_them_from_then_on(
    catalogue: SqlCatalogue, record: Record
) -> None:
    again = replace(a_batch(agency=OTHER), id=BatchId("other"))
    catalogue.receive_scan(
        a_scan_id(), batch=again, source="quét/scan.pdf", file=a_file(), at=LATER
    )
    assert found(catalogue, an_officer(OTHER)) == [record.id]


def test_an_owner_finds_what_is_held_about_the_own_number(
    catalogue: SqlCatalogue, record: Record
) -> None:
    other = Owner(kind=OwnerKind.CITIZEN, number="001200000001")
    for owner, expected in ((CITIZEN, [record.id]), (other, [])):
        viewer = Viewer(account="dan", roles=frozenset({Role.CITIZEN}), owner=owner)
        assert found(catalogue, viewer) == expected


def test_another_agencys_record_is_as_if_it_were_not(
    catalogue: SqlCatalogue, record: Record
) -> None:
    with catalogue._database.reading() as connection:
        assert get_record(connection, record.id, viewer=an_officer(OWN)) == record
        with pytest.raises(NotFound):
            get_record(connection, record.id, viewer=an_officer(OTHER))


def test_a_history_has_scan_document_and_record_newest_first(
    catalogue: SqlCatalogue, record: Record
) -> None:
    document = catalogue.document(record.document_id)
    note_reads(catalogue._database, [record.id], purpose="show", actor="an", at=LATER)
    with catalogue._database.reading() as connection:
        entries = history_of(connection, document, limit=100)
        rest = history_of(connection, document, before=entries[1].seq, limit=2)
    assert (entries[0].event, entries[0].actor) == ("record.read", "an")
    assert entries[-1].event == "scan.received"
    assert "page.read" not in {entry.event for entry in entries}
    assert rest == entries[2:4]


def test_papers_on_their_way_are_listed_to_their_agency(catalogue: SqlCatalogue) -> None:
    mine = [separated(catalogue, content=name) for name in "abc"]
    receive(catalogue, content="d", batch=replace(a_batch(agency=OTHER), id=BatchId("other")))
    status, viewer = DocumentStatus.SEPARATED, an_officer(OWN)
    with catalogue._database.reading() as connection:
        first = papers_with_status(connection, viewer, status, limit=2)
        rest = papers_with_status(connection, viewer, status, after=first[-1].place, limit=2)
        others = papers_with_status(connection, an_officer(OTHER), status, limit=2)
    assert sorted(paper.document.id for paper in (*first, *rest)) == sorted(mine)
    assert {paper.received_at for paper in first} == {NOW}
    assert others == []


def test_a_look_is_known_by_who_looked_when_and_what_for(
    catalogue: SqlCatalogue, record: Record
) -> None:
    note_reads(catalogue._database, [record.id], purpose="show", actor="an", at=NOW)
    asked = {"purposes": ["show", "picture"], "actor": "an", "since": NOW}
    others = ({"actor": "bình"}, {"purposes": ["find"]}, {"since": LATER})
    with catalogue._database.reading() as connection:
        assert was_read_since(connection, record.id, **asked)
        assert not any(was_read_since(connection, record.id, **asked | one) for one in others)
