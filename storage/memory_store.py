"""Objects in memory, with every promise of the folder store but survival: for trial runs and for tests."""

import hashlib
import io
import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from digitize.errors import ChecksumMismatch, IllegalMove, NotInStore, StoreCorrupt
from storage import keys


class MemoryStore:
    """An `ObjectStore` that ends with its process."""

    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._spilled: dict[str, bytes] = {}

    def put(self, key: str, data: BinaryIO | bytes, *, sha256: str | None = None) -> str:
        content = data if isinstance(data, bytes) else data.read()
        written = hashlib.sha256(content).hexdigest()
        if sha256 is not None and written != sha256:
            raise StoreCorrupt(f"{key}: given {sha256}, wrote {written}")
        with self._lock:
            held = self._objects.setdefault(keys.require_safe(key), content)
        if held != content:
            raise StoreCorrupt(f"{key}: holds other bytes")
        return written

    def adopt(self, key: str, file: Path, *, sha256: str) -> str:
        content = file.read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != sha256:
            raise ChecksumMismatch(f"{key}: said to be {sha256}, is {found}")
        return self.put(key, content)

    def get(self, key: str) -> bytes:
        try:
            return self._objects[keys.require_safe(key)]
        except KeyError as missing:
            raise NotInStore(key) from missing

    def open(self, key: str) -> BinaryIO:
        return io.BytesIO(self.get(key))

    def exists(self, key: str) -> bool:
        return keys.require_safe(key) in self._objects

    def sha256(self, key: str) -> str:
        return hashlib.sha256(self.get(key)).hexdigest()

    def keys(self, prefix: str = "") -> Iterator[str]:
        with self._lock:
            found = sorted(key for key in self._objects if key.startswith(prefix))
        yield from found

    def discard(self, key: str) -> None:
        if keys.is_original(key):
            raise IllegalMove(f"{key}: originals are kept for ever")
        self.dispose(key)

    def replace(self, key: str, data: BinaryIO) -> None:
        """Keep the same paper otherwise."""
        content = data.read()
        with self._lock:
            if keys.require_safe(key) not in self._objects:
                raise NotInStore(key)
            self._objects[key] = content

    def end_replacing(self) -> None:
        """Nothing: it ends with its process."""

    def dispose(self, key: str) -> None:
        """Remove for good what an officer disposed of, an original too."""
        with self._lock:
            self._objects.pop(keys.require_safe(key), None)
            self._spilled.pop(key, None)

    def local_path(self, key: str) -> Path:
        content = self.get(key)
        with self._lock:
            path = self._spill_folder() / key
            if self._spilled.get(key) is not content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                self._spilled[key] = content
        return path

    def _spill_folder(self) -> Path:
        """Made on first need, removed with the store."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="digitize-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder
