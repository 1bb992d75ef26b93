"""Full-text search: records go in under numbers, what is wanted gives numbers back, best first, a page at a time.

Hits come in ranks: all words with the signs that were typed in title or fields; with these signs anywhere; then likewise whatever
their signs. Within a rank the newest is first. The terms and ranks are made in search_terms.py and the filters in facets.py, for every
database alike; a database only gives the newest records that have some terms.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from digitize.searching import SearchCursor, SearchFilters
from storage import search_postgres, search_sqlite
from storage.facets import wanted_facets
from storage.folding import Term
from storage.owner_rows import numbers_of
from storage.search_terms import Findable, Wanted, ranks

_NO_NUMBER = 2**62
"""Above all numbers."""


def add(connection: Connection, found: Findable) -> None:
    """Make a record findable."""
    add_all(connection, [found])


def add_all(connection: Connection, texts: Sequence[Findable]) -> None:
    """Make many records findable."""
    if texts:
        _index(connection).add_all(connection, texts)


def remove(connection: Connection, found: Findable) -> None:
    """Take a record out again; it must be what was added, for an index may keep no copy."""
    _index(connection).remove(connection, found)


def newest(connection: Connection) -> int:
    """The highest number that is findable, 0 where none is."""
    return _index(connection).newest(connection)


def matches(
    connection: Connection,
    words: Sequence[Term],
    *,
    filters: SearchFilters | None = None,
    after: SearchCursor | None = None,
    limit: int,
) -> Sequence[SearchCursor]:
    """The places of records that have every word and pass every filter, best first; without words the newest first.

    At most `limit`, behind the place `after`.
    """
    filters = filters or SearchFilters()
    owners = numbers_of(connection, filters.owner) if filters.owner is not None else ()
    every, one_of = wanted_facets(filters, numbers=owners)
    found: list[SearchCursor] = []
    for rank, wanted in enumerate(ranks(words, every=every, one_of=one_of)):
        if after is not None and rank < after.rank:
            continue
        before = after.number if after is not None and rank == after.rank else _NO_NUMBER
        numbers = _numbers(connection, wanted, before=before, limit=limit - len(found))
        found += (SearchCursor(rank=rank, number=number) for number in numbers)
        if len(found) >= limit:
            break
    return found


def _numbers(connection: Connection, wanted: Wanted, *, before: int, limit: int) -> Sequence[int]:
    return _index(connection).numbers(connection, wanted, before=before, limit=limit)


class _Index(Protocol):
    """What a database's search module does."""

    def add_all(self, connection: Connection, texts: Sequence[Findable], /) -> None: ...

    def remove(self, connection: Connection, found: Findable, /) -> None: ...

    def newest(self, connection: Connection, /) -> int: ...

    def numbers(
        self, connection: Connection, wanted: Wanted, /, *, before: int, limit: int
    ) -> list[int]: ...


_INDEXES: Mapping[str, _Index] = {"sqlite": search_sqlite, "postgresql": search_postgres}


def _index(connection: Connection) -> _Index:
    return _INDEXES[connection.dialect.name]
