"""`digitize work`: worker processes of a cluster; what was set aside, and another life for it."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from config.settings import LogTo, Settings
from digitize.errors import BadConfiguration, BrokerUnavailable, StoreUnavailable, error_of_code
from digitize.work import Task, WorkRow
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table, say, say_error
from workers.log import logger_to, open_log
from workers.services import build_services, open_services

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger


def work(settings: Settings, *, processes: int | None) -> ExitCode:
    """Work until asked to stop; `INTERRUPTED` where something had to be cut off. Raises `BadConfiguration` without a broker."""
    from workers.queue.broker import open_broker
    from workers.queue.process import work_until_stopped
    from workers.queue.supervise import Supervisor

    url = settings.broker.get_secret_value()
    if not url:
        raise BadConfiguration("DIGITIZE_BROKER: `digitize work` needs one")
    open_broker(url)  # what is wrong with the setting is said once, not by every worker
    _require_house_keys(settings)
    import workers.queue.ready  # noqa: F401 - after that, since it needs what may be missing

    number = processes or settings.jobs
    supervisor = Supervisor(
        partial(work_until_stopped, settings),
        processes=number,
        drain_seconds=settings.work_drain_seconds,
    )
    with _said_to_whom(settings) as said:
        said.begun(number)
        is_orderly = supervisor.run(ended=said.ended)
    return ExitCode.OK if is_orderly else ExitCode.INTERRUPTED


def _require_house_keys(settings: Settings) -> None:
    """Said once and not by every worker; where the catalogue does not answer now, each asks before it seals."""
    with suppress(StoreUnavailable), build_services(settings) as services:
        services.house_keys.require()


def set_aside(settings: Settings, *, as_json: bool) -> ExitCode:
    """What waits for an operator, and why."""
    with open_services(settings) as services:
        rows = services.work.waiting_for_operator()
    if as_json:
        for row in rows:
            print_json(_json(row))
    else:
        print_table(("Mã", "Lý do", "Số lần", "Từ lúc"), [_cells(row) for row in rows])
    return ExitCode.NEEDS_CHECK if rows else ExitCode.OK


def again(settings: Settings, wanted: str) -> ExitCode:
    """All that was set aside of a scan or document is work again. Raises `NotFound`."""
    with open_services(settings) as services:
        tasks = services.work.again(wanted, actor=settings.officer, at=services.clock())
    _send(settings, tasks)
    print_lines(*(task.subject for task in tasks))
    return ExitCode.OK


def _send(settings: Settings, tasks: Sequence[Task]) -> None:
    from workers.queue.broker import open_broker
    from workers.queue.hints import Hints

    url = settings.broker.get_secret_value()
    if not url:
        return
    try:
        with closing(Hints(open_broker(url))) as hints:
            hints.send(tasks)
    except BrokerUnavailable as error:
        say_error(error)  # the sweeper finds it


class _ToPerson:
    """Sentences for who sits at the terminal."""

    def begun(self, number: int) -> None:
        say(f"Đang chạy {number} tiến trình xử lý")

    def ended(self, holder: str, exit_code: int) -> None:
        say(f"Tiến trình xử lý {holder} đã dừng (mã {exit_code}); đang chạy lại")


class _ToLog(_ToPerson):
    """Lines of the log, where it goes to the same place."""

    def __init__(self, log: "FilteringBoundLogger") -> None:
        self._log = log

    def begun(self, number: int) -> None:
        self._log.info("workers.begun", processes=number)

    def ended(self, holder: str, exit_code: int) -> None:
        self._log.warning("worker.ended", holder=holder, exit_code=exit_code)


@contextmanager
def _said_to_whom(settings: Settings) -> Iterator[_ToPerson]:
    if settings.log_to is not LogTo.STDERR:
        yield _ToPerson()
        return
    with open_log(settings.warehouse, to=settings.log_to) as file:
        yield _ToLog(logger_to(file))


def _json(row: WorkRow) -> dict[str, object]:
    return {
        "subject": row.task.subject,
        "kind": row.task.kind.value,
        "reason": row.last_error,
        "message": error_of_code(row.last_error).message,
        "attempts": row.attempts,
        "set_aside_at": row.set_aside_at.isoformat() if row.set_aside_at else None,
    }


def _cells(row: WorkRow) -> tuple[str, ...]:
    reason = f"{error_of_code(row.last_error).message} [{row.last_error}]"
    since = f"{row.set_aside_at:%d/%m/%Y %H:%M}" if row.set_aside_at else ""
    return row.task.subject, reason, str(row.attempts), since
