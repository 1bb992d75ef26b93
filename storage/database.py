"""An engine, its schema brought up to date, and transactions whose faults are the domain's errors.

database = open_database(folder / "catalogue.db")        # or open_postgres("postgresql://…")
with database.writing() as connection: ...
"""

import contextlib
import functools
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from digitize.errors import BadConfiguration, DigitizeError, LostRace, StoreUnavailable
from storage import postgres, sqlite
from storage.ledger import appending
from storage.migrations import upgrade
from storage.new_database import make_tables
from storage.record_texts import index_all_texts
from storage.schema import HEAD_REVISION
from storage.turns import take_turns_at_schema


class Database:
    """Transactions on one engine; safe to share between threads, never between processes."""

    def __init__(self, engine: Engine, *, one_connection: bool = False) -> None:
        """`one_connection`: threads take turns (an in-memory database has but one connection)."""
        kind = _KINDS[engine.dialect.name]
        self._engine = engine
        self._reader = engine.execution_options(**kind.READING)
        self._writer = engine.execution_options(**kind.WRITING)
        self._asker = engine.execution_options(**kind.ASKING)
        self._sayer = engine.execution_options(**kind.SAYING)
        self._one_writer: contextlib.AbstractContextManager[object] = (
            threading.Lock() if kind.ONE_WRITER else contextlib.nullcontext()
        )
        self._turn: contextlib.AbstractContextManager[object] = (
            threading.RLock() if one_connection else contextlib.nullcontext()
        )

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view: all queries of the block see the same moment."""
        with self._turn, translated(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """All changes of the block or none; durable when the block has ended.

        On PostgreSQL others write meanwhile: what must not change between reading and writing takes turns (turns.py).
        """
        with (
            self._turn,
            self._one_writer,
            translated(),
            self._writer.connect() as connection,
            connection.begin(),
            appending(connection),
        ):
            yield connection

    @contextlib.contextmanager
    def asking(self) -> Iterator[Connection]:
        """For one question, which sees one moment by itself: a third of what `reading` costs on PostgreSQL."""
        with self._turn, translated(), self._asker.connect() as connection:  # nothing to commit
            yield connection

    @contextlib.contextmanager
    def saying(self) -> Iterator[Connection]:
        """For one statement that changes rows, and nothing in the ledger: as `writing`, and as much less than it."""
        with (
            self._turn,
            self._one_writer,
            translated(),
            self._sayer.connect() as connection,
            connection.begin(),
        ):
            yield connection

    @property
    def name(self) -> str:
        """Which database this is, with its version. Raises `StoreUnavailable`."""
        with self.reading() as connection:
            version = ".".join(map(str, connection.dialect.server_version_info or ()))
            return f"{_KINDS[connection.dialect.name].NAME} {version}"

    def close(self) -> None:
        self._engine.dispose()


class _Kind(Protocol):
    """What a database's own module says of it."""

    NAME: str
    READING: Mapping[str, object]
    WRITING: Mapping[str, object]
    ASKING: Mapping[str, object]
    SAYING: Mapping[str, object]
    ONE_WRITER: bool

    def error_for(self, fault: BaseException, /) -> type[DigitizeError]: ...


_KINDS: Mapping[str, _Kind] = {"sqlite": sqlite, "postgresql": postgres}


def open_database(path: Path) -> Database:
    """The SQLite database in this file, made or migrated where needed.

    Raises `StoreReadOnly`, `StoreFull`, `StoreUnavailable`, `StoreCorrupt`, and `BadConfiguration` for a newer schema.
    """
    return _opened(sqlite.engine_for_file(path))


def open_postgres(address: str, *, options: postgres.PostgresOptions | None = None) -> Database:
    """The PostgreSQL database at this address, its tables made or migrated where needed; however many do so at once.

    Errors as of `open_database`, and `MissingDependency` without the driver.
    """
    return _opened(postgres.engine_for(address, options=options))


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
        cause = fault.orig or fault
        kind = postgres if hasattr(cause, "sqlstate") else sqlite
        raise kind.error_for(cause)(f"{type(cause).__name__}: {cause}") from fault
    except NoConnectionLeft as fault:
        raise StoreUnavailable(str(fault)) from fault


def _opened(engine: Engine) -> Database:
    database = Database(engine)
    try:
        _bring_up_to_date(database)
    except DigitizeError:
        database.close()
        raise
    return database


def _bring_up_to_date(database: Database) -> None:
    with database.reading() as connection:
        found = _revision(connection)
    if found is not None:
        _refuse_newer(found)
    if found == HEAD_REVISION:
        return
    with database.writing() as connection:
        take_turns_at_schema(connection)
        found = _revision(connection)  # another process may have been first
        if found is None and connection.dialect.name == "sqlite":
            make_tables(connection)
            found = _revision(connection)
        if found != HEAD_REVISION:
            _refuse_newer(found or "")
            if connection.dialect.name == "postgresql":
                postgres.allow_time(connection)
            upgrade(connection)
            index_all_texts(connection)  # a migration may leave the index empty


def _refuse_newer(found: str) -> None:
    if found > HEAD_REVISION:
        raise BadConfiguration(f"schema {found} is newer than this program's {HEAD_REVISION}")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
