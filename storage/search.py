"""Full-text search: texts go in under numbers, wanted terms give numbers back, best first; each database does it its own way.

Records that have the words with exactly the signs that were typed come before those that have them with others; headings (title
and fields) weigh more than the text; among equals the newest is first. The terms are made in folding.py for every database, so
that none of them has a say in what a Vietnamese word is.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from storage import search_postgres, search_sqlite
from storage.folding import Term


def add(connection: Connection, number: int, *, heading: str, body: str) -> None:
    """Make a text findable under a number."""
    add_all(connection, [(number, heading, body)])


def add_all(connection: Connection, texts: Sequence[tuple[int, str, str]]) -> None:
    """Make many texts findable: number, heading and body of each."""
    if texts:
        _index(connection).add_all(connection, texts)


def remove(connection: Connection, number: int, *, heading: str, body: str) -> None:
    """Take a text out again; heading and body must be what was added, for an index may keep no copy."""
    _index(connection).remove(connection, number, heading=heading, body=body)


def newest(connection: Connection) -> int:
    """The highest number that is findable, 0 where none is."""
    return _index(connection).newest(connection)


def matches(connection: Connection, wanted: Sequence[Term], *, limit: int) -> Sequence[int]:
    """Numbers of the texts that have every wanted term, best first."""
    if not wanted:
        return []
    index = _index(connection)
    exact = index.exact(connection, wanted, limit=limit)
    if len(exact) >= limit:
        return exact
    folded = index.folded(connection, wanted, limit=limit + len(exact))
    known = set(exact)
    return [*exact, *(number for number in folded if number not in known)][:limit]


class _Index(Protocol):
    """What a database's search module does."""

    def add_all(self, connection: Connection, texts: Sequence[tuple[int, str, str]], /) -> None: ...

    def newest(self, connection: Connection, /) -> int: ...

    def remove(
        self, connection: Connection, number: int, /, *, heading: str, body: str
    ) -> None: ...

    def exact(
        self, connection: Connection, wanted: Sequence[Term], /, *, limit: int
    ) -> list[int]: ...

    def folded(
        self, connection: Connection, wanted: Sequence[Term], /, *, limit: int
    ) -> list[int]: ...


_INDEXES: Mapping[str, _Index] = {"sqlite": search_sqlite, "postgresql": search_postgres}


def _index(connection: Connection) -> _Index:
    return _INDEXES[connection.dialect.name]
