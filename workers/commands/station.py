"""`digitize station`: the counter's agent, and what it has to say."""

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from types import FrameType

from config.settings import Settings
from digitize import codec
from workers.commands.exit_codes import ExitCode
from workers.commands.output import print_json, print_lines, print_table, say
from workers.log import logger_to, open_log
from workers.station.agent import Station
from workers.station.lock import spool_lock
from workers.station.looking import Inspector
from workers.station.options import StationOptions, station_options
from workers.station.page import served
from workers.station.state import BatchStage, BatchView, FileView, StationState, station_state

_STAGES = {
    BatchStage.GATHERING: "đang gom",
    BatchStage.WAITING: "chờ gửi",
    BatchStage.SENDING: "đang gửi",
    BatchStage.RECEIVED: "máy chủ đã nhận",
    BatchStage.REFUSED: "bị từ chối",
}


def run(settings: Settings) -> ExitCode:
    """Until interrupted. Raises `BadConfiguration`, `StationBusy`, `StoreUnavailable`."""
    options = station_options(settings)
    stop = _stop_on_signals()
    with ExitStack() as open_now:
        open_now.enter_context(spool_lock(options.spool))
        log_file = open_now.enter_context(open_log(options.spool))
        has_page = bool(options.page_port) and open_now.enter_context(served(options))
        _announce(options, has_page=has_page)
        inspector = open_now.enter_context(Inspector())
        log = logger_to(log_file)
        Station(options, inspect=inspector.look, clock=_utc_now, log=log).run(stop)
    return ExitCode.OK


def status(settings: Settings, *, as_json: bool) -> ExitCode:
    """What the station holds and what a person should do; works beside a running station and without one."""
    state = station_state(settings.station_spool)
    if as_json:
        print_json(_as_json(state))
    else:
        _print(state)
    return ExitCode.OK


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _stop_on_signals() -> threading.Event:
    """Ctrl+C and a service manager's request end the station between two steps."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    return stop


def _announce(options: StationOptions, *, has_page: bool) -> None:
    say(f"Trạm quét {options.station}: thư mục {options.folder}, máy chủ {options.server}")
    if options.page_port and not has_page:
        say(f"Cổng {options.page_port} đang bận: trạm vẫn chạy, chỉ không có trang xem.")
    if has_page:
        say(f"Trang của trạm: http://127.0.0.1:{options.page_port}/")
    say("Dừng bằng Ctrl+C; tệp chưa gửi được giữ và gửi tiếp ở lần chạy sau.")


# ---- status ---------------------------------------------------------------------------------------


def _as_json(state: StationState) -> dict[str, object]:
    return {
        "unsent_files": state.unsent_files,
        "line": _plain(state.line),
        "folder": _plain(state.folder),
        "batches": [_batch_json(batch) for batch in state.batches],
    }


def _batch_json(batch: BatchView) -> dict[str, object]:
    return {
        "group": batch.group,
        "dossier_code": batch.dossier_code,
        "stage": batch.stage,
        "at": batch.at.isoformat(),
        "files": [_file_json(view) for view in batch.files],
        "advice": list(batch.receipt_advice),
        "problem": batch.problem,
        "is_read": batch.is_read,
    }


def _file_json(view: FileView) -> dict[str, object]:
    file = view.file
    return {
        "name": view.name,
        "source": file.source,
        "sha256": file.sha256,
        "size_bytes": file.size_bytes,
        "page_count": file.page_count,
        "sent_share": round(view.sent_share, 3),
        "source_state": file.state,
        "warnings": _plain(file.warnings or ()),
        "receipt": _plain(file.receipt),
        "refused": _plain(file.refused),
    }


def _plain(value: object) -> object:
    """A value of ours as plain JSON values."""
    return None if value is None else json.loads(codec.to_json(value))


def _print(state: StationState) -> None:
    print_lines(*_line_lines(state))
    if state.folder is not None:
        print_lines(
            *(
                f"Còn trong thư mục quét: {held.name}: {held.problem.message}"
                for held in state.folder.held
            )
        )
    rows = [row for batch in state.batches for row in _rows(batch)]
    if rows:
        print_table(("Lô", "Tệp", "Trang", "Trạng thái", "Việc cần làm"), rows)


def _line_lines(state: StationState) -> Iterator[str]:
    if state.folder is None:
        yield "Chưa có trạm nào chạy với thư mục đệm này."
    elif state.folder.problem is not None:
        yield f"Thư mục quét: {state.folder.problem.message}"
    if state.line is not None and state.line.is_up is not None:
        yield "Máy chủ: đang nối" if state.line.is_up else "Máy chủ: mất kết nối"
        if state.line.problem is not None:
            yield state.line.problem.message
    yield f"Tệp chưa gửi xong: {state.unsent_files}"


def _rows(batch: BatchView) -> Iterator[tuple[str, ...]]:
    title = batch.dossier_code or batch.group or f"{batch.at.astimezone():%d/%m %H:%M:%S}"
    for view in batch.files:
        todo = [one.message for one in view.todo]
        if view.file.refused is not None:
            todo.append(view.file.refused.message)
        if view.file.receipt is not None and view.file.receipt.error is not None:
            todo.append(view.file.receipt.error.message)
        pages, stage = str(view.file.page_count), _STAGES[batch.stage]
        yield title, view.name, pages, stage, "; ".join(todo)
    if batch.receipt_advice or batch.problem:
        yield (
            title,
            "",
            "",
            _STAGES[batch.stage],
            "; ".join(filter(None, (*batch.receipt_advice, batch.problem))),
        )
