"""A file at the counter into custody: its bytes in the store, read back, its row committed; only then a receipt.

The source is opened once and read twice, in pieces: first for the hash that names it, then into the store, which takes
nothing but bytes of that hash. A file that is ours and of a known hash is read once, by the store that adopts it. What is
identified is the stored copy, so nothing can change between the two.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from digitize.errors import (
    BadInput,
    ChecksumMismatch,
    SourceChanged,
    SourceUnreadable,
    SourceVanished,
    StoreCorrupt,
)
from digitize.model import Receipt, ScanFile, ScanId
from digitize.ports import Catalogue, Clock, ObjectStore
from digitize.rows import Batch

_PIECE_BYTES = 1024**2
_NO_TEXT = re.compile("[\\0\\ud800-\\udfff]")


def receive(
    source: Path,
    *,
    batch: Batch,
    store: ObjectStore,
    catalogue: Catalogue,
    key_of: Callable[[ScanId], str],
    identify: Callable[[Path], ScanFile],
    clock: Clock,
    name: str | None = None,
    sha256: str | None = None,
    is_ours: bool = False,
) -> Receipt:
    """Take a file into custody under the `name` its giver knows it by (without one, its path); twice is as good as once.

    `sha256` is what its giver says the bytes hash to; raises `ChecksumMismatch` before others are stored. `is_ours` says
    that the file was written by us and nobody will change it: with a `sha256` its bytes are not copied again.
    A `BadInput` from `identify` is noted as a rejected scan, its bytes kept under the same key, and raised again.
    Raises `SourceUnreadable`, `SourceVanished`, `SourceChanged` before anything is stored; store errors pass through.
    """
    name = _storable(name or str(source))
    if is_ours and sha256 is not None:
        scan_id, size_bytes = _adopt(source, ScanId(sha256), store=store, key_of=key_of)
    else:
        scan_id, size_bytes = _keep(source, store=store, key_of=key_of, said=sha256)
    stored = store.local_path(key_of(scan_id))
    try:
        file = identify(stored)
    except BadInput as error:
        _require_as_stored(store, key_of(scan_id), scan_id)
        catalogue.reject_scan(
            scan_id,
            batch=batch,
            source=name,
            size_bytes=size_bytes,
            page_count=error.page_count,
            error_code=error.code,
            at=clock(),
        )
        raise
    at = clock()
    is_new = catalogue.receive_scan(scan_id, batch=batch, source=name, file=file, at=at)
    return Receipt(
        scan_id=scan_id,
        batch_id=batch.id,
        source=name,
        size_bytes=size_bytes,
        page_count=file.page_count,
        received_at=at,
        is_new=is_new,
    )


def _storable(name: str) -> str:
    """The name as text that every database holds: bytes that are no UTF-8, and zero bytes, become the replacement sign."""
    return _NO_TEXT.sub("\ufffd", name)


def _adopt(
    source: Path, scan_id: ScanId, *, store: ObjectStore, key_of: Callable[[ScanId], str]
) -> tuple[ScanId, int]:
    """The file itself in the store, hashed once: as it is read back from the disk."""
    try:
        size_bytes = source.stat().st_size
    except FileNotFoundError as cause:
        raise SourceVanished from cause
    store.adopt(key_of(scan_id), source, sha256=scan_id)
    return scan_id, size_bytes


def _keep(
    source: Path, *, store: ObjectStore, key_of: Callable[[ScanId], str], said: str | None
) -> tuple[ScanId, int]:
    """The bytes in the store under the key of their hash; that hash and their number."""
    with _opened(source) as file:
        before = _fingerprint(source, file)
        hashed = _HashedReader(file)
        while hashed.read(_PIECE_BYTES):
            pass
        if _fingerprint(source, file) != before or hashed.size_bytes != before[0]:
            raise SourceChanged(f"{before[0]} bytes announced, {hashed.size_bytes} read")
        file.seek(0)
        scan_id = ScanId(hashed.hexdigest)
        if said not in (None, scan_id):
            raise ChecksumMismatch(f"said to be {said}, is {scan_id}")
        _put(store, key_of(scan_id), _HashedReader(file), sha256=scan_id)
    return scan_id, hashed.size_bytes


def _put(store: ObjectStore, key: str, again: "_HashedReader", *, sha256: str) -> None:
    try:
        store.put(key, cast("BinaryIO", again), sha256=sha256)
    except StoreCorrupt as cause:
        if again.size_bytes and again.hexdigest != sha256:
            raise SourceChanged("other bytes on second reading") from cause
        raise


def _require_as_stored(store: ObjectStore, key: str, scan_id: ScanId) -> None:
    """No file is blamed for bytes that the disk gave wrong or not at all. Raises `StoreCorrupt`, `StoreUnavailable`."""
    held = store.sha256(key)
    if held != scan_id:
        raise StoreCorrupt(f"{key}: holds {held}")


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        file = source.open("rb")
    except FileNotFoundError as cause:
        raise SourceVanished from cause
    except OSError as cause:
        raise SourceUnreadable(os.strerror(cause.errno or 0)) from cause
    with file:
        yield file


def _fingerprint(source: Path, file: BinaryIO) -> tuple[int, int, int]:
    """Size, time of change and inode of the open file; the name must still lead to it."""
    opened = os.fstat(file.fileno())
    try:
        named = source.stat()
    except FileNotFoundError as cause:
        raise SourceVanished from cause
    except OSError as cause:
        raise SourceUnreadable(os.strerror(cause.errno or 0)) from cause
    if (named.st_ino, named.st_dev) != (opened.st_ino, opened.st_dev):
        raise SourceChanged("another file took its name")
    return opened.st_size, opened.st_mtime_ns, opened.st_ino


class _HashedReader:
    """A file that remembers the hash of what was read from it; its own faults stay faults of the source."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._file.read(size)
        except OSError as cause:
            raise SourceUnreadable(os.strerror(cause.errno or 0)) from cause
        self._hash.update(piece)
        self.size_bytes += len(piece)
        return piece

    @property
    def hexdigest(self) -> str:
        return self._hash.hexdigest()
