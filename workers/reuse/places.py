"""Where a page of a list begins: behind a moment and an id, as a text that programs give back."""

from datetime import datetime

from storage.cursors import id_in, moment_in

Place = tuple[datetime, str]


def place_text(at: datetime, wanted_id: str) -> str:
    return f"{at.isoformat()}~{wanted_id}"


def place_in(said: str | None) -> Place | None:
    """None for the beginning. Raises `NoSuchCursor`."""
    if said is None:
        return None
    moment, _, wanted_id = said.partition("~")
    return moment_in(moment), id_in(wanted_id)
