"""What only SQLite needs: pragmas, the start of transactions, its error codes (its search is search.py).

Another database gets a file like this one and nothing else changes. A receipt is a promise, hence `synchronous=FULL`:
in WAL mode that is one fsync a transaction.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from digitize.errors import DigitizeError, StoreCorrupt, StoreFull, StoreReadOnly, StoreUnavailable

BUSY_SECONDS = 30  # the longest any writer may hold the lock is one transaction of some ms
WRITES = "digitize_writes"
"""Execution option of a connection that is going to write."""


def engine_for_file(path: Path) -> Engine:
    return _prepared(create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS}))


def engine_in_memory() -> Engine:
    """One connection, for one thread at a time; it ends with the engine."""
    return _prepared(
        create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    )


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
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
