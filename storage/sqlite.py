"""What only SQLite needs: pragmas, the start of transactions, its error codes (its search is search_sqlite.py).

Another database has a file like this one (postgres.py). A receipt is a promise, hence `synchronous=FULL`:
in WAL mode that is one fsync a transaction.
"""

import os
import sqlite3
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, QueuePool, StaticPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from digitize.errors import DigitizeError, StoreCorrupt, StoreFull, StoreReadOnly, StoreUnavailable

NAME = "SQLite"
BUSY_SECONDS = 30  # the longest any writer may hold the lock is one transaction of some ms
KEPT_CONNECTIONS = 32
"""One more would be opened and closed for every question; each takes up to 2 MB."""
_WRITES = "digitize_writes"
READING: Mapping[str, object] = {}
"""Execution options of a connection that only looks, and below of one that is going to write."""
WRITING: Mapping[str, object] = {_WRITES: True}
ASKING, SAYING = READING, WRITING
"""Of one that says one thing alone; here that is a transaction like any other."""
ONE_WRITER = True
"""Waiting writers sleep and try again; threads that queue up before it go one after the other without a pause."""


def engine_for_file(path: Path) -> Engine:
    """An engine on this file; on a read-only disk one that only reads."""
    if _is_on_read_only_disk(path):
        return _prepared(
            create_engine("sqlite://", poolclass=QueuePool, creator=partial(_read_only, path))
        )
    url = URL.create("sqlite", database=str(path))
    return _prepared(
        create_engine(
            url, pool_size=KEPT_CONNECTIONS, max_overflow=-1, connect_args={"timeout": BUSY_SECONDS}
        )
    )


def engine_in_memory(*, like: Engine | None = None) -> Engine:
    """One connection, for one thread at a time; it ends with the engine. `like` is copied into it."""
    engine = _prepared(
        create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    )
    if like is not None:
        with like.connect() as source, engine.connect() as target:
            _driver(source).backup(_driver(target))
    return engine


def error_for(fault: BaseException) -> type[DigitizeError]:
    """The error class for what SQLite reports."""
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return _EXTENDED.get(code) or _PRIMARY.get(code & 0xFF, StoreUnavailable)


_PRIMARY: dict[int, type[DigitizeError]] = {
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_CORRUPT: StoreCorrupt,
    sqlite3.SQLITE_NOTADB: StoreCorrupt,
}
_EXTENDED: dict[int, type[DigitizeError]] = {
    sqlite3.SQLITE_IOERR_SHMSIZE: StoreFull,  # no room for the index of the write-ahead log
    sqlite3.SQLITE_IOERR_WRITE: StoreFull,
}


def _is_on_read_only_disk(path: Path) -> bool:
    """A log that was left behind must be merged first, and that cannot be done here: such a file is not read at all."""
    if not path.is_file() or path.with_name(f"{path.name}-wal").exists():
        return False
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def _read_only(path: Path) -> sqlite3.Connection:
    """WAL mode wants to write beside the file even to read it; `immutable` tells it that nobody can."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False
    )


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _prepared(engine: Engine) -> Engine:
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver must not open transactions by itself: `_begin` says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: two that read first and write later would both have to give up."""
    writes = connection.get_execution_options().get(_WRITES, False)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    try:
        _driver(connection).execute(begin)
    except sqlite3.Error as fault:
        # As SQLAlchemy does with the fault of any other statement.
        raise DBAPIError(begin, None, fault) from fault
