"""Decrypted copies for child processes that want a file: there for as long as somebody has the path, and gone with the last.

They lie in a folder of this process, outside the warehouse, that whoever starts next sweeps where this one is killed. Two who
ask for the same object at the same time share one.
"""

import os
import tempfile
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PosixPath
from typing import Any, BinaryIO

from storage.disk_faults import disk_faults

_MODE = 0o400


class PlainPath(PosixPath):
    """The path of a decrypted copy, which is removed when nobody has this very object any more.

    Given to another process it is an ordinary path: the giver keeps the copy there meanwhile.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        return Path, (str(self),)


class PlainCopies:
    """Of one process; thread-safe."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        """`folder` gives a folder that nobody else can look into; it is asked for when the first copy is made."""
        self._folder = folder
        self._lock = threading.Lock()
        self._living: weakref.WeakValueDictionary[str, PlainPath] = weakref.WeakValueDictionary()

    def held(self, key: str, write: Callable[[BinaryIO], None]) -> Path:
        """The copy of an object. `write` gives its bytes or raises, then nothing is left of them.

        Raises what `write` raises; its `OSError` is the local disk's, as `StoreFull` and its kin.
        """
        with self._lock:
            found = self._living.get(key)
        if found is None:
            found = self._made(key, write)
            with self._lock:
                self._living[key] = found
        return found

    def forget(self, key: str) -> None:
        """The object was removed: no copy of it stays, whoever reads it."""
        with self._lock:
            found = self._living.pop(key, None)
        if found is not None:
            with disk_faults(key):
                found.unlink(missing_ok=True)

    def _made(self, key: str, write: Callable[[BinaryIO], None]) -> PlainPath:
        with disk_faults(key):
            handle, name = tempfile.mkstemp(suffix=Path(key).suffix, dir=self._folder())
            made = PlainPath(name)
            weakref.finalize(made, _remove, name)  # before a byte is in it
            with os.fdopen(handle, "wb") as file:
                write(file)
            made.chmod(_MODE)
        return made


def _remove(name: str) -> None:
    with suppress(OSError):  # its folder went before it
        Path(name).unlink(missing_ok=True)
