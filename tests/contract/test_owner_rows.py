"""Whose records are, on every database: all owners find a paper, numbers are one person's only while a link stands, codes are given once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from storage_factories import CITIZEN, LATER, NOW, a_batch, a_record, described

from digitize.access import Role, Viewer
from digitize.errors import LinkDecided, LostRace, NotFound, NumbersOfTwo
from digitize.model import Box, DocumentId, RecordId
from digitize.rows import (
    LinkState,
    NumberLink,
    Owner,
    OwnerBasis,
    OwnerKind,
    Record,
    StatedPair,
    StoredFile,
)
from digitize.searching import SearchFilters
from digitize.warehouse.result_codes import CodePlan, CodeTemplate
from storage import keys, number_links
from storage.account import account_from_rows
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database, open_memory_database, open_postgres
from storage.owner_decisions import count_waiting, say_owners, versions_of, waiting_records
from storage.owner_rows import numbers_of
from storage.replay import account_from_ledger
from storage.result_code_rows import codes_of, record_with_code, records_without_code

OLDER = replace(CITIZEN, number="191234567", name="")
SPOUSE = Owner(kind=OwnerKind.CITIZEN, number="044088007654", name="Nguyễn Văn An")
CHECKER = Viewer(account="an", roles=frozenset({Role.CHECKER}), agency="H46.1")
STRANGER = Viewer(account="xa", roles=frozenset({Role.CHECKER}), agency="H46.2")
PLAN = CodePlan(template=CodeTemplate(), agency="H46.1")
BOX = Box(left=1, top=2, right=3, bottom=4)
PAIR = StatedPair(
    kind=OwnerKind.CITIZEN, one=CITIZEN.number, other=OLDER.number, page_index=0, box=BOX
)


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


def seal_fresh(catalogue: SqlCatalogue, content: str) -> DocumentId:
    document_id = described(catalogue, content=content, batch=a_batch())
    sealed = StoredFile(key=keys.sealed(document_id), sha256="5" * 64)
    catalogue.seal(document_id, sealed, data={}, at=NOW)
    return document_id


def file(catalogue: SqlCatalogue, content: str, *owners: Owner, **more: object) -> Record:
    document_id = seal_fresh(catalogue, content)
    first, further = (owners[0], owners[1:]) if owners else (None, ())
    basis = OwnerBasis.PAPER if owners else OwnerBasis.WAITS
    new = replace(
        a_record(document_id, owner=first), further_owners=further, owner_basis=basis, codes=PLAN
    )
    return catalogue.file(replace(new, **more), at=NOW)  # type: ignore[arg-type]


def held(catalogue: SqlCatalogue, owner: Owner) -> set[RecordId]:
    return {record.id for record in catalogue.records_of(owner)}


def proposed(database: Database) -> NumberLink:
    with database.reading() as connection:
        (link,) = number_links.links_in_state(
            connection, CHECKER, LinkState.PROPOSED, after=None, limit=5
        )
        return link


def decide(database: Database, link_id: str, state: LinkState, version: int) -> None:
    with database.writing() as connection:
        number_links.decide(
            connection, link_id, state, viewer=CHECKER, version=version, reason="đã so", at=LATER
        )


def link(database: Database, one: Owner, other: Owner) -> str:
    with database.writing() as connection:
        return number_links.link(
            connection,
            one,
            other,
            record_id=None,
            agency="H46.1",
            reason="đã xem thẻ",
            actor="an",
            at=NOW,
        )


def numbers(database: Database, owner: Owner) -> set[str]:
    with database.reading() as connection:
        return {one.number for one in numbers_of(connection, owner)}


def say(database: Database, record: Record, *owners: Owner, version: int = 0) -> Record:
    with database.writing() as connection:
        return say_owners(
            connection,
            record.id,
            owners,
            basis=OwnerBasis.PERSON if owners else OwnerBasis.NOBODY,
            viewer=CHECKER,
            version=version or record.version,
            codes=PLAN,
            at=LATER,
        )


# ---- owners ---------------------------------------------------------------------------------------


def test_each_of_several_owners_holds_the_paper(catalogue: SqlCatalogue) -> None:
    record = file(catalogue, "kết hôn", SPOUSE, CITIZEN)
    assert held(catalogue, SPOUSE) == held(catalogue, CITIZEN) == {record.id}
    assert catalogue.record(record.id).owners == (SPOUSE, CITIZEN)
    citizen = Viewer(account="hoa", roles=frozenset({Role.CITIZEN}), owner=CITIZEN)
    found = catalogue.search("hòa giải", viewer=citizen, filters=SearchFilters(), limit=5)
    assert [hit.record.id for hit in found.hits] == [record.id]


def test_what_waits_is_listed_by_age_for_those_who_may_see_it(
    database: Database, catalogue: SqlCatalogue
) -> None:
    first, second = file(catalogue, "một"), file(catalogue, "hai")
    file(catalogue, "ba", CITIZEN)
    with database.reading() as connection:
        found = waiting_records(connection, CHECKER, limit=5)
        assert [one.id for one in found] == sorted([first.id, second.id])
        after = (found[0].filed_at, found[0].id)
        assert [one.id for one in waiting_records(connection, CHECKER, after=after, limit=5)] == [
            found[1].id
        ]
        assert count_waiting(connection, STRANGER) == 0


def test_a_persons_word_is_a_new_version_and_the_old_one_stays(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file(catalogue, "một")
    said = say(database, record, SPOUSE)
    corrected = say(database, said, CITIZEN)
    assert held(catalogue, CITIZEN) == {record.id}
    assert held(catalogue, SPOUSE) == set()
    with database.reading() as connection:
        owners = [version.owner for version in versions_of(connection, record.id)]
        assert owners == [CITIZEN, SPOUSE, None]
        assert waiting_records(connection, CHECKER, limit=5) == []
    assert corrected.filed_at == record.filed_at


def test_what_a_person_said_is_vouched_for_by_the_ledger(
    database: Database, catalogue: SqlCatalogue
) -> None:
    say(database, file(catalogue, "một"), SPOUSE, CITIZEN)
    say(database, file(catalogue, "hai"))
    told = account_from_ledger(catalogue.ledger())
    assert told.records == account_from_rows(catalogue).records


def test_nobodys_paper_waits_no_more(database: Database, catalogue: SqlCatalogue) -> None:
    record = file(catalogue, "một")
    assert say(database, record).owner_basis is OwnerBasis.NOBODY
    with database.reading() as connection:
        assert count_waiting(connection, CHECKER) == 0


def test_who_looked_at_an_older_version_decides_nothing(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file(catalogue, "một")
    say(database, record, SPOUSE)
    with pytest.raises(LostRace):
        say(database, record, CITIZEN, version=1)


# ---- numbers of one person ------------------------------------------------------------------------


def test_nothing_is_one_persons_before_a_person_says_so(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file(catalogue, "một", CITIZEN, pairs=(PAIR,))
    assert numbers(database, OLDER) == {OLDER.number}
    assert held(catalogue, OLDER) == set()
    decide(database, proposed(database).id, LinkState.LINKED, 1)
    assert held(catalogue, OLDER) == {record.id}
    found = catalogue.search("hòa", filters=SearchFilters(owner=OLDER), limit=5)
    assert [hit.record.id for hit in found.hits] == [record.id]


def test_unlinking_leaves_what_was_whatever_was_linked_between(
    database: Database, catalogue: SqlCatalogue
) -> None:
    third = replace(OLDER, number="191999999")
    record = file(catalogue, "một", CITIZEN, pairs=(PAIR,))
    wrong = link(database, OLDER, third)
    first = proposed(database)
    decide(database, first.id, LinkState.LINKED, 1)
    assert numbers(database, third) == {CITIZEN.number, OLDER.number, third.number}
    decide(database, wrong, LinkState.UNLINKED, 1)
    assert numbers(database, third) == {third.number}
    assert numbers(database, OLDER) == {CITIZEN.number, OLDER.number}
    decide(database, first.id, LinkState.UNLINKED, 2)
    assert numbers(database, CITIZEN) == {CITIZEN.number}
    assert held(catalogue, OLDER) == set()
    assert held(catalogue, CITIZEN) == {record.id}


def test_two_people_never_become_one(database: Database) -> None:
    link(database, CITIZEN, OLDER)
    with pytest.raises(NumbersOfTwo):
        link(database, OLDER, SPOUSE)
    assert numbers(database, OLDER) == {CITIZEN.number, OLDER.number}


def test_what_was_refused_is_not_proposed_again(
    database: Database, catalogue: SqlCatalogue
) -> None:
    file(catalogue, "một", CITIZEN, pairs=(PAIR,))
    refused = proposed(database).id
    decide(database, refused, LinkState.REFUSED, 1)
    file(catalogue, "hai", CITIZEN, pairs=(PAIR,))
    with database.reading() as connection:
        found = number_links.links_of(connection, OLDER, viewer=CHECKER)
    assert [one.state for one in found] == [LinkState.REFUSED]
    with pytest.raises(LinkDecided):
        decide(database, refused, LinkState.UNLINKED, 2)


def test_a_link_is_another_agencys_business(database: Database, catalogue: SqlCatalogue) -> None:
    file(catalogue, "một", CITIZEN, pairs=(PAIR,))
    with database.reading() as connection, pytest.raises(NotFound):
        number_links.get_link(connection, _only(connection), viewer=STRANGER)


def _only(connection) -> str:  # type: ignore[no-untyped-def]
    (link,) = number_links.links_of(connection, OLDER, viewer=CHECKER)
    return link.id


def test_every_step_is_in_the_ledger_and_no_number_is(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file(catalogue, "một", CITIZEN, pairs=(PAIR,))
    link_id = proposed(database).id
    decide(database, link_id, LinkState.LINKED, 1)
    decide(database, link_id, LinkState.UNLINKED, 2)
    told = list(catalogue.ledger())
    events = [entry.event for entry in told if entry.subject == link_id]
    assert events == ["numbers.proposed", "numbers.linked", "numbers.unlinked"]
    said = " ".join(f"{entry.subject} {entry.data}" for entry in told)
    assert OLDER.number not in said
    assert CITIZEN.number not in said
    assert record.id in said


def test_an_agency_is_found_by_either_form_of_its_code_and_by_the_one_before_a_merger(
    database: Database, catalogue: SqlCatalogue
) -> None:
    newer = Owner(kind=OwnerKind.ORGANISATION, number="H46.12", name="Sở Nội vụ")
    closed = replace(newer, number="H47.12")
    record = file(catalogue, "một", newer)
    assert held(catalogue, replace(newer, number="000.00.12.H46")) == {record.id}
    link(database, newer, closed)
    assert held(catalogue, replace(newer, number="000.00.12.H47")) == {record.id}
    assert numbers(database, replace(closed, number="000.00.12.H47")) == {
        "000.00.12.H47",
        "H47.12",
        "H46.12",
    }


# ---- result codes ---------------------------------------------------------------------------------


def codes(database: Database, record_id: RecordId) -> tuple[str, str]:
    with database.reading() as connection:
        found = codes_of(connection, [record_id])[record_id]
        return found.digitised, found.dossier


def test_codes_count_on_behind_owner_and_type_and_never_come_again(
    database: Database, catalogue: SqlCatalogue
) -> None:
    first, second = (file(catalogue, name, CITIZEN) for name in ("một", "hai"))
    stem = f"{CITIZEN.number}.QUYET_DINH"
    given = [codes(database, one.id)[0] for one in (first, second)]
    assert given == [f"{stem}.1", f"{stem}.2"]
    catalogue.dispose(first.document_id, officer="an", reason="hết hạn", at=NOW)
    assert codes(database, file(catalogue, "ba", CITIZEN).id)[0] == f"{stem}.3"


def test_results_of_a_dossier_are_numbered_by_it(
    database: Database, catalogue: SqlCatalogue
) -> None:
    plan = replace(PLAN, dossier_code="H46.12-231229-0001")
    found = [
        codes(database, file(catalogue, name, owner, codes=plan).id)[1]
        for name, owner in (("một", CITIZEN), ("hai", SPOUSE))
    ]
    assert found == ["H46.12-231229-0001-KQ1", "H46.12-231229-0001-KQ2"]


def test_another_owner_gives_another_code_and_the_old_one_still_finds_it(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file(catalogue, "một")
    before = codes(database, record.id)[0]
    say(database, record, CITIZEN)
    after = codes(database, record.id)[0]
    assert (before, after) == (".QUYET_DINH.1", f"{CITIZEN.number}.QUYET_DINH.1")
    with database.reading() as connection:
        assert record_with_code(connection, before) == record.id
        assert record_with_code(connection, after) == record.id


def test_another_template_never_gives_a_code_again(
    database: Database, catalogue: SqlCatalogue
) -> None:
    file(catalogue, "một", CITIZEN)
    other = replace(PLAN, template=CodeTemplate(f"{CITIZEN.number}.{{type}}.{{sequence}}"))
    record = file(catalogue, "hai", CITIZEN, codes=other)
    assert codes(database, record.id)[0] == f"{CITIZEN.number}.QUYET_DINH.2"


def test_many_who_file_at_once_get_each_their_own(
    database: Database, catalogue: SqlCatalogue
) -> None:
    plan = replace(PLAN, dossier_code="H46.12-231229-0001")
    ready = [
        replace(
            a_record(seal_fresh(catalogue, f"cùng lúc {index}")),
            owner=CITIZEN,
            codes=plan,
        )
        for index in range(12)
    ]
    with ThreadPoolExecutor(6) as threads:
        filed = list(threads.map(lambda new: catalogue.file(new, at=NOW + timedelta(1)), ready))
    given = [codes(database, record.id) for record in filed]
    stem = f"{CITIZEN.number}.QUYET_DINH"
    assert {code for code, _ in given} == {f"{stem}.{number}" for number in range(1, 13)}
    assert len({code for _, code in given}) == 12


def test_what_has_no_code_comes_a_stretch_at_a_time(
    database: Database, catalogue: SqlCatalogue
) -> None:
    without = sorted(file(catalogue, name, CITIZEN, codes=None).id for name in ("a", "b", "c"))
    file(catalogue, "d", CITIZEN)
    found: list[RecordId] = []
    after = None
    with database.reading() as connection:
        while stretch := records_without_code(connection, after=after, limit=2):
            found += [record_id for record_id, _ in stretch]
            after = (stretch[-1][1], stretch[-1][0])
    assert found == without
