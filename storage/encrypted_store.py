"""A store whose objects are encrypted before they leave this process, each for the agencies whose it is (storage/encryption.py).

Any other store lies beneath and keeps what it is given; hashes, sizes and bytes that are asked for here are those of the papers,
so nobody above knows of it. What was stored before is read as it lies. Whose an object is, the rows tell by its key
(`ObjectHolders`); where no row tells it yet, as at a scan's receipt, whoever puts says it (`of_agencies`). Bytes that come from
a second agency become that agency's too: who destroys one agency's key takes no other's papers.
"""

import io
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from digitize.errors import (
    AgencyKeyMissing,
    CannotDispose,
    ChecksumMismatch,
    DigitizeError,
    KeptAsItLies,
    LostRace,
    NotInStore,
    StoreCorrupt,
)
from digitize.model import ScanId
from digitize.ports import AgencyStore, DisposingStore, HoldingStore, ObjectStore, ReplacingStore
from storage import keys
from storage.agency_keys import AgencyKey
from storage.disk_faults import disk_faults
from storage.encryption import (
    MAGIC,
    Decrypted,
    Header,
    encrypted,
    read_header,
    rewrapped,
    unwrapped,
)
from storage.keys import KeyKind
from storage.plain_copies import PlainCopies
from storage.streams import (
    CHUNK_BYTES,
    Following,
    Hashed,
    Promise,
    copy_all,
    forget_cached,
    hash_of,
    joined,
)

Holders = Callable[[], Collection[str]]


class Change(StrEnum):
    """What is done to an object so that it is as if it were put now."""

    NONE = "none"
    ENCRYPTED = "encrypted"  # it lay as it is
    KEYED_ANEW = "keyed_anew"  # a newer key, or a further agency's


class Keys(Protocol):
    """The keys of this machine. Errors: `AgencyKeyMissing`."""

    def find(self, agency: str, key_id: str) -> AgencyKey | None: ...

    def for_writing(self, holders: Holders) -> Sequence[AgencyKey]:
        """A key of each agency; none where papers may lie as they are. Asks who they are only where it matters."""
        ...


class EncryptedStore:
    """An `ObjectStore` over another one; also what that one is besides (`DisposingStore`, `HoldingStore`)."""

    def __init__(
        self,
        store: ObjectStore,
        *,
        keys: Keys,
        holders: Callable[[str], Collection[str]],
        copies: PlainCopies,
    ) -> None:
        self.store = store
        """What lies beneath, for who asks what it alone can say."""
        self._keys = keys
        self.holders = holders
        """Whose an object is, by its key."""
        self._copies = copies

    def of_agencies(self, agencies: Collection[str]) -> "EncryptedStore":
        """The same store; what is put into it is these agencies', whatever rows tell."""
        return EncryptedStore(
            self.store, keys=self._keys, holders=lambda _key: agencies, copies=self._copies
        )

    def put(self, key: str, data: BinaryIO | bytes, *, sha256: str | None = None) -> str:
        wanted = self._keys_for(key)
        if not wanted:
            with self._told_of_encrypted(key):
                return self.store.put(key, data, sha256=sha256)
        source = Hashed(io.BytesIO(data) if isinstance(data, bytes) else data)
        return self._put(key, source, wanted, Promise(sha256, StoreCorrupt))

    def adopt(self, key: str, file: Path, *, sha256: str) -> str:
        """A file that is encrypted is read once, and stays with its giver."""
        wanted = self._keys_for(key)
        if not wanted:
            with self._told_of_encrypted(key):
                return self.store.adopt(key, file, sha256=sha256)
        with disk_faults(key):
            data = file.open("rb")
        with data:
            return self._put(key, Hashed(data), wanted, Promise(sha256, ChecksumMismatch))

    def get(self, key: str) -> bytes:
        with self.open(key) as file:
            return file.read()

    def open(self, key: str) -> BinaryIO:
        """Raises `AgencyKeyMissing`; whoever reads, `StoreCorrupt` at the first piece that is not as it was put."""
        return self._opened(key, self.store.open(key))

    def exists(self, key: str) -> bool:
        return self.store.exists(key)

    def sha256(self, key: str) -> str:
        stored = self.store.open(key)
        with stored:
            forget_cached(stored)
            if _begins_encrypted(stored):
                with self._decrypted(key, stored) as file:
                    return hash_of(file)
        return self.store.sha256(key)

    def keys(self, prefix: str = "") -> Iterator[str]:
        return self.store.keys(prefix)

    def discard(self, key: str) -> None:
        self.store.discard(key)
        self._copies.forget(key)

    def local_path(self, key: str) -> Path:
        """What lies beneath where it is not encrypted; else a decrypted copy, for as long as somebody has this very path."""
        path = self.store.local_path(key)
        with disk_faults(key), path.open("rb") as stored:
            if not _begins_encrypted(stored):
                return path
        return self._copies.held(key, lambda file: self._write_plain(key, path, file))

    def dispose(self, key: str) -> None:
        if not isinstance(self.store, DisposingStore):
            raise CannotDispose(type(self.store).__name__)
        self.store.dispose(key)
        self._copies.forget(key)

    @property
    def has_legal_hold(self) -> bool:
        return isinstance(self.store, HoldingStore) and self.store.has_legal_hold

    def hold(self, key: str) -> None:
        if isinstance(self.store, HoldingStore):
            self.store.hold(key)

    def release(self, key: str) -> None:
        if isinstance(self.store, HoldingStore):
            self.store.release(key)

    def is_kept_by_service(self, key: str) -> bool:
        return isinstance(self.store, HoldingStore) and self.store.is_kept_by_service(key)

    # -- what only this store knows

    def header(self, key: str) -> Header | None:
        """Who can open the object, and by which keys; None where it is not encrypted. Raises `NotInStore`, `StoreCorrupt`."""
        with self.store.open(key) as stored:
            return read_header(key, stored) if _begins_encrypted(stored) else None

    def size_bytes(self, key: str) -> int:
        """Of the paper, not of what lies in the store."""
        with self.open(key) as file:
            if file.seekable():
                return file.seek(0, io.SEEK_END)
            return sum(map(len, iter(lambda: file.read(CHUNK_BYTES), b"")))

    def due(self, key: str) -> Change:
        """What `bring_up` would do. Raises `AgencyKeyMissing`, `NotInStore`, `StoreCorrupt`."""
        wanted = self._keys_for(key)
        header = self.header(key) if wanted else None
        if not wanted or (header is not None and _opens_with_all(header, wanted)):
            return Change.NONE
        return Change.ENCRYPTED if header is None else Change.KEYED_ANEW

    def bring_up(self, key: str) -> Change:
        """Make the object what it would be if it were put now, in one step: encrypted, for its agencies, by their newest keys.

        Raises `AgencyKeyMissing`, `KeptAsItLies` where the service keeps it, `NotInStore`, `StoreCorrupt`, `LostRace` where
        another does the same; then it is as it was.
        """
        change = self.due(key)
        if change is Change.NONE:
            return change
        if not isinstance(self.store, ReplacingStore):
            raise KeptAsItLies(f"{type(self.store).__name__}: {key}")
        pieces = self._encrypted_anew if change is Change.ENCRYPTED else self._keyed_anew
        self.store.replace(key, joined(pieces(key)))
        return change

    def end_replacing(self) -> None:
        if isinstance(self.store, ReplacingStore):
            self.store.end_replacing()

    def _keyed_anew(self, key: str) -> Iterator[bytes]:
        with self.store.open(key) as stored:
            if not _begins_encrypted(stored):
                raise StoreCorrupt(f"{key}: was encrypted, and is not")
            header = read_header(key, stored)
            yield from rewrapped(key, header, stored, self._keys, self._keys_for(key))

    def _encrypted_anew(self, key: str) -> Iterator[bytes]:
        """Of what lies open nothing but a second reading tells that the first was right."""
        promise = Promise(self.store.sha256(key), StoreCorrupt)
        with self._opened(key, self.store.open(key), is_encrypted=False) as stored:
            yield from encrypted(key, Hashed(stored, promise), self._keys_for(key))

    def _put(
        self, key: str, source: "Hashed", wanted: Sequence[AgencyKey], promise: "Promise"
    ) -> str:
        keys.require_safe(key)
        source.promise = promise
        if self.exists(key):
            source.drain()
            return self._same_or_corrupt(key, source.sha256)
        try:
            self.store.put(key, joined(encrypted(key, source, wanted)))
        except StoreCorrupt:
            # Another writer may have been first: his object has another key, and perhaps the same paper in it.
            if not source.is_whole or not self.exists(key):
                raise
            return self._same_or_corrupt(key, source.sha256)
        return source.sha256

    def _same_or_corrupt(self, key: str, given: str) -> str:
        held = self.sha256(key)
        if held != given:
            raise StoreCorrupt(f"{key}: holds {held}, asked to hold {given}")
        with suppress(KeptAsItLies, LostRace):  # its other holders can open it meanwhile
            self.bring_up(key)
        return held

    def _keys_for(self, key: str) -> Sequence[AgencyKey]:
        """Of the agencies whose the object is; none for an anchor, which is empty and says all in its name."""
        parsed = keys.parse(keys.require_safe(key))
        if parsed is not None and parsed.kind is KeyKind.ANCHOR:
            return ()
        return self._keys.for_writing(lambda: self.holders(key))

    def _told_of_encrypted(self, key: str) -> "_ToldOfEncrypted":
        return _ToldOfEncrypted(self, key)

    def _write_plain(self, key: str, stored: Path, file: BinaryIO) -> None:
        """From the copy that the store beneath has at hand, unless its key went since: another machine may have changed it."""
        try:
            with self._opened(key, stored.open("rb")) as plain:
                copy_all(plain, file)
        except AgencyKeyMissing:
            with self.open(key) as plain:
                copy_all(plain, file)

    def _opened(self, key: str, stored: BinaryIO, *, is_encrypted: bool | None = None) -> BinaryIO:
        """The paper's bytes; `stored` is closed with it, or where it cannot be opened.

        Raises `LostRace` where it is not as it was thought to be: encrypted twice it would be nobody's.
        """
        try:
            head = stored.read(len(MAGIC))
            if is_encrypted is not None and is_encrypted != (head == MAGIC):
                raise LostRace(f"{key}: changed meanwhile")
            if head == MAGIC:
                return self._decrypted(key, stored)
        except DigitizeError:
            stored.close()
            raise
        return _from_begin(head, stored)

    def _decrypted(self, key: str, stored: BinaryIO) -> BinaryIO:
        """`stored` stands behind the magic."""
        try:
            header = read_header(key, stored)
            secret = unwrapped(key, header, self._keys)
        except (StoreCorrupt, AgencyKeyMissing):
            if not self._lies_as_it_came(key):
                raise
            stored.close()
            return self.store.open(key)
        return cast(
            "BinaryIO", io.BufferedReader(Decrypted(key, stored, header, secret), CHUNK_BYTES)
        )

    def _lies_as_it_came(self, key: str) -> bool:
        """Whether what looks encrypted was given so, before papers were encrypted: then it is what its name says it hashes to."""
        return keys.is_original(key) and key == keys.original(ScanId(self.store.sha256(key)))


def written_for(store: ObjectStore, agencies: Collection[str]) -> ObjectStore:
    """The store, for bytes that are these agencies' though no row tells it yet."""
    return store.of_agencies(agencies) if isinstance(store, AgencyStore) else store


class _ToldOfEncrypted:
    """Around a put of bytes as they are: that an encrypted object is there is said as what it is, not as damage."""

    def __init__(self, store: EncryptedStore, key: str) -> None:
        self._store, self._key = store, key

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        if not isinstance(error, StoreCorrupt):
            return
        with suppress(NotInStore):
            header = self._store.header(self._key)
            if header is not None:
                asked = ", ".join(header.holders)
                raise AgencyKeyMissing(f"{self._key} is encrypted for {asked}") from error


def _from_begin(head: bytes, stored: BinaryIO) -> BinaryIO:
    if stored.seekable():
        stored.seek(0)
        return stored
    return cast("BinaryIO", io.BufferedReader(Following(head, stored), CHUNK_BYTES))


def _opens_with_all(header: Header, wanted: Sequence[AgencyKey]) -> bool:
    return {(key.agency, key.id) for key in wanted} <= set(header.key_ids)


def _begins_encrypted(stored: BinaryIO) -> bool:
    return stored.read(len(MAGIC)) == MAGIC
