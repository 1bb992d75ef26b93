"""The folder below which a pool's children may write; what a killed process left of it is swept by the next one.

Pictures of people's papers pass through it, so none may stay behind a `kill -9`. It is in use for as long as its owner holds
the lock on the file beside it, out of the children's reach; the kernel gives the lock back however the owner dies.
"""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

_PREFIX = "digitize-pool-"
_LOCK = ".lock"


class PoolFolder:
    """A new folder of this process, gone with `remove`."""

    def __init__(self, root: Path | None = None) -> None:
        """`root` is the system's folder for temporary files."""
        self._root = root or Path(tempfile.gettempdir())
        _sweep(self._root)
        self._lock = _new_lock(self._root)
        self.path = _folder_of(Path(self._lock.name))
        self.path.mkdir(mode=0o700)

    def restore(self) -> None:
        """Another one where this is gone: systems clean their temporary folders of what is old."""
        if not self.path.is_dir():
            self._lock.close()
            self._lock = _new_lock(self._root)
            self.path = _folder_of(Path(self._lock.name))
            self.path.mkdir(mode=0o700)

    def remove(self) -> None:
        """The folder first, so that whoever dies in between leaves the lock for the next sweep."""
        shutil.rmtree(self.path, ignore_errors=True)
        Path(self._lock.name).unlink(missing_ok=True)
        self._lock.close()


def _sweep(root: Path) -> None:
    for file in root.glob(f"{_PREFIX}*{_LOCK}"):
        lock = _locked(file)
        if lock is not None:
            shutil.rmtree(_folder_of(file), ignore_errors=True)
            file.unlink(missing_ok=True)
            lock.close()


def _new_lock(root: Path) -> IO[str]:
    while True:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_LOCK, dir=root)
        os.close(handle)
        lock = _locked(Path(name))
        if lock is not None and Path(name).exists():  # else a sweep took it for a dead one's
            return lock


def _locked(file: Path) -> IO[str] | None:
    """The lock, held until closed; None where its owner lives, or is another user."""
    try:
        lock = file.open("r+")
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _folder_of(lock: Path) -> Path:
    return lock.with_suffix("")
