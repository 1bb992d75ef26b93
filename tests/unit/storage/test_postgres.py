"""The catalogue on a real PostgreSQL server: its schema, its faults as the domain's errors, many processes at once."""

import multiprocessing
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import ColumnElement, Connection, select, text, update
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

from digitize.errors import (
    BadConfiguration,
    IllegalMove,
    LostRace,
    StoreFull,
    StoreReadOnly,
    StoreUnavailable,
)
from digitize.rows import ExpectedFile
from digitize.status import DocumentStatus
from storage import migrations, postgres
from storage.audit import audit
from storage.catalogue import SqlCatalogue
from storage.changes_of_documents import reject
from storage.custody import begin_documents
from storage.database import open_postgres
from storage.folder_store import FolderStore
from storage.postgres import PostgresOptions
from storage.schema import batches, metadata
from storage.soon_durable import SOON_DURABLE
from storage.turns import IN_TURN, take_turns_at_paper
from tests.servers.guardian import guarded
from tests.servers.postgres import PostgresServer, free_port, server_folder, start_postgres
from tests.small_disks import mounted

REVISIONS = sorted(
    script.revision
    for script in ScriptDirectory(str(Path(migrations.__file__).parent)).walk_revisions()
)


@pytest.fixture
def catalogue(postgres_url: str) -> Iterator[SqlCatalogue]:
    opened = SqlCatalogue(open_postgres(postgres_url))
    yield opened
    opened.close()


# ---- schema -------------------------------------------------------------------------------------


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "compare_server_default": True,
            "include_object": lambda _o, name, _k, _r, _c: not name.startswith("record_search"),
        },
    )
    return list(compare_metadata(context, metadata))


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_database_of_an_older_program_is_brought_up_to_date(
    empty_postgres_url: str, revision: str
) -> None:
    engine = postgres.engine_for(empty_postgres_url)
    with engine.begin() as connection:
        migrations.upgrade(connection, to=revision)
        connection.execute(
            text("INSERT INTO batches (id, agency, channel, opened_at) VALUES ('b', 'a', 'c', 't')")
        )
    engine.dispose()
    database = open_postgres(empty_postgres_url)
    with database.reading() as connection:
        assert differences(connection) == []
        assert connection.execute(select(batches.c.id)).scalars().all() == ["b"]
    database.close()


def test_the_schema_is_what_all_migrations_make(catalogue: SqlCatalogue) -> None:
    with catalogue._database.reading() as connection:
        assert differences(connection) == []


def test_many_workers_that_start_at_once_migrate_once(empty_postgres_url: str) -> None:
    exits = at_once([(_open_and_close, (empty_postgres_url,))] * 10)
    assert exits == [0] * 10
    with psycopg.connect(empty_postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM ledger_head").fetchone() == (1,)


def test_a_database_of_a_newer_program_is_left_alone(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadConfiguration):
        open_postgres(postgres_url)


@pytest.mark.parametrize(
    "change", ["UPDATE ledger SET actor = 'x'", "DELETE FROM ledger", "TRUNCATE ledger"]
)
def test_the_ledger_is_only_appended_to(catalogue: SqlCatalogue, change: str) -> None:
    receive(catalogue)
    with pytest.raises(LostRace, match="append-only"), catalogue._database.writing() as connection:
        connection.execute(text(change))


# ---- transactions -------------------------------------------------------------------------------


def test_a_view_stays_as_it_was_while_others_write(catalogue: SqlCatalogue) -> None:
    with catalogue._database.reading() as connection:
        before = connection.execute(select(batches.c.id)).all()
        catalogue.open_batch(a_batch())
        assert connection.execute(select(batches.c.id)).all() == before == []
    assert len(catalogue.batches()) == 1


def test_a_view_changes_nothing(catalogue: SqlCatalogue) -> None:
    with pytest.raises(StoreReadOnly), catalogue._database.reading() as connection:
        connection.execute(text("UPDATE ledger_head SET seq = 7"))


def test_no_file_that_is_announced_at_the_same_time_is_forgotten(postgres_url: str) -> None:
    catalogue = SqlCatalogue(open_postgres(postgres_url))
    catalogue.open_batch(a_batch())
    catalogue.close()
    assert at_once([(_expect_many, (postgres_url, name)) for name in "abc"]) == [0, 0, 0]
    catalogue = SqlCatalogue(open_postgres(postgres_url))
    assert len(catalogue.batch(a_batch().id).expected) == 30
    catalogue.close()


def test_processes_that_file_at_once_leave_one_unbroken_ledger(
    postgres_url: str, tmp_path: Path
) -> None:
    writers = [(_file_many, (postgres_url, tmp_path, name)) for name in ("a", "b")]
    assert at_once(writers) == [0, 0]
    catalogue, store = SqlCatalogue(open_postgres(postgres_url)), FolderStore(tmp_path)
    report = audit(catalogue, store)
    assert (report.ok, report.problems) == (True, ())
    assert report.documents == {"filed": 10, "received": 1}
    assert len(catalogue.records_of(CITIZEN)) == 10
    catalogue.close()


def test_a_move_waits_for_its_turn_and_sees_what_was_changed_meanwhile(
    catalogue: SqlCatalogue,
) -> None:
    paper = separated(catalogue)
    document = catalogue.document(paper)
    with ThreadPoolExecutor(1) as threads:
        with catalogue._database.writing() as connection:
            take_turns_at_paper(connection, paper)
            moved = threads.submit(
                catalogue.freeze, paper, None, version=document.version, at=LATER
            )
            assert not wait([moved], timeout=0.5).done
            reject(connection, paper, error_code="rescan", actor="an", at=NOW)
        with pytest.raises(IllegalMove):
            moved.result()
    assert catalogue.document(paper).status is DocumentStatus.REJECTED


def test_a_change_that_finds_nothing_to_change_has_its_turn_all_the_same(
    catalogue: SqlCatalogue,
) -> None:
    scan_id = receive(catalogue)
    catalogue.reject_scan(
        scan_id,
        batch=a_batch(),
        source="",
        size_bytes=1,
        page_count=1,
        error_code="secret_paper",
        at=NOW,
    )
    with catalogue._database.writing() as connection:
        assert begin_documents(connection, scan_id) is None
        mine = (
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        assert connection.execute(text(mine)).scalar_one() == 1


def test_only_what_may_be_lost_does_not_wait_for_the_disk(catalogue: SqlCatalogue) -> None:
    waits = text("SELECT current_setting('synchronous_commit')")
    with catalogue._database.writing() as connection:
        assert connection.execute(select(SOON_DURABLE)).scalar_one() is True
        assert connection.execute(waits).scalar_one() == "off"
    with catalogue._database.writing() as connection:
        assert connection.execute(waits).scalar_one() == "on"


@pytest.mark.parametrize("condition", [SOON_DURABLE, IN_TURN], ids=["may be lost", "in turn"])
def test_our_own_conditions_are_compiled_once(condition: ColumnElement[bool]) -> None:
    assert select(condition)._generate_cache_key() is not None


def test_what_is_said_alone_is_committed(catalogue: SqlCatalogue) -> None:
    catalogue.open_batch(a_batch())
    with catalogue._database.saying() as connection:
        connection.execute(update(batches).values(agency="another"))
    assert catalogue.batch(a_batch().id).agency == "another"


# ---- faults -------------------------------------------------------------------------------------


def test_a_server_that_was_started_again_is_met_by_the_next_question(
    catalogue: SqlCatalogue, postgres_server: PostgresServer
) -> None:
    scan_id = receive(catalogue)
    postgres_server.restart(mode="immediate")
    assert catalogue.scan(scan_id).id == scan_id


def test_a_line_in_use_is_lent_without_a_question(postgres_url: str) -> None:
    database, asked = open_postgres(postgres_url), SqlCatalogue(open_postgres(postgres_url))
    own = text("SELECT pg_backend_pid()")
    last = text("SELECT query FROM pg_stat_activity WHERE pid = :pid")
    with database.asking() as connection:
        pid = connection.execute(own).scalar_one()
    with database.asking(), asked._database.asking() as other:
        assert other.execute(last, {"pid": pid}).scalar_one() == "SELECT pg_backend_pid()"
    database.close()
    asked.close()


def test_a_connection_that_breaks_at_work_is_worth_another_try(catalogue: SqlCatalogue) -> None:
    with pytest.raises(StoreUnavailable) as raised, catalogue._database.writing() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert raised.value.retry
    receive(catalogue)


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable) as raised:
        open_postgres(f"postgresql://an:bi-mat@127.0.0.1:{free_port()}/kho")
    assert "bi-mat" not in raised.value.detail


def test_an_address_that_says_nothing_is_a_fault_of_the_settings() -> None:
    with pytest.raises(BadConfiguration) as raised:
        open_postgres("postgresql://an:bi-mat@127.0.0.1/kho?no_such=1")
    assert "bi-mat" not in raised.value.detail


def test_a_database_in_another_encoding_is_refused(postgres_server: PostgresServer) -> None:
    postgres_server._say("CREATE DATABASE narrow ENCODING 'SQL_ASCII' TEMPLATE template0")
    with pytest.raises(BadConfiguration, match="UTF8"):
        open_postgres(postgres_server.address("narrow"))
    postgres_server.drop_database(postgres_server.address("narrow"))


def test_a_question_that_takes_too_long_is_ended(postgres_url: str) -> None:
    database = open_postgres(postgres_url, options=PostgresOptions(statement_seconds=1))
    with pytest.raises(StoreUnavailable), database.reading() as connection:
        connection.execute(text("SELECT pg_sleep(30)"))
    database.close()


MORE_THAN_FITS = """
    INSERT INTO import_rows (batch_id, row_number, said)
    SELECT 'batch-1', number, repeat(md5(number::text), 50) FROM generate_series(1, 20000) AS number
"""


def test_a_full_disk_is_said_and_what_is_committed_stays(
    postgres_server: PostgresServer, migrated_template: str
) -> None:
    folder = server_folder()
    with mounted(folder / "small", "size=16m") as disk:
        space = disk / "space"
        space.mkdir()
        shutil.chown(space, "postgres", "postgres")
        postgres_server._say(f"CREATE TABLESPACE small LOCATION '{space}'")
        address = postgres_server.create_database(template=migrated_template, space="small")
        catalogue = SqlCatalogue(open_postgres(address))
        record = filed(catalogue, content="first")
        with pytest.raises(StoreFull), catalogue._database.writing() as connection:
            connection.execute(text(MORE_THAN_FITS))
        assert catalogue.record(record.id) == record
        catalogue.close()
        postgres_server.drop_database(address)
        postgres_server._say("DROP TABLESPACE small")
    shutil.rmtree(folder)


def test_work_goes_on_at_the_standby_that_was_promoted() -> None:
    folder, other_folder = server_folder(), server_folder()
    with guarded(folder), guarded(other_folder):
        primary = start_postgres(folder)
        standby = primary.standby(other_folder)
        standby.start()
        both = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
        address = f"postgresql://digitize@{both}/postgres?target_session_attrs=read-write"
        catalogue = SqlCatalogue(open_postgres(address))
        scan_id = receive(catalogue)
        standby.wait_for(primary)
        reader = SqlCatalogue(open_postgres(standby.address("postgres")))
        with pytest.raises(StoreReadOnly):
            receive(reader, content="other")
        reader.close()
        primary.stop(mode="immediate")
        standby.promote()
        assert catalogue.scan(scan_id).id == scan_id
        receive(catalogue, content="after")
        catalogue.close()
        standby.stop(mode="immediate")


# ---- other processes ----------------------------------------------------------------------------


def at_once(works: list[tuple[object, tuple[object, ...]]]) -> list[int | None]:
    """Exit codes of processes that do these at the same time."""
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=work, args=given) for work, given in works]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def _open_and_close(address: str) -> None:
    open_postgres(address).close()


def _expect_many(address: str, name: str) -> None:
    catalogue = SqlCatalogue(open_postgres(address))
    for number in range(10):
        catalogue.expect(a_batch().id, ExpectedFile(name=f"{name}{number}.pdf"))
    catalogue.close()


def _file_many(address: str, folder: Path, name: str) -> None:
    """Five papers of its own, and one scan that both bring."""
    catalogue, store = SqlCatalogue(open_postgres(address)), FolderStore(folder)
    store.put(f"originals/{_folder(a_scan_id('both'))}", b"both")
    catalogue.receive_scan(a_scan_id("both"), batch=a_batch(), source=name, file=a_file(), at=NOW)
    for number in range(5):
        filed(catalogue, content=f"{name} {number}", store=store)
    catalogue.close()


def _folder(scan_id: str) -> str:
    return f"{scan_id[:2]}/{scan_id[2:4]}/{scan_id}"
