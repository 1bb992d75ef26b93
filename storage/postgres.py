"""What only PostgreSQL needs: connections that notice a dead server, its isolation levels, turns and error codes.

Another database has a file like this one (sqlite.py). The address goes to libpq as it was given, so that everything libpq
knows works: several hosts and `target_session_attrs=read-write` for a failover, `sslmode`, `passfile`.

Writers run in READ COMMITTED and take turns by what they change (turns.py), so each statement sees what the writer before it
committed; readers have one snapshot (REPEATABLE READ, read only). Nothing here can fail to serialise by itself.
"""

import select
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Dialect, Engine, String, create_engine, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from digitize import limits
from digitize.errors import (
    BadConfiguration,
    DigitizeError,
    LostRace,
    MissingDependency,
    StoreCorrupt,
    StoreFull,
    StoreReadOnly,
    StoreUnavailable,
)
from storage.silence import silence_options

if TYPE_CHECKING:
    import psycopg

NAME = "PostgreSQL"
OLDEST_VERSION = 150_000  # as the server counts: 15.0
READING: Mapping[str, object] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Execution options of a connection that only looks, and below of one that writes."""
WRITING: Mapping[str, object] = {"isolation_level": "READ COMMITTED"}
ASKING: Mapping[str, object] = {}
SAYING: Mapping[str, object] = {}
"""Of one that says one thing alone: a connection is as it was made, and the server makes a transaction of each statement."""
ONE_WRITER = False  # the server has many writers wait for each other only where they must


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresOptions:
    """What an address that does not say otherwise gets."""

    connect_seconds: int = round(limits.LINE_CONNECT_SECONDS)
    """For each host of the address: a worker should find the other one before its message is taken away."""
    statement_seconds: int = 60
    """No question of ours takes a second on a sound server; a migration has no such limit."""
    lock_seconds: int = 30
    """As long as SQLite's writers wait for each other."""
    idle_seconds: int = 60
    """A client that hangs inside a transaction holds the ledger's head; the server ends it after this."""
    silence_seconds: int = round(limits.LINE_SILENCE_SECONDS)
    """The server is told too: a client whose line was cut inside a transaction would hold what all others wait for."""
    kept_connections: int = 8
    """A server has a hundred by default, and a province tens of processes."""
    more_connections: int = 24
    """Opened in a rush, closed after it."""


def engine_for(address: str, *, options: PostgresOptions | None = None) -> Engine:
    """An engine on this server; connects when first asked. Raises `MissingDependency`, `BadConfiguration` for no address."""
    chosen = options or PostgresOptions()
    engine = create_engine(
        "postgresql+psycopg://",
        creator=_connecting(address, chosen),
        pool_size=chosen.kept_connections,
        max_overflow=chosen.more_connections,
        pool_timeout=chosen.lock_seconds,
        pool_use_lifo=True,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
    )
    event.listen(engine, "checkout", partial(_leave_a_line_that_ended, engine.dialect))
    event.listen(engine, "handle_error", _leave_a_server_that_only_reads)
    return engine


def take_turns(connection: Connection, subject: str) -> None:
    """Wait until nobody else changes this subject; until the transaction ends it is ours."""
    connection.execute(_TAKE_TURNS, {"subject": subject})


_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:subject, 0))")


def allow_time(connection: Connection) -> None:
    """A migration of a large table takes as long as it takes."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))


@compiles(String, "postgresql")
def _text_of_any_length(*_: object, **__: object) -> str:
    """SQLite holds no text to the length of its column, and what one database takes the other must not refuse."""
    return "TEXT"


def error_for(fault: BaseException) -> type[DigitizeError]:
    """The error class for what the server reports; a connection that broke reports nothing."""
    state = getattr(fault, "sqlstate", None) or ""
    return _BY_STATE.get(state) or _BY_CLASS.get(state[:2], StoreUnavailable)


# Appendix A of the PostgreSQL manual.
_BY_STATE: Mapping[str, type[DigitizeError]] = {
    "53100": StoreFull,  # disk_full
    "25006": StoreReadOnly,  # read_only_sql_transaction: a standby
    "0A000": StoreReadOnly,  # feature_not_supported: a standby begins no transaction that writes
    "40001": LostRace,  # serialization_failure
    "40P01": LostRace,  # deadlock_detected
    "42501": BadConfiguration,  # insufficient_privilege
    "3D000": BadConfiguration,  # no such database
}
_BY_CLASS: Mapping[str, type[DigitizeError]] = {
    "23": LostRace,  # a constraint: somebody else made the row first
    "28": BadConfiguration,  # user or password
    "XX": StoreCorrupt,
}


def _connecting(
    address: str, options: PostgresOptions
) -> Callable[[], "psycopg.Connection[tuple[object, ...]]"]:
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict, make_conninfo
    except ImportError as fault:
        raise MissingDependency("psycopg: pip install 'digitize[cluster]'") from fault
    try:
        said = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        # Its words would repeat the address, and with it the password.
        raise BadConfiguration("DIGITIZE_DATABASE: not an address that libpq understands") from None
    wanted: dict[str, Any] = {**_defaults(options), **said}
    conninfo = make_conninfo(**wanted)

    def connect() -> "psycopg.Connection[tuple[object, ...]]":
        connection = psycopg.connect(conninfo)
        fault = _unfit(connection.info.server_version, connection.info.parameter_status)
        if fault:
            connection.close()
            raise BadConfiguration(fault)
        return connection

    return connect


def _defaults(options: PostgresOptions) -> dict[str, Any]:
    silence = silence_options(options.silence_seconds)
    session = {
        "statement_timeout": options.statement_seconds * 1000,
        "lock_timeout": options.lock_seconds * 1000,
        "idle_in_transaction_session_timeout": options.idle_seconds * 1000,
        "tcp_user_timeout": silence["TCP_USER_TIMEOUT"],
        "tcp_keepalives_idle": silence["TCP_KEEPIDLE"],
        "tcp_keepalives_interval": silence["TCP_KEEPINTVL"],
        "tcp_keepalives_count": silence["TCP_KEEPCNT"],
        "jit": "off",  # compiling a question costs more than our short ones take
    }
    return {
        "application_name": "digitize",
        "connect_timeout": options.connect_seconds,
        "tcp_user_timeout": silence["TCP_USER_TIMEOUT"],
        "keepalives_idle": silence["TCP_KEEPIDLE"],
        "keepalives_interval": silence["TCP_KEEPINTVL"],
        "keepalives_count": silence["TCP_KEEPCNT"],
        "options": " ".join(f"-c {name}={value}" for name, value in session.items()),
    }


def _unfit(version: int, status: Callable[[str], str | None]) -> str:
    """Why this server cannot keep a catalogue; empty where it can."""
    if version < OLDEST_VERSION:
        return f"PostgreSQL {version // 10_000} is older than {OLDEST_VERSION // 10_000}"
    encoding = status("server_encoding")
    return "" if encoding == "UTF8" else f"the database is in {encoding}, not UTF8"


def _leave_a_line_that_ended(
    dialect: Dialect,
    driver: DBAPIConnection,
    line: ConnectionPoolEntry,
    _lent: PoolProxiedConnection,
) -> None:
    """A server that was started again is met by a fresh connection, not by an error, and without a question for each transaction.

    A server that goes says so, and nothing else is to be heard on a line at rest; only what rested long is asked.
    """
    now = time.monotonic()
    rested = now - line.info.get(_LAST_LENT, now)
    line.info[_LAST_LENT] = now
    if rested < _LONG_REST_SECONDS and not _has_something_to_hear(driver):
        return
    try:
        dialect.do_ping(driver)
    except dialect.loaded_dbapi.Error as fault:
        raise InvalidatePoolError(str(fault)) from fault  # the others are no newer


def _has_something_to_hear(driver: Any) -> bool:
    heard = select.poll()
    try:
        heard.register(driver.fileno(), select.POLLIN)
    except driver.OperationalError:  # found broken before, and without a line by now
        return True
    return bool(heard.poll(0))


_LAST_LENT = "digitize_last_lent"
_LONG_REST_SECONDS = 10.0
"""Less than the silence after which a cut line is noticed anyway."""


def _leave_a_server_that_only_reads(context: ExceptionContext) -> None:
    """The primary of yesterday is a standby now: connections to it are of no use, a new one finds the new primary."""
    if error_for(context.original_exception) is StoreReadOnly:
        context.is_disconnect = True
