"""What sensitive records were opened for: said by a person, of a record, until a moment. The ledger has the codes, the row the words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from digitize.model import RecordId
from digitize.privacy.purposes import TITLES, OpenPurpose, PurposeChoice, PurposeSaid
from storage import ledger
from storage.database import Database
from storage.schema import looks, purposes

SAID = "purpose.said"
"""The ledger's event, of the record."""
FORGOTTEN_AT_ONCE = 500


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
        """Those said before, also in the looks that were told why; how many."""
        gone = 0
        while some := self._forget_some(moment):
            gone += some
        return gone

    def _forget_some(self, moment: datetime) -> int:
        query = select(purposes).where(purposes.c.said_at < moment).with_for_update()
        with self._database.writing() as connection:
            old = [_purpose(row) for row in connection.execute(query.limit(FORGOTTEN_AT_ONCE))]
            if old:
                connection.execute(_UNSAY, [_unsaid(one) for one in old])
                connection.execute(_FORGET, [_key(one) for one in old])
        return len(old)


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


def shown_reason(said: PurposeSaid) -> str:
    """What the look's row says of it, for the record's owner to read."""
    return f"{TITLES[said.choice]}. {said.words}".strip()


def purposes_of(connection: Connection, record_ids: Collection[str]) -> Sequence[OpenPurpose]:
    """All that was said of these records, the oldest first."""
    query = (
        select(purposes)
        .where(purposes.c.record_id.in_(record_ids))
        .order_by(purposes.c.said_at, purposes.c.record_id)
    )
    return [_purpose(row) for row in connection.execute(query)]


def _key(one: OpenPurpose) -> Mapping[str, object]:
    return {"of_record": one.record_id, "by": one.account, "since": one.said_at}


def _unsaid(one: OpenPurpose) -> Mapping[str, object]:
    """Its looks keep what kind of purpose it was, as the ledger does."""
    code = shown_reason(PurposeSaid(choice=one.said.choice))
    return {**_key(one), "until": one.until, "told": shown_reason(one.said), "left": code}


_FORGET = delete(purposes).where(
    purposes.c.record_id == bindparam("of_record"),
    purposes.c.account == bindparam("by"),
    purposes.c.said_at == bindparam("since"),
)
_UNSAY = (
    update(looks)
    .where(
        looks.c.record_id == bindparam("of_record"),
        looks.c.account == bindparam("by"),
        looks.c.at >= bindparam("since"),
        looks.c.at < bindparam("until"),
        looks.c.grant_id.is_(None),
        looks.c.reason == bindparam("told"),
    )
    .values(reason=bindparam("left"))
)


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
