"""The rows of work that is shared out: a `digitize.work.Work` on either database.

Whoever comes second finds the row as the first one left it: each change is one statement that says what it expects. No lock
is held while work is done, only a lease in the row.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    TextClause,
    bindparam,
    delete,
    exists,
    or_,
    select,
    text,
    update,
)

from digitize.model import ScanId
from digitize.rows import Priority, ScanState
from digitize.work import Claim, Task, WorkRow, WorkSubject, scan_task
from storage import work_held_up as held_up
from storage.custody import MOVES_BY_ITSELF
from storage.database import Database
from storage.schema import documents, scans, work
from storage.soon_durable import SOON_DURABLE
from storage.work_held_up import MINE, NOBODY, THIS, held, task_of, work_row


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
            task=task_of(row), holder=holder, attempts=row.attempts, last_error=row.last_error
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
            connection.execute(_DONE, held(claim))

    def give_back(
        self, claim: Claim, *, error_code: str = "", until: datetime | None = None
    ) -> None:
        changes = {"until": until, "error": error_code or claim.last_error}
        with self._database.saying() as connection:
            connection.execute(_GIVE_BACK, {**held(claim), **changes})

    def failed(self, claim: Claim, *, error_code: str, until: datetime) -> None:
        changes = {"until": until, "error": error_code}
        with self._database.saying() as connection:
            connection.execute(_FAIL, {**held(claim), **changes})

    def set_aside(self, claim: Claim, *, reason: str, at: datetime) -> None:
        with self._database.writing() as connection:
            held_up.set_aside(connection, claim, reason=reason, at=at)

    def stopped(
        self, task: Task, *, attempts: int, error_code: str, until: datetime, at: datetime
    ) -> None:
        with self._database.writing() as connection:
            held_up.stopped(
                connection, task, attempts=attempts, error_code=error_code, until=until, at=at
            )

    def again(self, scan_or_document: str, *, actor: str, at: datetime) -> Sequence[Task]:
        with self._database.writing() as connection:
            return held_up.again(connection, scan_or_document, actor=actor, at=at)

    def freed(self, scan_id: ScanId) -> None:
        with self._database.saying() as connection:
            held_up.freed(connection, scan_id)

    def abandoned(self, holder: str, *, at: datetime) -> Sequence[Task]:
        with self._database.saying() as connection:
            return [task_of(row) for row in connection.execute(_FREE, {"by": holder, "now": at})]

    def due(
        self, *, at: datetime, sent_before: datetime | None, limit: int, priority: Priority
    ) -> Sequence[Task]:
        with self._database.writing() as connection:
            rows = list(connection.execute(_over(at, priority, limit)))
            if sent_before is not None:
                rows += connection.execute(_in_vain(sent_before, priority, limit))
            for row in rows:
                connection.execute(_SENT, {"wanted": row.subject, "now": at})
            return [task_of(row) for row in rows]

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
        with self._database.asking() as connection:
            return held_up.waiting_for_operator(connection)

    def held_up(self) -> Mapping[WorkSubject, bool]:
        with self._database.asking() as connection:
            return held_up.all_held_up(connection)

    def resting(self) -> Sequence[WorkRow]:
        with self._database.asking() as connection:
            return held_up.resting(connection)


# -- what is asked

_ROW = select(work).where(THIS)
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
    .where(THIS, work.c.priority > bindparam("urgency"))
    .values(priority=bindparam("urgency"), enqueued_at=bindparam("now"))
)
_CLAIM = (
    update(work)
    .where(
        THIS,
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
_DONE = delete(work).where(MINE, SOON_DURABLE)
_FAIL = (
    update(work)
    .where(MINE, SOON_DURABLE)
    .values(holder=NOBODY, leased_until=bindparam("until"), last_error=bindparam("error"))
)
_GIVE_BACK = _FAIL.values(attempts=work.c.attempts - 1)
_FREE = (
    update(work)
    .where(work.c.holder == bindparam("by"), work.c.leased_until.is_not(None))
    .values(holder=NOBODY, leased_until=None, enqueued_at=bindparam("now"))
    .returning(work.c.subject, work.c.kind, work.c.priority)
)
_SENT = (
    update(work).where(THIS).values(holder=NOBODY, leased_until=None, enqueued_at=bindparam("now"))
)
_IS_MOVING = documents.c.status.in_(MOVES_BY_ITSELF)
_SETTLE = delete(work).where(
    THIS,
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
