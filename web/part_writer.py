"""Bytes of one request appended to an upload's part: gathered, so that a thread is asked once a megabyte and not once a packet."""

import os
from pathlib import Path
from typing import Self

from storage.disk_faults import disk_faults

GATHERED_BYTES = 1024**2


class PartWriter:
    """Belongs to one request; every method but `take` touches the disk."""

    def __init__(self, descriptor: int, start: int) -> None:
        self._descriptor = descriptor
        self._start = start
        self._written = start
        self._gathered: list[bytes] = []
        self._gathered_bytes = 0

    @classmethod
    def open(cls, path: Path) -> Self:
        """At the end of the part."""
        with disk_faults(path.stem):
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
            return cls(descriptor, os.fstat(descriptor).st_size)

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
                self._write(memoryview(piece))

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
