"""An owner says that something in a paper is wrong; somebody of the agency that brought it looks and answers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from digitize.access import Right, Viewer
from digitize.errors import ReasonMissing, TooManyAttempts
from digitize.model import RecordId
from digitize.reuse.complaints import MAX_CHARS, Complaint, ComplaintOutcome
from storage import complaint_rows
from storage.record_rows import get_record
from workers.services import Services

MOST_OPEN = 20
"""Of one person; who has more to say waits for answers."""


def complain(services: Services, viewer: Viewer, record_id: str, said: str) -> Complaint:
    """About a paper of one's own. Raises `NotFound`, `ReasonMissing`, `TooManyAttempts`."""
    viewer.require(Right.OWN_RECORDS)
    _require_words(said)
    with services.database.writing() as connection:
        record = get_record(connection, RecordId(record_id), viewer=viewer)
        waiting = complaint_rows.complaints_seen(
            connection, viewer, open_only=True, limit=MOST_OPEN
        )
        if len(waiting) == MOST_OPEN:
            raise TooManyAttempts("complaints")
        made = Complaint(
            id=f"c-{uuid4().hex}",
            record_id=record.id,
            account=viewer.account,
            said=said.strip(),
            told_at=services.clock(),
        )
        complaint_rows.insert_complaint(connection, made)
        return made


def answer(
    services: Services,
    viewer: Viewer,
    complaint_id: str,
    *,
    outcome: ComplaintOutcome,
    text: str,
) -> Complaint:
    """Raises `NotFound` for another agency's, `AlreadyAnswered`, `ReasonMissing` without words for the owner."""
    viewer.require(Right.ANSWER_OWNERS)
    _require_words(text)
    with services.database.writing() as connection:
        found = complaint_rows.get_complaint(connection, complaint_id, viewer=viewer)
        complaint_rows.answer(
            connection,
            found,
            outcome=outcome,
            text=text.strip(),
            actor=viewer.account,
            at=services.clock(),
        )
        return complaint_rows.get_complaint(connection, complaint_id, viewer=viewer)


def complaints_page(
    services: Services,
    viewer: Viewer,
    *,
    open_only: bool = False,
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> Sequence[Complaint]:
    with services.database.reading() as connection:
        return complaint_rows.complaints_seen(
            connection, viewer, open_only=open_only, after=after, limit=limit
        )


def _require_words(said: str) -> None:
    if not said.strip() or len(said) > MAX_CHARS:
        raise ReasonMissing
