"""What programs of other houses sign in with: `dgs_<8 characters>_<43 characters>`, made once, shown once, kept as a hash.

256 random bits cannot be guessed, so a plain SHA-256 is enough. Each change is one transaction with its ledger entry.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, tuple_, update

from storage import ledger
from storage.accounts import Account, account_of
from storage.database import Database
from storage.schema import accounts, system_keys
from storage.turns import take_turns_at_account

_KEY = re.compile(r"dgs_(?P<id>[0-9a-f]{8})_[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemKey:
    id: str
    """Names the key in the ledger; no secret."""
    key_sha256: str
    account_id: str
    made_at: datetime
    closed_at: datetime | None = None
    seen_at: datetime | None = None
    """When it was last used, to the minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldKey:
    """A key as an operator is shown it: never its hash."""

    id: str
    account_id: str
    name: str
    agency: str
    made_at: datetime
    seen_at: datetime | None
    ended_at: datetime | None
    """Since when it opens nothing: another was given, or its account was closed."""


def new_system_key() -> str:
    """A key that nobody ever had."""
    return f"dgs_{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}"


def is_system_key(text: str) -> bool:
    """Whether it has the form of one; a session's token never has."""
    return _KEY.fullmatch(text) is not None


class SystemKeys:
    """Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, account_id: str, *, actor: str, at: datetime) -> str:
        """A key of this account, said here and kept nowhere; those it had before open nothing any more."""
        key = new_system_key()
        with self._database.writing() as connection:
            take_turns_at_account(connection, account_id)
            of_account = system_keys.c.account_id == account_id
            connection.execute(
                update(system_keys)
                .where(of_account, system_keys.c.closed_at.is_(None))
                .values(closed_at=at)
            )
            key_id = _id_in(key)
            connection.execute(
                insert(system_keys).values(
                    key_sha256=_sha256(key), id=key_id, account_id=account_id, made_at=at
                )
            )
            data = {"key": key_id}
            ledger.append(connection, "system.key_given", account_id, data=data, at=at, actor=actor)
        return key

    def find(self, key: str) -> tuple[SystemKey, Account] | None:
        """The key and whose it is, closed ones too; whether it counts, the caller decides."""
        if not is_system_key(key):
            return None
        query = (
            select(
                accounts,
                system_keys.c.id.label("key_id"),
                system_keys.c.made_at.label("given_at"),
                system_keys.c.closed_at.label("ended_at"),
                system_keys.c.seen_at,
            )
            .join(system_keys, system_keys.c.account_id == accounts.c.id)
            .where(system_keys.c.key_sha256 == _sha256(key))
        )
        with self._database.asking() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        found = SystemKey(
            id=row.key_id,
            key_sha256=_sha256(key),
            account_id=row.id,
            made_at=row.given_at,
            closed_at=row.ended_at,
            seen_at=row.seen_at,
        )
        return found, account_of(row)

    def listed(self, *, after: tuple[str, str] = ("", ""), limit: int) -> Sequence[HeldKey]:
        """Every key there ever was, by account and id, from the one behind `after`: for the operator."""
        place = tuple_(system_keys.c.account_id, system_keys.c.id)
        query = (
            select(
                system_keys,
                accounts.c.name,
                accounts.c.agency,
                accounts.c.closed_at.label("account_closed_at"),
            )
            .join(accounts, accounts.c.id == system_keys.c.account_id)
            .where(place > after)
            .order_by(system_keys.c.account_id, system_keys.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [_held(row) for row in connection.execute(query)]

    def seen(self, key: SystemKey, *, at: datetime) -> None:
        """It was used; no entry in the ledger, for nothing happened."""
        with self._database.saying() as connection:
            connection.execute(
                update(system_keys)
                .where(system_keys.c.key_sha256 == key.key_sha256)
                .values(seen_at=at)
            )


def _held(row: Row[Any]) -> HeldKey:
    ends = [at for at in (row.closed_at, row.account_closed_at) if at is not None]
    return HeldKey(
        id=row.id,
        account_id=row.account_id,
        name=row.name,
        agency=row.agency,
        made_at=row.made_at,
        seen_at=row.seen_at,
        ended_at=min(ends, default=None),
    )


def _id_in(key: str) -> str:
    return key.split("_", 2)[1]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
