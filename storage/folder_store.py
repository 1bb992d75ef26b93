"""Objects in a folder: a put is a temporary file, fsync, read back, link under its key, fsync of the folders on the way to it.

An upload that was written on the same disk takes the place of the temporary file: its bytes are not copied once more.

A power cut leaves the whole object or none: the name appears only after the bytes are on the disk and were read back from
it. The link refuses a name that is taken, so two writers of one key cannot lose either's bytes. Any number of processes
may share the folder.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from digitize.errors import ChecksumMismatch, IllegalMove, NotInStore, StoreCorrupt
from storage import keys
from storage.disk import Disk
from storage.disk_faults import disk_fault, disk_faults

CHUNK_BYTES = 1024 * 1024
LEFTOVER_SECONDS = (
    24 * 3600.0
)  # no put lasts a day: an older temporary file belongs to a killed run
_TEMPORARY = ".incoming"
_REMEMBERED_LEVELS = 2  # `originals/9f`: some hundreds; the level below has tens of thousands
_OBJECT_MODE = 0o440


class FolderStore:
    """The embedded profile's `ObjectStore`."""

    def __init__(self, root: Path, *, disk: Disk | None = None) -> None:
        """`root` is made where it is missing; leftovers of killed runs are swept, files being written are not."""
        self._disk = disk or Disk()
        self._root = root.absolute()
        self._incoming = self._root / _TEMPORARY
        self._promised: set[Path] = set()
        """Folders near the root whose own names we have synced."""
        if not self._root.is_dir():
            with disk_faults():
                self._make_root(self._root)
        self._sweep()

    def put(self, key: str, data: BinaryIO | bytes, *, sha256: str | None = None) -> str:
        if self.exists(key):
            given = _require_hash(key, _hash_of(data), sha256)
            return self._same_or_corrupt(key, given)
        with self._temporary() as temporary:
            written = _require_hash(key, self._write(temporary, data), sha256)
            with disk_faults(key):
                read_back = _hash_from_disk(temporary)
            if read_back != written:
                raise StoreCorrupt(f"{key}: wrote {written}, read back {read_back}")
            return self._publish(temporary, key, written)

    def adopt(self, key: str, file: Path, *, sha256: str) -> str:
        with disk_faults(key):
            self._disk.sync_file(file)
            found = _hash_from_disk(file)
            is_here = file.stat().st_dev == self._root.stat().st_dev
        if found != sha256:
            raise ChecksumMismatch(f"{key}: said to be {sha256}, is {found}")
        if self.exists(key):
            return self._same_or_corrupt(key, sha256)
        if is_here:
            return self._publish(file, key, sha256)
        with file.open("rb") as data:
            return self.put(key, data, sha256=sha256)

    def get(self, key: str) -> bytes:
        with self.open(key) as file, _reading(key):
            return file.read()

    def open(self, key: str) -> BinaryIO:
        path = self._path(key)
        with _reading(key):
            return path.open("rb")

    def exists(self, key: str) -> bool:
        path = self._path(key)
        with _reading(key):
            return path.is_file()

    def sha256(self, key: str) -> str:
        path = self._path(key)
        with _reading(key):
            return _hash_from_disk(path)

    def keys(self, prefix: str = "") -> Iterator[str]:
        with _reading(prefix):
            yield from (key for key in self._walk(prefix) if key.startswith(prefix))

    def discard(self, key: str) -> None:
        if keys.is_original(key):
            raise IllegalMove(f"{key}: originals are kept for ever")
        self.dispose(key)

    def replace(self, key: str, data: BinaryIO) -> None:
        """Keep the same paper otherwise; the name leads to the old bytes or the new, whatever happens."""
        with self._temporary() as temporary:
            written = self._write(temporary, data)
            with disk_faults(key):
                read_back = _hash_from_disk(temporary)
            if read_back != written:
                raise StoreCorrupt(f"{key}: wrote {written}, read back {read_back}")
            if not self.exists(key):
                raise NotInStore(key)  # disposed of meanwhile
            with disk_faults(key):
                temporary.chmod(_OBJECT_MODE)
                self._disk.rename(temporary, self._path(key))
                self._disk.sync_folder(self._path(key).parent)

    def end_replacing(self) -> None:
        """Nothing: a killed one leaves a temporary file, which goes like any other."""

    def dispose(self, key: str) -> None:
        """Remove for good what an officer disposed of, an original too."""
        path = self._path(key)
        with disk_faults(key):
            if path.exists():
                self._disk.remove(path)
                self._disk.sync_folder(path.parent)

    def local_path(self, key: str) -> Path:
        path = self._path(key)
        if not self.exists(key):
            raise NotInStore(key)
        return path

    def _path(self, key: str) -> Path:
        return self._root.joinpath(*keys.require_safe(key).split("/"))

    def _walk(self, prefix: str) -> Iterator[str]:
        """A folder at a time and in order, however many objects there are."""
        *folders, _ = prefix.split("/")
        start = self._path("/".join(folders)) if folders else self._root
        if not start.is_dir():
            return
        for folder, subfolders, names in os.walk(start, onerror=_raise):
            subfolders[:] = sorted(set(subfolders) - {_TEMPORARY})
            relative = Path(folder).relative_to(self._root)
            yield from ((relative / name).as_posix() for name in sorted(names))

    @contextlib.contextmanager
    def _temporary(self) -> Iterator[Path]:
        with disk_faults():
            self._disk.make_folder(self._incoming)
            temporary = self._disk.temporary(self._incoming)
        try:
            yield temporary
        finally:
            with disk_faults():
                self._disk.remove(temporary)

    def _publish(self, file: Path, key: str, written: str) -> str:
        target = self._path(key)
        with disk_faults(key):
            self._make_folders(target.parent)
            file.chmod(_OBJECT_MODE)
            try:
                self._disk.link(file, target)
            except FileExistsError:
                return self._same_or_corrupt(key, written)
            self._promise(target)
        return written

    def _make_folders(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make_folders(folder.parent)
            self._disk.make_folder(folder)

    def _make_root(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make_root(folder.parent)
            self._disk.make_folder(folder)
            self._disk.sync_folder(folder.parent)

    def _promise(self, file: Path) -> None:
        """Make the name durable and every folder on the way to it: a file in a lost folder is lost.

        That a folder is there says nothing: whoever made it may be about to sync it, or have died before. All of it is
        synced at the end, since a file system writes at the first sync what the others would wait for.
        """
        folder = file.parent
        self._disk.sync_folder(folder)
        new: list[Path] = []
        while folder != self._root and folder not in self._promised:
            self._disk.sync_folder(folder.parent)
            new.append(folder)
            folder = folder.parent
        depth = len(self._root.parts) + _REMEMBERED_LEVELS
        self._promised.update(made for made in new if len(made.parts) <= depth)

    def _write(self, path: Path, data: BinaryIO | bytes) -> str:
        """Only the store's own faults are translated: a source that cannot be read is no fault of the store."""
        digest = hashlib.sha256()
        for chunk in _chunks(data):
            digest.update(chunk)
            with disk_faults():
                self._disk.append(path, chunk)
        with disk_faults():
            self._disk.sync_file(path)
        return digest.hexdigest()

    def _same_or_corrupt(self, key: str, sha256: str) -> str:
        held = self.sha256(key)
        if held != sha256:
            raise StoreCorrupt(f"{key}: holds {held}, asked to hold {sha256}")
        # A writer that died between link and fsync may have left the name unsynced: this put promises it again.
        with disk_faults(key):
            self._promise(self._path(key))
        return held

    def _sweep(self) -> None:
        """A store that cannot be written can still be read: failing to sweep is no error."""
        oldest = time.time() - LEFTOVER_SECONDS
        with contextlib.suppress(OSError):
            for leftover in self._incoming.iterdir():
                if leftover.stat().st_mtime < oldest:
                    leftover.unlink(missing_ok=True)


def _require_hash(key: str, found: str, wanted: str | None) -> str:
    if wanted is not None and found != wanted:
        raise StoreCorrupt(f"{key}: expected {wanted}, was given {found}")
    return found


def _hash_of(data: BinaryIO | bytes) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(data):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(data: BinaryIO | bytes) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    while chunk := data.read(CHUNK_BYTES):
        yield chunk


def _hash_from_disk(path: Path) -> str:
    """The kernel is asked to forget its copy first, so that what is hashed is what the disk gives."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _raise(fault: OSError) -> None:
    raise fault


@contextlib.contextmanager
def _reading(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as missing:
        raise NotInStore(key) from missing
    except OSError as fault:
        raise disk_fault(key, fault) from fault
