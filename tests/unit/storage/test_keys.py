"""Object keys: what they hold can be read back, and none leaves the store."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model import DocumentId, ScanId
from storage import ids, keys
from storage.keys import KeyKind

SCAN_IDS = st.text("0123456789abcdef", min_size=64, max_size=64).map(ScanId)
PAGES = st.integers(0, 99_999)
DOCUMENT_IDS = st.builds(ids.document_id, SCAN_IDS, PAGES)


@given(SCAN_IDS, PAGES)
def test_keys_of_a_scan_round_trip(scan_id: ScanId, page_index: int) -> None:
    for kind, key in (
        (KeyKind.READING, keys.reading(scan_id, page_index)),
        (KeyKind.RENDERING, keys.rendering(scan_id, page_index)),
    ):
        parsed = keys.parse(keys.require_safe(key))
        assert parsed == keys.ParsedKey(kind=kind, subject=scan_id, page_index=page_index)
    original = keys.parse(keys.original(scan_id))
    assert original == keys.ParsedKey(kind=KeyKind.ORIGINAL, subject=scan_id)


@given(DOCUMENT_IDS)
def test_keys_of_a_document_round_trip(document_id: DocumentId) -> None:
    for kind, build in (
        (KeyKind.SEARCHABLE, keys.searchable),
        (KeyKind.SEALED, keys.sealed),
        (KeyKind.TEXT, keys.text),
        (KeyKind.FIELDS, keys.fields),
    ):
        parsed = keys.parse(keys.require_safe(build(document_id)))
        assert parsed == keys.ParsedKey(kind=kind, subject=document_id)


@given(st.integers(0, 10**15), SCAN_IDS)
def test_an_anchor_says_length_and_head(seq: int, head_hash: str) -> None:
    parsed = keys.parse(keys.require_safe(keys.anchor(seq, head_hash)))
    assert parsed == keys.ParsedKey(kind=KeyKind.ANCHOR, subject=head_hash, seq=seq)


@given(st.text(alphabet=string.printable + "ạ\0"))
def test_no_safe_key_leaves_the_store(text: str) -> None:
    try:
        key = keys.require_safe(text)
    except ValueError:
        return
    assert key.isascii()
    assert not any(part in ("", ".", "..") or part.startswith(".") for part in key.split("/"))


@given(st.text())
def test_what_is_no_key_parses_to_nothing(text: str) -> None:
    assert keys.parse(text) is None


@pytest.mark.parametrize(
    "bad", ["", "..", "A" * 64, "0" * 63, "0" * 65, "../" + "0" * 61, "०" * 64]
)
def test_an_id_of_another_shape_makes_no_key(bad: str) -> None:
    with pytest.raises(ValueError, match="scan id"):
        keys.original(ScanId(bad))
    with pytest.raises(ValueError, match="document id"):
        keys.sealed(DocumentId(bad))


def test_a_key_of_the_wrong_folder_is_not_ours() -> None:
    key = keys.original(ScanId("ab" * 32))
    assert keys.parse(key.replace("ab/ab", "ab/cd", 1)) is None


def test_only_originals_are_originals() -> None:
    assert keys.is_original(keys.original(ScanId("0" * 64)))
    assert not keys.is_original(keys.sealed(DocumentId("0" * 16 + "-p0001")))


def test_the_sealed_file_is_a_pdf_by_name() -> None:
    assert keys.sealed(DocumentId("0" * 16 + "-p0001")).endswith(".pdf")


def test_the_same_paper_has_the_same_id() -> None:
    scan_id = ScanId("9f2c41d07ab3e655" + "0" * 48)
    assert ids.document_id(scan_id, 0) == "9f2c41d07ab3e655-p0001"
    assert ids.record_id(ids.document_id(scan_id, 11)) == "r-9f2c41d07ab3e655-p0012"
