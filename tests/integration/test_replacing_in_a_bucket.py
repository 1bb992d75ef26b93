"""An object of a bucket is replaced in one step: one version is there at every moment, and in the end only the new one."""

import io
from pathlib import Path

import pytest
from encryption_factories import ORIGINAL, PAPER, SEALED, SHA, a_key, encrypted_store
from s3_factories import a_bucket, an_s3_store, make_bucket, versions_of

from digitize.errors import IllegalMove, KeptAsItLies, NotInStore, StoreCorrupt
from storage.encrypted_store import Change
from storage.encryption import MAGIC
from storage.s3_client import LineOptions, S3Client, S3Service
from storage.s3_store import S3Store
from storage.s3_versions import REPLACES_METADATA
from tests.servers.ceph import S3Server

MB = 1024**2


@pytest.fixture(params=[True, False], ids=["with versions", "without"])
def service(request: pytest.FixtureRequest, s3_server: S3Server) -> S3Service:
    service = a_bucket(s3_server)
    make_bucket(service, has_lock=request.param)
    return service


def a_store(service: S3Service, tmp_path: Path, **options: int) -> S3Store:
    return an_s3_store(service, tmp_path, has_encrypted=True, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("size_bytes", [100, 6 * MB])
def test_the_new_bytes_alone_are_there(service: S3Service, tmp_path: Path, size_bytes: int) -> None:
    store = a_store(service, tmp_path)
    store.put(SEALED, b"old")
    store.replace(SEALED, io.BytesIO(b"n" * size_bytes))
    assert store.get(SEALED) == b"n" * size_bytes
    assert len(versions_of(service, SEALED)) == 1
    assert list(store.keys()) == [SEALED]


def test_what_is_not_there_is_not_replaced(service: S3Service, tmp_path: Path) -> None:
    with pytest.raises(NotInStore):
        a_store(service, tmp_path).replace(SEALED, io.BytesIO(b"new"))


def test_a_source_that_fails_leaves_the_old(service: S3Service, tmp_path: Path) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise StoreCorrupt

    store = a_store(service, tmp_path)
    store.put(SEALED, b"old")
    with pytest.raises(StoreCorrupt):
        store.replace(SEALED, Failing())
    assert store.get(SEALED) == b"old"


def test_a_paper_is_encrypted_in_the_bucket_and_its_key_changed(
    service: S3Service, tmp_path: Path
) -> None:
    beneath = a_store(service, tmp_path)
    an_s3_store(service, tmp_path).put(ORIGINAL, PAPER)
    store = encrypted_store(beneath, tmp_path)
    assert store.get(ORIGINAL) == PAPER
    assert store.bring_up(ORIGINAL) is Change.ENCRYPTED
    a_key(tmp_path / "khoa", is_rotation=True)
    assert [store.bring_up(ORIGINAL) for _ in range(2)] == [Change.KEYED_ANEW, Change.NONE]
    assert beneath.get(ORIGINAL).startswith(MAGIC)
    assert (store.get(ORIGINAL), store.sha256(ORIGINAL)) == (PAPER, SHA)
    assert store.local_path(ORIGINAL).read_bytes() == PAPER
    assert store.put(ORIGINAL, PAPER, sha256=SHA) == SHA
    assert len(versions_of(service, ORIGINAL)) == 1


def test_another_machine_s_local_copy_of_before_does_no_harm(
    service: S3Service, tmp_path: Path
) -> None:
    here = encrypted_store(a_store(service, tmp_path / "một"), tmp_path)
    there = encrypted_store(a_store(service, tmp_path / "hai"), tmp_path)
    here.put(ORIGINAL, PAPER)
    assert there.local_path(ORIGINAL).read_bytes() == PAPER
    newest = a_key(tmp_path / "khoa", is_rotation=True)
    here.bring_up(ORIGINAL)
    path = next((tmp_path / "khoa").glob("*.keys"))
    lines = path.read_text().splitlines(keepends=True)
    path.unlink()
    path.touch(0o600)
    path.write_text("".join(one for one in lines if "+00:00" not in one or newest.id in one))
    assert there.local_path(ORIGINAL).read_bytes() == PAPER


def test_no_local_copy_is_plain(service: S3Service, tmp_path: Path) -> None:
    store = encrypted_store(a_store(service, tmp_path), tmp_path)
    store.put(ORIGINAL, PAPER)
    copies = [path for path in (tmp_path / "copies").rglob("*") if path.is_file()]
    assert copies
    assert all(path.read_bytes().startswith(MAGIC) for path in copies)


def test_no_address_hands_out_what_nobody_can_read(service: S3Service, tmp_path: Path) -> None:
    store = a_store(service, tmp_path)
    with pytest.raises(IllegalMove):
        store.presigned_url(SEALED, valid_seconds=60, file_name="a.pdf")


# -- in a bucket with versions


@pytest.fixture
def versioned(s3_server: S3Server) -> S3Service:
    service = a_bucket(s3_server)
    make_bucket(service)
    return service


def half_replaced(service: S3Service, store: S3Store) -> None:
    """As a process leaves it that was killed when the new bytes were there and the old not gone."""
    store.put(SEALED, b"old")
    client = S3Client(service, LineOptions())
    etag = client.stat_object(service.bucket, SEALED).etag
    headers = {REPLACES_METADATA: str(etag)}
    client.put_new(service.bucket, SEALED, b"new", headers=headers, is_conditional=False)
    assert len(versions_of(service, SEALED)) == 2


def test_a_killed_replacement_is_ended_by_the_next(versioned: S3Service, tmp_path: Path) -> None:
    store = a_store(versioned, tmp_path)
    half_replaced(versioned, store)
    store.end_replacing()
    assert store.get(SEALED) == b"new"
    assert len(versions_of(versioned, SEALED)) == 1


def test_a_writer_who_comes_second_takes_neither_the_old_nor_the_new(
    versioned: S3Service, tmp_path: Path
) -> None:
    store = a_store(versioned, tmp_path)
    half_replaced(versioned, store)
    client = S3Client(versioned, LineOptions())
    client.put_new(versioned.bucket, SEALED, b"late", headers={}, is_conditional=False)
    with pytest.raises(StoreCorrupt):
        store.put(SEALED, b"late")
    assert store.get(SEALED) == b"new"


def test_what_the_service_keeps_stays_as_it_lies(versioned: S3Service, tmp_path: Path) -> None:
    store = a_store(versioned, tmp_path, retention_days=1)
    store.put(ORIGINAL, PAPER)
    with pytest.raises(KeptAsItLies):
        store.replace(ORIGINAL, io.BytesIO(b"new"))
    assert store.get(ORIGINAL) == PAPER
