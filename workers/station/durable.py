"""Files of the station's own disk, written so that a power cut leaves the old one or the new one, never half of either.

Portable: on Windows a folder cannot be synced, and a file that another process is reading cannot be replaced for that moment.
"""

import contextlib
import os
import time
from pathlib import Path

_TEMPORARY = ".new"
_REPLACE_ATTEMPTS = 20
_REPLACE_PAUSE_SECONDS = 0.05  # a reader of a small JSON file is done long before


def write_whole(path: Path, data: bytes) -> None:
    """Durable on return. Raises `OSError`; the old file is then still there."""
    temporary = path.with_name(path.name + _TEMPORARY)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    replace(temporary, path)
    sync_folder(path.parent)


def replace(source: Path, target: Path) -> None:
    """Rename over what is there; waits for a reader that Windows would not disturb. Raises `OSError`."""
    for _ in range(_REPLACE_ATTEMPTS - 1):
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(_REPLACE_PAUSE_SECONDS)
        else:
            return
    source.replace(target)


def sync_folder(folder: Path) -> None:
    """Make names in the folder durable where the system can; Windows keeps them in its journal by itself."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
