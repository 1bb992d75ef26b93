"""That records were looked at, into the ledger: one transaction for all that one answer shows."""

from collections.abc import Sequence
from datetime import datetime

from digitize.model import RecordId
from storage import ledger
from storage.database import Database
from storage.ledger import Event


def note_reads(
    database: Database, record_ids: Sequence[RecordId], *, purpose: str, actor: str, at: datetime
) -> None:
    """An entry a record, in the order they were shown. Looked at twice is two looks."""
    if not record_ids:
        return
    with database.writing() as connection:
        for record_id in record_ids:
            ledger.append(
                connection,
                Event.RECORD_READ,
                record_id,
                data={"purpose": purpose},
                at=at,
                actor=actor,
            )
