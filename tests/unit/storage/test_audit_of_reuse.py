"""The audit holds grants, looks and hand-overs against the ledger: what was added, taken out or changed is named."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from storage_factories import CITIZEN, LATER, NOW, filed

from digitize.reuse.grants import Grant, GrantBasis, GrantId, GrantPurpose
from digitize.reuse.hand_overs import HandOver
from storage import grant_rows, hand_over_rows
from storage.audit import audit
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database
from storage.folder_store import FolderStore
from storage.record_reads import note_reads

GRANT = Grant(
    id=GrantId("g-1"),
    owner=CITIZEN,
    agency="H46.2",
    purpose=GrantPurpose.DOSSIER,
    procedure_code="1.001193",
    basis=GrantBasis.OWNER,
    reason="cho hồ sơ khai sinh",
    given_by="hoa",
    given_at=NOW,
    valid_from=NOW,
    valid_until=NOW + timedelta(days=30),
    type_code="quyet_dinh",
)


@dataclass(frozen=True)
class House:
    folder: Path
    database: Database
    record: str

    def problems(self) -> list[str]:
        store = FolderStore(self.folder / "objects")
        return list(audit(SqlCatalogue(self.database), store).problems)

    def sql(self, statement: str) -> None:
        """What somebody with the database file can do."""
        connection = sqlite3.connect(self.folder / "c.db")
        assert connection.execute(statement).rowcount > 0
        connection.commit()
        connection.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A paper that was looked at by its agency and under a grant, handed over; another grant withdrawn."""
    database = open_database(tmp_path / "c.db")
    catalogue = SqlCatalogue(database)
    record = filed(catalogue, store=FolderStore(tmp_path / "objects"))
    made = HandOver(
        id="h-1",
        grant_id=GRANT.id,
        record_id=record.id,
        record_version=1,
        sha256="a" * 64,
        agency=GRANT.agency,
        procedure_code=GRANT.procedure_code,
        dossier_code="H46-1",
        component="",
        account="binh",
        at=LATER,
    )
    with database.writing() as connection:
        grant_rows.insert_grant(connection, GRANT)
        ended = replace(GRANT, id=GrantId("g-2"), record_id=record.id, type_code="")
        grant_rows.insert_grant(connection, ended)
        grant_rows.withdraw(connection, ended, actor="hoa", at=LATER)
        bound = grant_rows.bind(connection, GRANT, "H46-1", actor="binh", at=LATER)
        hand_over_rows.insert_hand_over(connection, made)
    for actor in ("an", "an", "chi"):
        note_reads(database, [record.id], purpose="show", actor=actor, at=LATER)
    note_reads(database, [record.id], purpose="preview", actor="binh", at=LATER, grant=bound)
    yield House(tmp_path, database, record.id)
    catalogue.close()


def test_reuse_as_it_happened_holds(house: House) -> None:
    assert house.problems() == []


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE grants SET agency = 'H99' WHERE id = 'g-1'", "grant_differs:g-1"),
        ("UPDATE grants SET valid_until = '2099-01-01T00:00:00.000000+00:00'", "grant_differs:g-1"),
        ("UPDATE grants SET reason = 'khác' WHERE id = 'g-1'", "grant_differs:g-1"),
        ("UPDATE grants SET dossier_code = 'H46-9' WHERE id = 'g-1'", "grant_differs:g-1"),
        (
            "UPDATE grants SET withdrawn_at = NULL, withdrawn_by = '' WHERE id = 'g-2'",
            "grant_differs:g-2",
        ),
        ("DELETE FROM grants WHERE id = 'g-2'", "grant_missing:g-2"),
        (
            (
                "INSERT INTO grants SELECT 'g-3', owner_kind, owner_number, record_id, type_code, agency, purpose,"
                " procedure_code, dossier_code, basis, reason, given_by, given_at, valid_from, valid_until,"
                " withdrawn_at, withdrawn_by FROM grants WHERE id = 'g-1'"
            ),
            "grant_unknown:g-3",
        ),
        ("UPDATE hand_overs SET dossier_code = 'H46-9'", "hand_over_differs:h-1"),
        ("DELETE FROM hand_overs", "hand_over_missing:h-1"),
        ("DELETE FROM looks WHERE account = 'chi'", "looks_differs:{record}"),
        ("DELETE FROM looks", "looks_missing:{record}"),
        ("UPDATE looks SET account = 'an' WHERE account = 'chi'", "looks_differs:{record}"),
        ("UPDATE looks SET part = 'find' WHERE account = 'chi'", "looks_differs:{record}"),
        ("UPDATE looks SET grant_id = NULL WHERE account = 'binh'", "looks_differs:{record}"),
    ],
)
def test_what_was_changed_is_named(house: House, statement: str, problem: str) -> None:
    house.sql(statement)
    assert problem.format(record=house.record) in house.problems()


def test_a_ledger_that_withdraws_what_was_never_given_is_no_ledger(house: House) -> None:
    SqlCatalogue(house.database).note("grant.withdrawn", "g-9", actor="hoa", data={}, at=LATER)
    assert any(one.startswith("ledger_unreadable:") for one in house.problems())
