"""A house on PostgreSQL and a real bucket: moved there, saved, destroyed and brought back, disposed of and held, proved each time."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from encryption_factories import a_key
from keeping_factories import kept_at, warehouse_with_papers
from pydantic import SecretStr
from s3_factories import a_bucket, environment_of, versions_of
from storage_factories import LATER, NOW, a_scan_id, filed

from config.retention import RetentionSchedule
from config.settings import Settings
from digitize.errors import CannotDispose, UnderHold
from digitize.fault_point import arm
from digitize.rows import Hold, HoldKind, Record
from storage import keys
from storage.audit import audit
from storage.encrypted_store import EncryptedStore
from storage.s3_client import LineOptions, S3Client, S3Service
from storage.s3_store import S3Store
from tests.servers.ceph import S3Server
from workers import disposal
from workers.backup.making import make_backup
from workers.backup.restoring import restore_backup
from workers.fixity import FixityCheck
from workers.migrating import Migrated, migrate
from workers.services import Services

TEN_YEARS = RetentionSchedule(default_years=10, years_by_type={})
PAST = NOW + timedelta(days=365 * 11)
OFFICER = "Nguyễn Văn Lưu"


@pytest.fixture
def bucket(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Service:
    return led_to(a_bucket(s3_server), monkeypatch)


def led_to(service: S3Service, monkeypatch: pytest.MonkeyPatch) -> S3Service:
    for name, value in environment_of(service).items():
        monkeypatch.setenv(name, value)
    return service


def cluster(service: S3Service, database: str) -> dict[str, object]:
    return {"bucket": service.bucket, "database": SecretStr(database)}


# -- moved there


@pytest.fixture
def embedded(tmp_path: Path) -> Settings:
    warehouse_with_papers(tmp_path / "kho", "một", "hai")
    return Settings(warehouse=tmp_path / "kho")


def moved(embedded: Settings, service: S3Service, database: str) -> Migrated:
    return migrate(embedded, into=embedded.model_copy(update=cluster(service, database)))


def test_an_embedded_warehouse_moves_into_a_bucket_and_is_proved_there(
    embedded: Settings, bucket: S3Service, postgres_url: str, tmp_path: Path
) -> None:
    done = moved(embedded, bucket, postgres_url)
    assert (done.is_proved, done.report.problems, done.report.scans) == (True, (), 2)
    (tmp_path / "kho" / "store").rename(tmp_path / "gone")
    with kept_at(tmp_path / "new machine", **cluster(bucket, postgres_url)) as services:
        assert audit(services.catalogue, services.store).ok
        assert services.store.get(keys.original(a_scan_id("một"))) == "một".encode()
        filed(services.catalogue, content="ba", store=services.store)
        assert len(services.catalogue.find("hòa giải")) == 3
    assert moved_again(embedded, tmp_path) == 0


def moved_again(embedded: Settings, tmp_path: Path) -> int:
    """How many objects the source lost by being moved."""
    (tmp_path / "gone").rename(tmp_path / "kho" / "store")
    with kept_at(embedded.warehouse) as services:
        return len(audit(services.catalogue, services.store).problems)


def test_a_move_into_a_bucket_that_was_killed_goes_on(
    embedded: Settings, bucket: S3Service, postgres_url: str
) -> None:
    context = multiprocessing.get_context("fork")
    first = context.Process(target=_move_until_killed, args=(embedded, bucket, postgres_url))
    first.start()
    first.join()
    assert first.exitcode == -9
    done = moved(embedded, bucket, postgres_url)
    with kept_at(embedded.warehouse) as services:
        objects = len([*services.store.keys("")])
    assert done.is_proved
    assert done.copied_objects == objects - 3


def _move_until_killed(embedded: Settings, bucket: S3Service, database: str) -> None:
    arm("migrate.object_moved:3")
    moved(embedded, bucket, database)


def test_an_object_that_others_put_there_is_not_taken_for_ours(
    embedded: Settings, bucket: S3Service, postgres_url: str
) -> None:
    S3Client(bucket, LineOptions()).make_bucket(bucket.bucket, object_lock=True)
    key = keys.original(a_scan_id("một"))
    client = S3Client(bucket, LineOptions())
    client.put_new(bucket.bucket, key, b"other", headers={}, is_conditional=False)
    with pytest.raises(Exception, match=key):
        moved(embedded, bucket, postgres_url)


# -- saved, destroyed, brought back


def test_a_house_destroyed_with_its_bucket_comes_back_into_a_new_one(
    s3_server: S3Server,
    bucket: S3Service,
    postgres_url: str,
    empty_postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    warehouse_with_papers(tmp_path / "kho", "một", "hai", **cluster(bucket, postgres_url))
    with kept_at(tmp_path / "kho", **cluster(bucket, postgres_url)) as services:
        made = make_backup(services, tmp_path / "sao")
    destroy(bucket)
    after = led_to(a_bucket(s3_server), monkeypatch)
    settings = Settings(warehouse=tmp_path / "neu", **cluster(after, empty_postgres_url))
    done = restore_backup(settings, tmp_path / "sao", set_name=None, passphrase=None)
    assert (made.manifest.problems, done.report.ok) == ((), True)
    assert done.report.ledger_hash == made.manifest.ledger_hash
    with kept_at(tmp_path / "neu", **cluster(after, empty_postgres_url)) as services:
        assert len(services.catalogue.find("hòa giải")) == 2
        assert services.store.get(keys.original(a_scan_id("hai"))) == b"hai"


def destroy(service: S3Service) -> None:
    """Every version of every object, and the bucket."""
    client = S3Client(service, LineOptions())
    for found in client.list_objects(service.bucket, recursive=True, include_version=True):
        client.remove_object(service.bucket, str(found.object_name), version_id=found.version_id)
    client.remove_bucket(service.bucket)


# -- disposed of and held


@pytest.fixture
def house(bucket: S3Service, postgres_url: str, tmp_path: Path) -> Iterator[Services]:
    with kept_at(tmp_path / "kho", **cluster(bucket, postgres_url)) as services:
        yield services


def disposed(services: Services, record: Record) -> None:
    disposal.dispose(
        services.catalogue,
        services.store,
        services.catalogue.document(record.document_id),
        schedule=TEN_YEARS,
        officer=OFFICER,
        reason="QĐ hủy 12",
        at=PAST,
    )


def versions(bucket: S3Service, services: Services) -> dict[str, list[str]]:
    return {key: versions_of(bucket, key) for key in services.store.keys("")}


def test_a_disposal_leaves_no_version_of_anything(house: Services, bucket: S3Service) -> None:
    record = filed(house.catalogue, store=house.store)
    there = versions(bucket, house)
    written_over = keys.sealed(record.document_id)
    client = S3Client(bucket, LineOptions())
    client.put_new(bucket.bucket, written_over, b"other", headers={}, is_conditional=False)
    disposed(house, record)
    assert len(there) > 4
    assert not any(versions_of(bucket, key) for key in there)
    assert audit(house.catalogue, house.store).ok


def test_what_is_held_is_kept_by_the_service_too_until_it_is_released(
    house: Services, bucket: S3Service
) -> None:
    record = filed(house.catalogue, store=house.store)
    held = Hold(
        subject=record.id, kind=HoldKind.RECORD, reason="Vụ án 7", officer=OFFICER, placed_at=LATER
    )
    disposal.hold(house.catalogue, house.store, held)
    before = versions(bucket, house)
    with pytest.raises(UnderHold):
        disposed(house, record)
    for key in (keys.original(a_scan_id("scan")), keys.sealed(record.document_id)):
        with pytest.raises(CannotDispose):
            house.store.dispose(key)  # type: ignore[attr-defined]
    assert versions(bucket, house) == before
    disposal.release(house.catalogue, house.store, held, officer=OFFICER, reason="xong", at=PAST)
    disposed(house, record)
    assert versions(bucket, house) == {}


def test_retention_of_the_service_refuses_a_disposal_before_anything_is_ordered(
    bucket: S3Service, postgres_url: str, tmp_path: Path
) -> None:
    settings = {**cluster(bucket, postgres_url), "retention_days": 30}
    with kept_at(tmp_path / "kho", **settings) as house:
        record = filed(house.catalogue, store=house.store)
        before = versions(bucket, house)
        with pytest.raises(CannotDispose, match="originals/"):
            disposed(house, record)
        assert versions(bucket, house) == before
        assert house.catalogue.disposal(record.document_id) is None
        assert audit(house.catalogue, house.store).ok
        end_retention(house.store, bucket)
        disposed(house, record)
        assert versions(bucket, house) == {}


def end_retention(store: object, bucket: S3Service) -> None:
    """As the service's own administrator may, by the right to go past governance."""
    assert isinstance(store, EncryptedStore)
    store = store.store
    assert isinstance(store, S3Store)
    for key in store.keys("originals/"):
        (version,) = versions_of(bucket, key)
        S3Client(bucket, LineOptions())._execute(
            "DELETE",
            bucket.bucket,
            key,
            query_params={"versionId": version},
            headers={"x-amz-bypass-governance-retention": "true"},
        )


def test_fixity_reads_a_bucket_and_names_what_the_service_gives_otherwise(
    house: Services, bucket: S3Service
) -> None:
    record = filed(house.catalogue, store=house.store)
    client, key = S3Client(bucket, LineOptions()), keys.sealed(record.document_id)
    assert problems(house, PAST) == [()]
    client.put_new(bucket.bucket, key, b"other", headers={}, is_conditional=False)
    assert problems(house, PAST + timedelta(days=1)) == [(f"sealed_changed:{key}",)]


def problems(services: Services, at: datetime) -> list[tuple[str, ...]]:
    check = FixityCheck(replace(services, clock=lambda: at))
    return [look.problems for look in check.looks(checked_before=at)]


# -- encrypted


def test_a_move_encrypts_for_the_agencies_that_the_rows_tell(
    embedded: Settings, bucket: S3Service, postgres_url: str, tmp_path: Path
) -> None:
    a_key(tmp_path / "khoa")
    keyed = {**cluster(bucket, postgres_url), "agency_keys": tmp_path / "khoa"}
    done = migrate(embedded, into=embedded.model_copy(update=keyed))
    assert (done.is_proved, done.report.problems) == (True, ())
    with kept_at(tmp_path / "new machine", **keyed) as services:
        key = keys.original(a_scan_id("một"))
        assert services.store.get(key) == "một".encode()
        assert isinstance(services.store, EncryptedStore)
        assert all(
            services.store.header(found) is not None
            for found in services.store.keys("")
            if not found.startswith("anchors/")
        )
