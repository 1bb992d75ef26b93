"""What a place in a list that goes by time and id is made of, out of a text that a program gave back: a moment and an id of ours.

Anybody may have written it, so each part is looked at before a database is: not every moment with a zone is one in UTC, and
PostgreSQL takes no NUL.
"""

import re
from datetime import UTC, datetime

from digitize.errors import NoSuchCursor

_ID = re.compile(r"[\x21-\x7e]{1,128}")


def moment_in(said: str) -> datetime:
    """In UTC. Raises `NoSuchCursor` for what is no moment, has no zone, or lies outside of the calendar elsewhere."""
    try:
        at = datetime.fromisoformat(said)
        if at.tzinfo is None:
            raise NoSuchCursor("a time needs its zone")
        return at.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise NoSuchCursor("no time") from fault


def id_in(said: str) -> str:
    """Raises `NoSuchCursor` for what is no id of ours."""
    if not _ID.fullmatch(said):
        raise NoSuchCursor("no id")
    return said
