"""People's accounts as rows. Each change is one transaction with its ledger entry; of a password only its hash is kept.

An account is never removed, because the ledger names it: it is closed, and may be opened again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, or_, select, update

from digitize.access import Role, Viewer
from digitize.errors import AccountTaken, NoSuchAccount
from digitize.rows import Owner, OwnerKind
from storage import ledger
from storage.database import Database
from storage.schema import accounts
from storage.turns import take_turns_at_account


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    id: str
    """What is typed to sign in, lower case; the actor in the ledger."""
    name: str
    """What colleagues call the person."""
    roles: frozenset[Role]
    made_at: datetime
    agency: str = ""
    """Code of the agency; empty for operators and citizens."""
    owner: Owner | None = None
    """Whose records a citizen's account shows."""
    password_hash: str | None = None
    """Argon2id; None where somebody else vouches for the person (OIDC)."""
    must_change: bool = False
    """The password was given by another person and has to be replaced first."""
    totp_secret: str | None = None
    """Base32 secret of the second factor; None without one."""
    totp_step: int = 0
    """The last time step whose code was used; a code counts once."""
    issuer: str | None = None
    """Who vouches for the person by OIDC, and under which subject."""
    subject: str | None = None
    closed_at: datetime | None = None
    signed_in_at: datetime | None = None

    @property
    def viewer(self) -> Viewer:
        return Viewer(account=self.id, roles=self.roles, agency=self.agency, owner=self.owner)


class Accounts:
    """The accounts of a warehouse. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, account: Account, *, actor: str) -> None:
        """A new account. Raises `AccountTaken`, for a closed one of that name too."""
        with self._database.writing() as connection:
            take_turns_at_account(connection, account.id)
            if _find(connection, account.id) is not None:
                raise AccountTaken(account.id)
            connection.execute(insert(accounts).values(id=account.id, **_decided(account)))
            _say(connection, "account.made", account, actor=actor, at=account.made_at)

    def change(self, account: Account, *, event: str, actor: str, at: datetime) -> None:
        """What was decided about an account, for the reason that `event` names (`account.closed`). Raises `NoSuchAccount`.

        What signing in notes by itself (the last code, the last time) stays as it is.
        """
        with self._database.writing() as connection:
            take_turns_at_account(connection, account.id)
            if _find(connection, account.id) is None:
                raise NoSuchAccount(account.id)
            _set(connection, account)
            _say(connection, event, account, actor=actor, at=at)

    def signed_in(self, account: Account, *, at: datetime) -> None:
        """Note that the person is here."""
        with self._database.writing() as connection:
            connection.execute(
                update(accounts).where(accounts.c.id == account.id).values(signed_in_at=at)
            )
            _say(connection, "account.signed_in", account, actor=account.id, at=at)

    def use_code(self, account_id: str, step: int) -> bool:
        """Is a second factor's code of this time step used for the first time? Then it is used now."""
        with self._database.writing() as connection:
            used = connection.execute(
                update(accounts)
                .where(accounts.c.id == account_id, accounts.c.totp_step < step)
                .values(totp_step=step)
            )
            return used.rowcount == 1

    def find(self, account_id: str) -> Account | None:
        """The account of this id, closed ones too."""
        with self._database.reading() as connection:
            return _find(connection, account_id)

    def vouched_for(self, issuer: str, subject: str) -> Account | None:
        """The account that this OIDC subject signs in to."""
        query = select(accounts).where(accounts.c.issuer == issuer, accounts.c.subject == subject)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else account_of(row)

    def listed(
        self, *, agency: str | None = None, words: str = "", after: str = "", limit: int
    ) -> Sequence[Account]:
        """Accounts by id, from the one behind `after`; of one agency, or of all with None."""
        query = select(accounts).where(accounts.c.id > after).order_by(accounts.c.id).limit(limit)
        if agency is not None:
            query = query.where(accounts.c.agency == agency)
        if words:
            some = f"%{words.lower()}%"
            query = query.where(or_(accounts.c.id.like(some), accounts.c.name.ilike(some)))
        with self._database.reading() as connection:
            return [account_of(row) for row in connection.execute(query)]

    def is_anybody(self) -> bool:
        """Has the warehouse any account yet?"""
        with self._database.reading() as connection:
            return connection.execute(select(accounts.c.id).limit(1)).first() is not None


def account_of(row: Row[tuple[object, ...]]) -> Account:
    """A row of `accounts` as a value."""
    return Account(
        id=row.id,
        name=row.name,
        roles=frozenset(Role(role) for role in json.loads(row.roles)),
        made_at=row.made_at,
        agency=row.agency,
        owner=_owner(row),
        password_hash=row.password_hash,
        must_change=row.must_change,
        totp_secret=row.totp_secret,
        totp_step=row.totp_step,
        issuer=row.issuer,
        subject=row.subject,
        closed_at=row.closed_at,
        signed_in_at=row.signed_in_at,
    )


def _owner(row: Row[tuple[object, ...]]) -> Owner | None:
    if row.owner_kind is None:
        return None
    return Owner(kind=OwnerKind(row.owner_kind), number=row.owner_number, name=row.name)


def _find(connection: Connection, account_id: str) -> Account | None:
    row = connection.execute(select(accounts).where(accounts.c.id == account_id)).one_or_none()
    return None if row is None else account_of(row)


def _set(connection: Connection, account: Account) -> None:
    connection.execute(
        update(accounts).where(accounts.c.id == account.id).values(**_decided(account))
    )


def _decided(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "agency": account.agency,
        "roles": json.dumps(sorted(account.roles)),
        "owner_kind": account.owner and account.owner.kind,
        "owner_number": account.owner and account.owner.number,
        "password_hash": account.password_hash,
        "must_change": account.must_change,
        "totp_secret": account.totp_secret,
        "issuer": account.issuer,
        "subject": account.subject,
        "made_at": account.made_at,
        "closed_at": account.closed_at,
    }


def _say(connection: Connection, event: str, account: Account, *, actor: str, at: datetime) -> None:
    data = {"agency": account.agency, "roles": sorted(account.roles)}
    ledger.append(connection, event, account.id, data=data, at=at, actor=actor)
