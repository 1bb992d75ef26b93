"""What becomes of papers, what they say of each other and what an owner holds are the same on every database."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk_factories import a_checker
from life_factories import BINH, HOA, a_said_link, file_paper
from sqlalchemy import text
from storage_factories import LATER, NOW

from digitize.errors import IllegalMove, LostRace, NotFound
from digitize.model import RecordId
from digitize.warehouse.life import LifeState
from digitize.warehouse.links import LinkKind
from digitize.warehouse.paper_links import PaperLinkState
from storage import holding_rows, life_rows, link_rows
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database, open_memory_database, open_postgres

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
def catalogue(database: Database) -> SqlCatalogue:
    return SqlCatalogue(database)


def state_of(database: Database, record_id: RecordId) -> LifeState:
    with database.reading() as connection:
        return life_rows.life_of(connection, record_id).state


def move(database: Database, record_id: RecordId, after: LifeState, *, version: int = 0) -> None:
    with database.writing() as connection:
        life_rows.move(
            connection, record_id, after, version=version, reason="lý do", actor="lan", at=LATER
        )


def confirm(database: Database, link: str, target: RecordId, *, version: int = 1) -> None:
    with database.writing() as connection:
        link_rows.confirm(
            connection, link, target, viewer=OFFICER, version=version, actor="lan", at=LATER
        )


def decline(database: Database, link: str, *, version: int = 1) -> None:
    with database.writing() as connection:
        link_rows.decline(
            connection, link, viewer=OFFICER, version=version, reason="nhầm", actor="lan", at=LATER
        )


def the_link(database: Database, record_id: RecordId) -> Any:
    with database.reading() as connection:
        (link,) = link_rows.links_from(connection, record_id)
    return link


def test_a_record_of_which_nothing_was_said_is_valid_and_costs_no_row(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file_paper(catalogue, "1")
    with database.reading() as connection:
        life = life_rows.life_of(connection, record.id)
        assert connection.execute(text("SELECT count(*) FROM lives")).scalar() == 0
    assert (life.state, life.version) == (LifeState.VALID, 0)


def test_a_move_is_a_step_with_its_entry_and_without_its_words(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file_paper(catalogue, "1")
    move(database, record.id, LifeState.REVOKED)
    (entry,) = [e for e in catalogue.ledger(subject=record.id) if e.event == "life.moved"]
    assert (entry.data["from"], entry.data["to"], entry.actor) == ("valid", "revoked", "lan")
    assert "lý do" not in str(entry.data)
    assert state_of(database, record.id) is LifeState.REVOKED


def test_two_who_looked_at_the_same_version_do_not_both_move_it(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file_paper(catalogue, "1")
    move(database, record.id, LifeState.AMENDED)
    with pytest.raises(LostRace):
        move(database, record.id, LifeState.REVOKED)
    assert state_of(database, record.id) is LifeState.AMENDED


def test_a_revoked_paper_is_not_amended(database: Database, catalogue: SqlCatalogue) -> None:
    record = file_paper(catalogue, "1")
    move(database, record.id, LifeState.REVOKED)
    with pytest.raises(IllegalMove):
        move(database, record.id, LifeState.AMENDED, version=1)


def test_days_that_a_person_said_stay_through_later_steps(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file_paper(catalogue, "1")
    with database.writing() as connection:
        life_rows.say_validity(
            connection, record.id, valid_until=date(2030, 1, 2), version=0,
            reason="giấy ghi ở mặt sau", actor="lan", at=LATER,
        )  # fmt: skip
    move(database, record.id, LifeState.AMENDED, version=1)
    with database.reading() as connection:
        life = life_rows.life_of(connection, record.id)
        steps = life_rows.steps_of(connection, record.id)
    assert (life.is_said, life.valid_until) == (True, date(2030, 1, 2))
    assert [step.version for step in steps] == [1, 2]


def test_a_link_is_proposed_as_its_record_is_filed_and_moves_nothing(
    database: Database, catalogue: SqlCatalogue
) -> None:
    old = file_paper(catalogue, "12")
    new = file_paper(catalogue, "20", links=(a_said_link(),))
    link = the_link(database, new.id)
    assert (link.state, link.said) == (PaperLinkState.PROPOSED, a_said_link())
    assert state_of(database, old.id) is LifeState.VALID


def test_the_same_text_proposes_its_links_once(database: Database, catalogue: SqlCatalogue) -> None:
    new = file_paper(catalogue, "20", links=(a_said_link(),))
    with database.writing() as connection:
        assert link_rows.propose(connection, new.id, [a_said_link()], at=LATER) == 0
    assert the_link(database, new.id).proposed_at == NOW


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (LinkKind.REPLACES, LifeState.SUPERSEDED),
        (LinkKind.REPEALS, LifeState.REVOKED),
        (LinkKind.AMENDS, LifeState.AMENDED),
        (LinkKind.CORRECTS, LifeState.CORRECTED),
    ],
)
def test_a_confirmed_link_moves_the_other_paper(
    database: Database, catalogue: SqlCatalogue, kind: LinkKind, state: LifeState
) -> None:
    old = file_paper(catalogue, "12")
    new = file_paper(catalogue, "20", links=(a_said_link(kind),))
    confirm(database, the_link(database, new.id).id, old.id)
    assert state_of(database, old.id) is state
    with database.reading() as connection:
        (found,) = link_rows.links_to(connection, old.id)
    assert (found.record_id, found.decided_by) == (new.id, "lan")


def test_a_weightier_state_stays_when_a_lighter_link_is_confirmed(
    database: Database, catalogue: SqlCatalogue
) -> None:
    old = file_paper(catalogue, "12")
    move(database, old.id, LifeState.REVOKED)
    new = file_paper(catalogue, "20", links=(a_said_link(LinkKind.AMENDS),))
    confirm(database, the_link(database, new.id).id, old.id)
    assert state_of(database, old.id) is LifeState.REVOKED


def test_a_link_taken_back_leaves_what_the_other_links_say(
    database: Database, catalogue: SqlCatalogue
) -> None:
    old = file_paper(catalogue, "12")
    amending = file_paper(catalogue, "20", links=(a_said_link(LinkKind.AMENDS),))
    replacing = file_paper(catalogue, "21", links=(a_said_link(),))
    confirm(database, the_link(database, amending.id).id, old.id)
    confirm(database, the_link(database, replacing.id).id, old.id)
    decline(database, the_link(database, replacing.id).id, version=2)
    assert state_of(database, old.id) is LifeState.AMENDED
    decline(database, the_link(database, amending.id).id, version=2)
    assert state_of(database, old.id) is LifeState.VALID


def test_a_link_taken_back_leaves_what_a_person_said_before(
    database: Database, catalogue: SqlCatalogue
) -> None:
    old = file_paper(catalogue, "12")
    move(database, old.id, LifeState.SUPERSEDED)
    repealing = file_paper(catalogue, "20", links=(a_said_link(LinkKind.REPEALS),))
    confirm(database, the_link(database, repealing.id).id, old.id)
    assert state_of(database, old.id) is LifeState.REVOKED
    decline(database, the_link(database, repealing.id).id, version=2)
    assert state_of(database, old.id) is LifeState.SUPERSEDED


def test_a_declined_link_moves_nothing_and_a_late_word_loses_the_race(
    database: Database, catalogue: SqlCatalogue
) -> None:
    old = file_paper(catalogue, "12")
    new = file_paper(catalogue, "20", links=(a_said_link(),))
    link = the_link(database, new.id).id
    decline(database, link)
    with pytest.raises(LostRace):
        confirm(database, link, old.id)
    assert state_of(database, old.id) is LifeState.VALID


def test_links_of_another_agency_are_not_there(database: Database, catalogue: SqlCatalogue) -> None:
    theirs = file_paper(catalogue, "12", agency="H46.2")
    new = file_paper(catalogue, "20", links=(a_said_link(),))
    link = the_link(database, new.id).id
    with database.reading() as connection:
        assert link_rows.waiting_links(connection, STRANGER, after=None, limit=9) == []
        assert len(link_rows.waiting_links(connection, OFFICER, after=None, limit=9)) == 1
        with pytest.raises(NotFound):
            link_rows.get_link(connection, link, viewer=STRANGER)
    with pytest.raises(NotFound):
        confirm(database, link, theirs.id)


def test_links_that_wait_come_a_page_at_a_time(database: Database, catalogue: SqlCatalogue) -> None:
    for number in range(3):
        file_paper(catalogue, f"{number}", links=(a_said_link(number=f"{number}/QĐ-UBND"),))
    with database.reading() as connection:
        first = link_rows.waiting_links(connection, OFFICER, after=None, limit=2)
        place = link_rows.LinkPlace(first[-1].proposed_at, first[-1].id)
        rest = link_rows.waiting_links(connection, OFFICER, after=place, limit=2)
    assert len({link.id for link in (*first, *rest)}) == 3


def held_types(database: Database, owner: Any, *types: str) -> list[str]:
    with database.reading() as connection:
        return [one.type_code for one in holding_rows.filed_papers(connection, owner, types)]


def test_holdings_are_found_whichever_agency_filed_them_and_of_nobody_else(
    database: Database, catalogue: SqlCatalogue
) -> None:
    file_paper(catalogue, "1", type_code="giay_khai_sinh", agency="H46.2")
    file_paper(catalogue, "2", type_code="giay_khai_sinh", owner=BINH)
    file_paper(catalogue, "3", type_code="giay_khai_sinh", owner=None)
    file_paper(catalogue, "4", type_code="can_cuoc")
    assert held_types(database, HOA, "giay_khai_sinh") == ["giay_khai_sinh"]


def test_what_is_held_together_is_held_by_each(database: Database, catalogue: SqlCatalogue) -> None:
    kind = "giay_chung_nhan_quyen_su_dung_dat"
    file_paper(catalogue, "1", type_code=kind, owner=HOA, further=(BINH,))
    assert held_types(database, HOA, kind) == held_types(database, BINH, kind) == [kind]


def test_a_holding_comes_with_its_life_and_a_disposed_one_not_at_all(
    database: Database, catalogue: SqlCatalogue
) -> None:
    record = file_paper(catalogue, "1", type_code="giay_khai_sinh")
    move(database, record.id, LifeState.AMENDED)
    move(database, record.id, LifeState.REVOKED, version=1)
    with database.reading() as connection:
        (paper,) = holding_rows.filed_papers(connection, HOA, ["giay_khai_sinh"])
    assert (paper.life.state, paper.life.version) == (LifeState.REVOKED, 2)
    catalogue.dispose(record.document_id, officer="lan", reason="hết hạn", at=LATER)
    assert held_types(database, HOA, "giay_khai_sinh") == []


def test_the_question_of_holdings_walks_through_no_table(
    database: Database, catalogue: SqlCatalogue
) -> None:
    for number in range(40):
        file_paper(catalogue, f"{number}", type_code="giay_khai_sinh")
    plan = plan_of(database)
    assert "records_by_owner" in plan
    assert not [line for line in plan.splitlines() if walks(line)], plan


def plan_of(database: Database) -> str:
    asked = holding_rows.question(HOA, ["can_cuoc", "giay_khai_sinh"])
    with database.reading() as connection:
        is_postgres = connection.dialect.name == "postgresql"
        said = asked.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        sql = str(said)
        if not is_postgres:
            rows = connection.execute(text(f"EXPLAIN QUERY PLAN {sql.replace(':', chr(92) + ':')}"))
            return "\n".join(row.detail for row in rows)
        # Of a table of forty rows a walk is the quickest way, which says nothing of a million.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = connection.exec_driver_sql(f"EXPLAIN {sql.replace('%', '%%')}")
        return "\n".join(row[0] for row in rows)


def walks(line: str) -> bool:
    """A scan of a whole table; one of a list that the question made itself is none."""
    of_tables = ("records", "lives", "linked_numbers", "record_owners", "disposals")
    if "Seq Scan" in line:
        return any(name in line for name in of_tables)
    words = line.split()
    return words[0] == "SCAN" and words[1].split("_")[0] in {"records", "lives", "disposals"}
