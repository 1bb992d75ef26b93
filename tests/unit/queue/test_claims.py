"""A claim around a step: what is counted, what is not, and what a worker may no longer do."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from storage_factories import a_scan_id

from digitize.errors import (
    CannotArchive,
    ChildDisturbed,
    DigitizeError,
    Interrupted,
    LostRace,
    SealFailed,
    StoreUnavailable,
)
from digitize.rows import Priority
from digitize.work import Claim, WorkRow, WorkSubject, scan_task
from storage.database import open_memory_database
from storage.work_rows import SqlWork
from workers.log import logger_to
from workers.queue.claims import ClaimOptions, Claims, Held

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
SUBJECT = WorkSubject(a_scan_id())
HOUR = timedelta(hours=1)


@dataclass
class Desk:
    """One scan to be worked on, a clock that the test turns, and what was rested."""

    work: SqlWork
    now: datetime = NOW
    rested: list[float] = field(default_factory=list)

    def claims(self, *, lease: timedelta = HOUR, holder: str = "a") -> Claims:
        return Claims(
            work=self.work,
            clock=lambda: self.now,
            log=logger_to(io.StringIO()),
            options=ClaimOptions(
                holder=holder, lease=lease, max_attempts=3, pause=timedelta(seconds=1)
            ),
            rest=self.rested.append,
        )

    @property
    def row(self) -> WorkRow | None:
        return self.work.find(SUBJECT)


@pytest.fixture
def desk() -> Iterator[Desk]:
    database = open_memory_database()
    work = SqlWork(database)
    work.add([scan_task(a_scan_id(), Priority.COUNTER)], at=NOW)
    yield Desk(work)
    database.close()


def failing(error: Exception) -> object:
    def step(_held: Held) -> bool:
        raise error

    return step


def test_what_is_done_leaves_no_row(desk: Desk) -> None:
    desk.claims().do(SUBJECT, lambda _held: True)
    assert desk.row is None


def test_what_is_left_stands_as_it_stood(desk: Desk) -> None:
    desk.claims().do(SUBJECT, lambda _held: False)
    assert desk.row is not None
    assert (desk.row.attempts, desk.row.holder) == (0, "")


def test_what_another_holds_is_not_begun(desk: Desk) -> None:
    begun: list[str] = []

    def step(_held: Held) -> bool:
        desk.claims(holder="b").do(SUBJECT, lambda _held: bool(begun.append("b")))
        return True

    desk.claims().do(SUBJECT, step)
    assert begun == []


@pytest.mark.parametrize("error", [StoreUnavailable(), ChildDisturbed(), SealFailed()], ids=repr)
def test_what_the_machine_does_is_not_held_against_the_paper(
    desk: Desk, error: DigitizeError
) -> None:
    for _ in range(10):
        desk.claims().do(SUBJECT, failing(error))  # type: ignore[arg-type]
        desk.now += HOUR
    assert desk.row is not None
    assert (desk.row.attempts, desk.row.set_aside_at) == (0, None)
    assert len(desk.rested) == 10  # nor is the next paper begun at once


def test_a_worker_that_ends_gives_back_at_once(desk: Desk) -> None:
    desk.claims().do(SUBJECT, failing(Interrupted()))  # type: ignore[arg-type]
    assert desk.row is not None
    assert (desk.row.attempts, desk.row.leased_until) == (0, None)


@pytest.mark.parametrize("error", [CannotArchive(), RuntimeError("a defect")], ids=repr)
def test_what_the_paper_does_is_tried_so_often_and_then_set_aside(
    desk: Desk, error: Exception
) -> None:
    for _ in range(10):
        desk.claims().do(SUBJECT, failing(error))  # type: ignore[arg-type]
        desk.now += HOUR
    assert desk.row is not None
    assert (desk.row.attempts, desk.row.set_aside_at) == (3, NOW + 2 * HOUR)


def test_what_ends_its_worker_is_set_aside_unbegun(desk: Desk) -> None:
    for _ in range(3):
        desk.work.claim(SUBJECT, holder="dead", at=desk.now, lease=HOUR)
        desk.now += HOUR
    begun: list[str] = []
    desk.claims().do(SUBJECT, lambda _held: bool(begun.append("again")))
    assert begun == []
    assert desk.row is not None
    assert desk.row.last_error == "worker_died"


def test_a_lease_that_ran_out_may_not_go_on(desk: Desk) -> None:
    stopped: list[str] = []

    def step(held: Held) -> bool:
        with pytest.raises(LostRace):
            held.require()
        stopped.append("before it sealed")
        return True

    desk.claims(lease=timedelta(0)).do(SUBJECT, step)
    assert stopped


def test_a_renewed_lease_may_go_on(desk: Desk) -> None:
    claims = desk.claims()

    def step(held: Held) -> bool:
        held.ends = 0.0
        claims.renew()
        held.require()
        return True

    claims.do(SUBJECT, step)
    assert desk.row is None


def test_while_the_catalogue_is_away_no_message_is_let_go(desk: Desk) -> None:
    answers = iter([StoreUnavailable(), StoreUnavailable(), None])

    def ask(_subject: WorkSubject) -> str:
        if (error := next(answers)) is not None:
            raise error
        return "there"

    assert desk.claims().patiently(ask, SUBJECT) == "there"
    assert len(desk.rested) == 2


class AwayAtFirst(SqlWork):
    """Rows on a database that is gone when the first ends are to be said."""

    times = 2

    def done(self, claim: Claim) -> None:
        self._fail_at_first()
        super().done(claim)

    def give_back(
        self, claim: Claim, *, error_code: str = "", until: datetime | None = None
    ) -> None:
        self._fail_at_first()
        super().give_back(claim, error_code=error_code, until=until)

    def failed(self, claim: Claim, *, error_code: str, until: datetime) -> None:
        self._fail_at_first()
        super().failed(claim, error_code=error_code, until=until)

    def _fail_at_first(self) -> None:
        if self.times:
            self.times -= 1
            raise StoreUnavailable


@pytest.mark.parametrize(
    ("error", "attempts"),
    [(StoreUnavailable(), 0), (LostRace(), 0), (CannotArchive(), 1), (RuntimeError("a defect"), 1)],
    ids=repr,
)
def test_what_came_of_it_is_said_once_the_catalogue_is_back(
    desk: Desk, error: Exception, attempts: int
) -> None:
    desk.work = AwayAtFirst(desk.work._database)
    desk.claims().do(SUBJECT, failing(error))  # type: ignore[arg-type]
    assert desk.row is not None
    assert (desk.row.attempts, desk.row.holder) == (attempts, "")


def test_what_is_done_while_the_catalogue_is_away_is_done_once(desk: Desk) -> None:
    desk.work = AwayAtFirst(desk.work._database)
    begun: list[str] = []
    desk.claims().do(SUBJECT, lambda _held: not begun.append("once"))
    assert (begun, desk.row) == (["once"], None)
