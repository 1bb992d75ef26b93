"""Custody: a receipt only for bytes that are in the store under their own hash, with a committed row."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digitize.errors import (
    EmptyFile,
    SourceChanged,
    SourceUnreadable,
    SourceVanished,
    StoreFull,
    TooManyPages,
)
from digitize.intake.receive import receive
from digitize.model import BatchId, FileKind, Receipt, ScanFile, ScanId
from digitize.ports import Catalogue, ObjectStore
from digitize.rows import Batch, ScanState
from storage import keys
from storage.catalogue import SqlCatalogue
from storage.database import open_memory_database
from storage.memory_store import MemoryStore

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
BATCH = Batch(id=BatchId("b1"), agency="H46.1", channel="folder", opened_at=NOW)
CONTENT = b"%PDF-" + bytes(range(256)) * 9_000


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    catalogue = SqlCatalogue(open_memory_database())
    catalogue.open_batch(BATCH)
    yield catalogue
    catalogue.close()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "quet 01.pdf"
    path.write_bytes(CONTENT)
    return path


def _three_pages(path: Path) -> ScanFile:
    assert path.read_bytes()
    return ScanFile(kind=FileKind.PDF, page_count=3, size_bytes=path.stat().st_size)


def _receive(
    source: Path, catalogue: Catalogue, store: ObjectStore, identify=_three_pages
) -> Receipt:  # type: ignore[no-untyped-def]
    return receive(
        source, batch=BATCH, store=store, catalogue=catalogue,
        key_of=keys.original, identify=identify, clock=lambda: NOW,
    )  # fmt: skip


def test_a_receipt_names_what_is_kept(source: Path, catalogue: Catalogue) -> None:
    store = MemoryStore()

    receipt = _receive(source, catalogue, store)

    assert receipt.scan_id == hashlib.sha256(CONTENT).hexdigest()
    assert store.get(keys.original(receipt.scan_id)) == CONTENT
    assert catalogue.scan(receipt.scan_id).page_count == 3
    assert (receipt.size_bytes, receipt.is_new) == (len(CONTENT), True)


def test_the_same_bytes_again_are_the_same_scan(source: Path, catalogue: Catalogue) -> None:
    store = MemoryStore()
    first = _receive(source, catalogue, store)

    again = _receive(source.rename(source.with_name("other.pdf")), catalogue, store)

    assert (again.scan_id, again.is_new) == (first.scan_id, False)
    assert len(catalogue.scans()) == 1


def test_bad_input_is_kept_and_noted_with_its_pages(source: Path, catalogue: Catalogue) -> None:
    def too_many(path: Path) -> ScanFile:
        raise TooManyPages("5000 pages", page_count=5000)

    store = MemoryStore()
    with pytest.raises(TooManyPages):
        _receive(source, catalogue, store, too_many)

    (scan,) = catalogue.scans()
    assert (scan.state, scan.error_code) == (ScanState.REJECTED, "too_many_pages")
    assert scan.page_count == 5000
    assert store.get(keys.original(scan.id)) == CONTENT


def test_an_empty_file_is_noted_too(tmp_path: Path, catalogue: Catalogue) -> None:
    def empty(path: Path) -> ScanFile:
        raise EmptyFile

    (tmp_path / "empty.pdf").touch()
    with pytest.raises(EmptyFile):
        _receive(tmp_path / "empty.pdf", catalogue, MemoryStore(), empty)

    assert catalogue.scans()[0].size_bytes == 0


class StoreThatIsFull(MemoryStore):
    def put(self, key: str, data: object, *, sha256: str | None = None) -> str:
        raise StoreFull


def test_a_full_store_gives_no_receipt_and_no_row(source: Path, catalogue: Catalogue) -> None:
    with pytest.raises(StoreFull):
        _receive(source, catalogue, StoreThatIsFull())

    assert not catalogue.scans()
    assert source.exists()


class StoreThatDawdles(MemoryStore):
    """Gives somebody time to write to the source between its hash and its copy."""

    def __init__(self, source: Path) -> None:
        super().__init__()
        self._source = source

    def put(self, key: str, data, *, sha256: str | None = None) -> str:  # type: ignore[no-untyped-def]
        with self._source.open("r+b") as file:
            file.write(b"other")
        return super().put(key, data, sha256=sha256)


def test_a_file_that_changes_while_it_is_read_is_not_taken(
    source: Path, catalogue: Catalogue
) -> None:
    store = StoreThatDawdles(source)

    with pytest.raises(SourceChanged):
        _receive(source, catalogue, store)

    assert not catalogue.scans()
    assert not list(store.keys())


def test_a_file_that_vanishes_is_not_taken(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(SourceVanished):
        _receive(tmp_path / "gone.pdf", catalogue, MemoryStore())


def test_a_folder_is_no_scan(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(SourceUnreadable):
        _receive(tmp_path, catalogue, MemoryStore())


def test_a_file_that_vanishes_under_the_reader_is_noticed(
    source: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digitize.intake import receive as module

    def read_and_remove(self: object, size: int = -1) -> bytes:
        source.unlink(missing_ok=True)
        return b""

    monkeypatch.setattr(module._HashedReader, "read", read_and_remove)
    with pytest.raises(SourceVanished):
        _receive(source, catalogue, MemoryStore())


def test_scan_ids_are_hashes_in_small_letters(source: Path, catalogue: Catalogue) -> None:
    scan_id: ScanId = _receive(source, catalogue, MemoryStore()).scan_id

    assert len(scan_id) == 64
    assert scan_id == scan_id.lower()
