"""Every object store keeps the same promises."""

import hashlib
import io
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from encryption_factories import AGENCY, encrypted_store
from s3_factories import a_bucket, an_s3_store, make_bucket

from digitize.errors import ChecksumMismatch, IllegalMove, NotInStore, StoreCorrupt
from digitize.model import DocumentId, ScanId
from digitize.ports import ObjectStore
from storage import keys
from storage.folder_store import FolderStore
from storage.memory_store import MemoryStore
from workers.measured_store import MeasuredStore

DATA = "giấy tờ".encode() * 1000
SHA = hashlib.sha256(DATA).hexdigest()
KEY = keys.original(ScanId(SHA))
DERIVED = keys.sealed(DocumentId("0123456789abcdef-p0001"))


class OnlyRead:
    """A source as custody gives it: it is hashed on the way and has nothing but `read`."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)


@pytest.fixture(params=["folder", "measured", "memory", "s3 with versions", "s3 without"])
def beneath(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return FolderStore(tmp_path / "kho")
    if request.param == "measured":
        return MeasuredStore(FolderStore(tmp_path / "kho"))
    if request.param == "memory":
        return MemoryStore()
    service = a_bucket(request.getfixturevalue("s3_server"))
    make_bucket(service, has_lock=request.param == "s3 with versions")
    return an_s3_store(service, tmp_path, has_encrypted=is_encrypting(request))


def is_encrypting(request: pytest.FixtureRequest) -> bool:
    return request.node.callspec.params["store"] != "as it is"


@pytest.fixture(params=["as it is", "behind keys", "behind keys for nobody"])
def store(request: pytest.FixtureRequest, beneath: ObjectStore, tmp_path: Path) -> ObjectStore:
    if request.param == "as it is":
        return beneath
    holders = (AGENCY,) if request.param == "behind keys" else ()
    return encrypted_store(beneath, tmp_path, holders=holders, may_be_plain=not holders)


def test_what_was_put_is_got(store: ObjectStore) -> None:
    assert store.put(KEY, DATA, sha256=SHA) == SHA
    assert store.get(KEY) == DATA
    assert store.sha256(KEY) == SHA
    assert store.exists(KEY)
    with store.open(KEY) as file:
        assert file.read() == DATA


def test_a_stream_is_stored_like_bytes(store: ObjectStore) -> None:
    assert store.put(KEY, io.BytesIO(DATA)) == SHA
    assert store.get(KEY) == DATA


def test_a_source_that_can_only_be_read_is_stored(store: ObjectStore) -> None:
    assert store.put(KEY, cast("BinaryIO", OnlyRead(DATA)), sha256=SHA) == SHA
    assert store.get(KEY) == DATA


def test_an_empty_object_is_an_object(store: ObjectStore) -> None:
    assert store.put(DERIVED, b"") == hashlib.sha256(b"").hexdigest()
    assert store.exists(DERIVED)


def test_the_same_bytes_again_change_nothing(store: ObjectStore) -> None:
    store.put(KEY, DATA)
    assert store.put(KEY, io.BytesIO(DATA), sha256=SHA) == SHA
    assert list(store.keys()) == [KEY]


def test_other_bytes_under_a_taken_key_are_refused(store: ObjectStore) -> None:
    store.put(KEY, DATA)
    with pytest.raises(StoreCorrupt):
        store.put(KEY, b"other")
    assert store.get(KEY) == DATA


def test_bytes_with_another_hash_than_promised_are_refused(store: ObjectStore) -> None:
    with pytest.raises(StoreCorrupt):
        store.put(KEY, b"other", sha256=SHA)
    assert not store.exists(KEY)


def test_a_taken_key_does_not_hide_wrong_bytes(store: ObjectStore) -> None:
    store.put(KEY, DATA)
    with pytest.raises(StoreCorrupt):
        store.put(KEY, b"other", sha256=SHA)


def test_an_adopted_file_is_stored_like_bytes(store: ObjectStore, tmp_path: Path) -> None:
    file = a_file(tmp_path, DATA)
    assert store.adopt(KEY, file, sha256=SHA) == SHA
    file.unlink()
    assert store.get(KEY) == DATA


def test_a_file_with_another_hash_than_said_is_not_adopted(
    store: ObjectStore, tmp_path: Path
) -> None:
    with pytest.raises(ChecksumMismatch):
        store.adopt(KEY, a_file(tmp_path, b"other"), sha256=SHA)
    assert not store.exists(KEY)


def test_adopting_twice_changes_nothing(store: ObjectStore, tmp_path: Path) -> None:
    store.put(KEY, DATA)
    assert store.adopt(KEY, a_file(tmp_path, DATA), sha256=SHA) == SHA
    assert list(store.keys()) == [KEY]


def test_an_adopted_file_does_not_hide_that_its_key_is_taken(
    store: ObjectStore, tmp_path: Path
) -> None:
    store.put(DERIVED, b"other")
    with pytest.raises(StoreCorrupt):
        store.adopt(DERIVED, a_file(tmp_path, DATA), sha256=SHA)
    assert store.get(DERIVED) == b"other"


def a_file(folder: Path, data: bytes) -> Path:
    file = folder / "gửi.part"
    file.write_bytes(data)
    return file


def test_what_is_absent_is_said_to_be(store: ObjectStore) -> None:
    assert not store.exists(KEY)
    for ask in (store.get, store.open, store.sha256, store.local_path):
        with pytest.raises(NotInStore):
            ask(KEY)


def test_keys_are_listed_by_prefix(store: ObjectStore) -> None:
    store.put(KEY, DATA)
    store.put(DERIVED, DATA)
    assert sorted(store.keys()) == sorted([KEY, DERIVED])
    assert list(store.keys("sealed/")) == [DERIVED]
    assert list(store.keys("sealed/01/23/0123456789abcdef-p0001")) == [DERIVED]
    assert list(store.keys("nothing/")) == []


def test_an_original_is_never_discarded(store: ObjectStore) -> None:
    store.put(KEY, DATA)
    with pytest.raises(IllegalMove):
        store.discard(KEY)
    assert store.exists(KEY)


def test_what_is_derived_can_be_discarded_twice(store: ObjectStore) -> None:
    store.put(DERIVED, DATA)
    store.discard(DERIVED)
    store.discard(DERIVED)
    assert not store.exists(DERIVED)


def test_a_local_path_has_the_bytes(store: ObjectStore) -> None:
    store.put(DERIVED, DATA)
    path = store.local_path(DERIVED)
    assert path.read_bytes() == DATA
    assert path.suffix == ".pdf"


@pytest.mark.parametrize(
    "key", ["../x", "a/../b", "/etc/passwd", "", "a//b", ".incoming/x", "a\0", "é"]
)
def test_a_key_cannot_leave_the_store(store: ObjectStore, key: str) -> None:
    for ask in (store.get, store.exists, store.sha256, store.discard, store.local_path):
        with pytest.raises(ValueError, match="object key"):
            ask(key)
    with pytest.raises(ValueError, match="object key"):
        store.put(key, b"x")
