"""A power cut at any step of a put: what was promised is whole, what is there is whole, and the put can be done again."""

import contextlib
import hashlib
import io
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from power_cut import CuttableDisk, PowerCut

from digitize.model import DocumentId, ScanId
from storage import keys
from storage.disk import Disk
from storage.folder_store import CHUNK_BYTES, FolderStore

SMALL, LARGE = b"to giay" * 100, bytes(range(256)) * (CHUNK_BYTES // 200)


def a_key(data: bytes) -> str:
    return keys.original(ScanId(hashlib.sha256(data).hexdigest()))


def put_until_the_cut(root: Path, disk: Disk, papers: list[bytes]) -> list[bytes]:
    """The papers that were promised before the power went."""
    promised: list[bytes] = []
    with contextlib.suppress(PowerCut):
        store = FolderStore(root, disk=disk)
        for data in papers:
            store.put(a_key(data), data)
            promised.append(data)
    return promised


@settings(max_examples=100, deadline=None)
@given(steps=st.integers(0, 70), seed=st.integers(0, 2**16))
def test_a_promised_object_outlives_any_power_cut(steps: int, seed: int) -> None:
    papers = [SMALL, LARGE, SMALL + b"2", LARGE + b"2"]
    chance = Random(seed)
    with TemporaryDirectory() as folder:
        disk = CuttableDisk(steps_until_cut=steps)
        root = Path(folder) / "warehouse" / "store"
        promised = put_until_the_cut(root, disk, papers)
        disk.cut(survives=lambda _number: chance.random() < 0.5)
        after = FolderStore(root)
        for data in promised:
            assert after.get(a_key(data)) == data
        for (
            data
        ) in papers:  # a name that is there has all its bytes, and the same put again is no fault
            assert after.put(a_key(data), data) == hashlib.sha256(data).hexdigest()
            assert after.get(a_key(data)) == data


@settings(max_examples=60, deadline=None)
@given(steps=st.integers(0, 24), seed=st.integers(0, 2**16))
def test_an_adopted_file_outlives_any_power_cut(steps: int, seed: int) -> None:
    """It was written a piece at a time and never synced by its writer."""
    chance = Random(seed)
    with TemporaryDirectory() as folder:
        root = Path(folder) / "store"
        FolderStore(root).put(a_key(SMALL), SMALL)
        disk = CuttableDisk(steps_until_cut=steps)
        is_promised = False
        with contextlib.suppress(PowerCut):
            file = disk.temporary(root / ".incoming")
            disk.append(file, LARGE[:1000])
            disk.append(file, LARGE[1000:])
            sha256 = hashlib.sha256(LARGE).hexdigest()
            FolderStore(root, disk=disk).adopt(a_key(LARGE), file, sha256=sha256)
            is_promised = True
            disk.remove(file)
        disk.cut(survives=lambda _number: chance.random() < 0.5)
        after = FolderStore(root)
        assert after.exists(a_key(LARGE)) or not is_promised
        if after.exists(a_key(LARGE)):
            assert after.get(a_key(LARGE)) == LARGE


@settings(max_examples=100, deadline=None)
@given(steps=st.integers(0, 16), seed=st.integers(0, 2**16))
def test_a_replaced_object_is_the_old_or_the_new_after_any_power_cut(steps: int, seed: int) -> None:
    chance = Random(seed)
    with TemporaryDirectory() as folder:
        root = Path(folder) / "store"
        FolderStore(root).put(a_key(SMALL), SMALL)
        disk = CuttableDisk(steps_until_cut=steps)
        is_promised = False
        with contextlib.suppress(PowerCut):
            FolderStore(root, disk=disk).replace(a_key(SMALL), io.BytesIO(LARGE))
            is_promised = True
        disk.cut(survives=lambda _number: chance.random() < 0.5)
        found = FolderStore(root).get(a_key(SMALL))
        assert found == LARGE if is_promised else found in (SMALL, LARGE)


def test_a_store_that_does_not_sync_names_is_caught(tmp_path: Path) -> None:
    """The proof that the test above can fail."""

    class Hasty(CuttableDisk):
        def sync_folder(self, folder: Path) -> None:
            pass

    disk = Hasty(steps_until_cut=1000)
    promised = put_until_the_cut(tmp_path, disk, [SMALL])
    disk.cut(survives=lambda _number: False)
    assert promised == [SMALL]
    assert not FolderStore(tmp_path).exists(a_key(SMALL))


def test_a_store_that_does_not_sync_bytes_is_caught(tmp_path: Path) -> None:
    class Hasty(CuttableDisk):
        def sync_file(self, path: Path) -> None:
            pass

    disk = Hasty(steps_until_cut=1000)
    put_until_the_cut(tmp_path, disk, [SMALL])
    disk.cut(survives=lambda _number: False)
    assert FolderStore(tmp_path).get(a_key(SMALL)) != SMALL


def test_a_folder_that_another_writer_made_and_did_not_sync_is_promised_too(tmp_path: Path) -> None:
    disk = CuttableDisk(steps_until_cut=1000)
    FolderStore(tmp_path)
    folder = tmp_path.joinpath(*a_key(SMALL).split("/")[:-1])
    for made in (folder.parent.parent, folder.parent, folder):
        disk.make_folder(made)
    FolderStore(tmp_path, disk=disk).put(a_key(SMALL), SMALL)
    disk.cut(survives=lambda _number: False)
    assert FolderStore(tmp_path).get(a_key(SMALL)) == SMALL


def test_a_discarded_reading_stays_away_after_a_cut(tmp_path: Path) -> None:
    key = keys.sealed(DocumentId("0123456789abcdef-p0001"))
    disk = CuttableDisk(steps_until_cut=1000)
    store = FolderStore(tmp_path, disk=disk)
    store.put(key, SMALL)
    store.discard(key)
    disk.cut(survives=lambda _number: False)
    assert not FolderStore(tmp_path).exists(key)


@pytest.mark.parametrize("data", [SMALL, LARGE])
def test_without_a_cut_the_disk_is_like_any_other(tmp_path: Path, data: bytes) -> None:
    store = FolderStore(tmp_path, disk=CuttableDisk(steps_until_cut=1000))
    store.put(a_key(data), data)
    assert store.get(a_key(data)) == data
