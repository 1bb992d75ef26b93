"""Copies of stored objects on the local disk, for child processes that want a file: bounded, and never taken from a reader.

A copy appears under its key only when it is whole, checked and on the disk. Whoever was given one holds a shared lock on it
until the path is forgotten; what was not used for longest goes first, and only where nobody holds it. The locks are the
kernel's, so any number of processes may share the folder and one that is killed holds nothing.
"""

import contextlib
import fcntl
import os
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path, PosixPath
from typing import Any, BinaryIO

from storage import keys
from storage.disk_faults import disk_faults

LEFTOVER_SECONDS = 24 * 3600.0  # no download lasts a day: it belongs to a killed run
KEPT_SHARE = (
    0.8  # how full the folder is left when room was made: the next walk through it is far off
)
_INCOMING = ".incoming"
_MODE = 0o440


class HeldPath(PosixPath):
    """The path of a copy that stays where it is for as long as somebody has this very object.

    Given to another process it is an ordinary path: the giver holds the copy meanwhile.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        return Path, (str(self),)


class LocalCopies:
    """A folder of copies, thread-safe; the folder is made when the first is fetched."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self._folder = folder.absolute()
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._used_bytes: int | None = None
        """As of the last walk, and what was added since; None before the first."""

    def held(self, key: str, fetch: Callable[[BinaryIO], None]) -> Path:
        """The copy of an object, fetched where it is not here. `fetch` writes the bytes or raises.

        Raises what `fetch` raises; its `OSError` is the local disk's, as `StoreFull` and its kin.
        """
        found = self._hold(key)
        while found is None:
            added_bytes = self._fetched(key, fetch)
            found = self._hold(key)
            self._make_room(added_bytes)
        return found

    def add(self, key: str, fetch: Callable[[BinaryIO], None]) -> None:
        """Fetch in any case; a copy that is here already stays the one that is used."""
        self._make_room(self._fetched(key, fetch))

    def forget(self, key: str) -> None:
        """The object was removed: no copy of it stays, whoever reads it."""
        with disk_faults(key):
            self._path(key).unlink(missing_ok=True)

    def incoming(self) -> Path:
        """A folder on the same disk for what is under way; leftovers of killed runs are swept."""
        folder = self._folder / _INCOMING
        with disk_faults():
            folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _path(self, key: str) -> Path:
        return self._folder.joinpath(*keys.require_safe(key).split("/"))

    def _fetched(self, key: str, fetch: Callable[[BinaryIO], None]) -> int:
        """The copy's size in bytes, once it is there."""
        with disk_faults(key), self._temporary() as (file, name):
            fetch(file)
            return self._publish(file, name, self._path(key))

    def _hold(self, key: str) -> Path | None:
        """The copy with a lock on it; None where there is none, or it is just being removed."""
        path = self._path(key)
        with disk_faults(key):
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                return None
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            if not _is_named(path, descriptor):
                os.close(descriptor)
                return None
            with contextlib.suppress(PermissionError):  # another's copy: it only looks less used
                os.utime(descriptor)
        held = HeldPath(path)
        weakref.finalize(held, os.close, descriptor)
        return held

    @contextlib.contextmanager
    def _temporary(self) -> Iterator[tuple[BinaryIO, Path]]:
        handle, name = tempfile.mkstemp(dir=self.incoming())
        try:
            with os.fdopen(handle, "wb") as file:
                yield file, Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def _publish(self, file: BinaryIO, name: Path, path: Path) -> int:
        file.flush()
        os.fsync(file.fileno())  # a power cut must not leave a name with other bytes behind it
        size_bytes = name.stat().st_size
        name.chmod(_MODE)
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
        return size_bytes

    def _make_room(self, added_bytes: int) -> None:
        with self._lock, disk_faults():
            if self._used_bytes is not None:
                self._used_bytes += added_bytes
            if self._used_bytes is None or self._used_bytes > self._max_bytes:
                self._used_bytes = self._without_the_oldest()

    def _without_the_oldest(self) -> int:
        """Remove what was not used for longest until there is room; the bytes that are left."""
        copies = sorted(self._walk(), key=lambda copy: copy[1])
        used_bytes = sum(size_bytes for _, _, size_bytes in copies)
        if used_bytes <= self._max_bytes:
            return used_bytes
        for path, _, size_bytes in copies:
            if used_bytes <= self._max_bytes * KEPT_SHARE:
                break
            if _is_removed(path):
                used_bytes -= size_bytes
        return used_bytes

    def _walk(self) -> Iterator[tuple[Path, float, int]]:
        """Every copy with when it was last used and its size; leftovers of killed runs are swept."""
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = Path(folder, name)
                with contextlib.suppress(FileNotFoundError):
                    seen = path.stat()
                    if path.parent.name != _INCOMING:
                        yield path, seen.st_mtime, seen.st_size
                    elif seen.st_mtime < time.time() - LEFTOVER_SECONDS:
                        path.unlink()


def _is_removed(path: Path) -> bool:
    """Remove a copy that nobody holds; True where it is gone."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _is_named(path: Path, descriptor: int) -> bool:
    """True where the name still leads to the open file."""
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
