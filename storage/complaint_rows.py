"""What owners say is wrong in a paper of theirs, as rows: told once, answered once by somebody of the agency that brought the paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, insert, or_, select, update

from digitize.access import Viewer
from digitize.errors import AlreadyAnswered, NotFound
from digitize.model import RecordId
from digitize.reuse.complaints import Complaint, ComplaintOutcome
from storage import ledger
from storage.schema import complaints, records
from storage.visible import records_of

TOLD, ANSWERED = "complaint.told", "complaint.answered"
"""Events of the ledger."""


def insert_complaint(connection: Connection, made: Complaint) -> None:
    values = {name: getattr(made, name) for name in Complaint.__slots__}
    connection.execute(insert(complaints).values(values))
    data = {"complaint": made.id, "said": ledger.digest(made.said)}
    ledger.append(connection, TOLD, made.record_id, data=data, at=made.told_at, actor=made.account)


def get_complaint(connection: Connection, complaint_id: str, *, viewer: Viewer) -> Complaint:
    """Raises `NotFound`, the same for one about another agency's paper as for none."""
    query = select(complaints).where(complaints.c.id == complaint_id, _is_seen(viewer))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"complaint {complaint_id}")
    return _complaint(row)


def complaints_seen(
    connection: Connection,
    viewer: Viewer,
    *,
    open_only: bool = False,
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> Sequence[Complaint]:
    """Of a citizen what was told under the own account, of an agency what is said of its papers; the newest first."""
    conditions = [_is_seen(viewer)]
    if open_only:
        conditions.append(complaints.c.outcome.is_(None))
    if after is not None:
        at, complaint_id = after
        same = and_(complaints.c.told_at == at, complaints.c.id < complaint_id)
        conditions.append(or_(complaints.c.told_at < at, same))
    query = select(complaints).where(*conditions)
    query = query.order_by(complaints.c.told_at.desc(), complaints.c.id.desc()).limit(limit)
    return [_complaint(row) for row in connection.execute(query)]


def answer(
    connection: Connection,
    found: Complaint,
    *,
    outcome: ComplaintOutcome,
    text: str,
    actor: str,
    at: datetime,
) -> None:
    """Raises `AlreadyAnswered`."""
    done = connection.execute(
        update(complaints)
        .where(complaints.c.id == found.id, complaints.c.outcome.is_(None))
        .values(outcome=outcome, answer=text, answered_by=actor, answered_at=at)
    )
    if done.rowcount != 1:
        raise AlreadyAnswered(found.id)
    data = {"complaint": found.id, "outcome": outcome, "answer": ledger.digest(text)}
    ledger.append(connection, ANSWERED, found.record_id, data=data, at=at, actor=actor)


def _is_seen(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.owner is not None:
        return complaints.c.account == viewer.account
    return exists(
        select(1)
        .select_from(records)
        .where(records.c.id == complaints.c.record_id, records.c.is_current, records_of(viewer))
    )


def _complaint(row: Row[Any]) -> Complaint:
    return Complaint(
        id=row.id,
        record_id=RecordId(row.record_id),
        account=row.account,
        said=row.said,
        told_at=row.told_at,
        outcome=ComplaintOutcome(row.outcome) if row.outcome else None,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )
