"""A station's key: `dgz_<station id>_<43 characters>`, made once, shown once, kept as a hash.

256 random bits cannot be guessed, so a plain SHA-256 is enough and no slow hash is needed.
"""

import hashlib
import re
import secrets

from digitize.errors import BadConfiguration

_STATION_ID = r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"
_KEY = re.compile(rf"dgz_(?P<station>{_STATION_ID})_[A-Za-z0-9_-]{{43}}", re.ASCII)


def new_key(station_id: str) -> str:
    """A key that nobody ever had."""
    return f"dgz_{require_station_id(station_id)}_{secrets.token_urlsafe(32)}"


def key_sha256(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def station_named_in(key: str) -> str | None:
    """The station id in a key; None for what is no key."""
    found = _KEY.fullmatch(key)
    return found["station"] if found else None


def require_station_id(text: str) -> str:
    """The text as a station id: 1-40 of `a-z`, `0-9` and `-` between them. Raises `BadConfiguration`."""
    if not re.fullmatch(_STATION_ID, text, re.ASCII):
        raise BadConfiguration("station id: 1-40 of a-z, 0-9 and - between them")
    return text
