"""That records were looked at, into the ledger and for their owners: one transaction for all that one answer shows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from digitize.model import RecordId
from digitize.reuse.grants import Grant
from storage import ledger
from storage.database import Database
from storage.ledger import Event, canonical
from storage.look_rows import insert_looks
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
    database: Database,
    record_ids: Sequence[RecordId],
    *,
    purpose: str,
    actor: str,
    at: datetime,
    grant: Grant | None = None,
) -> None:
    """An entry a record, in the order they were shown, with the grant by which somebody looked. Looked at twice is two looks."""
    if not record_ids:
        return
    with database.writing() as connection:
        note_reads_in(connection, record_ids, purpose=purpose, actor=actor, at=at, grant=grant)


def note_reads_in(
    connection: Connection,
    record_ids: Sequence[RecordId],
    *,
    purpose: str,
    actor: str,
    at: datetime,
    grant: Grant | None = None,
) -> None:
    """The same in a transaction that is under way."""
    insert_looks(connection, record_ids, part=purpose, actor=actor, at=at, grant=grant)
    for record_id in record_ids:
        ledger.append(
            connection,
            Event.RECORD_READ,
            record_id,
            data=_data(purpose, grant),
            at=at,
            actor=actor,
        )


def _data(purpose: str, grant: Grant | None = None) -> Mapping[str, object]:
    if grant is None:
        return {"purpose": purpose}
    return {"purpose": purpose, "grant": grant.id, "dossier": grant.dossier_code}
