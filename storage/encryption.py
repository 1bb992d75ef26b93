"""Bytes into an encrypted object and back, a piece at a time: AES-256-GCM under a random key of the object's own.

    magic, version | length | header (JSON) | piece | piece | … | last piece

The object's key is in the header, wrapped (AES-256-GCM again) with the key of each agency that holds the object; what is wrapped
is bound to the name under which the object lies, so that one object put in another's place is noticed. Pieces have 64 KiB and
a tag each; their nonce is their number and whether they are the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway
and Vizár, 2015), so that a piece changed, moved, doubled, left out or cut off is noticed by whoever comes to it, and any
range is read without the rest. An object's key is used for it alone: no nonce ever comes twice. Wrapping draws its nonce by
chance, safe for 2^32 objects a key (NIST SP 800-38D, 8.3), more than a province has papers.
"""

import base64
import io
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from digitize.errors import AgencyKeyMissing, StoreCorrupt
from storage.agency_keys import KEY_BYTES, AgencyKey
from storage.streams import Source

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"\x8eDGTZ\x1a\n\x01"
"""No text, PDF or picture begins so; the last byte is the version of the format."""
PIECE_BYTES = 64 * 1024
TAG_BYTES = 16
_STORED_BYTES = PIECE_BYTES + TAG_BYTES
_LENGTH_BYTES = 4
_MAX_HEADER_BYTES = 64 * 1024  # some 300 agencies that hold one paper
_NONCE_BYTES = 12


class KeyRing(Protocol):
    """Who has keys by agency and id."""

    def find(self, agency: str, key_id: str) -> AgencyKey | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """An object's key as one agency can open it."""

    agency: str
    key_id: str
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    wrapped: tuple[WrappedKey, ...]
    """By agency, in order; at least one."""
    size_bytes: int
    """Of the header itself, magic and all: the first piece begins there."""

    @property
    def holders(self) -> tuple[str, ...]:
        return tuple(one.agency for one in self.wrapped)

    @property
    def key_ids(self) -> tuple[tuple[str, str], ...]:
        """Agency and key id, in order."""
        return tuple((one.agency, one.key_id) for one in self.wrapped)


def encrypted(name: str, source: Source, keys: Sequence[AgencyKey]) -> Iterator[bytes]:
    """The object that `source` is under `name`, in pieces that are to be joined; any of the keys opens it.

    Each piece is opened again before it is given: who stores them as they are has stored what can be read. Raises
    `StoreCorrupt` where this machine does not encrypt right, and what the source raises.
    """
    secret = secrets.token_bytes(KEY_BYTES)
    yield _header_bytes([_wrap(secret, name, key) for key in keys])
    cipher = _cipher(secret)
    number, piece = 0, _filled(source, PIECE_BYTES)
    while True:
        following = _filled(source, PIECE_BYTES) if len(piece) == PIECE_BYTES else b""
        yield _proved(cipher, _nonce(number, is_last=not following), piece, b"", name)
        if not following:
            return
        number, piece = number + 1, following


def rewrapped(
    name: str, header: Header, file: BinaryIO, ring: KeyRing, keys: Sequence[AgencyKey]
) -> Iterator[bytes]:
    """The same object for these keys too, in place of their agencies' older ones; `file` stands behind the header.

    Its pieces stay as they are, each proved on the way; who else could open it still can. Raises `AgencyKeyMissing` where no
    key is here that opens it now, `StoreCorrupt` where it is not as written.
    """
    secret = unwrapped(name, header, ring)
    named = {key.agency for key in keys}
    kept = [one for one in header.wrapped if one.agency not in named]
    yield _header_bytes([*kept, *(_wrap(secret, name, key) for key in keys)])
    pieces = _Pieces(name, file, secret)
    while not pieces.is_ended:
        stored, _ = pieces.next()
        yield stored


def read_header(name: str, file: Source) -> Header:
    """Of an object whose magic was read. Raises `StoreCorrupt`."""
    length = int.from_bytes(_filled(file, _LENGTH_BYTES))
    if length > _MAX_HEADER_BYTES:
        raise StoreCorrupt(f"{name}: a header of {length} bytes")
    try:
        said = json.loads(_filled(file, length))
        wrapped = tuple(
            WrappedKey(
                agency=str(one["agency"]),
                key_id=str(one["key"]),
                nonce=base64.b64decode(one["nonce"], validate=True),
                wrapped=base64.b64decode(one["wrapped"], validate=True),
            )
            for one in said["holders"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise StoreCorrupt(f"{name}: a header that is none") from error
    return Header(wrapped=wrapped, size_bytes=len(MAGIC) + _LENGTH_BYTES + length)


def unwrapped(name: str, header: Header, ring: KeyRing) -> bytes:
    """The object's own key. Raises `AgencyKeyMissing`, `StoreCorrupt`."""
    for one in header.wrapped:
        key = ring.find(one.agency, one.key_id)
        if key is None:
            continue
        bound = _bound(name, one.agency, one.key_id)
        try:
            return _opened(_cipher(key.secret), one.nonce, one.wrapped, bound)
        except _Changed as error:
            raise StoreCorrupt(f"{name}: its key was changed, or it is another's") from error
    asked = ", ".join(f"{agency} {key_id}" for agency, key_id in header.key_ids)
    raise AgencyKeyMissing(f"{name}: needs a key of {asked}")


def plain_bytes(stored_bytes: int) -> int:
    """How many bytes the pieces of an object hold that take so many."""
    pieces = -(-stored_bytes // _STORED_BYTES)
    return max(stored_bytes - pieces * TAG_BYTES, 0)


class Decrypted(io.RawIOBase):
    """The bytes of an encrypted object as a stream, never more than a piece in memory; seekable where the object is.

    Nothing is given that was not proved. Raises `StoreCorrupt` for a piece that is not as it was written, and where the
    object ends before its last.
    """

    def __init__(self, name: str, file: BinaryIO, header: Header, secret: bytes) -> None:
        """`file` stands behind the header; it is closed with this."""
        super().__init__()
        self._file = file
        self._start = header.size_bytes
        self._pieces = _Pieces(name, file, secret)
        self._plain = memoryview(b"")
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Within the object or behind its end. Raises `StoreCorrupt` where the piece there is not as written."""
        size = self._size()
        wanted = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: size}[whence]
        if wanted < 0:
            raise ValueError(f"position {wanted}")
        number = min(wanted, max(size - 1, 0)) // PIECE_BYTES
        self._file.seek(self._start + number * _STORED_BYTES)
        self._pieces.go_to(number)
        self._plain = memoryview(self._pieces.next()[1])[wanted - number * PIECE_BYTES :]
        self._position = wanted
        return wanted

    def readinto(self, buffer: Any) -> int:
        while not self._plain and not self._pieces.is_ended:
            self._plain = memoryview(self._pieces.next()[1])
        given = self._plain[: len(buffer)]
        buffer[: len(given)] = given
        self._plain = self._plain[len(given) :]
        self._position += len(given)
        return len(given)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _size(self) -> int:
        """Of the bytes, as the object's length tells; that it was cut off shows in the piece that is then its last."""
        return plain_bytes(self._file.seek(0, io.SEEK_END) - self._start)


class _Pieces:
    """The pieces of an object as they are stored and as they were, one after the other."""

    def __init__(self, name: str, file: Source, secret: bytes) -> None:
        self._name = name
        self._file = file
        self._cipher = _cipher(secret)
        self.go_to(0)

    def go_to(self, number: int) -> None:
        """The file stands there already."""
        self._number = number
        self._ahead = b""
        """Read of the file already: whether there is more tells whether a piece is the last."""
        self.is_ended = False

    def next(self) -> tuple[bytes, bytes]:
        """As stored, and opened. Raises `StoreCorrupt`."""
        missing = _STORED_BYTES + 1 - len(self._ahead)
        read = self._ahead + _filled(self._file, missing)
        stored, self._ahead = read[:_STORED_BYTES], read[_STORED_BYTES:]
        self.is_ended = not self._ahead
        nonce = _nonce(self._number, is_last=self.is_ended)
        self._number += 1
        try:
            return stored, _opened(self._cipher, nonce, stored)
        except _Changed as error:
            raise StoreCorrupt(f"{self._name}: piece {self._number} is not as written") from error


def _wrap(secret: bytes, name: str, key: AgencyKey) -> WrappedKey:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    bound = _bound(name, key.agency, key.id)
    wrapped = _proved(_cipher(key.secret), nonce, secret, bound, name)
    return WrappedKey(agency=key.agency, key_id=key.id, nonce=nonce, wrapped=wrapped)


class _Changed(Exception):
    """Not as it was closed, or closed with another key."""


def _cipher(secret: bytes) -> "AESGCM":
    """The library is loaded by who has something encrypted: a search must not wait for it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(secret)


def _opened(cipher: "AESGCM", nonce: bytes, closed: bytes, bound: bytes = b"") -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(nonce, closed, bound)
    except (InvalidTag, ValueError) as error:
        raise _Changed from error


def _proved(cipher: "AESGCM", nonce: bytes, piece: bytes, bound: bytes, name: str) -> bytes:
    """Closed, and opened again."""
    closed = cipher.encrypt(nonce, piece, bound)
    if _opened(cipher, nonce, closed, bound) != piece:
        raise StoreCorrupt(f"{name}: this machine does not encrypt right")
    return closed


def _bound(name: str, agency: str, key_id: str) -> bytes:
    return b"\n".join((MAGIC, name.encode(), agency.encode(), key_id.encode()))


def _header_bytes(wrapped: Sequence[WrappedKey]) -> bytes:
    holders = [
        {
            "agency": one.agency,
            "key": one.key_id,
            "nonce": base64.b64encode(one.nonce).decode(),
            "wrapped": base64.b64encode(one.wrapped).decode(),
        }
        for one in sorted(wrapped, key=lambda one: one.agency)
    ]
    data = json.dumps({"holders": holders}).encode("ascii")
    return MAGIC + len(data).to_bytes(_LENGTH_BYTES) + data


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(_NONCE_BYTES - 1) + bytes([is_last])


def _filled(source: Source, size: int) -> bytes:
    """So many bytes, or all there are: a source may give fewer at a time."""
    piece = source.read(size)
    if len(piece) == size or not piece:
        return piece
    pieces = [piece]
    missing = size - len(piece)
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
