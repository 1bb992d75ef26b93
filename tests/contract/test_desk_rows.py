"""The checking desk keeps the same promises on every database: one at a time, nothing typed is lost, an agency sees its own."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from desk_factories import a_checker, a_doubt, waits
from storage_factories import LATER, NOW, a_batch, a_file, a_scan_id

from digitize.access import Role, Viewer
from digitize.desk import Draft, QueueFilter, QueueOrder, RescanRequest
from digitize.errors import BadArrangement, ClaimedByAnother, LostRace, NoSuchCursor, NotFound
from digitize.model import DocumentId
from digitize.rows import PageState, Priority
from digitize.status import DocumentStatus
from storage import desk_queue
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database, open_memory_database, open_postgres
from storage.desk_rows import LEASE, DeskRows

PAPER = DocumentId("9f2c41d07ab3e655-p0001")


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
def rows(database: Database) -> DeskRows:
    return DeskRows(database)


@pytest.fixture
def catalogue(database: Database) -> SqlCatalogue:
    return SqlCatalogue(database)


# ---- claims ---------------------------------------------------------------------------------------


def test_what_one_is_at_another_cannot_take(rows: DeskRows) -> None:
    claim = rows.take(PAPER, "an", at=NOW)
    with pytest.raises(ClaimedByAnother):
        rows.take(PAPER, "binh", at=NOW)
    assert rows.holder(PAPER, at=NOW) == claim


def test_a_claim_that_is_kept_begins_where_it_began(rows: DeskRows) -> None:
    rows.take(PAPER, "an", at=NOW)
    kept = rows.keep(PAPER, "an", at=LATER)
    assert (kept.taken_at, kept.leased_until) == (NOW, LATER + LEASE)


def test_a_claim_that_ran_out_is_anybodys_and_its_holder_is_told(rows: DeskRows) -> None:
    rows.take(PAPER, "an", at=NOW)
    assert rows.take(PAPER, "binh", at=NOW + LEASE).account == "binh"
    with pytest.raises(ClaimedByAnother):
        rows.keep(PAPER, "an", at=NOW + LEASE)


def test_leaving_frees_ones_own_claim_and_no_others(rows: DeskRows) -> None:
    rows.take(PAPER, "an", at=NOW)
    rows.leave(PAPER, "binh")
    assert rows.holder(PAPER, at=NOW) is not None
    rows.leave(PAPER, "an")
    assert rows.holder(PAPER, at=NOW) is None


# ---- drafts ---------------------------------------------------------------------------------------


def a_draft(value: str, *, version: int = 4, account: str = "an") -> Draft:
    return Draft(
        document_id=PAPER,
        account=account,
        version=version,
        values={"reference": value},
        type_code="quyet_dinh",
        saved_at=NOW,
    )


def test_what_was_typed_last_is_there_also_of_an_older_version(rows: DeskRows) -> None:
    for value in ("23", "2311/QĐ"):
        rows.save_draft(a_draft(value))
    assert rows.draft(PAPER, "an") == a_draft("2311/QĐ")
    rows.save_draft(a_draft("99", version=6))
    assert rows.draft(PAPER, "an") == a_draft("99", version=6)
    assert rows.draft(PAPER, "binh") is None


def test_sent_drafts_go_and_forgotten_ones_are_swept(rows: DeskRows) -> None:
    rows.save_draft(a_draft("1"))
    rows.save_draft(a_draft("2", account="binh"))
    rows.drop_drafts(PAPER, "an")
    assert rows.draft(PAPER, "an") is None
    assert rows.sweep(before=NOW) == 0
    assert rows.sweep(before=LATER) == 1
    assert rows.draft(PAPER, "binh") is None


# ---- entries --------------------------------------------------------------------------------------


def test_of_each_person_the_last_entry_of_a_field_counts(rows: DeskRows) -> None:
    rows.enter(PAPER, "an", {"personal_id": "1"}, version=4, at=NOW)
    rows.enter(PAPER, "an", {"personal_id": "2"}, version=4, at=LATER)
    rows.enter(PAPER, "binh", {"personal_id": ""}, version=5, at=LATER)
    found = [(entry.account, entry.value, entry.version) for entry in rows.entries(PAPER)]
    assert found == [("an", "2", 4), ("binh", "", 5)]
    rows.drop_entries(PAPER)
    assert rows.entries(PAPER) == []


# ---- versions -------------------------------------------------------------------------------------


def test_who_looked_at_an_older_version_changes_nothing(catalogue: SqlCatalogue) -> None:
    (paper,) = waits(catalogue)
    seen = catalogue.document(paper).version
    given = {"fields": a_doubt("1/QĐ").fields, "type_code": None, "actor": "an", "at": NOW}
    assert catalogue.correct(paper, version=seen, **given) == seen + 1
    assert catalogue.correct(paper, version=seen, **given) == seen + 1  # the very same again
    with pytest.raises(LostRace):
        catalogue.correct(paper, version=seen, **{**given, "fields": a_doubt("2/QĐ").fields})
    with pytest.raises(LostRace):
        catalogue.approve(paper, version=seen, actor="binh", at=NOW)
    with pytest.raises(LostRace):
        catalogue.reject(paper, error_code="not_ours", version=seen, actor="binh", at=NOW)
    assert catalogue.document(paper).status is DocumentStatus.NEEDS_CHECK
    catalogue.approve(paper, version=seen + 1, actor="an", at=NOW)


# ---- papers to scan again -------------------------------------------------------------------------


def test_a_rescan_rejects_the_paper_and_says_which_pages_and_why(
    rows: DeskRows, catalogue: SqlCatalogue
) -> None:
    (paper,) = waits(catalogue)
    document = catalogue.document(paper)
    asked = RescanRequest(
        document_id=paper,
        scan_id=document.scan_id,
        page_indexes=(2,),
        reason="bị mờ",
        asked_by="an",
        asked_at=NOW,
    )
    for _ in range(2):
        catalogue.ask_rescan(asked, version=document.version)
    assert rows.rescan(paper) == asked
    assert asked.sentence == "Trang 3 bị mờ, quét lại."
    rejected = catalogue.document(paper)
    assert (rejected.status, rejected.error_code) == (DocumentStatus.REJECTED, "rescan")
    assert {page.state for page in catalogue.pages(document.scan_id)} == {PageState.REJECTED}
    batch_id = catalogue.scan(document.scan_id).batch_id
    assert rows.rescans_of(a_checker(), batch_id) == [asked]
    assert rows.rescans_of(a_checker(agency="H46.2"), batch_id) == []


def test_pages_of_another_paper_are_not_asked_for(catalogue: SqlCatalogue) -> None:
    (paper,) = waits(catalogue)
    asked = RescanRequest(
        document_id=paper,
        scan_id=catalogue.document(paper).scan_id,
        page_indexes=(7,),
        reason="",
        asked_by="an",
        asked_at=NOW,
    )
    with pytest.raises(BadArrangement):
        catalogue.ask_rescan(asked)


# ---- the queue ------------------------------------------------------------------------------------


def listed(database: Database, viewer: Viewer, wanted: QueueFilter | None = None) -> list[str]:
    """Ids in order, asked for one at a time, each cursor through its text."""
    found: list[str] = []
    after = None
    while True:
        with database.reading() as connection:
            some = desk_queue.waiting_after(
                connection, viewer, wanted or QueueFilter(), after=after, at=NOW, limit=1
            )
        if not some:
            return found
        found.append(some[0].document_id)
        place = desk_queue.Place(
            priority=Priority(some[0].priority),
            received_at=some[0].received_at,
            document_id=some[0].document_id,
        )
        after = desk_queue.place_at(desk_queue.cursor_of(place))
        assert after == place


def test_counters_come_before_backfill_and_then_the_oldest(
    database: Database, catalogue: SqlCatalogue
) -> None:
    old, older = NOW + timedelta(hours=1), NOW
    (backfill,) = waits(catalogue, "a", priority=Priority.BACKFILL, at=older)
    (second,) = waits(catalogue, "b", at=old)
    (first,) = waits(catalogue, "c", at=older + timedelta(minutes=1))
    assert listed(database, a_checker()) == [first, second, backfill]
    by_age = QueueFilter(order=QueueOrder.AGE)
    assert listed(database, a_checker(), by_age) == [backfill, first, second]
    only = QueueFilter(priority=Priority.BACKFILL)
    assert listed(database, a_checker(), only) == [backfill]


def test_the_queue_can_be_of_one_type_and_follows_a_correction(
    database: Database, catalogue: SqlCatalogue
) -> None:
    (decision,) = waits(catalogue, "a")
    (plan,) = waits(catalogue, "b", description=a_doubt(type_code="ke_hoach"))
    plans = QueueFilter(type_code="ke_hoach")
    assert listed(database, a_checker(), plans) == [plan]
    catalogue.correct(decision, fields=(), type_code="ke_hoach", actor="an", at=NOW)
    assert set(listed(database, a_checker(), plans)) == {plan, decision}
    with database.reading() as connection:
        assert desk_queue.counts(connection, a_checker()) == {("ke_hoach", Priority.COUNTER): 2}


def test_an_agency_sees_its_own_and_what_it_brought_too(
    database: Database, catalogue: SqlCatalogue, rows: DeskRows
) -> None:
    (ours,) = waits(catalogue, "a")
    (theirs,) = waits(catalogue, "b", agency="H46.2")
    assert listed(database, a_checker()) == [ours]
    with pytest.raises(NotFound) as other:
        rows.document_of(a_checker(), theirs)
    with pytest.raises(NotFound) as none:
        rows.document_of(a_checker(), PAPER)
    assert str(other.value) == str(none.value).replace(PAPER, theirs)
    batch = a_batch(batch_id="lai", agency="H46.1")
    catalogue.receive_scan(
        a_scan_id("b"), batch=batch, source="b.pdf", file=a_file(page_count=3), at=LATER
    )
    assert listed(database, a_checker()) == [ours, theirs]
    assert rows.document_of(a_checker(), theirs).id == theirs


def test_who_has_no_agency_sees_nothing(database: Database, catalogue: SqlCatalogue) -> None:
    waits(catalogue)
    operator = Viewer(account="van-hanh", roles=frozenset({Role.OPERATOR}))
    assert listed(database, operator) == []
    with database.reading() as connection:
        assert desk_queue.counts(connection, operator) == {}


def test_what_is_decided_waits_no_longer(database: Database, catalogue: SqlCatalogue) -> None:
    (approved,) = waits(catalogue, "a")
    (rejected,) = waits(catalogue, "b")
    catalogue.approve(approved, actor="an", at=NOW)
    catalogue.reject(rejected, error_code="not_ours", actor="an", at=NOW)
    assert listed(database, a_checker()) == []


def test_the_next_one_is_behind_this_and_nobody_elses(
    database: Database, catalogue: SqlCatalogue, rows: DeskRows
) -> None:
    papers = [waits(catalogue, name)[0] for name in "abcd"]
    first, taken, third, mine = sorted(papers)
    rows.take(taken, "binh", at=NOW)
    rows.take(mine, "an", at=NOW)
    catalogue.approve(first, actor="an", at=NOW)

    def after(document_id: DocumentId, viewer: Viewer) -> DocumentId | None:
        with database.reading() as connection:
            place = desk_queue.place_of(connection, viewer, document_id)
            assert place is not None
            return desk_queue.next_free(connection, viewer, QueueFilter(), after=place, at=NOW)

    assert after(first, a_checker("an")) == third
    assert after(third, a_checker("an")) == mine
    assert after(third, a_checker("chi")) is None


def test_who_entered_first_is_not_sent_back_before_somebody_else_did(
    database: Database, catalogue: SqlCatalogue, rows: DeskRows
) -> None:
    (paper,) = waits(catalogue)

    def next_of(account: str) -> DocumentId | None:
        with database.reading() as connection:
            viewer = a_checker(account)
            return desk_queue.next_free(connection, viewer, QueueFilter(), after=None, at=NOW)

    rows.enter(paper, "an", {"reference": "1"}, version=4, at=NOW)
    assert (next_of("an"), next_of("binh")) == (None, paper)
    rows.enter(paper, "binh", {"reference": "2"}, version=4, at=NOW)
    assert next_of("an") == paper


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WzcsInkiLCJ6Il0", "é", "bnVsbA"])
def test_a_cursor_that_nobody_gave_is_refused(cursor: str) -> None:
    with pytest.raises(NoSuchCursor):
        desk_queue.place_at(cursor)
