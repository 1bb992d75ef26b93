"""One station at a time works on a spool; the system gives the lock back when a process dies, however it dies.

SQLite's file lock is the one that the standard library has on Windows and on Linux alike.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from digitize.errors import StationBusy, StoreUnavailable

_FILE = "lock.sqlite"


@contextmanager
def spool_lock(spool: Path) -> Iterator[None]:
    """Hold the spool. Raises `StationBusy` where another process does, `StoreUnavailable` where it cannot be written."""
    try:
        spool.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(spool / _FILE, timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable(str(error)) from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise StationBusy(str(spool)) from error
        yield
