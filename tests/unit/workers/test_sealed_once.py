"""Two holders of one document, of whom the first had lost its rights: one seal stands, and both say the same of it."""

import hashlib
from datetime import UTC, datetime

import pytest
from pdf_factories import archive, letter
from storage_factories import a_scan_id

from digitize.errors import StoreCorrupt
from digitize.pdf.seal_block import SealOptions
from digitize.rows import Document, StoredFile
from digitize.status import DocumentStatus
from storage import ids, keys
from storage.memory_store import MemoryStore
from workers.sealing import SealingDesk, SealingOptions

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
ID = ids.document_id(a_scan_id(), 0)


class LateStore(MemoryStore):
    """What comes into it is not seen by the first who asks, as where another is quicker by a moment."""

    asked = 0

    def exists(self, key: str) -> bool:
        self.asked += 1
        return self.asked > 1 and super().exists(key)


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> SealingOptions:
    folder = tmp_path_factory.mktemp("keys")
    return SealingOptions(folder=folder, agency_name="UBND xã", block=SealOptions())


def a_document(store: MemoryStore) -> Document:
    frozen = archive()
    store.put(keys.searchable(ID), frozen)
    searchable = StoredFile(key=keys.searchable(ID), sha256=hashlib.sha256(frozen).hexdigest())
    return Document(
        id=ID,
        scan_id=a_scan_id(),
        source="a.pdf",
        page_indexes=(0,),
        status=DocumentStatus.CHECKED,
        version=1,
        description=None,
        searchable=searchable,
        sealed=None,
        error_code=None,
        record_id=None,
    )


def sealed(store: MemoryStore, options: SealingOptions) -> tuple[StoredFile, object]:
    document = a_document(store)
    assert document.searchable is not None
    desk = SealingDesk(store, lambda: NOW, options)
    return desk.sealed(document, document.searchable, [letter()[1]])


def test_who_comes_second_adopts_the_seal_that_is_there(options: SealingOptions) -> None:
    store = MemoryStore()
    first, second = sealed(store, options), sealed(store, options)
    assert first[0] == second[0]
    assert second[1] == {"adopted": True, "signatures": 1}


def test_who_signed_meanwhile_throws_that_away_and_adopts(options: SealingOptions) -> None:
    quicker = MemoryStore()
    first, _ = sealed(quicker, options)
    store = LateStore()
    store.put(first.key, quicker.get(first.key))
    store.asked = 0
    assert sealed(store, options) == (first, {"adopted": True, "signatures": 1})
    assert store.get(first.key).count(b"/ByteRange") == 1


def test_what_is_no_seal_of_the_document_is_not_adopted(options: SealingOptions) -> None:
    store = LateStore()
    store.put(keys.sealed(ID), b"%PDF-1.7 of something else %%EOF")
    store.asked = 0
    with pytest.raises(StoreCorrupt):
        sealed(store, options)
