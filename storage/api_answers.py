"""What the API answered to a request with a key, so that the same request again gets the same answer and changes nothing.

A row without an answer is a request under way; one that its process never finished is taken over after a while, which is safe
because every change of the desk compares what it replaces.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from digitize.errors import IdempotencyKeyReused, RequestUnderWay
from storage.database import Database
from storage.schema import api_answers
from storage.turns import take_turns_at_account

UNDER_WAY = timedelta(minutes=2)
"""Longer than any request takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as far as it must be the same the second time."""

    account_id: str
    key: str
    fingerprint: str
    """SHA-256 of method, path and body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: str
    """JSON."""


class ApiAnswers:
    """Errors, beside those named: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, asked: Asked, *, at: datetime) -> Answer | None:
        """The answer given before; None where this is the first time, and noted as under way.

        Raises `IdempotencyKeyReused` for another request under the key, `RequestUnderWay`.
        """
        with self._database.writing() as connection:
            take_turns_at_account(connection, asked.account_id)
            row = connection.execute(select(api_answers).where(_this(asked))).one_or_none()
            if row is None:
                _note(connection, asked, at)
                return None
            if row.fingerprint != asked.fingerprint:
                raise IdempotencyKeyReused(asked.key)
            if row.status is not None:
                return Answer(status=row.status, body=row.body)
            if at - row.asked_at < UNDER_WAY:
                raise RequestUnderWay
            connection.execute(update(api_answers).where(_this(asked)).values(asked_at=at))
            return None

    def keep(self, asked: Asked, answer: Answer) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(api_answers)
                .where(_this(asked))
                .values(status=answer.status, body=answer.body)
            )

    def forget(self, asked: Asked) -> None:
        """It changed nothing and may be asked again under this key."""
        with self._database.writing() as connection:
            connection.execute(delete(api_answers).where(_this(asked)))

    def forget_before(self, moment: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(api_answers).where(api_answers.c.asked_at < moment))


def _this(asked: Asked) -> ColumnElement[bool]:
    return (api_answers.c.account_id == asked.account_id) & (api_answers.c.key == asked.key)


def _note(connection: Connection, asked: Asked, at: datetime) -> None:
    connection.execute(
        insert(api_answers).values(
            account_id=asked.account_id,
            key=asked.key,
            fingerprint=asked.fingerprint,
            asked_at=at,
        )
    )
