"""One spooled file to the server, a chunk at a time, from wherever the server says it has it.

The size of a chunk follows the line: what a slow or torn line loses is small, what a fast one pays for asking is little.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import ServerRefused, StoreCorrupt
from digitize.fault_point import reached
from workers.station.copying import sha256_of
from workers.station.line import ChunkTooLarge, ServerLine, UploadMoved
from workers.station.rows import SpooledFile

_RESTARTS = 3  # a server that discards the whole file so often does not get these bytes whole


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkOptions:
    first_bytes: int = 256 * 1024
    least_bytes: int = 32 * 1024
    """4 seconds on a line of 64 kbit/s."""
    most_bytes: int = 4 * 1024**2
    """Held in memory here and on the server."""
    quick_seconds: float = 1.0
    """A chunk that took less is followed by one of double size."""
    slow_seconds: float = 8.0
    """A chunk that took longer is followed by one of half the size."""


class ChunkSize:
    """How many bytes the next request carries."""

    def __init__(self, options: ChunkOptions | None = None) -> None:
        self._options = options or ChunkOptions()
        self._most_bytes = self._options.most_bytes
        self.bytes = self._options.first_bytes

    def succeeded(self, seconds: float) -> None:
        if seconds < self._options.quick_seconds:
            self.bytes = min(self._most_bytes, self.bytes * 2)
        elif seconds > self._options.slow_seconds:
            self.failed()

    def failed(self) -> None:
        self.bytes = max(self._options.least_bytes, self.bytes // 2)

    def refused(self) -> None:
        """Something on the way lets no request of this size through: none so large is tried again."""
        self._most_bytes = max(self._options.least_bytes, self.bytes // 2)
        self.bytes = self._most_bytes

    @property
    def is_least(self) -> bool:
        return self.bytes <= self._options.least_bytes


def send(
    line: ServerLine,
    file: SpooledFile,
    data: Path,
    *,
    chunk: ChunkSize,
    progress: Callable[[int], None],
    offset: int | None = None,
) -> None:
    """Every byte of `data` on the server, from where it left off (asked where not known); on return it is complete.

    Raises `ServerUnreachable` (ask again later, nothing is lost), `ServerRefused`, and `StoreCorrupt` where the
    server kept finding other bytes than announced and this disk is the reason.
    """
    restarts = 0
    if offset is None:
        offset = line.offset(file.upload)
    while offset < file.size_bytes:
        progress(offset)
        before = offset
        offset = _append(line, file, data, offset=offset, chunk=chunk)
        if offset < before:
            restarts += 1
            _require_sound(file, data, restarts)
        reached("station.chunk")
    progress(offset)


def _append(
    line: ServerLine, file: SpooledFile, data: Path, *, offset: int, chunk: ChunkSize
) -> int:
    with data.open("rb") as source:
        source.seek(offset)
        piece = source.read(chunk.bytes)
    if not piece:
        raise StoreCorrupt(f"{file.id}: spooled bytes end at {offset}")
    began = time.monotonic()
    try:
        after = line.append(file.upload, piece, offset=offset)
    except ChunkTooLarge as error:
        if chunk.is_least:
            raise ServerRefused(error.detail) from error
        chunk.refused()
        return line.offset(file.upload)
    except UploadMoved:
        chunk.failed()
        return line.offset(file.upload)
    chunk.succeeded(time.monotonic() - began)
    return after


def _require_sound(file: SpooledFile, data: Path, restarts: int) -> None:
    """The server began anew: either it lost bytes, or ours are not what they were."""
    if sha256_of(data) != file.sha256:
        raise StoreCorrupt(f"{file.id}: spooled bytes changed on the disk")
    if restarts >= _RESTARTS:
        raise ServerRefused("checksum_mismatch")
