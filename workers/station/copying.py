"""A file that others may still write to, copied with the hash of exactly the bytes copied.

Only size and time are compared: a number that names the file itself is not kept by every network share. What slips
through is found later, because nothing is moved before the source's own bytes were hashed again.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import SourceChanged, SourceUnreadable, SourceVanished

_PIECE_BYTES = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    size_bytes: int
    mtime_ns: int


def fingerprint(path: Path) -> Fingerprint:
    """Raises `SourceVanished`, `SourceUnreadable`."""
    with _source_faults():
        found = path.stat()
    return Fingerprint(size_bytes=found.st_size, mtime_ns=found.st_mtime_ns)


def copy_whole(source: Path, target: Path) -> tuple[str, Fingerprint]:
    """SHA-256 and fingerprint of the bytes now in `target`, synced to the disk.

    Raises `SourceChanged`, `SourceVanished`, `SourceUnreadable` for the source, `OSError` for the target.
    """
    before = fingerprint(source)
    digest, size_bytes = hashlib.sha256(), 0
    with target.open("wb") as copy:
        for piece in _pieces(source):
            digest.update(piece)
            size_bytes += len(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    if fingerprint(source) != before or size_bytes != before.size_bytes:
        raise SourceChanged(f"{before.size_bytes} bytes announced, {size_bytes} read")
    return digest.hexdigest(), before


def sha256_of(path: Path) -> str:
    """Raises `SourceVanished`, `SourceUnreadable`."""
    digest = hashlib.sha256()
    for piece in _pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with _source_faults():
        file = path.open("rb")
    with file:
        while True:
            with _source_faults():
                piece = file.read(_PIECE_BYTES)
            if not piece:
                return
            yield piece


@contextmanager
def _source_faults() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise SourceVanished from error
    except OSError as error:
        raise SourceUnreadable(type(error).__name__) from error
