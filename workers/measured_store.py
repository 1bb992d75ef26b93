"""An object store as it is, every answer timed: what the store costs shows whichever adapter it is, and none of them knows."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from digitize.errors import DigitizeError
from digitize.ports import ObjectStore
from storage.encrypted_store import written_for
from workers.observing import Observer, tell


class MeasuredStore:
    """An `ObjectStore` that is another one, and tells how long it took."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store
        """The adapter itself, for who asks what it alone can say."""

    def of_agencies(self, agencies: Collection[str]) -> "MeasuredStore":
        return MeasuredStore(written_for(self.store, agencies))

    def put(self, key: str, data: BinaryIO | bytes, *, sha256: str | None = None) -> str:
        if isinstance(data, bytes):
            with _timed("put", size_bytes=len(data)):
                return self.store.put(key, data, sha256=sha256)
        counted = _Counted(data)
        with _timed("put") as said:
            try:
                return self.store.put(key, cast("BinaryIO", counted), sha256=sha256)
            finally:
                said.size_bytes = counted.size_bytes

    def adopt(self, key: str, file: Path, *, sha256: str) -> str:
        with _timed("adopt", size_bytes=file.stat().st_size if file.is_file() else 0):
            return self.store.adopt(key, file, sha256=sha256)

    def get(self, key: str) -> bytes:
        with _timed("get") as said:
            data = self.store.get(key)
            said.size_bytes = len(data)
            return data

    def open(self, key: str) -> BinaryIO:
        with _timed("open"):
            return self.store.open(key)

    def exists(self, key: str) -> bool:
        with _timed("exists"):
            return self.store.exists(key)

    def sha256(self, key: str) -> str:
        with _timed("sha256"):
            return self.store.sha256(key)

    def keys(self, prefix: str = "") -> Iterator[str]:
        return self.store.keys(prefix)

    def discard(self, key: str) -> None:
        with _timed("discard"):
            self.store.discard(key)

    def local_path(self, key: str) -> Path:
        with _timed("local_path"):
            return self.store.local_path(key)


@dataclass(slots=True)
class _Counted:
    """A source of bytes that says how many were read; a store asks nothing else of one."""

    source: BinaryIO
    size_bytes: int = 0

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.size_bytes += len(data)
        return data


@dataclass(slots=True)
class _Said:
    """What is known of a call only when it has been answered."""

    size_bytes: int = 0


@contextmanager
def _timed(operation: str, *, size_bytes: int = 0) -> Iterator[_Said]:
    said, begun, code = _Said(size_bytes), time.perf_counter(), ""
    try:
        yield said
    except DigitizeError as error:
        code = error.code
        raise
    finally:
        tell(
            Observer.store_called,
            operation,
            time.perf_counter() - begun,
            size_bytes=0 if code else said.size_bytes,
            error_code=code,
        )
