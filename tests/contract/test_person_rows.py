"""What is held about one person is found on every database, by every number, and an agency is told of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk_factories import a_checker
from storage_factories import (
    CITIZEN,
    LATER,
    NOW,
    a_batch,
    a_field,
    a_file,
    a_scan_id,
    filed,
    read_pages,
)

from digitize.access import Role, Viewer
from digitize.model import Description, RecordId, Separation, Verdict
from digitize.privacy.purposes import OpenPurpose, PurposeChoice, PurposeSaid
from digitize.rows import Owner
from storage import number_links
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database, open_memory_database, open_postgres
from storage.look_rows import looks_at
from storage.person_rows import held_about
from storage.purpose_rows import SAID, PurposeRows
from storage.record_reads import note_reads

MANAGER = a_checker("lan", agency="H46.1")
STRANGER = a_checker("xa", agency="H46.2")
OWNER = Viewer(account="hoa", roles=frozenset({Role.CITIZEN}), owner=CITIZEN)
OTHER = Owner(kind=CITIZEN.kind, number="044203009999")


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
def catalogue(database: Database) -> SqlCatalogue:
    return SqlCatalogue(database)


def told(database: Database, viewer: Viewer | None, owner: Owner = CITIZEN) -> dict[str, int]:
    with database.reading() as connection:
        held = held_about(connection, [owner], viewer=viewer)
    return {one.name: len(one.rows) for one in held if one.rows}


def a_paper_that_names(catalogue: SqlCatalogue, number: str) -> None:
    """A paper on its way, of somebody else."""
    scan_id = a_scan_id("another")
    catalogue.receive_scan(
        scan_id, batch=a_batch(), source="khac.pdf", file=a_file(page_count=1), at=NOW
    )
    read_pages(catalogue, scan_id)
    document = catalogue.separate(scan_id, Separation(documents=((0,),)), at=NOW)[0].id
    catalogue.freeze(document, None, at=NOW)
    named = Description(
        verdict=Verdict(type_code="giay_khai_sinh", confidence=0.9),
        fields=(a_field("personal_id", number),),
    )
    catalogue.describe(document, named, at=NOW)


def test_records_and_papers_that_name_a_person_are_told(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = filed(catalogue)
    a_paper_that_names(catalogue, CITIZEN.number)
    PurposeRows(database).say(a_purpose(record.id))
    found = told(database, MANAGER)
    assert (found["records"], found["papers_naming"], found["purposes"]) == (1, 1, 1)
    assert found["ledger"] > 3
    assert told(database, OWNER) == told(database, None) == found


def test_of_another_person_and_to_another_agency_nothing_is_told(
    database: Database, catalogue: SqlCatalogue
) -> None:
    filed(catalogue)
    a_paper_that_names(catalogue, CITIZEN.number)
    assert told(database, MANAGER, OTHER) == {}
    assert told(database, STRANGER) == {}


def test_an_agency_is_told_of_no_number_that_another_linked(
    database: Database, catalogue: SqlCatalogue
) -> None:
    """Who asks by one number of somebody unknown learns no other."""
    record = filed(catalogue)
    older = Owner(kind=CITIZEN.kind, number="186123456")
    with database.writing() as connection:
        number_links.link(
            connection,
            CITIZEN,
            older,
            record_id=record.id,
            agency="H46.1",
            reason="in trên thẻ",
            actor="lan",
            at=NOW,
        )
    assert told(database, MANAGER)["linked_numbers"] == 1
    assert told(database, OWNER)["linked_numbers"] == 1
    assert told(database, STRANGER) == {}


@pytest.mark.parametrize(
    ("number", "is_named"),
    [("044203001234", True), ("203001234", False), ("044203001", False), ("04420300", False)],
    ids=["theirs", "its end", "its begin", "a part"],
)
def test_a_number_within_a_longer_one_names_nobody(
    database: Database, catalogue: SqlCatalogue, number: str, is_named: bool
) -> None:
    a_paper_that_names(catalogue, CITIZEN.number)
    found = told(database, MANAGER, Owner(kind=CITIZEN.kind, number=number))
    assert ("papers_naming" in found) is is_named


def a_purpose(record_id: str, *, until_minutes: int = 30) -> OpenPurpose:
    return OpenPurpose(
        record_id=RecordId(record_id),
        account="lan",
        said=PurposeSaid(choice=PurposeChoice.OWNER, words="bà Hòa yêu cầu"),
        said_at=NOW,
        until=NOW + timedelta(minutes=until_minutes),
    )


def test_a_purpose_opens_to_its_person_until_its_moment(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record, rows = filed(catalogue), PurposeRows(database)
    rows.say(a_purpose(record.id))
    assert rows.open_to("lan", record.id, at=LATER) == a_purpose(record.id)
    assert rows.open_to("binh", record.id, at=LATER) is None
    assert rows.open_to("lan", record.id, at=NOW + timedelta(minutes=30)) is None
    (entry,) = [one for one in catalogue.ledger(subject=record.id) if one.event == SAID]
    assert "bà Hòa" not in str(entry.data)


def test_with_a_purpose_the_words_in_its_looks_are_forgotten(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record, rows = filed(catalogue), PurposeRows(database)
    rows.say(a_purpose(record.id))
    note_reads(database, [record.id], purpose="show", actor="lan", at=LATER)

    def reason() -> str:
        with database.reading() as connection:
            (look,) = looks_at(connection, record.id, limit=9)
        return look.reason

    assert "bà Hòa" in reason()
    rows.forget_before(LATER)
    assert reason() == "Theo yêu cầu của chính người có giấy tờ."


def test_purposes_are_forgotten_by_age(database: Database, catalogue: SqlCatalogue) -> None:
    rows, purpose = PurposeRows(database), a_purpose(filed(catalogue).id)
    rows.say(purpose)
    rows.say(replace(purpose, said_at=LATER))
    assert rows.forget_before(LATER) == 1
    assert rows.forget_before(LATER) == 0
