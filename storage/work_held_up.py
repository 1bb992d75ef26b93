"""Work that does not get on: what failed rests until its next try, what failed too often waits for an operator.

Of the rows of `storage/work_rows.py`; every function is a part of its caller's transaction. Where one machine does all the
work itself nobody claims a row, and a scan has one only while something of it is held up.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    or_,
    select,
    text,
    update,
)

from digitize.errors import NotFound
from digitize.model import ScanId
from digitize.rows import Priority
from digitize.work import Claim, Task, WorkKind, WorkRow, WorkSubject, page_of
from storage import ledger
from storage.ids import SCAN_PREFIX
from storage.ledger import Event
from storage.schema import documents, work

NOBODY = ""
MOST_RESTING = 200
"""Shown at once: where a seal's authority of time is away for a day, everything rests for one and the same reason."""
SCAN_ID_CHARS = 64
THIS = work.c.subject == bindparam("wanted")
MINE = and_(THIS, work.c.holder == bindparam("by"))
_IS_ASIDE = work.c.set_aside_at.is_not(None)
_RESTS = and_(
    work.c.set_aside_at.is_(None),
    work.c.holder == NOBODY,
    work.c.leased_until.is_not(None),
)


def set_aside(connection: Connection, claim: Claim, *, reason: str, at: datetime) -> None:
    """With the scan that a page or document is of; no change where the claim was lost."""
    aside = {"error": reason, "now": at}
    if connection.execute(_SET_ASIDE, {**held(claim), **aside}).rowcount != 1:
        return  # lost: whoever holds it now decides
    if (scan_id := _scan_of(connection, claim.task)) is not None:
        connection.execute(_SET_SCAN_ASIDE, {"wanted": scan_id, **aside})
    data = {"kind": claim.task.kind, "reason": reason, "attempts": claim.attempts}
    ledger.append(connection, Event.WORK_SET_ASIDE, claim.task.subject, data=data, at=at)


def stopped(
    connection: Connection,
    task: Task,
    *,
    attempts: int,
    error_code: str,
    until: datetime,
    at: datetime,
) -> None:
    """A row that says so, also where there was none."""
    said = {
        "subject": task.subject,
        "kind": task.kind.value,
        "priority": task.priority.value,
        "attempts": attempts,
        "error": error_code,
        "until": until,
        "at": at,
    }
    connection.execute(_STOPPED, said)


def again(
    connection: Connection, scan_or_document: str, *, actor: str, at: datetime
) -> Sequence[Task]:
    """Raises `NotFound` where nothing of it was held up."""
    revived = [
        task_of(row) for row in connection.execute(_revive(_belongs_to(scan_or_document), at=at))
    ]
    if not revived:
        raise NotFound(f"nothing of {scan_or_document} is held up")
    for task in revived:
        # A scan that waited only because of a page or document of it waits no longer.
        if (scan_id := _scan_of(connection, task)) is not None:
            connection.execute(_revive(work.c.subject == scan_id, at=at))
    data = {"subjects": sorted(task.subject for task in revived)}
    ledger.append(connection, Event.WORK_AGAIN, scan_or_document, data=data, actor=actor, at=at)
    return revived


def freed(connection: Connection, scan_id: ScanId) -> None:
    connection.execute(_FREED, {"wanted": scan_id})


def waiting_for_operator(connection: Connection) -> Sequence[WorkRow]:
    """Oldest first."""
    query = select(work).where(_IS_ASIDE).order_by(work.c.set_aside_at, work.c.subject)
    return [work_row(row) for row in connection.execute(query)]


def all_held_up(connection: Connection) -> Mapping[WorkSubject, bool]:
    """Whether each is set aside, by subject."""
    query = select(work.c.subject, work.c.set_aside_at).where(or_(_IS_ASIDE, _RESTS))
    return {
        WorkSubject(row.subject): row.set_aside_at is not None for row in connection.execute(query)
    }


def resting(connection: Connection) -> Sequence[WorkRow]:
    """By when they are tried again; those that only gave way to another are not held up."""
    query = (
        select(work)
        .where(_RESTS, work.c.last_error != "")
        .order_by(work.c.leased_until, work.c.subject)
    )
    return [work_row(row) for row in connection.execute(query.limit(MOST_RESTING))]


def held(claim: Claim) -> dict[str, object]:
    return {"wanted": claim.task.subject, "by": claim.holder}


def task_of(row: Row[Any]) -> Task:
    return Task(
        subject=WorkSubject(row.subject),
        kind=WorkKind(row.kind),
        priority=Priority(row.priority),
    )


def work_row(row: Row[Any]) -> WorkRow:
    return WorkRow(
        task=task_of(row),
        attempts=row.attempts,
        holder=row.holder,
        leased_until=row.leased_until,
        enqueued_at=row.enqueued_at,
        last_error=row.last_error,
        set_aside_at=row.set_aside_at,
    )


_ASIDE: dict[str, Any] = {
    "holder": NOBODY,
    "leased_until": None,
    "last_error": bindparam("error"),
    "set_aside_at": bindparam("now"),
}
_SET_ASIDE = update(work).where(MINE).values(_ASIDE)
_SET_SCAN_ASIDE = (
    update(work).where(THIS, work.c.holder == NOBODY, work.c.set_aside_at.is_(None)).values(_ASIDE)
)
_FREED = (
    update(work).where(THIS, or_(_IS_ASIDE, _RESTS)).values(set_aside_at=None, leased_until=None)
)
# As text, since both databases know the clause and SQLAlchemy has an `insert` of its own for each.
_STOPPED = text(
    "INSERT INTO work (subject, kind, priority, attempts, holder, leased_until, enqueued_at, last_error)"
    " VALUES (:subject, :kind, :priority, :attempts, '', :until, :at, :error)"
    " ON CONFLICT (subject) DO UPDATE SET attempts = :attempts, leased_until = :until,"
    " last_error = :error"
).bindparams(
    bindparam("until", type_=work.c.leased_until.type),
    bindparam("at", type_=work.c.enqueued_at.type),
)


def _scan_of(connection: Connection, task: Task) -> ScanId | None:
    """The scan that a page or document is of; None for a scan itself."""
    if task.kind is WorkKind.PAGE:
        return page_of(task.subject)[0]
    if task.kind is WorkKind.DOCUMENT:
        query = select(documents.c.scan_id).where(documents.c.id == task.subject)
        return connection.execute(query).scalar_one_or_none()
    return None


def _belongs_to(scan_or_document: str) -> ColumnElement[bool]:
    """The row itself; of a scan also its pages and documents, whose ids begin with its hash."""
    own = work.c.subject == scan_or_document
    if len(scan_or_document) != SCAN_ID_CHARS:
        return own
    parts = (f"{scan_or_document}/", f"{scan_or_document[:SCAN_PREFIX]}-p")
    return or_(own, *(work.c.subject.startswith(part, autoescape=True) for part in parts))


def _revive(which: ColumnElement[bool], *, at: datetime) -> Any:
    return (
        update(work)
        .where(which, or_(_IS_ASIDE, _RESTS))
        .values(set_aside_at=None, leased_until=None, attempts=0, enqueued_at=at)
        .returning(work.c.subject, work.c.kind, work.c.priority)
    )
