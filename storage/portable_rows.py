"""Every row of every table as JSON Lines and back: the one form that SQLite and PostgreSQL both read.

A line is an array of the row's columns in the order that the table's first line names. Values are what the database keeps
(times and structures are text everywhere), so that a row reads the same wherever it goes and the ledger's hashes hold. The
search index is not exported: it is made anew from the texts.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Boolean, Connection, Table, column, delete, insert, select, table, text
from sqlalchemy.sql.expression import TableClause

from digitize.errors import BackupDamaged
from storage.schema import metadata

ROWS_AT_ONCE = 500
_RENUMBER = text(
    "SELECT setval(pg_get_serial_sequence('record_texts', 'number'),"
    " (SELECT coalesce(max(number), 0) + 1 FROM record_texts), false)"
)
_SEEDED = ("ledger_head",)
"""Tables that are never empty: a migration gives them their first row."""


def table_names() -> Sequence[str]:
    """Every table, those that others point to first."""
    return [found.name for found in metadata.sorted_tables]


def export_rows(connection: Connection, name: str) -> Iterator[bytes]:
    """The lines of a table, in the order of its primary key, as the connection's transaction sees it."""
    source = metadata.tables[name]
    names = [found.name for found in source.columns]
    yield _line(names)
    # Columns without their types: what is stored, not what it means.
    plain = _plain(name, names)
    order = [plain.c[found.name] for found in source.primary_key.columns]
    query = select(plain).order_by(*order).execution_options(yield_per=ROWS_AT_ONCE)
    flags = _flags(source)
    for row in connection.execute(query):
        values = list(row)
        for index in flags:
            values[index] = None if values[index] is None else bool(values[index])
        yield _line(values)


def import_rows(connection: Connection, name: str, lines: Iterable[bytes]) -> int:
    """Insert a table's exported lines; how many rows. The table must be empty. Raises `BackupDamaged`."""
    rows = _parsed(name, lines)
    names = next(rows, None)
    if names is None:
        raise BackupDamaged(f"{name}: no line with the columns")
    target = _plain(name, [str(found) for found in names])
    if name in _SEEDED:
        connection.execute(delete(target))
    count = 0
    while some := list(islice(rows, ROWS_AT_ONCE)):
        values = [dict(zip(target.c.keys(), row, strict=True)) for row in some]
        connection.execute(insert(target), values)
        count += len(some)
    return count


def renumber(connection: Connection) -> None:
    """Numbers that the database gives go on behind those that came; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(_RENUMBER)


def is_empty(connection: Connection) -> bool:
    """True where no table has a row but those that every new database has."""
    return all(
        connection.execute(select(metadata.tables[name]).limit(1)).first() is None
        for name in table_names()
        if name not in _SEEDED
    )


def _plain(name: str, names: Iterable[str]) -> TableClause:
    return table(name, *(column(found) for found in names))


def _flags(source: Table) -> Sequence[int]:
    """SQLite keeps a truth value as a number, PostgreSQL as itself."""
    return [index for index, found in enumerate(source.columns) if isinstance(found.type, Boolean)]


def _line(values: Sequence[object]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _parsed(name: str, lines: Iterable[bytes]) -> Iterator[list[object]]:
    for number, line in enumerate(lines, start=1):
        try:
            values = json.loads(line)
        except ValueError as fault:
            raise BackupDamaged(f"{name}: line {number}") from fault
        if not isinstance(values, list):
            raise BackupDamaged(f"{name}: line {number}")
        yield values
