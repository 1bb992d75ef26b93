"""An embedded warehouse moved to PostgreSQL: everything is there, the old one is as it was, a killed move goes on."""

import multiprocessing
from pathlib import Path

import pytest
from pydantic import SecretStr
from storage_factories import CITIZEN, described, filed, receive

from config.settings import Settings
from digitize.errors import NoWarehouse, TargetNotEmpty
from digitize.fault_point import arm
from storage.audit import audit
from storage.catalogue import SqlCatalogue
from storage.database import open_database, open_postgres
from storage.folder_store import FolderStore
from storage.memory_store import MemoryStore
from workers.measured_store import MeasuredStore
from workers.migrating import Migrated, _move_objects, migrate
from workers.services import catalogue_path


@pytest.fixture
def embedded(tmp_path: Path) -> Settings:
    """A filed paper, one that waits for a person, and one just received."""
    settings = Settings(warehouse=tmp_path / "kho")
    store = FolderStore(settings.warehouse / "store")
    catalogue = SqlCatalogue(open_database(catalogue_path(settings)))
    filed(catalogue, content="a", store=store)
    described(catalogue, content="b", reasons=("low_confidence",), store=store)
    receive(catalogue, content="c", store=store)
    catalogue.close()
    return settings


def moved(embedded: Settings, address: str) -> Migrated:
    return migrate(embedded, into=embedded.model_copy(update={"database": SecretStr(address)}))


def test_everything_is_there_and_proved(embedded: Settings, postgres_url: str) -> None:
    done = moved(embedded, postgres_url)
    assert (done.is_proved, done.report.problems, done.differing) == (True, (), ())
    assert (done.rows["scans"], done.rows["documents"], done.rows["records"]) == (3, 3, 1)


def test_the_ledger_goes_on_where_it_was(embedded: Settings, postgres_url: str) -> None:
    before = SqlCatalogue(open_database(catalogue_path(embedded)))
    moved(embedded, postgres_url)
    after = SqlCatalogue(open_postgres(postgres_url))
    assert after.ledger_head() == before.ledger_head()
    new = filed(after, content="new", store=FolderStore(embedded.warehouse / "store"))
    assert new in after.records_of(CITIZEN)
    assert audit(after, FolderStore(embedded.warehouse / "store")).ok
    before.close()
    after.close()


def test_the_same_words_find_the_same_papers(embedded: Settings, postgres_url: str) -> None:
    moved(embedded, postgres_url)
    before = SqlCatalogue(open_database(catalogue_path(embedded)))
    after = SqlCatalogue(open_postgres(postgres_url))
    for words in ("hoa giai", "2311/QĐ-UBND", "hòa giải cơ sở"):
        assert after.find(words) == before.find(words) != []
    before.close()
    after.close()


def test_the_old_warehouse_stays_as_it_was(embedded: Settings, postgres_url: str) -> None:
    store = FolderStore(embedded.warehouse / "store")
    objects = {key: store.sha256(key) for key in store.keys("")}
    moved(embedded, postgres_url)
    catalogue = SqlCatalogue(open_database(catalogue_path(embedded)))
    assert audit(catalogue, store).ok
    assert {key: store.sha256(key) for key in store.keys("")} == objects
    catalogue.close()


@pytest.mark.parametrize(
    "step", ["migrate.table_moved:3", "migrate.table_moved:9", "migrate.texts_moved"]
)
def test_a_move_that_was_killed_goes_on(
    embedded: Settings, empty_postgres_url: str, step: str
) -> None:
    context = multiprocessing.get_context("fork")
    first = context.Process(target=_move_until, args=(step, embedded, empty_postgres_url))
    first.start()
    first.join()
    assert first.exitcode == -9
    assert moved(embedded, empty_postgres_url).is_proved


def _move_until(step: str, embedded: Settings, address: str) -> None:
    arm(step)
    moved(embedded, address)


def test_moving_twice_is_moving_once(embedded: Settings, postgres_url: str) -> None:
    first, again = moved(embedded, postgres_url), moved(embedded, postgres_url)
    assert first == again


def test_a_target_with_other_papers_is_left_alone(embedded: Settings, postgres_url: str) -> None:
    catalogue = SqlCatalogue(open_postgres(postgres_url))
    receive(catalogue, content="another warehouse's")
    head = catalogue.ledger_head()
    with pytest.raises(TargetNotEmpty):
        moved(embedded, postgres_url)
    assert catalogue.ledger_head() == head
    catalogue.close()


def test_objects_that_are_there_are_not_copied_again(embedded: Settings) -> None:
    source, target = FolderStore(embedded.warehouse / "store"), MemoryStore()
    count = len(list(source.keys("")))
    assert [_move_objects(source, target) for _ in range(2)] == [count, 0]
    assert {key: target.sha256(key) for key in target.keys("")} == {
        key: source.sha256(key) for key in source.keys("")
    }


def test_a_copy_of_objects_that_was_killed_goes_on(embedded: Settings, tmp_path: Path) -> None:
    source = FolderStore(embedded.warehouse / "store")
    target = MeasuredStore(FolderStore(tmp_path / "bucket"))  # on disk, as a bucket outlives a kill
    first = multiprocessing.get_context("fork").Process(target=_copy_two, args=(source, target))
    first.start()
    first.join()
    assert first.exitcode == -9
    assert _move_objects(source, target) == len(list(source.keys(""))) - 2


def _copy_two(source: FolderStore, target: MeasuredStore) -> None:
    arm("migrate.object_moved:2")
    _move_objects(source, target)


def test_a_folder_without_a_warehouse_is_no_source(tmp_path: Path, postgres_url: str) -> None:
    with pytest.raises(NoWarehouse):
        moved(Settings(warehouse=tmp_path / "none"), postgres_url)
