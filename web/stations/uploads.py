"""Uploads on disk while they come: what each is to become, and the bytes that came so far. Crash-safe, without a database.

`<id>.json` says what an upload is, `<id>.part` has its bytes; the part's size is the offset. Bytes count as kept once part,
description and folder were synced, which is done when a request ends, not for every piece. A part that goes into custody is
removed and its description stays, so that its receipt can be asked for by its id until it expires. What is in custody is
the catalogue's to say: a description without part proves nothing.
"""

import hashlib
import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NewType

from digitize import codec, limits
from digitize.errors import NoSuchUpload, TooManyUploads
from digitize.model import BatchId, ScanId
from storage.disk_faults import disk_faults

UploadId = NewType("UploadId", str)
_ID_CHARS = frozenset("0123456789abcdef")
_ID_LENGTH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    id: UploadId
    station: str
    """Who began it: id of the station or of the account."""
    batch_id: BatchId
    name: str
    sha256: ScanId
    """What the whole file hashes to, as its giver says."""
    length: int
    """Bytes of the whole file."""
    began_at: datetime
    component: str = ""
    type_code: str = ""


def upload_id(batch_id: BatchId, name: str, sha256: str) -> UploadId:
    """The same file in the same batch is the same upload, however often it is begun."""
    text = f"{batch_id}\n{sha256}\n{name}"
    return UploadId(hashlib.sha256(text.encode()).hexdigest()[:_ID_LENGTH])


class UploadFolder:
    """The folder of uploads; safe to share between threads, one writer an upload. Raises the store's errors."""

    def __init__(self, root: Path, *, max_open: int = limits.MAX_OPEN_UPLOADS) -> None:
        """`root` is made where it is missing; `max_open` unfinished uploads may one pusher have."""
        self._root = root
        self._max_open = max_open
        self._open: defaultdict[str, set[UploadId]] = defaultdict(set)
        self._named = set[UploadId]()
        """Uploads whose names are on the disk for certain."""
        self._lock = threading.Lock()
        with disk_faults("uploads"):
            root.mkdir(parents=True, exist_ok=True)
            for torn in root.glob("*.new"):
                torn.unlink(missing_ok=True)
        for upload in self.unfinished():
            self._open[upload.station].add(upload.id)

    def begin(self, upload: Upload) -> None:
        """Room for its bytes. Raises `TooManyUploads`."""
        with self._lock:
            mine = self._open[upload.station]
            if len(mine) >= self._max_open and upload.id not in mine:
                raise TooManyUploads(f"{len(mine)} open")
            mine.add(upload.id)
        try:
            self._write_down(upload)
        except BaseException:
            self._no_longer_open(upload)
            raise

    def get(self, wanted: str) -> Upload:
        """What was begun under this id. Raises `NoSuchUpload`."""
        path = self._description(_require_id(wanted))
        try:
            with disk_faults(wanted):
                text = path.read_bytes() if path.is_file() else b""
            return codec.from_json(Upload, text)
        except ValueError as fault:  # none, or its writing was cut by a power cut: begun anew
            raise NoSuchUpload(wanted) from fault

    def part(self, upload: Upload) -> Path:
        """Where its bytes are."""
        return self._root / f"{upload.id}.part"

    def size(self, upload: Upload) -> int | None:
        """Bytes that came; None where the part is gone, for it went into custody."""
        with disk_faults(upload.id), suppress(FileNotFoundError):
            return self.part(upload).stat().st_size
        return None

    def sync(self, upload: Upload) -> None:
        """What came is kept from now on, whatever happens to the machine."""
        with disk_faults(upload.id):
            _sync(self.part(upload))
            if upload.id not in self._named:  # names do not change any more
                _sync(self._description(upload.id))
                _sync(self._root)
                self._named.add(upload.id)

    def restart(self, upload: Upload) -> None:
        """Its bytes are not what was said: none of them came. The file itself is left alone: it may be the store's too."""
        with disk_faults(upload.id):
            empty = self._new_name(upload.id)
            empty.touch()
            empty.replace(self.part(upload))
        self._named.discard(upload.id)

    def leave_to_custody(self, upload: Upload) -> None:
        """Its bytes are in the store: they need no second copy."""
        with disk_faults(upload.id):
            self.part(upload).unlink(missing_ok=True)
        self._no_longer_open(upload)

    def remove(self, upload: Upload) -> None:
        """Nothing of it is left."""
        with disk_faults(upload.id):
            self._description(upload.id).unlink(missing_ok=True)
            self.part(upload).unlink(missing_ok=True)
        self._no_longer_open(upload)

    def unfinished(self) -> Iterator[Upload]:
        """Every upload whose bytes are still here."""
        for path in sorted(self._root.glob("*.part")):
            with suppress(NoSuchUpload):
                yield self.get(path.stem)

    def expired(self, *, before: float) -> Iterator[UploadId]:
        """Uploads of which nothing was heard since then (seconds since the epoch); also what a crash left of one."""
        heard: defaultdict[str, float] = defaultdict(float)
        for path in self._root.iterdir():
            with suppress(FileNotFoundError):
                heard[path.stem] = max(heard[path.stem], path.stat().st_mtime)
        for name, at in sorted(heard.items()):
            with suppress(NoSuchUpload):
                if at < before:
                    yield _require_id(name)

    def sweep(self, wanted: UploadId) -> None:
        """Remove an expired upload, whole or not."""
        try:
            self.remove(self.get(wanted))
        except NoSuchUpload:
            with disk_faults(wanted):
                for path in (self._description(wanted), self._root / f"{wanted}.part"):
                    path.unlink(missing_ok=True)

    def _write_down(self, upload: Upload) -> None:
        """The part first: a description without one would say that its bytes are in custody."""
        with disk_faults(upload.id):
            self.part(upload).touch()
            incoming = self._new_name(upload.id)
            incoming.write_bytes(codec.to_json(upload))
            incoming.replace(self._description(upload.id))
        self._named.discard(upload.id)

    def _no_longer_open(self, upload: Upload) -> None:
        self._named.discard(upload.id)
        with self._lock:
            self._open[upload.station].discard(upload.id)

    def _new_name(self, wanted: UploadId) -> Path:
        return self._root / f"{wanted}.{threading.get_ident()}.new"

    def _description(self, wanted: UploadId) -> Path:
        return self._root / f"{wanted}.json"


def _require_id(text: str) -> UploadId:
    if len(text) != _ID_LENGTH or not _ID_CHARS.issuperset(text):
        raise NoSuchUpload("not an upload id")
    return UploadId(text)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
