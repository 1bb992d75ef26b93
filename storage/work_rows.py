"""The rows of work that is shared out: a `digitize.work.Work` on either database.

Whoever comes second finds the row as the first one left it: each change is one statement that says what it expects. No lock
is held while work is done, only a lease in the row.
"""

import functools
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    TextClause,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    text,
    update,
)

from digitize.errors import NotFound
from digitize.model import ScanId
from digitize.rows import Priority, ScanState
from digitize.work import (
    Claim,
    Task,
    WorkKind,
    WorkRow,
    WorkSubject,
    page_of,
    scan_task,
)
from storage import ledger
from storage.custody import MOVES_BY_ITSELF
from storage.database import Database
from storage.ids import SCAN_PREFIX
from storage.ledger import Event
from storage.schema import documents, scans, work
from storage.soon_durable import SOON_DURABLE

NOBODY = ""
SCAN_ID_CHARS = 64


class SqlWork:
    """A `Work`. Safe to share between threads, like the database it stands on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, tasks: Sequence[Task], *, at: datetime) -> Sequence[Task]:
        if not tasks:
            return []
        with self._database.writing() as connection:
            return [task for some in _in_parts(tasks) for task in _added(connection, some, at=at)]

    def claim(
        self, subject: WorkSubject, *, holder: str, at: datetime, lease: timedelta
    ) -> Claim | None:
        asked = {"wanted": subject, "by": holder, "now": at, "until": at + lease}
        with self._database.saying() as connection:
            row = connection.execute(_CLAIM, asked).one_or_none()
        if row is None:
            return None
        return Claim(
            task=_task(row), holder=holder, attempts=row.attempts, last_error=row.last_error
        )

    def renew(
        self, subjects: Sequence[WorkSubject], *, holder: str, until: datetime
    ) -> Sequence[WorkSubject]:
        asked = {"these": list(subjects), "by": holder, "until": until}
        with self._database.saying() as connection:
            held = connection.execute(_RENEW, asked).scalars()
            return [WorkSubject(subject) for subject in held]

    def done(self, claim: Claim) -> None:
        with self._database.saying() as connection:
            connection.execute(_DONE, _held(claim))

    def give_back(
        self, claim: Claim, *, error_code: str = "", until: datetime | None = None
    ) -> None:
        changes = {"until": until, "error": error_code or claim.last_error}
        with self._database.saying() as connection:
            connection.execute(_GIVE_BACK, {**_held(claim), **changes})

    def failed(self, claim: Claim, *, error_code: str, until: datetime) -> None:
        changes = {"until": until, "error": error_code}
        with self._database.saying() as connection:
            connection.execute(_FAIL, {**_held(claim), **changes})

    def set_aside(self, claim: Claim, *, reason: str, at: datetime) -> None:
        aside = {"error": reason, "now": at}
        with self._database.writing() as connection:
            if connection.execute(_SET_ASIDE, {**_held(claim), **aside}).rowcount != 1:
                return  # lost: whoever holds it now decides
            if (scan_id := _scan_of(connection, claim.task)) is not None:
                connection.execute(_SET_SCAN_ASIDE, {"wanted": scan_id, **aside})
            data = {"kind": claim.task.kind, "reason": reason, "attempts": claim.attempts}
            ledger.append(connection, Event.WORK_SET_ASIDE, claim.task.subject, data=data, at=at)

    def again(self, scan_or_document: str, *, actor: str, at: datetime) -> Sequence[Task]:
        with self._database.writing() as connection:
            revived = [
                _task(row)
                for row in connection.execute(_revive(_belongs_to(scan_or_document), at=at))
            ]
            if not revived:
                raise NotFound(f"nothing of {scan_or_document} was set aside")
            _revive_scans(connection, revived, at=at)
            data = {"subjects": sorted(task.subject for task in revived)}
            ledger.append(
                connection, Event.WORK_AGAIN, scan_or_document, data=data, actor=actor, at=at
            )
        return revived

    def abandoned(self, holder: str, *, at: datetime) -> Sequence[Task]:
        with self._database.saying() as connection:
            return [_task(row) for row in connection.execute(_FREE, {"by": holder, "now": at})]

    def due(
        self, *, at: datetime, sent_before: datetime | None, limit: int, priority: Priority
    ) -> Sequence[Task]:
        with self._database.writing() as connection:
            rows = list(connection.execute(_over(at, priority, limit)))
            if sent_before is not None:
                rows += connection.execute(_in_vain(sent_before, priority, limit))
            for row in rows:
                connection.execute(_SENT, {"wanted": row.subject, "now": at})
            return [_task(row) for row in rows]

    def unsent(self, *, limit: int, at: datetime) -> Sequence[Task]:
        with self._database.reading() as connection:
            found = {
                row.id: row for query in _UNSENT for row in connection.execute(query.limit(limit))
            }
        tasks = [scan_task(ScanId(row.id), Priority(row.priority)) for row in found.values()]
        return self.add(sorted(tasks, key=lambda task: task.priority), at=at)

    def settle(self, scan_id: ScanId) -> bool:
        with self._database.saying() as connection:
            return connection.execute(_SETTLE, {"wanted": scan_id}).rowcount == 1

    def find(self, subject: WorkSubject) -> WorkRow | None:
        with self._database.asking() as connection:
            row = connection.execute(_ROW, {"wanted": subject}).one_or_none()
        return None if row is None else work_row(row)

    def waiting_for_operator(self) -> Sequence[WorkRow]:
        query = select(work).where(work.c.set_aside_at.is_not(None))
        with self._database.asking() as connection:
            return [
                work_row(row)
                for row in connection.execute(query.order_by(work.c.set_aside_at, work.c.subject))
            ]


# -- what is asked

_THIS = work.c.subject == bindparam("wanted")
_ROW = select(work).where(_THIS)
_MINE = and_(_THIS, work.c.holder == bindparam("by"))
_IS_WANTED = work.c.set_aside_at.is_(None)


@functools.cache
def _add(rows: int) -> TextClause:
    """So many at once. As text, since both databases know the clause and SQLAlchemy has an `insert` of its own for each."""
    values = (f"(:subject{n}, :kind{n}, :priority{n}, 0, '', :at, '')" for n in range(rows))
    return text(
        "INSERT INTO work (subject, kind, priority, attempts, holder, enqueued_at, last_error)"  # noqa: S608 - only numbers are put in
        f" VALUES {', '.join(values)} ON CONFLICT (subject) DO NOTHING RETURNING subject"
    ).bindparams(bindparam("at", type_=work.c.enqueued_at.type))


_ADDED_AT_ONCE = 200
_MAKE_URGENT = (
    update(work)
    .where(_THIS, work.c.priority > bindparam("urgency"))
    .values(priority=bindparam("urgency"), enqueued_at=bindparam("now"))
)
_CLAIM = (
    update(work)
    .where(
        _THIS,
        _IS_WANTED,
        or_(work.c.leased_until.is_(None), work.c.leased_until <= bindparam("now")),
        SOON_DURABLE,
    )
    .values(
        holder=bindparam("by"),
        leased_until=bindparam("until"),
        attempts=work.c.attempts + 1,
    )
    .returning(work.c.subject, work.c.kind, work.c.priority, work.c.attempts, work.c.last_error)
)
_RENEW = (
    update(work)
    .where(
        work.c.subject.in_(bindparam("these", expanding=True)),
        work.c.holder == bindparam("by"),
        work.c.leased_until.is_not(None),
        SOON_DURABLE,
    )
    .values(leased_until=bindparam("until"))
    .returning(work.c.subject)
)
_DONE = delete(work).where(_MINE, SOON_DURABLE)
_FAIL = (
    update(work)
    .where(_MINE, SOON_DURABLE)
    .values(holder=NOBODY, leased_until=bindparam("until"), last_error=bindparam("error"))
)
_GIVE_BACK = _FAIL.values(attempts=work.c.attempts - 1)
_ASIDE: dict[str, Any] = {
    "holder": NOBODY,
    "leased_until": None,
    "last_error": bindparam("error"),
    "set_aside_at": bindparam("now"),
}
_SET_ASIDE = update(work).where(_MINE).values(_ASIDE)
_SET_SCAN_ASIDE = update(work).where(_THIS, work.c.holder == NOBODY, _IS_WANTED).values(_ASIDE)
_FREE = (
    update(work)
    .where(work.c.holder == bindparam("by"), work.c.leased_until.is_not(None))
    .values(holder=NOBODY, leased_until=None, enqueued_at=bindparam("now"))
    .returning(work.c.subject, work.c.kind, work.c.priority)
)
_SENT = (
    update(work).where(_THIS).values(holder=NOBODY, leased_until=None, enqueued_at=bindparam("now"))
)
_IS_MOVING = documents.c.status.in_(MOVES_BY_ITSELF)
_SETTLE = delete(work).where(
    _THIS,
    work.c.holder == NOBODY,
    exists().where(scans.c.id == work.c.subject, scans.c.state != ScanState.RECEIVED),
    ~exists().where(documents.c.scan_id == work.c.subject, _IS_MOVING),
)
_HAS_NO_ROW = ~exists().where(work.c.subject == scans.c.id)
_UNSENT = tuple(
    select(scans.c.id, scans.c.priority)
    .where(_HAS_NO_ROW, is_unfinished)
    .order_by(scans.c.priority, scans.c.received_at)
    for is_unfinished in (
        scans.c.state == ScanState.RECEIVED,
        scans.c.id.in_(select(documents.c.scan_id).where(_IS_MOVING)),
    )
)


def _over(at: datetime, priority: Priority, limit: int) -> Select[tuple[Any, ...]]:
    """Leases whose holder did not renew them, and pauses that ended."""
    ended = select(work).where(work.c.leased_until <= at, work.c.priority == priority, _IS_WANTED)
    return ended.order_by(work.c.leased_until).limit(limit)


def _in_vain(sent_before: datetime, priority: Priority, limit: int) -> Select[tuple[Any, ...]]:
    """What nobody holds although it was sent long ago."""
    waiting = select(work).where(
        work.c.priority == priority,
        work.c.enqueued_at < sent_before,
        work.c.leased_until.is_(None),
        _IS_WANTED,
    )
    return waiting.order_by(work.c.enqueued_at).limit(limit)


# -- what is changed


def _added(connection: Connection, tasks: Sequence[Task], *, at: datetime) -> list[Task]:
    """Those that are new or became more urgent."""
    first = {task.subject: task for task in reversed(tasks)}
    said: dict[str, object] = {"at": at}
    for number, task in enumerate(first.values()):
        said |= {
            f"subject{number}": task.subject,
            f"kind{number}": task.kind.value,
            f"priority{number}": task.priority.value,
        }
    new = set(connection.execute(_add(len(first)), said).scalars())
    return [
        task
        for task in tasks
        if (task.subject in new and first[task.subject] is task)
        or _became_urgent(connection, task, at=at)
    ]


def _became_urgent(connection: Connection, task: Task, *, at: datetime) -> bool:
    urgent = {"wanted": task.subject, "urgency": task.priority, "now": at}
    return connection.execute(_MAKE_URGENT, urgent).rowcount == 1


def _in_parts(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    return (tasks[begin : begin + _ADDED_AT_ONCE] for begin in range(0, len(tasks), _ADDED_AT_ONCE))


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
        .where(which, work.c.set_aside_at.is_not(None))
        .values(set_aside_at=None, attempts=0, enqueued_at=at)
        .returning(work.c.subject, work.c.kind, work.c.priority)
    )


def _revive_scans(connection: Connection, revived: Sequence[Task], *, at: datetime) -> None:
    """A scan that waited only because of a page or document of it waits no longer."""
    for task in revived:
        if (scan_id := _scan_of(connection, task)) is not None:
            connection.execute(_revive(work.c.subject == scan_id, at=at))


def _held(claim: Claim) -> dict[str, object]:
    return {"wanted": claim.task.subject, "by": claim.holder}


def _task(row: Row[Any]) -> Task:
    return Task(
        subject=WorkSubject(row.subject),
        kind=WorkKind(row.kind),
        priority=Priority(row.priority),
    )


def work_row(row: Row[Any]) -> WorkRow:
    return WorkRow(
        task=_task(row),
        attempts=row.attempts,
        holder=row.holder,
        leased_until=row.leased_until,
        enqueued_at=row.enqueued_at,
        last_error=row.last_error,
        set_aside_at=row.set_aside_at,
    )
