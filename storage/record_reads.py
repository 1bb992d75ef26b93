"""That records were looked at, into the ledger: one transaction for all that one answer shows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from digitize.model import RecordId
from storage import ledger
from storage.database import Database
from storage.ledger import Event, canonical
from storage.schema import ledger as entries
from storage.schema import utc_text


def was_read_since(
    connection: Connection,
    record_id: RecordId,
    *,
    purposes: Collection[str],
    actor: str,
    since: datetime,
) -> bool:
    """Does the ledger have a look of this person, for one of these purposes, at or after the moment?"""
    query = (
        select(entries.c.seq)
        .where(
            entries.c.subject == record_id,
            entries.c.at >= utc_text(since),
            entries.c.event == Event.RECORD_READ,
            entries.c.actor == actor,
            entries.c.data.in_([canonical(_data(purpose)) for purpose in purposes]),
        )
        .limit(1)
    )
    return connection.execute(query).first() is not None


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
                data=_data(purpose),
                at=at,
                actor=actor,
            )


def _data(purpose: str) -> Mapping[str, object]:
    return {"purpose": purpose}
