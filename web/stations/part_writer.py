"""Bytes of one request appended to an upload's part: gathered, so that a thread is asked once a megabyte and not once a packet.

That thread hashes them too, for a checksum of the request: the event loop serves everybody and hashes nothing.
"""

import os
from pathlib import Path
from typing import Self

from digitize.errors import ChecksumMismatch
from storage.disk_faults import disk_faults
from web.stations.tus_headers import Checksum

GATHERED_BYTES = 1024**2


class PartWriter:
    """Belongs to one request; every method but `take` touches the disk."""

    def __init__(self, descriptor: int, start: int, checksum: Checksum | None = None) -> None:
        self._descriptor = descriptor
        self._checksum = checksum
        self._digest = checksum.new_hash() if checksum else None
        self._start = start
        self._written = start
        self._gathered: list[bytes] = []
        self._gathered_bytes = 0

    @classmethod
    def open(cls, path: Path, *, checksum: Checksum | None = None) -> Self:
        """At the end of the part; with a checksum of what is going to come."""
        with disk_faults(path.stem):
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
            return cls(descriptor, os.fstat(descriptor).st_size, checksum)

    @property
    def offset(self) -> int:
        """Bytes in the part, those still gathered too."""
        return self._written + self._gathered_bytes

    def take(self, piece: bytes) -> bool:
        """Is it time to flush?"""
        self._gathered.append(piece)
        self._gathered_bytes += len(piece)
        return self._gathered_bytes >= GATHERED_BYTES

    def flush(self) -> None:
        """Write what was gathered, or as much as the disk takes and then `StoreFull`; the rest did not come."""
        pieces, self._gathered, self._gathered_bytes = self._gathered, [], 0
        with disk_faults("part"):
            for piece in pieces:
                if self._digest is not None:
                    self._digest.update(piece)
                self._write(memoryview(piece))

    def end(self, *, is_whole: bool) -> None:
        """Keep what came: all of it, or with a checksum nothing of what is cut off or other than said (`ChecksumMismatch`)."""
        if self._checksum is None:
            self.flush()
            return
        if not is_whole:
            self.take_back()
            return
        self.flush()
        if self._digest is not None and self._digest.digest() != self._checksum.digest:
            self.take_back()
            raise ChecksumMismatch("Upload-Checksum")

    def take_back(self) -> None:
        """What came since it was opened did not come."""
        self._gathered, self._gathered_bytes = [], 0
        with disk_faults("part"):
            os.ftruncate(self._descriptor, self._start)
        self._written = self._start

    def close(self) -> None:
        os.close(self._descriptor)

    def _write(self, left: memoryview) -> None:
        while left:
            count = os.write(self._descriptor, left)
            self._written += count
            left = left[count:]
