"""The ledger's end on PostgreSQL: entries get their places and hashes from the server, in the statement that finds the last one.

So every other writer waits for one statement and not for a question, an answer and a statement. What is hashed is the text that
`ledger.entry_hash` hashes: the client says all of it but previous hash and place, which only the server knows without asking.
"""

import functools
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, TextClause, text

MOST_AT_ONCE = 4
"""Most changes say one to three things of themselves."""
SAID = ("at", "event", "subject", "actor", "data")
"""Columns whose texts an entry comes with."""
BEFORE, BEHIND = "before", "behind"
"""Of the canonical JSON of an entry: what stands before `previous_hash` and behind `seq`, braces included and commas not."""


def append(connection: Connection, entries: Sequence[Mapping[str, str]]) -> bool:
    """At the end, in this order; False where there is no head. Nobody else can append until the transaction ends."""
    values = {f"{name}{n}": value for n, said in enumerate(entries) for name, value in said.items()}
    return connection.execute(_append(len(entries)), values).rowcount == 1


@functools.cache
def _append(entries: int) -> TextClause:
    """So many. As text, since SQLAlchemy would compile rows of values anew each time; made once and so prepared once.

    The head is read by `FOR UPDATE`, which waits for the writer before and then sees what that one left.
    """
    places = ", ".join(_place(n) for n in range(entries))
    rows = " UNION ALL ".join(_row(n) for n in range(entries))
    last = f"place{entries - 1}"
    return text(
        "WITH place AS (SELECT seq, hash FROM ledger_head WHERE id = 1 FOR UPDATE),"  # noqa: S608 - only numbers and names of columns are put in, here and below
        f" {places},"
        f" said AS (INSERT INTO ledger (seq, previous_hash, hash, {', '.join(SAID)}) {rows})"
        f" UPDATE ledger_head SET seq = {last}.seq, hash = {last}.hash FROM {last}"
        " WHERE ledger_head.id = 1"
    )


def _place(n: int) -> str:
    """Where an entry comes to stand, from where the one before it does."""
    last = f"place{n - 1}" if n else "place"
    hashed = (
        f':{BEFORE}{n} || \',"previous_hash":"\' || {last}.hash'
        f" || '\",\"seq\":' || ({last}.seq + 1) || ',' || :{BEHIND}{n}"
    )
    return (
        f"place{n} AS (SELECT {last}.seq + 1 AS seq, {last}.hash AS previous_hash,"  # noqa: S608
        f" encode(sha256(convert_to({hashed}, 'UTF8')), 'hex') AS hash FROM {last})"
    )


def _row(n: int) -> str:
    said = ", ".join(f"CAST(:{name}{n} AS TEXT)" for name in SAID)
    return f"SELECT seq, previous_hash, hash, {said} FROM place{n}"  # noqa: S608
