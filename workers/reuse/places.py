"""Where a page of a list begins: behind a moment and an id, as a text that programs give back."""

from datetime import datetime

from digitize.errors import NoSuchCursor

Place = tuple[datetime, str]


def place_text(at: datetime, wanted_id: str) -> str:
    return f"{at.isoformat()}~{wanted_id}"


def place_in(said: str | None) -> Place | None:
    """None for the beginning. Raises `NoSuchCursor`."""
    if said is None:
        return None
    moment, _, wanted_id = said.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError as fault:
        raise NoSuchCursor from fault
    if at.tzinfo is None or not wanted_id:
        raise NoSuchCursor
    return at, wanted_id
