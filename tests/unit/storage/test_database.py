"""The database: migrations make the schema, faults are the domain's errors, writers wait for each other."""

import contextlib
import multiprocessing
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from storage_factories import LATER, NOW, a_batch, a_file, a_scan_id, filed, receive

from digitize.errors import (
    BadConfiguration,
    DigitizeError,
    LostRace,
    StoreCorrupt,
    StoreFull,
    StoreReadOnly,
    StoreUnavailable,
)
from digitize.status import DocumentStatus
from storage import document_rows, migrations, sqlite
from storage.catalogue import SqlCatalogue
from storage.database import open_database, open_memory_database, translated
from storage.ledger import broken_at
from storage.new_database import make_tables, snapshot_of
from storage.schema import HEAD_REVISION, metadata
from tests.small_disks import mounted


def test_the_schema_is_what_all_migrations_make() -> None:
    engine = sqlite.engine_in_memory()
    with engine.connect() as connection, connection.begin():
        migrations.upgrade(connection)
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_object": lambda _o, name, _k, _r, _c: not name.startswith("record_search"),
            },
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_new_database_is_what_all_migrations_make() -> None:
    """Where this fails after a migration was added: `python -m storage.new_database`."""
    migrated, made = sqlite.engine_in_memory(), sqlite.engine_in_memory()
    with migrated.connect() as connection, connection.begin(), made.connect() as new, new.begin():
        migrations.upgrade(connection)
        make_tables(new)
        assert snapshot_of(new) == snapshot_of(connection)
    migrated.dispose()
    made.dispose()


def test_a_database_of_an_older_program_is_brought_up_to_date(tmp_path: Path) -> None:
    engine = sqlite.engine_for_file(tmp_path / "c.db")
    with engine.connect() as connection, connection.begin():
        migrations.upgrade(connection, to="0001")
    engine.dispose()
    database, new = open_database(tmp_path / "c.db"), open_memory_database()
    with database.reading() as connection, new.reading() as other:
        assert snapshot_of(connection) == snapshot_of(other)
    database.close()
    new.close()


def test_the_newest_revision_is_the_one_the_code_asks_for() -> None:
    folder = Path(migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD_REVISION]


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    open_database(tmp_path / "c.db").close()
    with contextlib.closing(sqlite3.connect(tmp_path / "c.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(BadConfiguration):
        open_database(tmp_path / "c.db")


def test_a_receipt_outlives_a_power_cut(tmp_path: Path) -> None:
    database = open_database(tmp_path / "c.db")
    with database.writing() as connection:
        asked = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys")
        }
    assert asked == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}
    database.close()


def test_a_change_that_fails_leaves_nothing() -> None:
    database = open_memory_database()
    with contextlib.suppress(ZeroDivisionError), database.writing() as connection:
        connection.execute(text("UPDATE ledger_head SET seq = 7"))
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.execute(text("SELECT seq FROM ledger_head")).scalar() == 0
    database.close()


def test_a_move_from_an_outdated_row_loses_the_race() -> None:
    catalogue = SqlCatalogue.in_memory()
    scan_id = receive(catalogue)
    (outdated,) = catalogue.documents(scan_id=scan_id)
    catalogue.reject(outdated.id, error_code="not_ours", actor="an", at=NOW)
    head = catalogue.ledger_head()
    with pytest.raises(LostRace), catalogue._database.writing() as connection:
        document_rows.move(
            connection, outdated, DocumentStatus.SEPARATED, changes={}, data={}, at=NOW
        )
    assert catalogue.ledger_head() == head
    catalogue.close()


# ---- faults -------------------------------------------------------------------------------------


def test_a_full_disk_is_said_and_what_is_committed_stays(tmp_path: Path) -> None:
    with mounted(tmp_path / "small", "size=2m") as disk:
        catalogue = SqlCatalogue.open(disk / "c.db")
        record = filed(catalogue, content="first")
        (disk / "ballast").write_bytes(b"x" * _free_bytes(disk))
        with pytest.raises(StoreFull):
            _file_many(catalogue)
        (disk / "ballast").unlink()
        assert catalogue.record(record.id) == record
        length, head_hash = catalogue.ledger_head()
        assert broken_at(catalogue.ledger(), length=length, head_hash=head_hash) is None
        catalogue.close()


def _file_many(catalogue: SqlCatalogue) -> None:
    for number in range(50):
        filed(catalogue, content=f"scan {number}", text="chữ " * 5000)


def _free_bytes(disk: Path) -> int:
    status = os.statvfs(disk)
    return status.f_bavail * status.f_frsize


def test_a_read_only_disk_is_said_and_still_read(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=4m") as disk:
        first = SqlCatalogue.open(disk / "c.db")
        record = filed(first)
        first.close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        catalogue = SqlCatalogue.open(disk / "c.db")
        assert catalogue.record(record.id) == record
        with pytest.raises(StoreReadOnly):
            receive(catalogue, content="new")
        catalogue.close()


def test_a_database_nobody_can_open_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        open_database(tmp_path / "no such folder" / "c.db")


def test_a_file_that_is_no_database_is_corrupt(tmp_path: Path) -> None:
    (tmp_path / "c.db").write_bytes(b"not a database, whatever its name says" * 50)
    with pytest.raises(StoreCorrupt):
        open_database(tmp_path / "c.db")


def test_a_lock_that_is_held_too_long_is_worth_another_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    catalogue = SqlCatalogue.open(tmp_path / "c.db")
    with contextlib.closing(sqlite3.connect(tmp_path / "c.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable) as raised:
            receive(catalogue)
    assert raised.value.retry
    catalogue.close()


def test_the_cause_of_a_translated_fault_is_kept() -> None:
    database = open_memory_database()
    with database.reading() as connection, pytest.raises(DigitizeError) as raised, translated():
        connection.execute(text("SELECT nothing FROM nowhere"))
    assert isinstance(raised.value.__cause__, DBAPIError)
    database.close()


# ---- several processes --------------------------------------------------------------------------


def test_processes_take_turns_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_receive_many, args=(path, name)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    catalogue = SqlCatalogue.open(path)
    assert len(catalogue.scans()) == 21
    length, head_hash = catalogue.ledger_head()
    assert broken_at(catalogue.ledger(), length=length, head_hash=head_hash) is None
    catalogue.close()


def _receive_many(path: Path, name: str) -> None:
    """Ten scans of its own and one that both have; the first of them also makes the database."""
    catalogue = SqlCatalogue.open(path)
    for content in [*(f"{name} {number}" for number in range(10)), "both"]:
        catalogue.receive_scan(
            a_scan_id(content),
            batch=a_batch(batch_id=name),
            source=content,
            file=a_file(),
            at=LATER,
        )
    catalogue.close()
