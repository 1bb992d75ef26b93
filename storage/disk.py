"""What the folder store asks of the file system, one durable step at a time: the place where a test can cut the power.

A file's bytes are on the disk after `sync_file`; that a name exists, or no longer does, after `sync_folder` of its folder.
Until then a power cut may take either back.
"""

import os
import tempfile
from pathlib import Path


class Disk:
    """The local file system. Every method raises `OSError`."""

    def make_folder(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)

    def temporary(self, folder: Path) -> Path:
        """A new empty file of a name nobody else has."""
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        return Path(name)

    def append(self, path: Path, piece: bytes) -> None:
        with path.open("ab", buffering=0) as file:
            _write_all(file.fileno(), piece)

    def sync_file(self, path: Path) -> None:
        _sync(path, os.O_RDONLY)

    def sync_folder(self, folder: Path) -> None:
        _sync(folder, os.O_RDONLY | os.O_DIRECTORY)

    def link(self, path: Path, name: Path) -> None:
        """A second name for the file; raises `FileExistsError` where the name is taken."""
        os.link(path, name)

    def rename(self, path: Path, name: Path) -> None:
        """The name leads to the file from now on, in one step; what it led to before is gone."""
        path.rename(name)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)


def _write_all(descriptor: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
