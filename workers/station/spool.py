"""The station's memory on its own disk: files taken in, batches composed, receipts; nothing else matters after a crash.

    items/<id>/data, item.json     a file, whole from the moment its folder has this name
    batches/<key>.json             which files came together; its list never changes
    incoming/                      what was under way when the process died; swept at start
    damaged/                       rows that the disk gave back broken; kept for the operator

The process that holds the spool's lock is the only writer, so it keeps the rows in memory too; others only read.
"""

import errno
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from digitize import codec
from digitize.errors import SpoolFull, StoreUnavailable
from workers.station.durable import replace, sync_folder, write_whole
from workers.station.rows import SpooledFile, StationBatch

_ITEM, _DATA = "item.json", "data"
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_Row = TypeVar("_Row")


class Spool:
    def __init__(self, root: Path) -> None:
        """Nothing is read yet: `load` to look at it, `prepare` to work on it."""
        self._item_folder = root / "items"
        self._batch_folder = root / "batches"
        self._incoming = root / "incoming"
        self._damaged = root / "damaged"
        self._rows = threading.Lock()
        self._files: dict[str, SpooledFile] = {}
        self._batches: dict[str, StationBatch] = {}
        self.root = root

    def load(self) -> "Spool":
        """The rows as they are on the disk; broken ones are passed over."""
        found = (_read(SpooledFile, folder / _ITEM) for folder in _listed(self._item_folder))
        batches = (_read(StationBatch, path) for path in _listed(self._batch_folder))
        with self._rows:
            self._files = {file.id: file for file in found if file}
            self._batches = {batch.key: batch for batch in batches if batch}
        return self

    def prepare(self) -> "Spool":
        """Make the folders, sweep what a killed station left half done, load. Only under the spool's lock.

        Raises `StoreUnavailable`.
        """
        with writing():
            shutil.rmtree(self._incoming, ignore_errors=True)
            for folder in (self._item_folder, self._batch_folder, self._incoming):
                folder.mkdir(parents=True, exist_ok=True)
            self._set_damaged_apart()
            sync_folder(self.root)
        return self.load()

    # -- files
    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A folder for one file on its way in; gone afterwards unless `keep` took it."""
        folder = Path(tempfile.mkdtemp(dir=self._incoming))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, folder: Path, file: SpooledFile) -> SpooledFile:
        """The incoming folder with its `data` under the file's id; where that is taken, the file as it is known."""
        with self._rows:
            known = self._files.get(file.id)
        if known is not None:
            return known
        with writing():
            write_whole(folder / _ITEM, codec.to_json(file))
            replace(folder, self._item_folder / file.id)
            sync_folder(self._item_folder)
        return self._remember(file)

    def file(self, file_id: str) -> SpooledFile:
        with self._rows:
            return self._files[file_id]

    def save(self, file: SpooledFile) -> SpooledFile:
        with writing():
            write_whole(self._item_folder / file.id / _ITEM, codec.to_json(file))
        return self._remember(file)

    def files(self) -> list[SpooledFile]:
        """All that are remembered, in the order they came."""
        with self._rows:
            files = list(self._files.values())
        return sorted(files, key=lambda file: (file.taken_at, file.name))

    def data(self, file_id: str) -> Path:
        """Its bytes; no longer there once the server holds them and the source is settled."""
        return self._item_folder / file_id / _DATA

    def discard_data(self, file_id: str) -> None:
        self.data(file_id).unlink(missing_ok=True)

    # -- batches
    def save_batch(self, batch: StationBatch) -> StationBatch:
        with writing():
            write_whole(self._batch_folder / f"{batch.key}.json", codec.to_json(batch))
        with self._rows:
            self._batches[batch.key] = batch
        return batch

    def batches(self) -> list[StationBatch]:
        """In the order they were composed."""
        with self._rows:
            batches = list(self._batches.values())
        return sorted(batches, key=lambda batch: (batch.composed_at, batch.key))

    def files_of(self, batch: StationBatch) -> list[SpooledFile]:
        with self._rows:
            return [self._files[file.id] for file in batch.files if file.id in self._files]

    def loose_files(self) -> list[SpooledFile]:
        """Those that no batch has yet."""
        taken = {file.id for batch in self.batches() for file in batch.files}
        return [file for file in self.files() if file.id not in taken]

    def is_done(self, batch: StationBatch) -> bool:
        """Closed, and every source in its last place."""
        return batch.is_closed and all(file.is_settled for file in self.files_of(batch))

    def forget_done(self, *, before: datetime) -> None:
        """Drop batches that are done and were composed before that time."""
        for batch in self.batches():
            if batch.composed_at < before and self.is_done(batch):
                self._forget(batch)

    def _forget(self, batch: StationBatch) -> None:
        """The files go first: one that no batch names would be taken for new."""
        for file in self.files_of(batch):
            shutil.rmtree(self._item_folder / file.id, ignore_errors=True)
        (self._batch_folder / f"{batch.key}.json").unlink(missing_ok=True)
        with self._rows:
            for named in batch.files:
                self._files.pop(named.id, None)
            self._batches.pop(batch.key, None)

    def _remember(self, file: SpooledFile) -> SpooledFile:
        with self._rows:
            self._files[file.id] = file
        return file

    def _set_damaged_apart(self) -> None:
        """A row that cannot be read again: its source is still where it was, and is taken anew."""
        broken = [
            folder
            for folder in _listed(self._item_folder)
            if _read(SpooledFile, folder / _ITEM) is None
        ]
        broken += [
            path for path in _listed(self._batch_folder) if _read(StationBatch, path) is None
        ]
        for path in broken:
            self._damaged.mkdir(exist_ok=True)
            replace(path, Path(tempfile.mkdtemp(dir=self._damaged)) / path.name)


@contextmanager
def writing() -> Iterator[None]:
    """Faults of the spool's own disk as errors of ours: `SpoolFull`, `StoreUnavailable`."""
    try:
        yield
    except OSError as error:
        kind = SpoolFull if error.errno in _FULL else StoreUnavailable
        raise kind(str(error)) from error


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _read(kind: type[_Row], path: Path) -> _Row | None:
    """None where it is broken, or went away since it was listed."""
    try:
        return codec.from_json(kind, path.read_bytes())
    except (OSError, ValueError):
        return None
