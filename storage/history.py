"""What the ledger says of one paper: its scan, its document and its record together, the newest first, a stretch at a time."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select

from digitize.rows import Document, LedgerEntry
from storage.ledger import Event, entry_of
from storage.schema import ledger

_OF_A_SCAN = (
    Event.SCAN_RECEIVED,
    Event.SCAN_ARRIVED_AGAIN,
    Event.SCAN_SEPARATED,
    Event.SCAN_REARRANGED,
    Event.SCAN_REJECTED,
)
"""What happened to all papers of a file; that each of its pages was read is no news of any of them."""


def history_of(
    connection: Connection, document: Document, *, before: int | None = None, limit: int
) -> Sequence[LedgerEntry]:
    """Entries below the seq `before`, the newest first."""
    own = [document.id] if document.record_id is None else [document.id, document.record_id]
    is_about = or_(
        ledger.c.subject.in_(own),
        and_(ledger.c.subject == document.scan_id, ledger.c.event.in_(_OF_A_SCAN)),
    )
    query = select(ledger).where(is_about).order_by(ledger.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(ledger.c.seq < before)
    return [entry_of(row) for row in connection.execute(query)]
