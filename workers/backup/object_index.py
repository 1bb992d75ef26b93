"""Which object has which hash, so that a nightly backup reads only what is new. Derived: without it all is read once more."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import BackupFailed

_AT_ONCE = 200  # objects whose bytes are durable before their entries are


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    sha256: str
    size_bytes: int


class ObjectIndex:
    """Keys of one warehouse."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pending = 0

    def get(self, key: str) -> Held | None:
        row = self._connection.execute(_GET, (key,)).fetchone()
        return None if row is None else Held(sha256=row[0], size_bytes=row[1])

    def put(self, key: str, held: Held) -> None:
        """Remember an object whose bytes are safe; it is not proved yet."""
        self._connection.execute(_PUT, (key, held.sha256, held.size_bytes))
        self._pending += 1
        if self._pending >= _AT_ONCE:
            self.commit()

    def forget(self, key: str) -> None:
        self._connection.execute("DELETE FROM objects WHERE key = ?", (key,))

    def keys(self) -> Iterator[str]:
        for row in self._connection.execute("SELECT key FROM objects ORDER BY key"):
            yield row[0]

    def count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM objects").fetchone()[0])

    def unproved(self) -> Iterator[str]:
        """Keys that were never compared with what rows and ledger vouch for."""
        for row in self._connection.execute("SELECT key FROM objects WHERE proved = 0"):
            yield row[0]

    def prove_all(self) -> None:
        self._connection.execute("UPDATE objects SET proved = 1 WHERE proved = 0")
        self.commit()

    def commit(self) -> None:
        self._connection.commit()
        self._pending = 0


@contextmanager
def object_index(path: Path) -> Iterator[ObjectIndex]:
    """Open, and make where it is missing. Raises `BackupFailed`."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(_MAKE)
            index = ObjectIndex(connection)
            yield index
            index.commit()
    except sqlite3.Error as error:
        raise BackupFailed(f"{path}: {error}") from error


_MAKE = """
CREATE TABLE IF NOT EXISTS objects (
    key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL, proved INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID
"""
_GET = "SELECT sha256, size_bytes FROM objects WHERE key = ?"
_PUT = "INSERT OR REPLACE INTO objects (key, sha256, size_bytes) VALUES (?, ?, ?)"
