"""Whoever looks at a record is in the ledger: what for, and before anything of it is shown."""

from enum import StrEnum

from digitize.model import RecordId
from digitize.rows import Document
from storage.record_reads import note_reads
from workers.services import Services


class Purpose(StrEnum):
    """What a record was looked at for; of a part handed out it is `get.` and the part's name."""

    FIND = "find"  # it stood in a list of hits
    SHOW = "show"  # its page was opened, or its fields asked for
    PICTURE = "picture"  # a page of it was shown
    GET = "get"


def note_look(services: Services, document: Document, *, purpose: str, actor: str) -> None:
    """Of a document that is filed; others are nobody's record yet."""
    if document.record_id is not None:
        note_looks(services, [document.record_id], purpose=purpose, actor=actor)


def note_looks(services: Services, record_ids: list[RecordId], *, purpose: str, actor: str) -> None:
    """All that one answer shows."""
    note_reads(services.database, record_ids, purpose=purpose, actor=actor, at=services.clock())
