"""Who acts on what the ledger says, from where to where: a cursor that is moved in the transaction of what was done.

The ledger is written in the transaction of each change, so whoever follows it misses nothing, costs those who write nothing,
and finds after a crash where it was. Of two that follow at once one moves the cursor and the other's work counts for nothing.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, insert, select, update

from digitize.errors import LostRace
from digitize.rows import LedgerEntry
from storage import ledger
from storage.ledger import entry_of
from storage.schema import followers
from storage.schema import ledger as entries

WINDOW = 2000
"""Entries looked at in one step."""


def window_of(
    connection: Connection, name: str, events: Collection[str]
) -> tuple[int, int, Sequence[LedgerEntry]]:
    """Where the follower stands, where the next step ends, and what the entries between say of these events.

    A follower that is new begins at the first entry.
    """
    at = connection.execute(select(followers.c.seq).where(followers.c.name == name)).scalar() or 0
    last, _ = ledger.head(connection)
    until = min(last, at + WINDOW)
    query = (
        select(entries)
        .where(entries.c.seq > at, entries.c.seq <= until, entries.c.event.in_(events))
        .order_by(entries.c.seq)
    )
    return at, until, [entry_of(row) for row in connection.execute(query)]


def move_on(connection: Connection, name: str, *, after: int, until: int) -> None:
    """The step is done. Raises `LostRace` where another did it."""
    this = followers.c.name == name
    if connection.execute(select(followers.c.seq).where(this)).scalar() is None:
        connection.execute(insert(followers).values(name=name, seq=0))
    moved = update(followers).where(this, followers.c.seq == after).values(seq=until)
    if connection.execute(moved).rowcount != 1:
        raise LostRace(f"{name} is no longer at {after}")
