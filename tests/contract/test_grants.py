"""Grants, what they make visible, looks and hand-overs on every database: denied unless everything fits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from storage_factories import CITIZEN, LATER, NOW, a_batch, filed

from digitize.access import Role, Viewer
from digitize.errors import AlreadyAnswered, GrantEnded, GrantForOtherUse, LostRace, NotFound
from digitize.model import BatchId, RecordId
from digitize.reuse.complaints import Complaint, ComplaintOutcome
from digitize.reuse.grants import Grant, GrantBasis, GrantId, GrantPurpose
from digitize.reuse.hand_overs import HandOver
from digitize.reuse.looks import LookBasis
from digitize.rows import Owner, OwnerKind, Record
from storage import complaint_rows, grant_rows, hand_over_rows, look_rows
from storage.accounts import Account, Accounts
from storage.catalogue import SqlCatalogue
from storage.database import Database
from storage.record_reads import note_reads
from storage.record_rows import get_record, record_under

OURS, THEIRS = "H46.1", "H46.2"
DOSSIER, PROCEDURE = "H46.2-260302-0001", "1.000656"
OFFICER = Viewer(account="binh", roles=frozenset({Role.COUNTER_OFFICER}), agency=THEIRS)
OWNER = Viewer(account="hoa", roles=frozenset({Role.CITIZEN}), owner=CITIZEN)
SOMEBODY = replace(OWNER, account="la", owner=Owner(kind=OwnerKind.CITIZEN, number="001200000001"))
ELSEWHERE = replace(OFFICER, account="chi", agency="H46.3")


def a_grant(**said: object) -> Grant:
    values: dict[str, object] = {
        "id": GrantId("g-1"),
        "owner": CITIZEN,
        "agency": THEIRS,
        "purpose": GrantPurpose.DOSSIER,
        "procedure_code": PROCEDURE,
        "dossier_code": DOSSIER,
        "basis": GrantBasis.OWNER,
        "reason": "",
        "given_by": "hoa",
        "given_at": NOW,
        "valid_from": NOW,
        "valid_until": NOW + timedelta(days=30),
        "type_code": "quyet_dinh",
        **said,
    }
    return Grant(**values)  # type: ignore[arg-type]


@pytest.fixture
def database(catalogue: SqlCatalogue) -> Database:
    return catalogue._database


@pytest.fixture
def record(catalogue: SqlCatalogue) -> Record:
    """Of the agency `OURS`."""
    return filed(catalogue)


def give(database: Database, grant: Grant) -> Grant:
    with database.writing() as connection:
        grant_rows.insert_grant(connection, replace(grant, owner=replace(grant.owner, name="")))
    return grant


def is_seen(
    database: Database, grant: Grant, record: Record, *, viewer: Viewer = OFFICER, at=LATER
) -> bool:
    with database.reading() as connection:
        try:
            return record_under(connection, record.id, viewer=viewer, grant=grant, at=at) == record
        except NotFound:
            return False


def test_a_grant_of_a_type_or_of_a_paper_opens_it_to_its_agency(
    database: Database, record: Record
) -> None:
    assert is_seen(database, give(database, a_grant()), record)
    one = a_grant(id=GrantId("g-2"), record_id=record.id, type_code="")
    assert is_seen(database, give(database, one), record)


@pytest.mark.parametrize(
    "said",
    [
        {"dossier_code": ""},
        {"agency": "H46.3"},
        {"type_code": "ke_hoach"},
        {"type_code": "", "record_id": RecordId("r-0123456789abcdef-p0001")},
        {"owner": SOMEBODY.owner},
        {"valid_from": LATER + timedelta(seconds=1)},
        {"valid_until": LATER},
    ],
    ids=[
        "no dossier yet",
        "other agency",
        "other type",
        "other paper",
        "other owner",
        "early",
        "over",
    ],
)
def test_nothing_is_seen_where_one_thing_does_not_fit(
    database: Database, record: Record, said: dict[str, object]
) -> None:
    assert not is_seen(database, give(database, a_grant(**said)), record)


def test_another_agency_and_no_agency_see_nothing_by_it(database: Database, record: Record) -> None:
    grant = give(database, a_grant())
    assert not is_seen(database, grant, record, viewer=ELSEWHERE)
    assert not is_seen(database, grant, record, viewer=replace(OFFICER, agency=""))


def test_a_grant_makes_no_record_the_agencys_own(
    catalogue: SqlCatalogue, database: Database, record: Record
) -> None:
    give(database, a_grant())
    assert catalogue.search("", viewer=OFFICER).hits == ()
    with database.reading() as connection, pytest.raises(NotFound):
        get_record(connection, record.id, viewer=OFFICER)


def test_what_was_withdrawn_opens_nothing_whatever_an_older_value_says(
    database: Database, record: Record
) -> None:
    grant = give(database, a_grant())
    with database.writing() as connection:
        gone = grant_rows.withdraw(connection, grant, actor="hoa", at=LATER)
    assert (gone.withdrawn_at, gone.withdrawn_by) == (LATER, "hoa")
    assert not is_seen(database, grant, record)
    with database.writing() as connection:
        again = grant_rows.withdraw(connection, grant, actor="an", at=LATER + timedelta(days=1))
    assert again == gone
    assert [e.event for e in SqlCatalogue(database).ledger(subject="g-1")] == [
        "grant.given",
        "grant.withdrawn",
    ]


def test_the_first_use_binds_a_grant_to_its_dossier(database: Database, record: Record) -> None:
    free = give(database, a_grant(dossier_code=""))
    with database.writing() as connection:
        bound = grant_rows.bind(connection, free, DOSSIER, actor="binh", at=LATER)
        assert grant_rows.bind(connection, bound, DOSSIER, actor="binh", at=LATER) == bound
        # Another of the agency opened it at the same moment, and knew it without a dossier.
        assert grant_rows.bind(connection, free, DOSSIER, actor="chi", at=LATER) == bound
    told = [entry.event for entry in SqlCatalogue(database).ledger(subject="g-1")]
    assert told == ["grant.given", "grant.bound"]
    assert is_seen(database, bound, record)
    with database.writing() as connection, pytest.raises(GrantForOtherUse):
        grant_rows.bind(connection, free, "H46.2-260302-0002", actor="binh", at=LATER)
    with database.writing() as connection:
        grant_rows.withdraw(connection, bound, actor="hoa", at=LATER)
        with pytest.raises(GrantEnded):
            grant_rows.bind(connection, free, DOSSIER, actor="binh", at=LATER)


def test_owner_and_agency_see_their_grants_and_nobody_else(database: Database) -> None:
    mine = give(database, a_grant(owner=replace(CITIZEN, name="")))
    later = give(
        database, a_grant(id=GrantId("g-2"), given_at=LATER, owner=replace(CITIZEN, name=""))
    )
    with database.reading() as connection:
        for viewer, seen in (
            (OWNER, [later, mine]),
            (OFFICER, [later, mine]),
            (ELSEWHERE, []),
            (SOMEBODY, []),
        ):
            assert grant_rows.grants_seen(connection, viewer, limit=9) == seen
        assert grant_rows.grants_seen(connection, OWNER, after=(LATER, "g-2"), limit=9) == [mine]
        assert grant_rows.grants_seen(connection, OFFICER, dossier_code="x", limit=9) == []
        assert grant_rows.get_grant(connection, mine.id, viewer=OFFICER) == mine
        for viewer in (ELSEWHERE, SOMEBODY, replace(OFFICER, agency="")):
            with pytest.raises(NotFound):
                grant_rows.get_grant(connection, mine.id, viewer=viewer)
        assert grant_rows.given_since(connection, "hoa", LATER) == 1


def test_a_look_is_told_with_who_and_why_and_the_ledger_has_codes_alone(
    catalogue: SqlCatalogue, database: Database, record: Record
) -> None:
    accounts = Accounts(database)
    for viewer in (OFFICER, OWNER):
        account = Account(
            id=viewer.account,
            name="Tên",
            roles=viewer.roles,
            agency=viewer.agency,
            owner=viewer.owner,
            made_at=NOW,
        )
        accounts.make(account, actor="test")
    law = a_grant(basis=GrantBasis.LAW, reason="Điều 5, bà Hòa đã nộp")
    note_reads(database, [record.id], purpose="preview", actor="binh", at=NOW, grant=law)
    note_reads(database, [record.id], purpose="show", actor="hoa", at=LATER)
    note_reads(database, [record.id], purpose="show", actor="root", at=LATER + timedelta(1))
    with database.reading() as connection:
        house, own, theirs = look_rows.looks_at(connection, record.id, limit=9)
        rest = look_rows.looks_at(connection, record.id, after=(own.at, own.id), limit=9)
    assert rest == [theirs]
    assert (house.basis, own.basis, theirs.basis) == (
        LookBasis.HOUSE,
        LookBasis.SELF,
        LookBasis.LAW,
    )
    assert (theirs.agency, theirs.dossier_code, theirs.reason) == (THEIRS, DOSSIER, law.reason)
    first = next(e for e in catalogue.ledger(subject=str(record.id)) if e.event == "record.read")
    assert first.data == {"purpose": "preview", "grant": "g-1", "dossier": DOSSIER}


def test_papers_are_counted_and_not_pages(catalogue: SqlCatalogue, database: Database) -> None:
    papers = [filed(catalogue, content=name, batch=a_batch()).id for name in "abc"]
    for paper in papers:
        for part in ("find", "preview", "get.sealed"):
            note_reads(database, [paper], purpose=part, actor="binh", at=NOW)
    note_reads(database, [papers[0]], purpose="show", actor="chi", at=NOW)
    with database.reading() as connection:
        counted = look_rows.papers_opened_since
        assert counted(connection, "binh", NOW, but=papers[0]) == 2
        assert counted(connection, "binh", LATER, but=papers[0]) == 0
        assert counted(connection, "chi", NOW, but=papers[1]) == 0


def test_a_paper_goes_into_a_dossier_once(database: Database, record: Record) -> None:
    grant = give(database, a_grant())
    made = HandOver(
        id="h-1",
        grant_id=grant.id,
        record_id=record.id,
        record_version=1,
        sha256=record.pdf.sha256,
        agency=THEIRS,
        procedure_code=PROCEDURE,
        dossier_code=DOSSIER,
        component="khai_sinh",
        account="binh",
        at=LATER,
    )
    with database.writing() as connection:
        hand_over_rows.insert_hand_over(connection, made)
    with pytest.raises(LostRace), database.writing() as connection:
        hand_over_rows.insert_hand_over(connection, replace(made, id="h-2"))
    with database.reading() as connection:
        assert hand_over_rows.find_hand_over(connection, grant.id, record.id) == made
        assert hand_over_rows.hand_overs_under(connection, [grant.id]) == [made]
        for viewer in (OFFICER, OWNER):
            assert hand_over_rows.get_hand_over(connection, "h-1", viewer=viewer) == made
        for viewer in (ELSEWHERE, SOMEBODY):
            with pytest.raises(NotFound):
                hand_over_rows.get_hand_over(connection, "h-1", viewer=viewer)


def test_what_an_owner_says_is_wrong_is_answered_once_by_the_agency_of_the_paper(
    catalogue: SqlCatalogue, database: Database, record: Record
) -> None:
    checker = Viewer(account="an", roles=frozenset({Role.CHECKER}), agency=OURS)
    batch = replace(a_batch(agency=THEIRS), id=BatchId("theirs"))
    filed(catalogue, content="other", batch=batch)
    told = Complaint(id="c-1", record_id=record.id, account="hoa", said="Sai ngày", told_at=NOW)
    with database.writing() as connection:
        complaint_rows.insert_complaint(connection, told)
    with database.reading() as connection:
        for viewer, seen in ((checker, [told]), (OWNER, [told]), (OFFICER, []), (SOMEBODY, [])):
            found = complaint_rows.complaints_seen(connection, viewer, open_only=True, limit=9)
            assert found == seen
        with pytest.raises(NotFound):
            complaint_rows.get_complaint(connection, "c-1", viewer=OFFICER)
    said = {"outcome": ComplaintOutcome.CORRECTED, "text": "Đã sửa", "actor": "an", "at": LATER}
    with database.writing() as connection:
        complaint_rows.answer(connection, told, **said)
    with database.writing() as connection, pytest.raises(AlreadyAnswered):
        complaint_rows.answer(connection, told, **said)
    with database.reading() as connection:
        assert complaint_rows.complaints_seen(connection, checker, open_only=True, limit=9) == []
        answered = complaint_rows.get_complaint(connection, "c-1", viewer=OWNER)
    assert (answered.answer, answered.outcome) == ("Đã sửa", ComplaintOutcome.CORRECTED)
