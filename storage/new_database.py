"""An empty database into one with all tables at once, without a migration: `migrations/newest.sql` is what they all make.

Running every migration on a new warehouse costs a quarter of a second of processor time, most of it to load Alembic. A
snapshot that is older than the newest migration is brought up to date like any warehouse; a test says that it is older.

    python -m storage.new_database        # writes the snapshot anew after a migration was added
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text

SNAPSHOT = Path(__file__).parent / "migrations" / "newest.sql"


def make_tables(connection: Connection) -> None:
    """Every table, index, trigger and first row of the snapshot, in the connection's transaction."""
    for statement in _statements(SNAPSHOT.read_text(encoding="utf-8")):
        connection.exec_driver_sql(statement)


def snapshot_of(connection: Connection) -> str:
    """SQL that makes this database anew; meant for one without papers, since every row is written out."""
    schema = connection.execute(
        text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    ).all()
    virtual = [row.name for row in schema if row.sql.startswith("CREATE VIRTUAL")]
    shadows = tuple(f"{name}_" for name in virtual)  # a virtual table makes its own
    own = [row for row in schema if not row.name.startswith(shadows)]
    tables = [row.name for row in own if row.type == "table" and row.name not in virtual]
    made = [f"{row.sql};" for row in own if row.type != "trigger"]
    rows = [insert for table in tables for insert in _inserts(connection, table)]
    guards = [f"{row.sql};" for row in own if row.type == "trigger"]
    return "\n".join([*made, *rows, *guards]) + "\n"


def _statements(script: str) -> Iterator[str]:
    """A trigger has semicolons inside, so SQLite itself says where a statement ends."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _inserts(connection: Connection, table: str) -> Iterator[str]:
    for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):  # noqa: S608 - our own tables
        values = ", ".join(_literal(connection, value) for value in row)
        yield f"INSERT INTO {table} VALUES ({values});"  # noqa: S608 - quoted by SQLite itself


def _literal(connection: Connection, value: object) -> str:
    return str(connection.execute(text("SELECT quote(:value)"), {"value": value}).scalar())


def _write_snapshot() -> None:
    from storage import sqlite
    from storage.migrations import upgrade

    engine = sqlite.engine_in_memory()
    with engine.connect() as connection, connection.begin():
        upgrade(connection)
        SNAPSHOT.write_text(snapshot_of(connection), encoding="utf-8")


if __name__ == "__main__":
    _write_snapshot()
