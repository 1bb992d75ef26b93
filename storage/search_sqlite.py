"""Full-text search on SQLite: FTS5 is given sets of terms and gives back numbers; the only file that speaks its language.

It keeps which record has a term and nothing else (`detail=none`), so a term that all of a million records have is a megabyte,
and hits come newest first without looking at older ones. FTS5 reads forwards in half the time of backwards, so a record's row is
its number below zero. A query is never FTS5 syntax: terms are quoted and have no quote.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from storage.search_terms import Findable, Wanted


def add_all(connection: Connection, texts: Sequence[Findable]) -> None:
    """Make records findable."""
    # FTS5 gathers rows that ascend, and writes out what it has before one that does not.
    connection.execute(_ADD, sorted((_row(found) for found in texts), key=lambda row: row["row"]))


def remove(connection: Connection, found: Findable) -> None:
    """Take a record out again; it must be what was added."""
    connection.execute(_REMOVE, _row(found))


def newest(connection: Connection) -> int:
    """The highest number that is findable, 0 where none is."""
    return -int(connection.execute(_NEWEST).scalar() or 0)


def numbers(connection: Connection, wanted: Wanted, *, before: int, limit: int) -> list[int]:
    """Numbers below `before` of the records wanted, the highest first."""
    asked: dict[str, object] = {"behind": -before, "limit": limit}
    query = _ANY
    if wanted.every or wanted.one_of:
        query, asked["expression"] = _FIND, _expression(wanted)
    return [-row for row in connection.execute(query, asked).scalars()]


def _expression(wanted: Wanted) -> str:
    choices = (f"({' OR '.join(map(_quoted, choice))})" for choice in wanted.one_of)
    having = " AND ".join((*map(_quoted, wanted.every), *choices))
    without = (f" NOT ({' AND '.join(map(_quoted, some))})" for some in wanted.unwanted)
    return f"({having}){''.join(without)}"


def _quoted(term: str) -> str:
    return f'"{term}"'


def _row(found: Findable) -> dict[str, Any]:
    return {"row": -found.number, "terms": found.terms()}


_ADD = text("INSERT INTO record_search (rowid, terms) VALUES (:row, :terms)")
_REMOVE = text(
    "INSERT INTO record_search (record_search, rowid, terms) VALUES ('delete', :row, :terms)"
)
_NEWEST = text("SELECT rowid FROM record_search ORDER BY rowid LIMIT 1")
_ANY = text("SELECT rowid FROM record_search WHERE rowid > :behind ORDER BY rowid LIMIT :limit")
_FIND = text(
    "SELECT rowid FROM record_search WHERE record_search MATCH :expression AND rowid > :behind"
    " ORDER BY rowid LIMIT :limit"
)
