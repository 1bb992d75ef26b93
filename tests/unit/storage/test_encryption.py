"""Whatever is encrypted comes back as it was, from any place in it, and nothing that was changed comes back at all."""

import io

import pytest
from encryption_factories import AGENCY, OTHER, a_key
from hypothesis import given
from hypothesis import strategies as st

from digitize.errors import AgencyKeyMissing, StoreCorrupt
from storage.agency_keys import AgencyKey
from storage.encryption import (
    MAGIC,
    PIECE_BYTES,
    TAG_BYTES,
    Decrypted,
    encrypted,
    read_header,
    rewrapped,
    unwrapped,
)

NAME = "sealed/01/23/0123456789abcdef-p0001.pdf"
STORED_BYTES = PIECE_BYTES + TAG_BYTES
around_pieces = st.one_of(
    st.integers(0, 200),
    *(st.integers(n * PIECE_BYTES - 3, n * PIECE_BYTES + 3) for n in (1, 2, 3)),
)


class Ring:
    def __init__(self, *keys: AgencyKey) -> None:
        self._keys = {(key.agency, key.id): key for key in keys}

    def find(self, agency: str, key_id: str) -> AgencyKey | None:
        return self._keys.get((agency, key_id))


class InSips:
    """A source that gives fewer bytes than it is asked for, as a line does."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._file.read(min(size, 1000))


class Unseekable(io.BytesIO):
    def seekable(self) -> bool:
        return False


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> AgencyKey:
    return a_key(tmp_path_factory.mktemp("khoa"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> AgencyKey:
    return a_key(tmp_path_factory.mktemp("khoa"), OTHER)


def some_bytes(size: int) -> bytes:
    return bytes(range(251)) * (size // 251) + bytes(size % 251)


def closed(data: bytes, *keys: AgencyKey, name: str = NAME) -> bytes:
    return b"".join(encrypted(name, io.BytesIO(data), keys))


def opened(stored: bytes, *keys: AgencyKey, name: str = NAME) -> Decrypted:
    file = io.BytesIO(stored)
    assert file.read(len(MAGIC)) == MAGIC
    header = read_header(name, file)
    return Decrypted(name, file, header, unwrapped(name, header, Ring(*keys)))


def header_bytes(stored: bytes) -> int:
    file = io.BytesIO(stored)
    file.seek(len(MAGIC))
    return read_header(NAME, file).size_bytes


@given(size=around_pieces)
def test_all_sizes_come_back(key: AgencyKey, size: int) -> None:
    data = some_bytes(size)
    assert opened(closed(data, key), key).read() == data


@given(size=around_pieces, start=around_pieces, length=around_pieces)
def test_any_range_comes_back(key: AgencyKey, size: int, start: int, length: int) -> None:
    data = some_bytes(size)
    file = io.BufferedReader(opened(closed(data, key), key), 1000)
    assert file.seek(0, io.SEEK_END) == size
    file.seek(start)
    assert file.read(length) == data[start : start + length]
    assert file.read() == data[start + length :]


def test_a_source_that_gives_little_at_a_time_is_encrypted_whole(key: AgencyKey) -> None:
    data = some_bytes(2 * PIECE_BYTES + 5)
    stored = b"".join(encrypted(NAME, InSips(data), [key]))
    assert len(stored) == len(closed(data, key))
    assert opened(stored, key).read() == data


def test_nothing_of_the_paper_is_seen_and_no_object_is_like_another(key: AgencyKey) -> None:
    data = b"%PDF " + b"A" * 1000
    first, second = closed(data, key), closed(data, key)
    assert b"AAAA" not in first
    assert b"%PDF" not in first
    assert first[header_bytes(first) :] != second[header_bytes(second) :]


@given(size=around_pieces, data=st.data())
def test_every_flipped_bit_is_noticed(key: AgencyKey, size: int, data: st.DataObject) -> None:
    stored = bytearray(closed(some_bytes(size), key))
    start = header_bytes(bytes(stored))
    at = data.draw(st.integers(start, len(stored) - 1))
    stored[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(StoreCorrupt):
        opened(bytes(stored), key).read()


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_changed_header_opens_nothing(key: AgencyKey, at: int, bit: int) -> None:
    """Space between the marks of its JSON means nothing; everything else does."""
    data = some_bytes(100)
    stored = bytearray(closed(data, key))
    at = len(MAGIC) + at % (header_bytes(bytes(stored)) - len(MAGIC))
    stored[at] ^= 1 << bit
    try:
        given_back = opened(bytes(stored), key).read()
    except (StoreCorrupt, AgencyKeyMissing):
        return
    assert given_back == data


@given(size=around_pieces, data=st.data())
def test_what_is_cut_off_anywhere_is_noticed(
    key: AgencyKey, size: int, data: st.DataObject
) -> None:
    stored = closed(some_bytes(size), key)
    left = data.draw(st.integers(header_bytes(stored), len(stored) - 1))
    with pytest.raises(StoreCorrupt):
        opened(stored[:left], key).read()


@pytest.mark.parametrize("kept", [1, 2])
def test_what_is_cut_off_between_pieces_is_noticed_by_who_seeks_too(
    key: AgencyKey, kept: int
) -> None:
    stored = closed(some_bytes(3 * PIECE_BYTES), key)
    cut = stored[: header_bytes(stored) + kept * STORED_BYTES]
    with pytest.raises(StoreCorrupt):
        opened(cut, key).seek(0, io.SEEK_END)


def test_more_at_the_end_is_noticed(key: AgencyKey) -> None:
    with pytest.raises(StoreCorrupt):
        opened(closed(b"paper", key) + b"x", key).read()


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (0, 0, 1), (0, 1, 1), (0, 2), (2,)])
def test_pieces_in_another_order_are_noticed(key: AgencyKey, order: tuple[int, ...]) -> None:
    stored = closed(some_bytes(3 * PIECE_BYTES), key)
    start = header_bytes(stored)
    pieces = [stored[start + n * STORED_BYTES :][:STORED_BYTES] for n in range(3)]
    with pytest.raises(StoreCorrupt):
        opened(stored[:start] + b"".join(pieces[n] for n in order), key).read()


def test_a_piece_of_another_object_is_noticed(key: AgencyKey) -> None:
    first, second = (closed(some_bytes(2 * PIECE_BYTES), key) for _ in range(2))
    start = header_bytes(first)
    mixed = first[: start + STORED_BYTES] + second[start + STORED_BYTES :]
    with pytest.raises(StoreCorrupt):
        opened(mixed, key).read()


def test_an_object_in_another_ones_place_is_noticed(key: AgencyKey) -> None:
    with pytest.raises(StoreCorrupt):
        opened(closed(b"paper", key), key, name=NAME.replace("0001", "0002"))


def test_without_its_key_it_is_said_whose_is_missing(key: AgencyKey, other: AgencyKey) -> None:
    with pytest.raises(AgencyKeyMissing, match=rf"{AGENCY} {key.id}"):
        opened(closed(b"paper", key), other)


def test_each_agency_opens_what_is_both_agencies(key: AgencyKey, other: AgencyKey) -> None:
    stored = closed(b"paper", other, key)
    assert opened(stored, key).read() == b"paper"
    assert opened(stored, other).read() == b"paper"


@given(size=around_pieces)
def test_another_key_takes_the_place_of_the_agencys_and_of_no_other(
    key: AgencyKey, other: AgencyKey, size: int
) -> None:
    data = some_bytes(size)
    newer = AgencyKey(agency=AGENCY, made_at=key.made_at, secret=bytes(32))
    stored = closed(data, key, other)
    changed = changed_to(stored, key, newer)
    assert stored[header_bytes(stored) :] == changed[header_bytes(changed) :]
    assert opened(changed, newer).read() == data
    assert opened(changed, other).read() == data
    with pytest.raises(AgencyKeyMissing):
        opened(changed, key)


def changed_to(stored: bytes, key: AgencyKey, newer: AgencyKey) -> bytes:
    file = io.BytesIO(stored)
    file.seek(len(MAGIC))
    header = read_header(NAME, file)
    return b"".join(rewrapped(NAME, header, file, Ring(key), [newer]))


def test_what_is_damaged_gets_no_other_key(key: AgencyKey) -> None:
    stored = bytearray(closed(some_bytes(PIECE_BYTES + 1), key))
    stored[-1] ^= 1
    with pytest.raises(StoreCorrupt):
        changed_to(bytes(stored), key, key)


def test_a_stream_that_cannot_be_sought_in_is_read_from_its_begin(key: AgencyKey) -> None:
    data = some_bytes(PIECE_BYTES * 2)
    file = Unseekable(closed(data, key))
    file.read(len(MAGIC))
    header = read_header(NAME, file)
    plain = Decrypted(NAME, file, header, unwrapped(NAME, header, Ring(key)))
    assert not plain.seekable()
    assert plain.read() == data


def test_a_header_that_is_none_is_damage(key: AgencyKey) -> None:
    for said in (b"", b"{}", b"[]", b'{"holders": [{}]}', b"\xff" * 10):
        with pytest.raises(StoreCorrupt):
            read_header(NAME, io.BytesIO(len(said).to_bytes(4) + said))
    with pytest.raises(StoreCorrupt, match="header of"):
        read_header(NAME, io.BytesIO(b"\xff" * 10))


def test_a_key_shows_nothing_of_itself(key: AgencyKey) -> None:
    assert repr(key) == f"AgencyKey({AGENCY}, {key.id})"
    assert key.secret.hex() not in key.fingerprint
