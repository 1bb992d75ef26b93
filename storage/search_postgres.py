"""Full-text search on PostgreSQL: sets of our own terms as vectors, found by one inverted index; no dictionary of the server's.

An inverted index gives all hits in no order, and there is no end before the last: slow for words that many papers have. So every
vector also names the blocks of numbers that its record is in, and a search goes through blocks from the newest backwards, few
records first, then ever more: what is frequent ends in the first, what is rare has few hits wherever they are.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

from storage.search_terms import Findable, Wanted

_LARGEST_VECTOR = 1_000_000  # the server takes 1,048,575 bytes
_ENTRY_BYTES = 4
_BLOCK_BITS = (12, 16, 20)
"""A block has 2 to the power of this many numbers. All hits among 8,000 records are looked at in some milliseconds."""
_BLOCKS_AT_ONCE = (2, 4, 4)


def add_all(connection: Connection, texts: Sequence[Findable]) -> None:
    """Make records findable."""
    rows = [{"number": found.number, "terms": vector(found)} for found in texts]
    connection.execute(_ADD, rows)


def remove(connection: Connection, found: Findable) -> None:
    """Take a record out again."""
    connection.execute(_REMOVE, {"number": found.number})


def newest(connection: Connection) -> int:
    """The highest number that is findable, 0 where none is."""
    return int(connection.execute(_NEWEST).scalar() or 0)


def numbers(connection: Connection, wanted: Wanted, *, before: int, limit: int) -> list[int]:
    """Numbers below `before` of the records wanted, the highest first."""
    top = connection.execute(_PREPARE).scalar_one()
    found: list[int] = []
    above = min(before, (top or 0) + 1)
    for blocks, down_to in _steps(above):
        asked = {
            "query": _query(wanted, blocks),
            "before": above,
            "down_to": down_to,
            "limit": limit - len(found),
        }
        found += connection.execute(_FIND, asked).scalars()
        above = down_to
        if len(found) >= limit:
            break
    return found


def vector(found: Findable) -> str:
    """The set as a `tsvector` literal. Of a paper that has more than the server takes, as many as fit."""
    return " ".join(_fitting((*_blocks_of(found.number), *found.terms())))


def _blocks_of(number: int) -> Iterator[str]:
    return (_block(bits, number >> bits) for bits in _BLOCK_BITS)


def _block(bits: int, index: int) -> str:
    return f"#{bits}.{index}"


def _steps(above: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Blocks to look into, and the number down to which they reach: all below `above`, the nearest first."""
    last = len(_BLOCK_BITS) - 1
    for size, (bits, at_once) in enumerate(zip(_BLOCK_BITS, _BLOCKS_AT_ONCE, strict=True)):
        while above > 0:
            newest = (above - 1) >> bits
            oldest = max(0, newest - at_once + 1)
            yield tuple(_block(bits, index) for index in range(oldest, newest + 1)), oldest << bits
            above = oldest << bits
            if size < last:
                break


def _query(wanted: Wanted, blocks: tuple[str, ...]) -> str:
    choices = (*wanted.one_of, blocks)
    having = [*map(_quoted, wanted.every), *(f"({' | '.join(map(_quoted, c))})" for c in choices)]
    without = [f"!({' & '.join(map(_quoted, some))})" for some in wanted.unwanted]
    return " & ".join([*having, *without])


def _fitting(found: Sequence[str]) -> Iterator[str]:
    left = _LARGEST_VECTOR
    for term in found:
        left -= len(term.encode()) + _ENTRY_BYTES
        if left < 0:
            return
        yield _quoted(term)


def _quoted(term: str) -> str:
    """As vectors and queries have it; no term has a quote or a backslash."""
    return f"'{term}'"


_ADD = text("INSERT INTO record_search (number, terms) VALUES (:number, CAST(:terms AS tsvector))")
_REMOVE = text("DELETE FROM record_search WHERE number = :number")
_NEWEST = text("SELECT max(number) FROM record_search")
# A plan for any words is a bad one for these; an inverted index is read as a bitmap; a large bitmap must not forget which rows it
# means; and what takes milliseconds is neither compiled nor shared among processes.
_PREPARE = text(
    "SELECT max(number), set_config('plan_cache_mode', 'force_custom_plan', true),"
    " set_config('enable_seqscan', 'off', true), set_config('work_mem', '64MB', true),"
    " set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)"
    " FROM record_search"
)
# What is no bare column is in no order and no range that another index has.
_FIND = text(
    "SELECT number FROM record_search WHERE terms @@ CAST(:query AS tsquery)"
    " AND number + 0 < :before AND number + 0 >= :down_to ORDER BY number + 0 DESC LIMIT :limit"
)
