"""How many papers one person may open, a minute and a day: work at a counter needs few, and nobody needs a warehouse in bulk.

Counted are papers, by what the rows of looks have, so it holds for all servers of a house together; turning a paper's pages or
fetching a file in pieces is one. Two requests at the same instant may both be the last one that is let through.
"""

from datetime import timedelta

from digitize.errors import TooManyPapers
from digitize.model import RecordId
from storage.grant_rows import given_since
from storage.look_rows import papers_opened_since
from workers.services import Services

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


def require_moderate(services: Services, account: str, record_id: RecordId) -> None:
    """Before a paper is previewed or taken out. Raises `TooManyPapers`."""
    settings, now = services.settings, services.clock()
    with services.database.reading() as connection:
        for span, most in ((_MINUTE, settings.papers_per_minute), (_DAY, settings.papers_per_day)):
            if papers_opened_since(connection, account, now - span, but=record_id) >= most:
                raise TooManyPapers(account)


def require_moderate_asking(services: Services, account: str, *, count: int = 1) -> None:
    """Before so many grants more are made, so that grants are no way to ask about everybody. Raises `TooManyPapers`."""
    settings, now = services.settings, services.clock()
    with services.database.reading() as connection:
        for span, most in ((_MINUTE, settings.papers_per_minute), (_DAY, settings.papers_per_day)):
            if given_since(connection, account, now - span) + count > most:
                raise TooManyPapers(account)
