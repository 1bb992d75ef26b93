"""Whoever looks at a record is in the ledger: what for, and before anything of it is shown."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from digitize.model import RecordId
from digitize.rows import Document
from storage.record_reads import note_reads, was_read_since
from workers.privacy.purposes import require_purpose
from workers.services import Services

_LOOK_LASTS = timedelta(minutes=15)
"""Who turns the pages of a paper longer than this looks at it once more."""


class Purpose(StrEnum):
    """What a record was looked at for; of a part handed out it is `get.` and the part's name."""

    FIND = "find"  # it stood in a list of hits
    SHOW = "show"  # its page was opened, or its fields asked for
    PICTURE = "picture"  # a page of it was shown, by itself
    GET = "get"


def note_look(services: Services, document: Document, *, purpose: str, actor: str) -> None:
    """Of a document that is filed; others are nobody's record yet. A picture within a look at its page is that same look.

    Raises `PurposeNeeded` where the paper is sensitive and this person did not say what for.
    """
    if document.record_id is None:
        return
    for shown in _shown_with(services, document, purpose):
        require_purpose(services, shown, account=actor)
    if purpose != Purpose.PICTURE or not _is_looking(services, document.record_id, actor):
        note_looks(services, [document.record_id], purpose=purpose, actor=actor)


def _shown_with(services: Services, document: Document, purpose: str) -> Sequence[Document]:
    """The whole scan shows the papers beside this one, too."""
    if purpose != f"{Purpose.GET}.original":
        return [document]
    return services.catalogue.documents(scan_id=document.scan_id)


def _is_looking(services: Services, record_id: RecordId, actor: str) -> bool:
    since = services.clock() - _LOOK_LASTS
    looks = (Purpose.SHOW, Purpose.PICTURE)
    with services.database.reading() as connection:
        return was_read_since(connection, record_id, purposes=looks, actor=actor, since=since)


def note_looks(services: Services, record_ids: list[RecordId], *, purpose: str, actor: str) -> None:
    """All that one answer shows."""
    note_reads(services.database, record_ids, purpose=purpose, actor=actor, at=services.clock())
