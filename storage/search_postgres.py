"""Full-text search on PostgreSQL: a vector of our own terms, found by an inverted index; no dictionary of the server's.

A word stands in the vector twice, as `=hoa_f` with its signs and as `~hoa` without, so that one index answers both questions.
Its places are not those in the text but its first few occurrences, counted: `A` in the heading, `D` in the body.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, text

from storage.folding import Term, terms
from storage.search_bounds import CANDIDATES, HEADING_WEIGHT

_EXACT, _FOLDED = "=", "~"
_COUNTED = 3  # the fourth time a word occurs says no more of what a paper is about
_LONGEST_TERM = 500  # the server takes 2,046 bytes; what is longer is found by its hash
_LARGEST_VECTOR = 1_000_000  # the server takes 1,048,575 bytes
_PLACE_BYTES, _ENTRY_BYTES = 2, 4


def add(connection: Connection, number: int, *, heading: str, body: str) -> None:
    """Make a text findable under a number."""
    connection.execute(_ADD, {"number": number, "terms": vector(heading, body)})


def remove(connection: Connection, number: int, *, heading: str, body: str) -> None:  # noqa: ARG001
    """Take a text out again."""
    connection.execute(_REMOVE, {"number": number})


def exact(connection: Connection, wanted: Sequence[Term], *, limit: int) -> list[int]:
    """Numbers of the texts that have every term with the signs as typed, best first."""
    return _ranked(connection, [_lexeme(_EXACT, term.marked) for term in wanted], limit)


def folded(connection: Connection, wanted: Sequence[Term], *, limit: int) -> list[int]:
    """Numbers of the texts that have every term with whatever signs, best first."""
    return _ranked(connection, [_lexeme(_FOLDED, term.folded) for term in wanted], limit)


def vector(heading: str, body: str) -> str:
    """A `tsvector` literal of every term of a text. Of a paper that has more than the server takes, as many as fit."""
    in_heading, in_body = Counter(_lexemes(heading)), Counter(_lexemes(body))
    return " ".join(_fitting(in_heading, in_body))


def _lexemes(text: str) -> Iterator[str]:
    for term in terms(text):
        yield _lexeme(_EXACT, term.marked)
        yield _lexeme(_FOLDED, term.folded)


def _lexeme(form: str, term: str) -> str:
    """Quoted as vectors and queries are."""
    if len(term.encode()) > _LONGEST_TERM:
        term = hashlib.sha256(term.encode()).hexdigest()
    quoted = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{form}{quoted}'"


def _fitting(in_heading: Counter[str], in_body: Counter[str]) -> Iterator[str]:
    left = _LARGEST_VECTOR
    for lexeme in in_heading | in_body:  # the heading's come first
        places = [
            *_places(1, in_heading[lexeme], "A"),
            *_places(1 + _COUNTED, in_body[lexeme], "D"),
        ]
        left -= len(lexeme.encode()) + len(places) * _PLACE_BYTES + _ENTRY_BYTES
        if left < 0:
            return
        yield f"{lexeme}:{','.join(places)}"


def _places(first: int, count: int, weight: str) -> Iterable[str]:
    return (f"{first + place}{weight}" for place in range(min(count, _COUNTED)))


def _ranked(connection: Connection, lexemes: Sequence[str], limit: int) -> list[int]:
    asked = {
        "every": " & ".join(lexemes),
        "any": " | ".join(lexemes),
        "limit": limit,
        "candidates": max(CANDIDATES, limit),
    }
    return [int(row.number) for row in connection.execute(_MATCH, asked)]


_ADD = text("INSERT INTO record_search (number, terms) VALUES (:number, CAST(:terms AS tsvector))")
_REMOVE = text("DELETE FROM record_search WHERE number = :number")
# Ranked by any of the terms, whose weights add up; by all of them the server would weigh how near they stand.
_MATCH = text(
    f"""
    SELECT number FROM (
        SELECT number, terms FROM record_search WHERE terms @@ CAST(:every AS tsquery)
        ORDER BY number DESC LIMIT :candidates
    ) AS newest
    ORDER BY ts_rank('{{{1 / HEADING_WEIGHT}, 0, 0, 1}}', terms, CAST(:any AS tsquery)) DESC, number DESC
    LIMIT :limit
    """  # noqa: S608
)
