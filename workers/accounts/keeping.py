"""Whoever keeps accounts makes, closes and opens them and hands out first passwords; everybody changes the own password.

A manager keeps the accounts of the own agency and gives no role that stands above an agency; an operator keeps all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitize.access import Right, Role, Viewer
from digitize.errors import NoSuchAccount, NotAllowed, RequestInvalid, SignInRefused
from digitize.ports import Clock
from digitize.privacy.masking import has_personal_number
from digitize.rows import Owner
from storage.accounts import Account, Accounts
from storage.database import Database
from storage.sessions import Sessions
from storage.system_keys import SystemKeys
from workers.accounts.passwords import first_password, hashed, is_right, require_strong
from workers.accounts.second_factor import new_secret, step_of

ID = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}", re.ASCII)
_ABOVE_AGENCIES = frozenset({Role.OPERATOR, Role.CITIZEN, Role.SYSTEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    id: str
    name: str
    roles: frozenset[Role]
    agency: str = ""
    owner: Owner | None = None
    is_vouched_for: bool = False
    """Signs in by OIDC and has no password here."""


class KeepingAccounts:
    """Safe to share between threads. Errors, beside those named: `NoSuchAccount`, also for one that the viewer does not keep."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._accounts = Accounts(database)
        self._sessions = Sessions(database)
        self._keys = SystemKeys(database)
        self._clock = clock

    def kept(
        self, *, by: Viewer, words: str = "", after: str = "", limit: int
    ) -> Sequence[Account]:
        """The accounts that this person keeps, by id, from the one behind `after`."""
        agency = None if Role.OPERATOR in by.roles else by.agency
        return self._accounts.listed(agency=agency, words=words, after=after, limit=limit)

    def may_give(self, by: Viewer) -> Sequence[Role]:
        """The roles that this person can give to somebody."""
        refused = {Role.STATION} if Role.OPERATOR in by.roles else {Role.STATION, *_ABOVE_AGENCIES}
        return [role for role in Role if role not in refused]

    def make(self, new: NewAccount, *, by: Viewer) -> str:
        """The first password of a new account, or the key of a program, said once; empty where another vouches for the person. Raises `AccountTaken`, `NotAllowed`, `RequestInvalid`."""
        if not ID.fullmatch(new.id) or not new.roles or not new.name.strip():
            raise RequestInvalid("account")
        if has_personal_number(new.id):
            # It would be the actor in the ledger, and stand in logs and addresses.
            raise RequestInvalid("account named by a person's number")
        if Role.STATION in new.roles or (Role.CITIZEN in new.roles) != (new.owner is not None):
            raise RequestInvalid("roles")
        _require_program_alone(new.roles, agency=new.agency)
        _require_keeper(by, agency=new.agency, roles=new.roles)
        is_program = Role.SYSTEM in new.roles
        password = "" if new.is_vouched_for or is_program else first_password()
        account = Account(
            id=new.id,
            name=new.name.strip(),
            roles=new.roles,
            agency=new.agency,
            owner=new.owner,
            made_at=self._clock(),
            password_hash=hashed(password) if password else None,
            must_change=bool(password),
        )
        self._accounts.make(account, actor=by.account)
        return self._key(account, by) if is_program else password

    def reset(self, account_id: str, *, by: Viewer) -> str:
        """Another first password or key; the second factor, all sessions and keys before it end."""
        account = self._kept(account_id, by)
        if Role.SYSTEM in account.roles:
            return self._key(account, by)
        password = first_password()
        changed = replace(
            account, password_hash=hashed(password), must_change=True, totp_secret=None
        )
        self._change(changed, "account.reset", by)
        self._sessions.end_all(account_id)
        return password

    def give_roles(self, account_id: str, roles: frozenset[Role], *, by: Viewer) -> None:
        """Raises `NotAllowed`, `RequestInvalid`."""
        account = self._kept(account_id, by)
        if not roles or Role.STATION in roles or (Role.CITIZEN in roles) != bool(account.owner):
            raise RequestInvalid("roles")
        if (Role.SYSTEM in roles) != (Role.SYSTEM in account.roles):
            raise RequestInvalid("roles")
        _require_program_alone(roles, agency=account.agency)
        _require_keeper(by, agency=account.agency, roles=roles)
        self._change(replace(account, roles=roles), "account.roles_given", by)

    def close(self, account_id: str, *, by: Viewer) -> None:
        """Nobody signs in to it from now on; who is signed in is not any more."""
        account = self._kept(account_id, by)
        if account.id == by.account:
            raise NotAllowed("own account")
        self._change(replace(account, closed_at=self._clock()), "account.closed", by)
        self._sessions.end_all(account_id)

    def reopen(self, account_id: str, *, by: Viewer) -> None:
        self._change(replace(self._kept(account_id, by), closed_at=None), "account.reopened", by)

    def change_password(self, account: Account, *, old: str, new: str, session: str) -> None:
        """The person's own; all other sessions end. Raises `SignInRefused` (old one wrong), `PasswordTooWeak`."""
        if not is_right(old, account.password_hash):
            raise SignInRefused
        require_strong(new, account_id=account.id, kept=account.password_hash)
        changed = replace(account, password_hash=hashed(new), must_change=False)
        self._change(changed, "account.password_changed", account.viewer)
        self._sessions.end_all(account.id, but=session)

    def second_factor_secret(self) -> str:
        """One to be shown; it counts when a code of it was given."""
        return new_secret()

    def set_second_factor(self, account: Account, *, secret: str, code: str) -> None:
        """Raises `SignInRefused` where the code is none of the secret's."""
        step = step_of(secret, code.replace(" ", ""), at=self._clock())
        if step is None:
            raise SignInRefused
        changed = replace(account, totp_secret=secret)
        self._change(changed, "account.second_factor_set", account.viewer)
        self._accounts.use_code(account.id, step)

    def _key(self, account: Account, by: Viewer) -> str:
        return self._keys.give(account.id, actor=by.account, at=self._clock())

    def _kept(self, account_id: str, by: Viewer) -> Account:
        account = self._accounts.find(account_id)
        if account is None or not _keeps(by, account.agency, account.roles):
            raise NoSuchAccount(account_id)
        return account

    def _change(self, account: Account, event: str, by: Viewer) -> None:
        self._accounts.change(account, event=event, actor=by.account, at=self._clock())


def _require_program_alone(roles: frozenset[Role], *, agency: str) -> None:
    """A program stands for one agency and is nothing else besides; so no person's rights ever come by a key."""
    if Role.SYSTEM in roles and (len(roles) > 1 or not agency):
        raise RequestInvalid("roles")


def _require_keeper(by: Viewer, *, agency: str, roles: frozenset[Role]) -> None:
    if not _keeps(by, agency, roles):
        raise NotAllowed(Right.KEEP_ACCOUNTS)


def _keeps(by: Viewer, agency: str, roles: frozenset[Role]) -> bool:
    if Role.OPERATOR in by.roles:
        return True
    is_own = bool(by.agency) and agency == by.agency
    return by.may(Right.KEEP_ACCOUNTS) and is_own and not roles & _ABOVE_AGENCIES
