"""The folder that backups are kept in: durable writes, one writer at a time, sets that appear complete or not at all."""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from digitize.errors import BackupBusy, BackupDamaged, BackupFailed, NoBackup
from storage.encrypted_store import EncryptedStore, Keys
from storage.encryption import plain_bytes
from storage.folder_store import FolderStore
from workers.backup.manifest import HASH_NAME, NAME, Manifest, WrittenFile, manifest_bytes
from workers.stores import NO_AGENCY_KEYS, opening

_UNFINISHED = "."
_PIECE = 1024 * 1024


class BackupPlace:
    """One backup folder."""

    def __init__(self, folder: Path, *, keys: Keys = NO_AGENCY_KEYS) -> None:
        """`keys` open what is encrypted in it."""
        self.folder = folder.absolute()
        self.keys = keys
        self.sets = self.folder / "sets"
        self.index = self.folder / "index.sqlite"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder, made where it is missing. Raises `BackupBusy`, `BackupFailed`."""
        with backup_faults():
            self.sets.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "lock").open("a")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BackupBusy(str(self.folder)) from error
            yield

    def blobs(self, agencies: Collection[str] = ()) -> EncryptedStore:
        """The objects of all sets, each under its hash; what is put is encrypted for these agencies, where they have keys here."""
        return opening(FolderStore(self.folder / "objects"), self.keys, agencies)

    def has_whole(self, sha256: str, size_bytes: int) -> bool:
        """Whether these bytes are there in their length, encrypted or not."""
        try:
            stored_bytes = self.blob_path(sha256).stat().st_size
        except FileNotFoundError:
            return False
        if stored_bytes == size_bytes:
            return True
        header = self.blobs().header(blob_key(sha256))
        return header is not None and plain_bytes(stored_bytes - header.size_bytes) == size_bytes

    def blob_path(self, sha256: str) -> Path:
        return self.folder / "objects" / blob_key(sha256)

    def begin(self, at: datetime) -> Path:
        """A folder for a new set, not yet one; what an earlier look or a killed run began is removed."""
        self._clear_unfinished()
        folder = self.sets / f"{_UNFINISHED}{at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}"
        with backup_faults():
            (folder / "rows").mkdir(parents=True)
        return folder

    def publish(self, folder: Path, manifest: Manifest) -> Path:
        """Write the manifest and give the set its name."""
        data = manifest_bytes(manifest)
        write_lines(folder / NAME, [data])
        digest = f"{hashlib.sha256(data).hexdigest()}  {NAME}\n"
        write_lines(folder / HASH_NAME, [digest.encode()])
        named = folder.with_name(folder.name.removeprefix(_UNFINISHED))
        with backup_faults():
            _sync_folder(folder / "rows")
            _sync_folder(folder)
            folder.rename(named)
            _sync_folder(self.sets)
            _sync_folder(self.folder)
        return named

    def complete_sets(self) -> Sequence[str]:
        """Names of the sets, oldest first."""
        if not self.sets.is_dir():
            return []
        return sorted(
            found.name for found in self.sets.iterdir() if not found.name.startswith(_UNFINISHED)
        )

    def chosen(self, name: str | None) -> Path:
        """The set of that name, or the newest. Raises `NoBackup`."""
        found = self.complete_sets()
        if not found or (name is not None and name not in found):
            raise NoBackup(str(self.folder if name is None else self.sets / name))
        return self.sets / (name or found[-1])

    def remove_sets_before(self, kept: int) -> Sequence[str]:
        """Forget all but the newest sets; their objects stay, others may need them."""
        old = self.complete_sets()[:-kept] if kept > 0 else []
        with backup_faults():
            for name in old:
                hidden = self.sets / f"{_UNFINISHED}{name}"
                (self.sets / name).rename(hidden)
                shutil.rmtree(hidden)
        return old

    def _clear_unfinished(self) -> None:
        with backup_faults():
            for left in self.sets.glob(f"{_UNFINISHED}*"):
                shutil.rmtree(left)


def blob_key(sha256: str) -> str:
    """`9f/2c/9f2c…`."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def write_lines(path: Path, lines: Iterable[bytes]) -> WrittenFile:
    """A new file, synced; written beside its name and renamed, so that the name never shows half of it."""
    digest, count, size = hashlib.sha256(), 0, 0
    temporary = path.with_name(f"{path.name}.new")
    with backup_faults(), temporary.open("wb") as file:
        for line in lines:
            digest.update(line)
            count, size = count + 1, size + len(line)
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
        temporary.rename(path)
    return WrittenFile(name=path.name, lines=count, size_bytes=size, sha256=digest.hexdigest())


def require_unchanged(path: Path, written: WrittenFile) -> None:
    """Raises `BackupDamaged` naming the file unless its bytes hash to what was written."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError as error:
        raise BackupDamaged(f"{path}: {errno.errorcode.get(error.errno or 0, '')}") from error
    if digest.hexdigest() != written.sha256:
        raise BackupDamaged(str(path))


@contextmanager
def backup_faults() -> Iterator[None]:
    """What the disk of the backup says, as `BackupFailed`."""
    try:
        yield
    except OSError as error:
        raise BackupFailed(f"{error.filename}: {error.strerror}") from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
