"""Full-text search on SQLite: FTS5 is given terms and gives back numbers; the only file that speaks its language.

A query is never FTS5 syntax: every term is quoted, and a term has no quote. What the order means is in search.py.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from storage.folding import Term, terms

CANDIDATES = 2_000  # only so many of the newest hits are ranked: a word that all papers have would cost seconds
_HEADING_WEIGHT = 4.0


def add_all(connection: Connection, texts: Sequence[tuple[int, str, str]]) -> None:
    """Make texts findable: number, heading and body of each."""
    connection.execute(_ADD, [_columns(*text) for text in texts])


def remove(connection: Connection, number: int, *, heading: str, body: str) -> None:
    """Take a text out again; heading and body must be what was added, for the index keeps no copy."""
    connection.execute(_REMOVE, _columns(number, heading, body))


def newest(connection: Connection) -> int:
    """The highest number that is findable, 0 where none is."""
    return int(connection.execute(text("SELECT max(rowid) FROM record_search")).scalar() or 0)


def exact(connection: Connection, wanted: Sequence[Term], *, limit: int) -> list[int]:
    """Numbers of the texts that have every term with the signs as typed, best first."""
    return _ranked(connection, _expression("marked", [term.marked for term in wanted]), limit)


def folded(connection: Connection, wanted: Sequence[Term], *, limit: int) -> list[int]:
    """Numbers of the texts that have every term with whatever signs, best first."""
    return _ranked(connection, _expression("folded", [term.folded for term in wanted]), limit)


def _ranked(connection: Connection, expression: str, limit: int) -> list[int]:
    rows = connection.execute(
        _MATCH,
        {"expression": expression, "limit": limit, "candidates": max(CANDIDATES, limit)},
    )
    return [int(row.number) for row in rows]


def _expression(form: str, words: Sequence[str]) -> str:
    quoted = " AND ".join(f'"{word}"' for word in words)
    return f"{{heading_{form} body_{form}}} : ({quoted})"


def _columns(number: int, heading: str, body: str) -> dict[str, object]:
    heading_terms, body_terms = list(terms(heading)), list(terms(body))
    return {
        "number": number,
        "heading_marked": " ".join(term.marked for term in heading_terms),
        "heading_folded": " ".join(term.folded for term in heading_terms),
        "body_marked": " ".join(term.marked for term in body_terms),
        "body_folded": " ".join(term.folded for term in body_terms),
    }


_COLUMNS = "heading_marked, heading_folded, body_marked, body_folded"
_VALUES = ":heading_marked, :heading_folded, :body_marked, :body_folded"
_ADD = text(f"INSERT INTO record_search (rowid, {_COLUMNS}) VALUES (:number, {_VALUES})")  # noqa: S608
_REMOVE = text(
    f"INSERT INTO record_search (record_search, rowid, {_COLUMNS}) "  # noqa: S608
    f"VALUES ('delete', :number, {_VALUES})"
)
_MATCH = text(
    f"""
    SELECT number FROM (
        SELECT rowid AS number, bm25(record_search, {_HEADING_WEIGHT}, {_HEADING_WEIGHT}, 1.0, 1.0) AS weight
        FROM record_search WHERE record_search MATCH :expression
        ORDER BY rowid DESC LIMIT :candidates
    )
    ORDER BY weight, number DESC LIMIT :limit
    """  # noqa: S608
)
