"""Sessions of people who signed in, and how often signing in failed. Of a session's token only its hash is kept.

A failed attempt is counted by the hash of what was typed as a name, whether or not there is such an account, so that being
locked out tells a stranger nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, delete, insert, select, update

from storage.accounts import Account, account_of
from storage.database import Database
from storage.schema import accounts, sessions, sign_in_failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    token_sha256: str
    account_id: str
    csrf: str
    """What every change that a page asks for carries, so that no other site can ask for it."""
    made_at: datetime
    seen_at: datetime
    """To the minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    times: int
    last_at: datetime


class Sessions:
    """Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, session: Session) -> None:
        with self._database.writing() as connection:
            connection.execute(
                insert(sessions).values(
                    token_sha256=session.token_sha256,
                    account_id=session.account_id,
                    csrf=session.csrf,
                    made_at=session.made_at,
                    seen_at=session.seen_at,
                )
            )

    def find(self, token_sha256: str) -> tuple[Session, Account] | None:
        """The session of this token and whose it is; whether it still counts, the caller decides."""
        query = (
            select(
                accounts, sessions.c.csrf, sessions.c.made_at.label("begun_at"), sessions.c.seen_at
            )
            .join(sessions, sessions.c.account_id == accounts.c.id)
            .where(sessions.c.token_sha256 == token_sha256)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (_session(token_sha256, row), account_of(row))

    def seen(self, token_sha256: str, *, at: datetime) -> None:
        """It was used; no entry in the ledger, for nothing happened."""
        with self._database.writing() as connection:
            connection.execute(
                update(sessions).where(sessions.c.token_sha256 == token_sha256).values(seen_at=at)
            )

    def end(self, token_sha256: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_sha256 == token_sha256))

    def end_all(self, account_id: str, *, but: str = "") -> None:
        """Every session of an account, but the one whose token hashes to `but`."""
        with self._database.writing() as connection:
            connection.execute(
                delete(sessions).where(
                    sessions.c.account_id == account_id, sessions.c.token_sha256 != but
                )
            )

    def forget_before(self, moment: datetime) -> None:
        """Drop sessions that nobody used since, and failures as old."""
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.seen_at < moment))
            connection.execute(delete(sign_in_failures).where(sign_in_failures.c.last_at < moment))

    def failures(self, name_sha256: str) -> Failures | None:
        query = select(sign_in_failures).where(sign_in_failures.c.name_sha256 == name_sha256)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Failures(times=row.times, last_at=row.last_at)

    def failed(self, name_sha256: str, *, at: datetime) -> None:
        """Count one more, in one statement, so that many at once are many."""
        with self._database.writing() as connection:
            counted = connection.execute(
                update(sign_in_failures)
                .where(sign_in_failures.c.name_sha256 == name_sha256)
                .values(times=sign_in_failures.c.times + 1, last_at=at)
            )
            if counted.rowcount == 0:
                connection.execute(
                    insert(sign_in_failures).values(name_sha256=name_sha256, times=1, last_at=at)
                )

    def succeeded(self, name_sha256: str) -> None:
        with self._database.writing() as connection:
            connection.execute(
                delete(sign_in_failures).where(sign_in_failures.c.name_sha256 == name_sha256)
            )


def _session(token_sha256: str, row: Row[tuple[object, ...]]) -> Session:
    return Session(
        token_sha256=token_sha256,
        account_id=row.id,
        csrf=row.csrf,
        made_at=row.begun_at,
        seen_at=row.seen_at,
    )
