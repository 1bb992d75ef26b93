"""An engine, its schema brought up to date, and transactions whose faults are the domain's errors.

database = open_database(folder / "catalogue.db")
with database.writing() as connection: ...
"""

import contextlib
import functools
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from digitize.errors import BadConfiguration, LostRace
from storage import sqlite
from storage.migrations import upgrade
from storage.new_database import make_tables
from storage.schema import HEAD_REVISION


class Database:
    """Transactions on one engine; safe to share between threads, never between processes."""

    def __init__(self, engine: Engine, *, one_connection: bool = False) -> None:
        """`one_connection`: threads take turns (an in-memory database has but one connection)."""
        self._engine = engine
        # SQLite makes waiting writers sleep and try again; threads that queue up here go one after the other without a pause.
        self._writer = threading.Lock()
        self._turn: contextlib.AbstractContextManager[object] = (
            threading.RLock() if one_connection else contextlib.nullcontext()
        )

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view: all queries of the block see the same moment."""
        with self._turn, translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """All changes of the block or none; durable when the block has ended."""
        options = {sqlite.WRITES: True}
        with self._turn, self._writer, translated(), self._engine.connect() as connection:
            connection = connection.execution_options(**options)  # noqa: PLW2901
            with connection.begin():
                yield connection

    def close(self) -> None:
        self._engine.dispose()


def open_database(path: Path) -> Database:
    """The database in this file, made or migrated where needed.

    Raises `StoreReadOnly`, `StoreFull`, `StoreUnavailable`, `StoreCorrupt`, and `BadConfiguration` for a newer schema.
    """
    database = Database(sqlite.engine_for_file(path))
    _bring_up_to_date(database)
    return database


def open_memory_database() -> Database:
    """An empty database that ends with `close`."""
    return Database(sqlite.engine_in_memory(like=_migrated_in_memory()), one_connection=True)


@functools.cache
def _migrated_in_memory() -> Engine:
    """Migrating costs a tenth of a second, copying what was migrated a millisecond."""
    engine = sqlite.engine_in_memory()
    _bring_up_to_date(Database(engine, one_connection=True))
    return engine


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """The driver's faults as errors of `digitize/errors`, the cause kept."""
    try:
        yield
    except IntegrityError as fault:
        raise LostRace(str(fault.orig)) from fault
    except DBAPIError as fault:
        kind = sqlite.error_for(fault.orig or fault)
        raise kind(f"{type(fault.orig).__name__}: {fault.orig}") from fault


def _bring_up_to_date(database: Database) -> None:
    with database.reading() as connection:
        found = _revision(connection)
    if found is None:
        found = _make_new(database)
    if found == HEAD_REVISION:
        return
    if found > HEAD_REVISION:
        raise BadConfiguration(f"schema {found} is newer than this program's {HEAD_REVISION}")
    with database.writing() as connection:
        upgrade(connection)


def _make_new(database: Database) -> str:
    """All tables at once, unless another process has just made them; the revision that is there then."""
    with database.writing() as connection:
        if _revision(connection) is None:
            make_tables(connection)
        return _revision(connection) or ""


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
