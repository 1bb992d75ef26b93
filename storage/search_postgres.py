"""Full-text search on PostgreSQL: vectors of our own terms, found by inverted indexes; no dictionary of the server's.

A word stands in a vector twice, as `=hoa_f` with its signs and as `~hoa` without, so that one index answers both questions.
Nothing is ranked by counting: a paper that has all words in its title or fields comes before one that has them in its text,
and the newest first. So each step is a short walk that ends with the last hit wanted.

An inverted index is slow for a word that many papers have, a walk from the newest paper backwards for one that few have. The
newest papers tell which it is: the server's own guess knows nothing of the time it takes to unpack a vector (7 µs).
"""

import hashlib
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, TextClause, text

from storage.folding import Term, terms

_EXACT, _FOLDED = "=", "~"
_LONGEST_TERM = 500  # the server takes 2,046 bytes; what is longer is found by its hash
_LARGEST_VECTOR = 1_000_000  # the server takes 1,048,575 bytes
_ENTRY_BYTES = 4
_NEWEST = 400
"""So many papers tell how common words are; a walk over them takes 3 ms."""
_COMMON = 6
"""Hits among the newest from which on, with a million papers, walking backwards is faster than the index."""


def add_all(connection: Connection, texts: Sequence[tuple[int, str, str]]) -> None:
    """Make texts findable: number, heading and body of each."""
    connection.execute(
        _ADD, [{"number": number, **vectors(heading, body)} for number, heading, body in texts]
    )


def remove(connection: Connection, number: int, *, heading: str, body: str) -> None:  # noqa: ARG001
    """Take a text out again."""
    connection.execute(_REMOVE, {"number": number})


def newest(connection: Connection) -> int:
    """The highest number that is findable, 0 where none is."""
    return int(connection.execute(text("SELECT max(number) FROM record_search")).scalar() or 0)


def exact(connection: Connection, wanted: Sequence[Term], *, limit: int) -> list[int]:
    """Numbers of the texts that have every term with the signs as typed, best first."""
    return _found(connection, [_lexeme(_EXACT, term.marked) for term in wanted], limit)


def folded(connection: Connection, wanted: Sequence[Term], *, limit: int) -> list[int]:
    """Numbers of the texts that have every term with whatever signs, best first."""
    return _found(connection, [_lexeme(_FOLDED, term.folded) for term in wanted], limit)


def vectors(heading: str, body: str) -> dict[str, str]:
    """The columns of a text as `tsvector` literals. Of a paper that has more than the server takes, as many as fit."""
    in_heading = dict.fromkeys(_lexemes(heading))
    everything = in_heading | dict.fromkeys(_lexemes(body))
    return {
        "heading": " ".join(_fitting(in_heading)),
        "everything": " ".join(_fitting(everything)),
    }


def _lexemes(printed: str) -> Iterator[str]:
    for term in terms(printed):
        yield _lexeme(_EXACT, term.marked)
        yield _lexeme(_FOLDED, term.folded)


def _lexeme(form: str, term: str) -> str:
    """Quoted as vectors and queries are."""
    if len(term.encode()) > _LONGEST_TERM:
        term = hashlib.sha256(term.encode()).hexdigest()
    quoted = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{form}{quoted}'"


def _fitting(lexemes: dict[str, None]) -> Iterator[str]:
    left = _LARGEST_VECTOR
    for lexeme in lexemes:
        left -= len(lexeme.encode()) + _ENTRY_BYTES
        if left < 0:
            return
        yield lexeme


def _found(connection: Connection, lexemes: Sequence[str], limit: int) -> list[int]:
    every = " & ".join(lexemes)
    found = _newest_hits(connection, _IN_HEADING, every, limit)
    if len(found) >= limit:
        return found
    known = set(found)
    # As many again as are known already, since all of those may be among them.
    anywhere = _newest_hits(connection, _ANYWHERE, every, limit + len(found))
    return [*found, *(number for number in anywhere if number not in known)][:limit]


def _newest_hits(connection: Connection, ways: "_Ways", every: str, limit: int) -> list[int]:
    newest = _numbers(connection, ways.among_newest, every, limit)
    if len(newest) >= limit:
        return newest
    is_common = len(newest) >= _COMMON
    connection.execute(_WITHOUT_INDEX if is_common else _WITH_INDEX)
    return _numbers(connection, ways.by_walk if is_common else ways.by_index, every, limit)


def _numbers(connection: Connection, query: TextClause, every: str, limit: int) -> list[int]:
    asked = {"every": every, "limit": limit}
    return [int(row.number) for row in connection.execute(query, asked)]


_ADD = text(
    "INSERT INTO record_search (number, heading, everything)"
    " VALUES (:number, CAST(:heading AS tsvector), CAST(:everything AS tsvector))"
)
_REMOVE = text("DELETE FROM record_search WHERE number = :number")
# A plan for any words is a bad one for these; a large bitmap must not forget which rows it means; and an inverted index is
# read as a bitmap or not at all.
_SETTINGS = (
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true),"
    " set_config('work_mem', '64MB', true), set_config('enable_bitmapscan', '{}', true)"
)
_WITH_INDEX, _WITHOUT_INDEX = text(_SETTINGS.format("on")), text(_SETTINGS.format("off"))


class _Ways:
    """Three ways to the newest hits in a column."""

    def __init__(self, column: str) -> None:
        hit = f"{column} @@ CAST(:every AS tsquery)"
        rows = f"(SELECT number, {column} FROM record_search ORDER BY number DESC LIMIT {_NEWEST})"  # noqa: S608
        self.among_newest = _ordered(f"{rows} AS newest", hit, "number")
        self.by_walk = _ordered("record_search", hit, "number")
        # What is no bare column is in no order that an index has.
        self.by_index = _ordered("record_search", hit, "number + 0")


def _ordered(rows: str, hit: str, order: str) -> TextClause:
    return text(f"SELECT number FROM {rows} WHERE {hit} ORDER BY {order} DESC LIMIT :limit")  # noqa: S608


_IN_HEADING, _ANYWHERE = _Ways("heading"), _Ways("everything")
