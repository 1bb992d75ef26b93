"""A name, a password and perhaps a code into a session; a session's token into the person; both refused without telling why.

Who failed often waits, longer each time. That counts by the name as it was typed, so an account that is not there is locked
like one that is.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digitize.access import Role
from digitize.errors import NotSignedIn, SecondFactorNeeded, SignInRefused, TooManyAttempts
from digitize.ports import Clock
from storage.accounts import Account, Accounts
from storage.database import Database
from storage.sessions import Session, Sessions
from storage.system_keys import SystemKeys
from workers.accounts.passwords import is_right
from workers.accounts.second_factor import step_of

if TYPE_CHECKING:
    from workers.accounts.vouching import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOptions:
    idle: timedelta = timedelta(minutes=30)
    """A session that was not used for so long has ended."""
    longest: timedelta = timedelta(hours=12)
    """However much it is used: a working day."""
    failures: int = 5
    """So many attempts may fail before one has to wait."""
    first_wait: timedelta = timedelta(minutes=1)
    """Doubled with each failure after that."""
    longest_wait: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who asks, and in which session."""

    session: Session
    account: Account


class SigningIn:
    """Safe to share between threads."""

    def __init__(
        self, database: Database, *, clock: Clock, options: SessionOptions | None = None
    ) -> None:
        self._accounts = Accounts(database)
        self._sessions = Sessions(database)
        self._keys = SystemKeys(database)
        self._clock = clock
        self._options = options or SessionOptions()

    def sign_in(self, name: str, password: str, code: str = "") -> tuple[str, SignedIn]:
        """A new session and its token, which is said here and kept nowhere.

        Raises `SignInRefused`, `SecondFactorNeeded` where the password was right and a code is missing, `TooManyAttempts`.
        """
        account_id = name.strip().lower()
        counted = _sha256(account_id)
        self._require_no_wait(counted)
        account = self._accounts.find(account_id)
        if not self._is_person(account, password, code):
            self._sessions.failed(counted, at=self._clock())
            raise SignInRefused
        assert account is not None
        self._sessions.succeeded(counted)
        return self.begin(account)

    def sign_in_vouched(self, identity: "Identity") -> tuple[str, SignedIn]:
        """A session of somebody whom the provider knows. Raises `SignInRefused` where there is no open account for it.

        The first time the account is the one that the provider names, if it was made for this (no password) and is nobody's
        yet; from then on it is bound to the provider's own subject, whatever it is called there.
        """
        account = self._accounts.vouched_for(identity.issuer, identity.subject)
        if account is None:
            account = self._bound(identity)
        if account.closed_at is not None:
            raise SignInRefused
        return self.begin(account)

    def _bound(self, identity: "Identity") -> Account:
        account = self._accounts.find(identity.name.lower()) if identity.name else None
        if account is None or account.password_hash is not None or account.subject is not None:
            raise SignInRefused
        if Role.SYSTEM in account.roles:  # has no password either, and is no person
            raise SignInRefused
        bound = replace(account, issuer=identity.issuer, subject=identity.subject)
        self._accounts.change(bound, event="account.bound", actor=account.id, at=self._clock())
        return bound

    def begin(self, account: Account) -> tuple[str, SignedIn]:
        """A session of somebody whose identity was proved, here or by whoever vouches for the person."""
        now = self._clock()
        token = secrets.token_urlsafe(32)
        session = Session(
            token_sha256=_sha256(token),
            account_id=account.id,
            csrf=secrets.token_urlsafe(24),
            made_at=now,
            seen_at=now,
        )
        self._sessions.begin(session)
        self._accounts.signed_in(account, at=now)
        return token, SignedIn(session=session, account=account)

    def who(self, token: str) -> SignedIn:
        """Whose session this is, noting its use once a minute. Raises `NotSignedIn`."""
        found = self._sessions.find(_sha256(token)) if token else None
        now = self._clock()
        if found is None or not self._still_counts(*found, now):
            raise NotSignedIn
        session, account = found
        if now - session.seen_at > timedelta(minutes=1):
            self._sessions.seen(session.token_sha256, at=now)
        return SignedIn(session=session, account=account)

    def program(self, key: str) -> SignedIn:
        """Which program of another house has this key, noting its use once a minute. Raises `NotSignedIn`.

        Its session is that of one request; never ask this of what a cookie carries.
        """
        found = self._keys.find(key)
        if found is None or found[0].closed_at is not None or found[1].closed_at is not None:
            raise NotSignedIn
        kept, account = found
        now = self._clock()
        if kept.seen_at is None or now - kept.seen_at > timedelta(minutes=1):
            self._keys.seen(kept, at=now)
        session = Session(
            token_sha256=kept.key_sha256,
            account_id=account.id,
            csrf=secrets.token_urlsafe(24),
            made_at=kept.made_at,
            seen_at=now,
        )
        return SignedIn(session=session, account=account)

    def is_as_before(self, signed_in: SignedIn) -> bool:
        """Whether the session counts yet and the person has the same rights. Asking is no use of the session."""
        found = self._sessions.find(signed_in.session.token_sha256)
        if found is None or not self._still_counts(*found, self._clock()):
            return False
        return found[1].viewer == signed_in.account.viewer

    def sign_out(self, signed_in: SignedIn) -> None:
        self._sessions.end(signed_in.session.token_sha256)

    def forget_old(self) -> None:
        """Drop what no longer counts."""
        self._sessions.forget_before(self._clock() - self._options.longest)

    def _is_person(self, account: Account | None, password: str, code: str) -> bool:
        """Raises `SecondFactorNeeded`."""
        kept = account.password_hash if account else None
        if not is_right(password, kept) or account is None or account.closed_at is not None:
            return False
        if account.totp_secret is None:
            return True
        if not code:
            raise SecondFactorNeeded
        step = step_of(account.totp_secret, code.replace(" ", ""), at=self._clock())
        return step is not None and self._accounts.use_code(account.id, step)

    def _require_no_wait(self, counted: str) -> None:
        failures = self._sessions.failures(counted)
        over = failures.times - self._options.failures if failures else -1
        if failures is None or over < 0:
            return
        # The exponent is bounded before the power is taken: somebody may try for a year.
        wait = min(self._options.first_wait * 2 ** min(over, 10), self._options.longest_wait)
        if self._clock() < failures.last_at + wait:
            raise TooManyAttempts

    def _still_counts(self, session: Session, account: Account, now: datetime) -> bool:
        is_fresh = now - session.seen_at <= self._options.idle
        is_young = now - session.made_at <= self._options.longest
        return is_fresh and is_young and account.closed_at is None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
