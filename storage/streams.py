"""Streams of bytes: hashed as they are read, put together of pieces, read from the disk and not from memory."""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO, Protocol, cast

from digitize.errors import DigitizeError

CHUNK_BYTES = 1024 * 1024


class Source(Protocol):
    """What is asked of bytes that are to be stored."""

    def read(self, size: int = -1, /) -> bytes: ...


class Promise:
    """What bytes are said to hash to, and what is raised where they do not."""

    def __init__(self, sha256: str | None, error: type[DigitizeError]) -> None:
        self.sha256 = sha256
        self._error = error

    def require(self, found: str) -> None:
        if self.sha256 is not None and found != self.sha256:
            raise self._error(f"said to be {self.sha256}, is {found}")


class Hashed:
    """A source that is hashed as it is read, and held to what was promised of it where it ends: nothing wrong is stored."""

    def __init__(self, source: Source, promise: Promise | None = None) -> None:
        self._source = source
        self._digest = hashlib.sha256()
        self.promise = promise
        self.is_whole = False
        """Read to its end, and as promised."""

    def read(self, size: int = -1, /) -> bytes:
        piece = self._source.read(size)
        self._digest.update(piece)
        if not piece and size and not self.is_whole:
            if self.promise is not None:
                self.promise.require(self.sha256)
            self.is_whole = True
        return piece

    def drain(self) -> None:
        while self.read(CHUNK_BYTES):
            pass

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class _Joined(io.RawIOBase):
    """Pieces of any length as a stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        given = self._rest[: len(buffer)]
        buffer[: len(given)] = given
        self._rest = self._rest[len(given) :]
        return len(given)


class Following(io.RawIOBase):
    """What was read of a stream already, and the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._rest.close()
        super().close()


def joined(pieces: Iterator[bytes]) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Joined(pieces), CHUNK_BYTES))


def hash_of(file: BinaryIO) -> str:
    """SHA-256 of what is left of a stream."""
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def copy_all(source: BinaryIO, file: BinaryIO) -> None:
    while chunk := source.read(CHUNK_BYTES):
        file.write(chunk)


def forget_cached(stored: BinaryIO) -> None:
    """The kernel is asked to forget its copy, so that what is read is what the disk gives; a bucket has none."""
    with suppress(OSError):
        os.posix_fadvise(stored.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
