"""Whose an object of the store is, by its key: the agencies to which the scan came of which it is, or was made.

The same bytes pushed by two agencies are seen by both (storage/visible.py), so they are both agencies' here too.
"""

from sqlalchemy import bindparam, select

from storage import keys
from storage.database import Database
from storage.ids import SCAN_PREFIX
from storage.keys import KeyKind
from storage.schema import arrivals, batches

_HASH_CHARS = 64


class ObjectHolders:
    """As the rows tell. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self, key: str) -> tuple[str, ...]:
        """Codes of agencies, in order; none for an anchor, and for what no row knows."""
        parsed = keys.parse(key)
        if parsed is None or parsed.kind is KeyKind.ANCHOR:
            return ()
        return self._of_scans(*_scans_named(parsed.subject))

    def _of_scans(self, first: str, last: str) -> tuple[str, ...]:
        with self._database.asking() as connection:
            found = connection.execute(_AGENCIES, {"first": first, "last": last})
            return tuple(found.scalars())


def _scans_named(subject: str) -> tuple[str, str]:
    """The first and the last id that the scan may have: a document's id begins as its scan's, also when its row is gone."""
    prefix = subject if len(subject) == _HASH_CHARS else subject[:SCAN_PREFIX]
    return prefix.ljust(_HASH_CHARS, "0"), prefix.ljust(_HASH_CHARS, "f")


_AGENCIES = (
    select(batches.c.agency)
    .join(arrivals, arrivals.c.batch_id == batches.c.id)
    .where(
        arrivals.c.scan_id >= bindparam("first"),
        arrivals.c.scan_id <= bindparam("last"),
        batches.c.agency != "",
    )
    .distinct()
    .order_by(batches.c.agency)
)
