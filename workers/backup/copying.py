"""Every object of the store into the backup by its hash: read once, hashed on the way, never copied twice.

Bytes get there as into a store: temporary file, fsync, read back, link. What was copied is then compared with what rows and
ledger vouch for, by the audit's own list. What an earlier run copied and the store has lost since stays in the set, and is told:
a restore brings it back.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from digitize.errors import (
    AgencyKeyMissing,
    BackupFailed,
    NotFound,
    NotInStore,
    StoreCorrupt,
    StoreUnavailable,
)
from digitize.fault_point import reached
from digitize.model import DocumentId, ScanId
from digitize.ports import Catalogue, ObjectStore
from storage import keys
from storage.encrypted_store import EncryptedStore
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
        self,
        store: ObjectStore,
        catalogue: Catalogue,
        place: BackupPlace,
        index: ObjectIndex,
        *,
        options: CopyOptions,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._place = place
        self._index = index
        self._options = options
        self.listed_bytes = 0
        self.copied_objects = 0
        self.copied_bytes = 0
        self.problems: list[str] = []

    def lines(self) -> Iterator[bytes]:
        """A line for every object that is in the backup now: key, SHA-256, bytes."""
        listed = 0
        for key in self._store.keys(""):
            if self._is_later_anchor(key):
                continue
            held = self._held(key) or self._copied(key)
            if held is not None:
                listed += 1
                yield self._line(key, held)
        if self._index.count() > listed:
            yield from self._lost_lines()

    def unproved_problems(self) -> Iterator[str]:
        """What rows and ledger vouch for otherwise, of the scans whose objects are new here."""
        found = {self._scan_of(key) for key in self._index.unproved()}
        for scan_id in sorted(scan_id for scan_id in found if scan_id is not None):
            for key, wanted in sorted(expected_of_scan(self._catalogue, scan_id).items()):
                held = self._index.get(key)
                if held is not None and held.sha256 != wanted.sha256:
                    yield f"{wanted.name}_changed:{key}"
                # What is in the store now and not here came after the rows that were copied.
                elif held is None and not wanted.may_be_gone and not self._store.exists(key):
                    yield f"{wanted.name}_missing:{key}"

    def _lost_lines(self) -> Iterator[bytes]:
        """Objects of earlier runs that the store no longer has, though somebody vouches for them; others are forgotten."""
        lost = [key for key in self._index.keys() if not self._store.exists(key)]  # noqa: SIM118
        for key in lost:
            held, name = self._index.get(key), self._wanted_name(key)
            if held is not None and name is not None and self._is_copied(held):
                self.problems.append(f"{name}_missing:{key}")
                yield self._line(key, held)
            else:
                self._index.forget(key)

    def _line(self, key: str, held: Held) -> bytes:
        self.listed_bytes += held.size_bytes
        return json.dumps([key, held.sha256, held.size_bytes]).encode() + b"\n"

    def _wanted_name(self, key: str) -> str | None:
        """What the object is, where it must be there; None where it may be gone."""
        parsed = keys.parse(key)
        if parsed is not None and parsed.kind is KeyKind.ANCHOR:
            return "anchor"
        scan_id = self._scan_of(key)
        wanted = expected_of_scan(self._catalogue, scan_id).get(key) if scan_id else None
        return None if wanted is None or wanted.may_be_gone else wanted.name

    def _is_later_anchor(self, key: str) -> bool:
        parsed = keys.parse(key)
        return parsed is not None and (parsed.seq or 0) > self._options.until_seq

    def _held(self, key: str) -> Held | None:
        """What an earlier run copied, if it is still there in its length."""
        held = self._index.get(key)
        return held if held is not None and self._is_copied(held) else None

    def _is_copied(self, held: Held) -> bool:
        return self._place.has_whole(held.sha256, held.size_bytes)

    def _copied(self, key: str) -> Held | None:
        try:
            with self._store.open(key) as source:
                held = _measured(source)
            self._put(key, held)
        except NotInStore:  # taken away since it was listed
            return None
        except (
            StoreCorrupt,
            OSError,
        ):  # its bytes are not what they were, or its disk no longer gives them
            self.problems.append(f"object_unreadable:{key}")
            return None
        except AgencyKeyMissing:  # destroyed: what it opened is nobody's any more
            self.problems.append(f"object_without_key:{key}")
            return None
        self._index.put(key, held)
        reached("backup.object_copied")
        return held

    def _put(self, key: str, held: Held) -> None:
        """For the agencies that can open it in the store. Raises `BackupFailed` for what the disk of the backup says."""
        agencies = self._agencies(key)
        blobs, name = self._place.blobs(agencies), blob_key(held.sha256)
        if blobs.exists(name):
            if agencies:  # the same bytes may have been another agency's, or nobody's secret
                blobs.bring_up(name)
            return
        with self._store.open(key) as source:
            try:
                (blobs if agencies else blobs.store).put(name, source, sha256=held.sha256)
            except StoreUnavailable as error:
                raise BackupFailed(error.detail) from error
        self.copied_objects += 1
        self.copied_bytes += held.size_bytes

    def _agencies(self, key: str) -> Collection[str]:
        header = self._store.header(key) if isinstance(self._store, EncryptedStore) else None
        return () if header is None else header.holders

    def _scan_of(self, key: str) -> ScanId | None:
        """Whose object it is; None for an object without its row: a killed run left it, the next claims it."""
        parsed = keys.parse(key)
        if parsed is None or parsed.kind is KeyKind.ANCHOR:
            return None
        with suppress(NotFound):
            if parsed.kind in _OF_SCANS:
                return self._catalogue.scan(ScanId(parsed.subject)).id
            return self._catalogue.document(DocumentId(parsed.subject)).scan_id
        return None


def _measured(source: BinaryIO) -> Held:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return Held(sha256=digest.hexdigest(), size_bytes=size)
