"""Every object of the store into the backup by its hash: read once, hashed on the way, never copied twice.

Bytes get there as into a store: temporary file, fsync, read back, link. What was copied is then compared with what rows and
ledger vouch for, by the audit's own list.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from digitize.errors import NotFound, NotInStore, StoreCorrupt
from digitize.fault_point import reached
from digitize.model import DocumentId, ScanId
from digitize.ports import Catalogue, ObjectStore
from storage import keys
from storage.expected_objects import expected_of_scan
from storage.keys import KeyKind
from workers.backup.object_index import Held, ObjectIndex
from workers.backup.place import BackupPlace, blob_key

_PIECE = 1024 * 1024
_OF_SCANS = (KeyKind.ORIGINAL, KeyKind.READING, KeyKind.RENDERING)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOptions:
    until_seq: int
    """Anchors of a longer ledger than the rows know would make the copy look cut off."""


class ObjectCopy:
    """One walk over the store."""

    def __init__(
        self, store: ObjectStore, place: BackupPlace, index: ObjectIndex, *, options: CopyOptions
    ) -> None:
        self._store = store
        self._place = place
        self._blobs = place.blobs()
        self._index = index
        self._options = options
        self.listed_bytes = 0
        self.copied_objects = 0
        self.copied_bytes = 0
        self.problems: list[str] = []

    def lines(self) -> Iterator[bytes]:
        """A line for every object that is in the backup now: key, SHA-256, bytes."""
        for key in self._store.keys(""):
            if self._is_later_anchor(key):
                continue
            held = self._held(key) or self._copied(key)
            if held is not None:
                self.listed_bytes += held.size_bytes
                yield json.dumps([key, held.sha256, held.size_bytes]).encode() + b"\n"

    def unproved_problems(self, catalogue: Catalogue) -> Iterator[str]:
        """What rows and ledger vouch for otherwise, of the scans whose objects are new here."""
        for scan_id in sorted(self._scans_of_unproved(catalogue)):
            for key, wanted in sorted(expected_of_scan(catalogue, scan_id).items()):
                held = self._index.get(key)
                if held is None and not wanted.may_be_gone:
                    yield f"{wanted.name}_missing:{key}"
                elif held is not None and held.sha256 != wanted.sha256:
                    yield f"{wanted.name}_changed:{key}"

    def _is_later_anchor(self, key: str) -> bool:
        parsed = keys.parse(key)
        return parsed is not None and (parsed.seq or 0) > self._options.until_seq

    def _held(self, key: str) -> Held | None:
        """What an earlier run copied, if it is still there in its length."""
        held = self._index.get(key)
        if held is None:
            return None
        path = self._place.blob_path(held.sha256)
        with suppress(FileNotFoundError):
            if path.stat().st_size == held.size_bytes:
                return held
        return None

    def _copied(self, key: str) -> Held | None:
        try:
            with self._store.open(key) as source:
                held = _measured(source)
            if not self._blobs.exists(blob_key(held.sha256)):
                with self._store.open(key) as source:
                    self._blobs.put(blob_key(held.sha256), source, sha256=held.sha256)
                self.copied_objects += 1
                self.copied_bytes += held.size_bytes
        except NotInStore:  # taken away since it was listed
            return None
        except StoreCorrupt:
            self.problems.append(f"object_unreadable:{key}")
            return None
        self._index.put(key, held)
        reached("backup.object_copied")
        return held

    def _scans_of_unproved(self, catalogue: Catalogue) -> set[ScanId]:
        found: set[ScanId] = set()
        for parsed in map(keys.parse, self._index.unproved()):
            if parsed is None or parsed.kind is KeyKind.ANCHOR:
                continue
            with suppress(
                NotFound
            ):  # an object without its row: a killed run left it, the next claims it
                if parsed.kind in _OF_SCANS:
                    found.add(catalogue.scan(ScanId(parsed.subject)).id)
                else:
                    found.add(catalogue.document(DocumentId(parsed.subject)).scan_id)
        return found


def _measured(source: BinaryIO) -> Held:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return Held(sha256=digest.hexdigest(), size_bytes=size)
