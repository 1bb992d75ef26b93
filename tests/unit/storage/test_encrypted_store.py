"""What lies beneath an encrypting store is nothing anybody can read, and what comes out of it is the paper or a clear reason."""

import gc
import hashlib
import io
import os
import threading
import tracemalloc
from pathlib import Path

import pytest
from encryption_factories import (
    AGENCY,
    ORIGINAL,
    OTHER,
    PAPER,
    SEALED,
    SHA,
    a_key,
    encrypted_store,
    plain_copies,
)

from digitize.errors import (
    AgencyKeyMissing,
    CannotDispose,
    ChecksumMismatch,
    KeptAsItLies,
    SourceUnreadable,
    StoreCorrupt,
)
from digitize.model import ScanId
from storage import keys
from storage.agency_keys import NoKeys
from storage.encrypted_store import Change, EncryptedStore, written_for
from storage.encryption import MAGIC
from storage.folder_store import FolderStore
from storage.memory_store import MemoryStore
from workers.measured_store import MeasuredStore

MB = 1024**2


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "kho")


@pytest.fixture
def store(folder: FolderStore, tmp_path: Path) -> EncryptedStore:
    return encrypted_store(folder, tmp_path)


def without_keys(
    beneath: FolderStore, tmp_path: Path, *, is_needed: bool = False
) -> EncryptedStore:
    return EncryptedStore(
        beneath,
        keys=NoKeys(is_needed=lambda: is_needed),
        holders=lambda _key: (),
        copies=plain_copies(tmp_path),
    )


def test_nothing_of_the_paper_lies_in_the_folder(
    store: EncryptedStore, folder: FolderStore
) -> None:
    assert store.put(ORIGINAL, PAPER, sha256=SHA) == SHA
    stored = folder.get(ORIGINAL)
    assert stored.startswith(MAGIC)
    assert b"%PDF" not in stored
    assert "Hòa Bình".encode() not in stored
    assert store.get(ORIGINAL) == PAPER
    assert store.size_bytes(ORIGINAL) == len(PAPER)


def test_a_plain_copy_lies_there_only_while_somebody_has_its_path(
    store: EncryptedStore, tmp_path: Path
) -> None:
    store.put(SEALED, PAPER)
    path = store.local_path(SEALED)
    assert store.local_path(SEALED) is path
    assert path.read_bytes() == PAPER
    assert path.stat().st_mode & 0o777 == 0o400
    name = str(path)
    del path
    gc.collect()
    assert not Path(name).exists()
    assert list((tmp_path / "plain").iterdir()) == []


def test_a_removed_paper_leaves_no_plain_copy(store: EncryptedStore) -> None:
    store.put(SEALED, PAPER)
    path = store.local_path(SEALED)
    store.discard(SEALED)
    assert not path.exists()


def test_a_copy_that_could_not_be_made_leaves_nothing(
    store: EncryptedStore, folder: FolderStore, tmp_path: Path
) -> None:
    store.put(SEALED, PAPER)
    damage(folder, SEALED, at=-1)
    with pytest.raises(StoreCorrupt):
        store.local_path(SEALED)
    gc.collect()
    assert list((tmp_path / "plain").iterdir()) == []


def damage(folder: FolderStore, key: str, *, at: int) -> None:
    path = folder.local_path(key)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_a_flipped_bit_is_noticed_by_everybody_who_reads(
    store: EncryptedStore, folder: FolderStore
) -> None:
    store.put(ORIGINAL, PAPER)
    damage(folder, ORIGINAL, at=-20)
    for ask in (store.get, store.sha256, store.local_path):
        with pytest.raises(StoreCorrupt):
            ask(ORIGINAL)


def test_an_object_in_anothers_place_is_noticed(store: EncryptedStore, folder: FolderStore) -> None:
    store.put(SEALED, PAPER)
    folder.put(ORIGINAL, folder.get(SEALED))
    with pytest.raises(StoreCorrupt):
        store.get(ORIGINAL)


def test_the_audit_s_anchors_are_never_encrypted(
    store: EncryptedStore, folder: FolderStore
) -> None:
    key = keys.anchor(7, "a" * 64)
    store.put(key, b"")
    assert folder.get(key) == b""


def test_papers_of_before_are_read_as_they_lie(store: EncryptedStore, folder: FolderStore) -> None:
    folder.put(ORIGINAL, PAPER)
    assert (store.get(ORIGINAL), store.sha256(ORIGINAL)) == (PAPER, SHA)
    assert store.local_path(ORIGINAL) == folder.local_path(ORIGINAL)
    assert store.header(ORIGINAL) is None


def test_a_paper_of_before_that_comes_again_is_encrypted_then(
    store: EncryptedStore, folder: FolderStore
) -> None:
    folder.put(ORIGINAL, PAPER)
    assert store.put(ORIGINAL, PAPER, sha256=SHA) == SHA
    assert folder.get(ORIGINAL).startswith(MAGIC)
    assert store.get(ORIGINAL) == PAPER


def test_an_agency_without_a_key_stores_nothing(folder: FolderStore, tmp_path: Path) -> None:
    store = encrypted_store(folder, tmp_path, holders=[OTHER])
    with pytest.raises(AgencyKeyMissing, match=OTHER):
        store.put(ORIGINAL, PAPER)
    assert list(folder.keys()) == []


def test_where_it_is_allowed_an_agency_without_a_key_stores_as_it_is(
    folder: FolderStore, tmp_path: Path
) -> None:
    store = encrypted_store(folder, tmp_path, holders=[OTHER], may_be_plain=True)
    store.put(ORIGINAL, PAPER)
    assert folder.get(ORIGINAL) == PAPER


def test_bytes_whose_owner_nobody_knows_are_not_stored(folder: FolderStore, tmp_path: Path) -> None:
    with pytest.raises(AgencyKeyMissing):
        encrypted_store(folder, tmp_path, holders=[]).put(ORIGINAL, PAPER)


def test_who_puts_may_say_whose_it_is(folder: FolderStore, tmp_path: Path) -> None:
    store = written_for(encrypted_store(folder, tmp_path, holders=[]), [AGENCY])
    store.put(ORIGINAL, PAPER)
    assert written_for(MeasuredStore(store), [AGENCY]).get(ORIGINAL) == PAPER
    assert written_for(folder, [AGENCY]) is folder


# -- shared by two agencies


def test_what_comes_from_a_second_agency_is_that_agencys_too(
    folder: FolderStore, tmp_path: Path
) -> None:
    a_key(tmp_path / "khoa", OTHER)
    first = encrypted_store(folder, tmp_path, holders=[AGENCY])
    first.put(ORIGINAL, PAPER)
    encrypted_store(folder, tmp_path, holders=[OTHER]).put(ORIGINAL, PAPER)
    (tmp_path / "khoa" / f"{AGENCY}.keys").unlink()
    header = first.header(ORIGINAL)
    assert header is not None
    assert header.holders == (AGENCY, OTHER)
    assert encrypted_store(folder, tmp_path, holders=[OTHER]).get(ORIGINAL) == PAPER


def test_without_the_key_the_papers_of_an_agency_are_gone(
    store: EncryptedStore, folder: FolderStore, tmp_path: Path
) -> None:
    store.put(ORIGINAL, PAPER)
    (tmp_path / "khoa" / f"{AGENCY}.keys").unlink()
    a_key(tmp_path / "khoa")
    for ask in (store.get, store.sha256, store.local_path):
        with pytest.raises(AgencyKeyMissing, match=AGENCY):
            ask(ORIGINAL)
    assert folder.exists(ORIGINAL)


# -- a machine that was given no keys


def test_a_machine_without_keys_gives_out_nothing_encrypted_as_if_it_were_a_paper(
    store: EncryptedStore, folder: FolderStore, tmp_path: Path
) -> None:
    store.put(ORIGINAL, PAPER)
    blind = without_keys(folder, tmp_path)
    for ask in (blind.get, blind.sha256, blind.local_path, blind.open):
        with pytest.raises(AgencyKeyMissing):
            ask(ORIGINAL)
    with pytest.raises(AgencyKeyMissing):
        blind.put(ORIGINAL, PAPER, sha256=SHA)
    with pytest.raises(AgencyKeyMissing):
        blind.adopt(ORIGINAL, a_file(tmp_path, PAPER), sha256=SHA)


def a_file(folder: Path, data: bytes) -> Path:
    file = folder / "gửi.part"
    file.write_bytes(data)
    return file


def test_a_machine_without_keys_stores_nothing_in_a_house_that_encrypts(
    folder: FolderStore, tmp_path: Path
) -> None:
    with pytest.raises(AgencyKeyMissing):
        without_keys(folder, tmp_path, is_needed=True).put(ORIGINAL, PAPER)


def test_a_house_that_encrypts_nothing_is_as_it_was(folder: FolderStore, tmp_path: Path) -> None:
    store = without_keys(folder, tmp_path)
    store.put(ORIGINAL, PAPER)
    store.adopt(SEALED, a_file(tmp_path, PAPER), sha256=SHA)
    assert (folder.get(ORIGINAL), folder.get(SEALED)) == (PAPER, PAPER)
    with pytest.raises(StoreCorrupt):
        store.put(SEALED, b"other")


@pytest.mark.parametrize("has_keys", [True, False])
def test_a_hostile_file_that_looks_encrypted_is_a_file_like_any_other(
    folder: FolderStore, tmp_path: Path, has_keys: bool
) -> None:
    hostile = MAGIC + (20).to_bytes(4) + b'{"holders": []}' + b"x" * 100
    key = keys.original(ScanId(hashlib.sha256(hostile).hexdigest()))
    without_keys(folder, tmp_path).put(key, hostile)
    store = (encrypted_store if has_keys else without_keys)(folder, tmp_path)
    assert store.get(key) == hostile
    assert store.local_path(key).read_bytes() == hostile
    assert key == keys.original(ScanId(store.sha256(key)))


def test_a_hostile_file_that_looks_encrypted_is_encrypted_like_any_other(
    store: EncryptedStore,
) -> None:
    store.put(SEALED, MAGIC + b"hostile")
    assert store.get(SEALED) == MAGIC + b"hostile"


# -- what can go wrong while it is put


def test_a_source_that_cannot_be_read_leaves_nothing(
    store: EncryptedStore, folder: FolderStore
) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise SourceUnreadable

    with pytest.raises(SourceUnreadable):
        store.put(ORIGINAL, Broken())
    assert list(folder.keys()) == []


def test_an_adopted_file_of_other_bytes_leaves_nothing(
    store: EncryptedStore, folder: FolderStore, tmp_path: Path
) -> None:
    with pytest.raises(ChecksumMismatch):
        store.adopt(ORIGINAL, a_file(tmp_path, PAPER + b"x"), sha256=SHA)
    assert list(folder.keys()) == []


def test_many_who_put_the_same_at_once_have_all_put_it(folder: FolderStore, tmp_path: Path) -> None:
    answers = []
    stores = [encrypted_store(folder, tmp_path) for _ in range(8)]
    barrier = threading.Barrier(len(stores))

    def put(store: EncryptedStore) -> None:
        barrier.wait()
        answers.append(store.put(ORIGINAL, PAPER, sha256=SHA))

    threads = [threading.Thread(target=put, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [SHA] * len(stores)
    assert stores[0].get(ORIGINAL) == PAPER


def test_memory_does_not_grow_with_the_object(store: EncryptedStore) -> None:
    class Drawn(io.RawIOBase):
        left = 48 * MB

        def read(self, size: int = -1, /) -> bytes:
            piece = min(self.left, size)
            self.left -= piece
            return os.urandom(piece)

    store.put(ORIGINAL, PAPER)  # what is loaded at the first
    tracemalloc.start()
    try:
        sha256 = store.put(SEALED, Drawn())  # type: ignore[arg-type]
        assert store.sha256(SEALED) == sha256
        store.local_path(SEALED)
        a_key_more = store.of_agencies([AGENCY])
        assert a_key_more.bring_up(SEALED) is Change.NONE
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 8 * MB


# -- brought up to newer keys


def test_what_lay_open_is_encrypted_in_place(store: EncryptedStore, folder: FolderStore) -> None:
    folder.put(ORIGINAL, PAPER)
    assert [store.bring_up(ORIGINAL) for _ in range(2)] == [Change.ENCRYPTED, Change.NONE]
    assert folder.get(ORIGINAL).startswith(MAGIC)
    assert store.get(ORIGINAL) == PAPER
    assert folder.local_path(ORIGINAL).stat().st_mode & 0o777 == 0o440


def test_after_a_new_key_the_old_one_is_needed_no_more(
    store: EncryptedStore, tmp_path: Path
) -> None:
    store.put(ORIGINAL, PAPER)
    newer = a_key(tmp_path / "khoa", is_rotation=True)
    assert [store.bring_up(ORIGINAL) for _ in range(2)] == [Change.KEYED_ANEW, Change.NONE]
    header = store.header(ORIGINAL)
    assert header is not None
    assert header.key_ids == ((AGENCY, newer.id),)
    path = tmp_path / "khoa" / f"{AGENCY}.keys"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:2], lines[3]]))
    os.utime(path.parent)  # as an editor that renames would
    assert store.get(ORIGINAL) == PAPER


def test_what_is_damaged_stays_as_it_is(store: EncryptedStore, folder: FolderStore) -> None:
    store.put(ORIGINAL, PAPER)
    damage(folder, ORIGINAL, at=-20)
    before = folder.get(ORIGINAL)
    (folder.local_path(ORIGINAL)).chmod(0o440)
    a_key(Path(folder.local_path(ORIGINAL).parents[4]) / "khoa", is_rotation=True)
    with pytest.raises(StoreCorrupt):
        store.bring_up(ORIGINAL)
    assert folder.get(ORIGINAL) == before


def test_what_another_encrypts_at_the_same_time_is_not_encrypted_twice(
    folder: FolderStore, tmp_path: Path
) -> None:
    folder.put(ORIGINAL, PAPER)
    stores = [encrypted_store(folder, tmp_path) for _ in range(6)]
    barrier = threading.Barrier(len(stores))

    def put(store: EncryptedStore) -> None:
        barrier.wait()
        store.put(ORIGINAL, PAPER)

    threads = [threading.Thread(target=put, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[0].get(ORIGINAL) == PAPER


class OnlyStores:
    """A store that can neither replace nor dispose."""

    def __init__(self) -> None:
        memory = MemoryStore()
        self.put, self.open, self.exists = memory.put, memory.open, memory.exists
        self.sha256 = memory.sha256


def test_a_store_that_cannot_replace_keeps_what_it_has(tmp_path: Path) -> None:
    beneath = OnlyStores()
    beneath.put(ORIGINAL, PAPER)
    store = encrypted_store(beneath, tmp_path)  # type: ignore[arg-type]
    with pytest.raises(KeptAsItLies):
        store.bring_up(ORIGINAL)
    assert store.put(ORIGINAL, PAPER) == SHA
    with pytest.raises(CannotDispose):
        store.dispose(ORIGINAL)
    assert not store.has_legal_hold
