"""Which agencies there are: those that people work for here."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from storage.schema import accounts


def known_agencies(connection: Connection) -> Sequence[str]:
    """Their codes, in order."""
    query = select(accounts.c.agency).where(accounts.c.agency != "").distinct()
    return list(connection.execute(query.order_by(accounts.c.agency)).scalars())
