"""The folder store under faults: full and read-only disks, killed runs, bytes that change underneath."""

import hashlib
import io
import multiprocessing
import os
import subprocess
import threading
import time
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from digitize.errors import NotInStore, StoreCorrupt, StoreFull, StoreReadOnly, StoreUnavailable
from digitize.model import DocumentId, ScanId
from storage import disk as disk_module
from storage import keys
from storage.folder_store import LEFTOVER_SECONDS, FolderStore
from tests.small_disks import mounted

KEY = keys.sealed(DocumentId("0123456789abcdef-p0001"))
OTHER_KEY = keys.sealed(DocumentId("0123456789abcdef-p0002"))


def leftovers(root: Path) -> list[Path]:
    incoming = root / ".incoming"
    return list(incoming.iterdir()) if incoming.is_dir() else []


def test_a_full_disk_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with mounted(tmp_path / "small", "size=256k") as disk:
        store = FolderStore(disk)
        store.put(OTHER_KEY, b"fits")
        with pytest.raises(StoreFull):
            store.put(KEY, os.urandom(1024 * 1024))
        assert not store.exists(KEY)
        assert leftovers(disk) == []
        assert store.get(OTHER_KEY) == b"fits"


def test_a_read_only_disk_is_said_and_still_read(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=1m") as disk:
        FolderStore(disk).put(OTHER_KEY, b"kept")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        store = FolderStore(disk)
        with pytest.raises(StoreReadOnly):
            store.put(KEY, b"new")
        assert store.get(OTHER_KEY) == b"kept"


def test_a_file_larger_than_allowed_is_a_full_store(tmp_path: Path) -> None:
    child = multiprocessing.get_context("fork").Process(
        target=_put_with_small_files_only, args=(tmp_path,)
    )
    child.start()
    child.join()
    assert child.exitcode == 0
    assert leftovers(tmp_path) == []


def _put_with_small_files_only(root: Path) -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
    with pytest.raises(StoreFull):
        FolderStore(root).put(KEY, b"x" * 5000)


def test_a_store_that_vanished_is_unavailable(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "kho")
    (tmp_path / "kho").rmdir()
    with pytest.raises(StoreUnavailable):
        store.put(KEY, b"x")


def test_a_store_cannot_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "kho").write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        FolderStore(tmp_path / "kho")


def test_bytes_that_change_between_write_and_read_back_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = os.write

    def disk_that_flips_a_bit(descriptor: int, data: memoryview) -> int:
        return honest(descriptor, bytes([data[0] ^ 1]) + bytes(data[1:]))

    monkeypatch.setattr(disk_module.os, "write", disk_that_flips_a_bit)
    store = FolderStore(tmp_path)
    with pytest.raises(StoreCorrupt):
        store.put(KEY, b"papers")
    assert not store.exists(KEY)
    assert leftovers(tmp_path) == []


def test_a_byte_flipped_under_the_store_shows_in_the_hash(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    sha256 = store.put(KEY, b"papers")
    path = store.local_path(KEY)
    path.chmod(0o640)
    path.write_bytes(b"pApers")
    assert store.sha256(KEY) != sha256
    with pytest.raises(StoreCorrupt):
        store.put(KEY, b"papers", sha256=sha256)


class SourceThatDies(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        raise OSError(5, "the stick was pulled")


def test_a_source_that_dies_is_no_fault_of_the_store(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="stick"):
        FolderStore(tmp_path).put(KEY, cast("BinaryIO", SourceThatDies()))
    assert leftovers(tmp_path) == []


def test_leftovers_of_killed_runs_are_swept_but_not_files_being_written(tmp_path: Path) -> None:
    FolderStore(tmp_path).put(KEY, b"x")
    old, fresh = tmp_path / ".incoming" / "old", tmp_path / ".incoming" / "fresh"
    old.write_bytes(b"half")
    fresh.write_bytes(b"half")
    long_ago = time.time() - LEFTOVER_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    store = FolderStore(tmp_path)
    assert leftovers(tmp_path) == [fresh]
    assert list(store.keys()) == [KEY]


def test_two_writers_of_one_key_agree_on_one_object(tmp_path: Path) -> None:
    outcomes: list[object] = []

    def write(data: bytes) -> None:
        try:
            outcomes.append(FolderStore(tmp_path).put(KEY, data))
        except StoreCorrupt as refused:
            outcomes.append(refused)

    threads = [threading.Thread(target=write, args=(bytes([n % 2]) * 1000,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = FolderStore(tmp_path).sha256(KEY)
    assert outcomes.count(held) == 4
    assert leftovers(tmp_path) == []


def test_what_is_stored_is_not_writable(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put(KEY, b"x")
    assert store.local_path(KEY).stat().st_mode & 0o222 == 0


def test_a_writer_killed_at_any_moment_leaves_the_whole_object_or_none(tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    sha256 = hashlib.sha256(data).hexdigest()
    key = keys.original(ScanId(sha256))
    for delay_ms in (0, 2, 4, 8, 16):
        child = multiprocessing.get_context("fork").Process(
            target=lambda: FolderStore(tmp_path).put(key, data)
        )
        child.start()
        time.sleep(delay_ms / 1000)
        child.kill()
        child.join()
        store = FolderStore(tmp_path)
        if store.exists(key):
            assert store.sha256(key) == sha256
            store.local_path(key).unlink()
    assert FolderStore(tmp_path).put(key, data) == sha256


def test_a_folder_in_the_place_of_an_object_is_no_object(tmp_path: Path) -> None:
    (tmp_path / KEY).mkdir(parents=True)
    store = FolderStore(tmp_path)
    assert not store.exists(KEY)
    with pytest.raises(NotInStore):
        store.local_path(KEY)
