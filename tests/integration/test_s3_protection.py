"""What a real Ceph RGW guards by itself, and what it only says: versions, retention, legal hold, encryption, conditions."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from minio.error import S3Error
from s3_factories import a_bucket, an_s3_store, make_bucket, versions_of

from digitize.errors import CannotDispose, StoreCorrupt
from digitize.model import DocumentId, ScanId
from storage import keys
from storage.s3_client import LineOptions, S3Client, S3Service
from storage.s3_store import S3Store
from tests.servers.ceph import S3Server

DATA = b"a scan"
ORIGINAL = keys.original(ScanId(hashlib.sha256(DATA).hexdigest()))
DERIVED = keys.sealed(DocumentId("0123456789abcdef-p0001"))
READING = keys.reading(ScanId("9f" * 32), 0)


@pytest.fixture
def service(s3_server: S3Server) -> S3Service:
    return a_bucket(s3_server)


@pytest.fixture
def plain(service: S3Service) -> S3Service:
    """A bucket without versions or lock."""
    make_bucket(service, has_lock=False)
    return service


def test_a_bucket_that_is_missing_is_made_with_versions_and_lock(
    service: S3Service, tmp_path: Path
) -> None:
    store = an_s3_store(service, tmp_path)
    assert not store.exists(DERIVED)
    assert list(store.keys()) == []
    store.discard(DERIVED)
    store.put(DERIVED, DATA)
    assert store.protection.has_versions
    assert store.protection.has_lock
    rules = S3Client(service, LineOptions()).get_bucket_lifecycle(service.bucket)
    assert rules is not None
    assert [rule.rule_id for rule in rules.rules] == ["lost-parts"]


def test_of_writers_at_once_one_is_first_and_the_others_are_told(
    service: S3Service, tmp_path: Path
) -> None:
    stores = [an_s3_store(service, tmp_path / str(number)) for number in range(8)]
    assert_first_wins(service, stores, sizes=[1000] * 8)


def test_of_writers_of_large_objects_one_is_first_too(service: S3Service, tmp_path: Path) -> None:
    stores = [an_s3_store(service, tmp_path / str(number)) for number in range(3)]
    assert_first_wins(service, stores, sizes=[5 * 1024**2 + 1] * 3)


def test_without_versions_the_service_itself_lets_only_one_be_first(
    plain: S3Service, tmp_path: Path
) -> None:
    stores = [an_s3_store(plain, tmp_path / str(number)) for number in range(8)]
    assert_first_wins(plain, stores, sizes=[1000] * 8)


def assert_first_wins(service: S3Service, stores: list[S3Store], *, sizes: list[int]) -> None:
    contents = [os.urandom(size) for size in sizes]

    def put(number: int) -> int | None:
        try:
            stores[number].put(DERIVED, contents[number])
        except StoreCorrupt:
            return None
        return number

    with ThreadPoolExecutor(len(stores)) as threads:
        (first,) = (won for won in threads.map(put, range(len(stores))) if won is not None)
    assert stores[0].get(DERIVED) == contents[first]
    assert len(versions_of(service, DERIVED)) == 1


def test_writers_of_the_same_bytes_at_once_all_have_their_promise(
    service: S3Service, tmp_path: Path
) -> None:
    stores = [an_s3_store(service, tmp_path / str(number)) for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(lambda store: store.put(ORIGINAL, DATA), stores))) == 1
    assert len(versions_of(service, ORIGINAL)) == 1


def test_a_version_that_a_killed_writer_left_over_the_first_goes_at_the_next_put(
    service: S3Service, tmp_path: Path
) -> None:
    store = an_s3_store(service, tmp_path)
    store.put(DERIVED, DATA)
    late = S3Client(service, LineOptions())
    late.put_new(service.bucket, DERIVED, b"late", headers={}, is_conditional=False)
    store.put(DERIVED, DATA)
    assert store.get(DERIVED) == DATA
    assert len(versions_of(service, DERIVED)) == 1


def test_of_what_was_discarded_no_version_is_left(service: S3Service, tmp_path: Path) -> None:
    store = an_s3_store(service, tmp_path)
    store.put(READING, DATA)
    kept_copy = store.local_path(READING)
    store.discard(READING)
    assert versions_of(service, READING) == []
    assert not kept_copy.exists()
    store.put(READING, b"read anew")
    assert store.get(READING) == b"read anew"


def test_what_was_removed_behind_our_back_can_be_put_again(
    service: S3Service, tmp_path: Path
) -> None:
    store = an_s3_store(service, tmp_path)
    store.put(ORIGINAL, DATA)
    S3Client(service, LineOptions()).remove_object(service.bucket, ORIGINAL)
    assert not store.exists(ORIGINAL)
    store.put(ORIGINAL, DATA)
    assert store.get(ORIGINAL) == DATA


# ---- retention and legal hold


def test_an_original_under_retention_is_removed_by_nobody(
    service: S3Service, tmp_path: Path
) -> None:
    store = an_s3_store(service, tmp_path, retention_days=30)
    store.put(ORIGINAL, DATA)
    until = store.protection.retained_until(ORIGINAL)
    assert until is not None
    assert abs(until - datetime.now(UTC) - timedelta(days=30)) < timedelta(minutes=5)
    (version,) = versions_of(service, ORIGINAL)
    with pytest.raises(S3Error, match="AccessDenied"):
        S3Client(service, LineOptions()).remove_object(service.bucket, ORIGINAL, version)
    with pytest.raises(CannotDispose):
        store.dispose(ORIGINAL)
    assert store.get(ORIGINAL) == DATA


def test_only_originals_are_put_under_retention(service: S3Service, tmp_path: Path) -> None:
    store = an_s3_store(service, tmp_path, retention_days=30)
    store.put(DERIVED, DATA)
    assert store.protection.retained_until(DERIVED) is None


def test_an_original_that_a_killed_run_left_without_retention_gets_it(
    service: S3Service, tmp_path: Path
) -> None:
    an_s3_store(service, tmp_path).put(ORIGINAL, DATA)
    store = an_s3_store(service, tmp_path, retention_days=30)
    store.put(ORIGINAL, DATA)
    assert store.protection.retained_until(ORIGINAL) is not None


def test_a_longer_retention_is_never_shortened(service: S3Service, tmp_path: Path) -> None:
    an_s3_store(service, tmp_path, retention_days=90).put(ORIGINAL, DATA)
    store = an_s3_store(service, tmp_path, retention_days=30)
    store.put(ORIGINAL, DATA)
    until = store.protection.retained_until(ORIGINAL)
    assert until is not None
    assert until > datetime.now(UTC) + timedelta(days=80)


def test_where_a_bucket_has_no_lock_originals_are_put_without(
    plain: S3Service, tmp_path: Path
) -> None:
    store = an_s3_store(plain, tmp_path, retention_days=30)
    store.put(ORIGINAL, DATA)
    assert not store.has_legal_hold
    assert store.get(ORIGINAL) == DATA


def test_what_is_on_hold_goes_only_after_its_release(service: S3Service, tmp_path: Path) -> None:
    store = an_s3_store(service, tmp_path)
    store.put(ORIGINAL, DATA)
    store.hold(ORIGINAL)
    store.hold(ORIGINAL)
    assert store.protection.is_held(ORIGINAL)
    with pytest.raises(CannotDispose):
        store.dispose(ORIGINAL)
    store.release(ORIGINAL)
    store.dispose(ORIGINAL)
    assert versions_of(service, ORIGINAL) == []


# ---- encryption, conditions: what is said and what is done


@pytest.mark.parametrize(
    ("asked", "is_done"), [("none", True), ("sse-s3", False), ("sse-kms:kept", True)]
)
def test_encryption_that_is_silently_left_out_is_noticed(
    service: S3Service, tmp_path: Path, asked: str, is_done: bool
) -> None:
    store = an_s3_store(service, tmp_path, server_side_encryption=asked)
    store.put(DERIVED, DATA)
    assert store.get(DERIVED) == DATA
    assert store.tried_out().is_encrypted is is_done


def test_large_objects_are_encrypted_too(service: S3Service, tmp_path: Path) -> None:
    store = an_s3_store(service, tmp_path, server_side_encryption="sse-kms:kept")
    data = os.urandom(6 * 1024**2)
    store.put(DERIVED, data)
    assert store.get(DERIVED) == data
    seen = S3Client(service, LineOptions()).stat_object(service.bucket, DERIVED).metadata or {}
    assert seen["x-amz-server-side-encryption"] == "aws:kms"


def test_a_trial_tells_whether_the_first_is_kept_and_leaves_nothing(
    service: S3Service, plain: S3Service, tmp_path: Path
) -> None:
    store = an_s3_store(plain, tmp_path)
    assert store.tried_out().keeps_first
    assert list(store.keys()) == []


def test_with_versions_this_service_keeps_no_first_by_itself(
    service: S3Service, tmp_path: Path
) -> None:
    make_bucket(service)
    assert not an_s3_store(service, tmp_path).tried_out().keeps_first
    assert versions_of(service, "trials/") == []


# ---- presigned addresses


def test_a_presigned_address_gives_the_bytes_under_a_vietnamese_name(
    service: S3Service, tmp_path: Path
) -> None:
    store = an_s3_store(service, tmp_path)
    store.put(DERIVED, DATA)
    name = "Quyết định số 15.pdf"
    answer = httpx.get(store.presigned_url(DERIVED, valid_seconds=60, file_name=name))
    assert answer.content == DATA
    assert quote(name) in answer.headers["content-disposition"]


def test_a_presigned_address_is_for_one_object_alone(service: S3Service, tmp_path: Path) -> None:
    store = an_s3_store(service, tmp_path)
    store.put(DERIVED, DATA)
    store.put(ORIGINAL, DATA)
    address = store.presigned_url(DERIVED, valid_seconds=60, file_name="a.pdf")
    assert httpx.get(address.replace(DERIVED, ORIGINAL)).status_code == 403
    assert httpx.get(address.split("?")[0]).status_code == 403


def test_a_presigned_address_ends(service: S3Service, tmp_path: Path) -> None:
    store = an_s3_store(service, tmp_path)
    with pytest.raises(ValueError, match="7 days"):
        store.presigned_url(DERIVED, valid_seconds=8 * 24 * 3600, file_name="a.pdf")
