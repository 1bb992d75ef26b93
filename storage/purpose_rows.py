"""What sensitive records were opened for: said by a person, of a record, until a moment. The ledger has the codes, the row the words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from digitize.model import RecordId
from digitize.privacy.purposes import OpenPurpose, PurposeChoice, PurposeSaid
from storage import ledger
from storage.database import Database
from storage.schema import purposes

SAID = "purpose.said"
"""The ledger's event, of the record."""


class PurposeRows:
    """Safe to share between threads. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def say(self, purpose: OpenPurpose) -> None:
        """With its entry in the ledger, in one transaction."""
        said = purpose.said
        with self._database.writing() as connection:
            connection.execute(
                insert(purposes).values(
                    record_id=purpose.record_id,
                    account=purpose.account,
                    said_at=purpose.said_at,
                    until=purpose.until,
                    choice=said.choice,
                    dossier_code=said.dossier_code,
                    words=said.words,
                )
            )
            ledger.append(
                connection,
                SAID,
                purpose.record_id,
                data={"choice": said.choice.value, "dossier": said.dossier_code},
                at=purpose.said_at,
                actor=purpose.account,
            )

    def open_to(self, account: str, record_id: RecordId, *, at: datetime) -> OpenPurpose | None:
        """What this person said last of the record, where it still counts."""
        query = (
            select(purposes)
            .where(
                purposes.c.record_id == record_id,
                purposes.c.account == account,
                purposes.c.until > at,
            )
            .order_by(purposes.c.said_at.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _purpose(row)

    def forget_before(self, moment: datetime) -> int:
        """Those said before; how many."""
        with self._database.writing() as connection:
            return connection.execute(delete(purposes).where(purposes.c.said_at < moment)).rowcount


def said_of(
    connection: Connection, record_ids: Collection[str], account: str, *, at: datetime
) -> Mapping[str, OpenPurpose]:
    """By record, what this person said last of those that are open to them."""
    query = (
        select(purposes)
        .where(
            purposes.c.record_id.in_(record_ids),
            purposes.c.account == account,
            purposes.c.until > at,
        )
        .order_by(purposes.c.said_at)
    )
    return {row.record_id: _purpose(row) for row in connection.execute(query)}


def purposes_of(connection: Connection, record_ids: Collection[str]) -> Sequence[OpenPurpose]:
    """All that was said of these records, the oldest first."""
    query = (
        select(purposes)
        .where(purposes.c.record_id.in_(record_ids))
        .order_by(purposes.c.said_at, purposes.c.record_id)
    )
    return [_purpose(row) for row in connection.execute(query)]


def _purpose(row: Row[Any]) -> OpenPurpose:
    return OpenPurpose(
        record_id=RecordId(row.record_id),
        account=row.account,
        said=PurposeSaid(
            choice=PurposeChoice(row.choice), dossier_code=row.dossier_code, words=row.words
        ),
        said_at=row.said_at,
        until=row.until,
    )
