"""Bytes or a stream as something that can be sent, and sent again: small ones in memory, large ones in a file; hashed once."""

import contextlib
import hashlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from storage.disk_faults import disk_faults

_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Spool:
    """A file that can be read from any place, with what is known of it."""

    file: BinaryIO
    size_bytes: int
    sha256: str

    def piece(self, offset: int, size_bytes: int) -> bytes:
        """Raises `StoreUnavailable` where the disk does not give it."""
        with disk_faults():
            self.file.seek(offset)
            return self.file.read(size_bytes)


@contextlib.contextmanager
def spooled(data: BinaryIO | bytes, *, memory_bytes: int, folder: Path) -> Iterator[Spool]:
    """What is larger than `memory_bytes` goes into a nameless file in `folder`.

    Raises `StoreFull` and its kin for that disk; a source that cannot be read raises what it raises.
    """
    if isinstance(data, bytes):
        yield spool_of(io.BytesIO(data))
        return
    with tempfile.SpooledTemporaryFile(max_size=memory_bytes, dir=str(folder)) as file:
        while piece := data.read(_CHUNK_BYTES):
            with disk_faults():
                file.write(piece)
        with disk_faults():
            whole = spool_of(cast("BinaryIO", file))
        yield whole


def spool_of(file: BinaryIO) -> Spool:
    """A file that can be sought in, read once for its hash. Raises `OSError`."""
    digest = hashlib.sha256()
    size_bytes = 0
    file.seek(0)
    while piece := file.read(_CHUNK_BYTES):
        digest.update(piece)
        size_bytes += len(piece)
    return Spool(file=file, size_bytes=size_bytes, sha256=digest.hexdigest())
