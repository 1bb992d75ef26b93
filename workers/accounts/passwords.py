"""Passwords into Argon2id hashes and back into yes or no; what a new one must be.

Length decides, not kinds of signs (NIST SP 800-63B, 5.1.1.2): a person may use a sentence.
"""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from digitize.errors import PasswordTooWeak

SHORTEST = 12
LONGEST = 200  # so that hashing a book is nobody's way to keep the server busy
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none is taken for another when it is read out
_hasher = PasswordHasher()  # RFC 9106, the profile for little memory: 64 MiB, 3 passes
_NOBODYS = _hasher.hash(secrets.token_hex())


def hashed(password: str) -> str:
    """What is kept instead of it."""
    return _hasher.hash(_plain(password))


def is_right(password: str, kept: str | None) -> bool:
    """Does it hash to what is kept? Takes as long where nothing is kept."""
    try:
        return _hasher.verify(kept or _NOBODYS, _plain(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def require_strong(password: str, *, account_id: str, kept: str | None) -> None:
    """Raises `PasswordTooWeak`: too short, too long, like the name, hardly any different signs, or the one before."""
    is_weak = (
        not SHORTEST <= len(password) <= LONGEST
        or account_id.lower() in password.lower()
        or len(set(password)) < SHORTEST // 2
    )
    if is_weak or (kept is not None and is_right(password, kept)):
        raise PasswordTooWeak


def first_password() -> str:
    """One to be handed over and changed: four groups of four signs, 79 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


def _plain(password: str) -> str:
    """The same signs whatever keyboard they were typed on."""
    return unicodedata.normalize("NFC", password[: LONGEST + 1])
