"""A place in a list that goes by time and id, as a text that a page may carry."""

import base64
import binascii
import json
from datetime import datetime

from digitize.errors import NoSuchCursor
from storage.cursors import id_in, moment_in


def cursor_of(place: tuple[datetime, str]) -> str:
    """Says nothing of a person: a time and an id of ours."""
    at, row_id = place
    said = json.dumps([at.isoformat(), row_id]).encode()
    return base64.urlsafe_b64encode(said).decode().rstrip("=")


def place_at(cursor: str) -> tuple[datetime, str]:
    """Raises `NoSuchCursor` for a text that `cursor_of` did not make."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        said, row_id = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, TypeError, binascii.Error) as fault:
        raise NoSuchCursor from fault
    return moment_in(str(said)), id_in(str(row_id))
