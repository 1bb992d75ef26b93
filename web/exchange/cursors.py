"""Where a page of deliveries goes on: the moment that the list is ordered by, and an id."""

from datetime import datetime
from typing import Annotated

from fastapi import Query

from storage.cursors import id_in, moment_in

Place = tuple[datetime, str]
Cursor = Annotated[str, Query(max_length=200)]


def place_of(cursor: str) -> Place | None:
    """None for the beginning. Raises `NoSuchCursor`."""
    if not cursor:
        return None
    moment, _, delivery_id = cursor.partition(" ")
    return moment_in(moment), id_in(delivery_id)


def cursor_at(at: datetime | None, delivery_id: str) -> str | None:
    return None if at is None else f"{at.isoformat()} {delivery_id}"
