"""Full-text search on PostgreSQL: sets of our own terms as vectors, found by one inverted index; no dictionary of the server's.

An inverted index gives all hits in no order, and there is no end before the last: slow for words that many papers have. So every
vector also names the blocks of numbers that its record is in, and the server's function `newest_records` goes through blocks from
the newest backwards, few records first, then ever more: what is frequent ends in the first, what is rare has few hits wherever
they are.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from storage.search_terms import Findable, Wanted

BLOCK_BITS = (12, 16, 20)
"""A block has 2 to the power of this many numbers; `newest_records` counts on the same."""
_LARGEST_VECTOR = (
    900_000  # of the text; the server takes 1,048,575 bytes of the terms and somewhat for each
)


def add_all(connection: Connection, texts: Sequence[Findable]) -> None:
    """Make records findable."""
    connection.execute(_ADD, [{"number": one.number, "terms": vector(one)} for one in texts])


def remove(connection: Connection, found: Findable) -> None:
    """Take a record out again."""
    connection.execute(_REMOVE, {"number": found.number})


def newest(connection: Connection) -> int:
    """The highest number that is findable, 0 where none is."""
    return int(connection.execute(_NEWEST).scalar() or 0)


def numbers(connection: Connection, wanted: Wanted, *, before: int, limit: int) -> list[int]:
    """Numbers below `before` of the records wanted, the highest first."""
    choices = (f"({_joined(' | ', choice)})" for choice in wanted.one_of)
    without = (f"({_joined(' & ', some)})" for some in wanted.unwanted)
    asked = {
        "wanted": " & ".join((*map(_quoted, wanted.every), *choices)),
        "unwanted": " | ".join(without),
        "before": before,
        "limit": limit,
    }
    return list(connection.execute(_FIND, asked).scalars())


def vector(found: Findable) -> str:
    """The set as a `tsvector` literal. Of a paper that has more than the server takes, as many terms as fit."""
    blocks = " ".join(f"#{bits}.{found.number >> bits}" for bits in BLOCK_BITS)
    literal = f"{blocks} {found.terms()}"
    if len(literal.encode()) <= _LARGEST_VECTOR:
        return literal
    fitting = literal.encode()[:_LARGEST_VECTOR].decode(errors="ignore")
    return fitting.rpartition(" ")[0]


def _joined(operator: str, terms: Iterable[str]) -> str:
    return operator.join(map(_quoted, terms))


def _quoted(term: str) -> str:
    """As queries have it; no term has a quote or a backslash."""
    return f"'{term}'"


_ADD = text("INSERT INTO record_search (number, terms) VALUES (:number, CAST(:terms AS tsvector))")
_REMOVE = text("DELETE FROM record_search WHERE number = :number")
_NEWEST = text("SELECT max(number) FROM record_search")
_FIND = text(
    "SELECT number FROM newest_records(CAST(:wanted AS tsquery), CAST(:unwanted AS tsquery),"
    " CAST(:before AS bigint), CAST(:limit AS integer)) AS number"
)
