"""The station as a whole, its two threads at work: against a server that comes, goes and comes back."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from config.settings import Settings
from tests.counter_rig import wait_until
from tests.station_double import ServerDouble
from tests.station_factories import jpeg, options_for, pdf
from workers.commands.station import status
from workers.log import logger_to
from workers.station.agent import Station
from workers.station.options import StationOptions
from workers.station.reports import read_line_report
from workers.station.spool import Spool


@contextmanager
def at_work(options: StationOptions) -> Iterator[StringIO]:
    """A station in a thread of this process; its log."""
    stop, log = threading.Event(), StringIO()
    options.spool.mkdir(exist_ok=True)
    station = Station(
        options,
        inspect=lambda _path, _pages: (),
        clock=lambda: datetime.now(UTC),
        log=logger_to(log),
    )
    running = threading.Thread(target=station.run, args=(stop,))
    running.start()
    try:
        yield log
    finally:
        stop.set()
        running.join()


@pytest.fixture
def options(tmp_path: Path, server: ServerDouble) -> StationOptions:
    return options_for(tmp_path, server=server.url)


def line_is(options: StationOptions, *, up: bool) -> Callable[[], bool]:
    def claim() -> bool:
        report = read_line_report(options.spool)
        return report is not None and report.is_up is up

    return claim


def test_what_is_scanned_arrives_and_is_moved_away(
    options: StationOptions, server: ServerDouble
) -> None:
    with at_work(options) as log:
        (options.folder / "a.pdf").write_bytes(pdf())
        wait_until(lambda: bool(server.closed))
        wait_until(lambda: not (options.folder / "a.pdf").exists())
    assert server.received == {"a.pdf": pdf()}
    events = [json.loads(line)["event"] for line in log.getvalue().splitlines()]
    assert events == ["station.started", "station.closed", "station.stopped"]


def test_the_line_is_shown_down_and_up_again_and_all_arrives(
    options: StationOptions, server: ServerDouble
) -> None:
    server.status = 503
    with at_work(options):
        (options.folder / "a.jpg").write_bytes(jpeg())
        wait_until(line_is(options, up=False))
        server.status = 0
        wait_until(line_is(options, up=True))
        wait_until(lambda: bool(server.closed))
    assert server.received == {"a.jpg": jpeg()}


def test_a_batch_at_which_the_server_stumbles_lets_others_pass(
    options: StationOptions, server: ServerDouble
) -> None:
    true_answer = server.answer

    def stumbling(method: str, path: str, headers: dict, body: bytes) -> tuple:
        if b'"bad.jpg"' in body:
            return 500, {}, b""
        return true_answer(method, path, headers, body)

    server.answer = stumbling  # type: ignore[method-assign]
    with at_work(options):
        for group, name, seed in (("1", "bad.jpg", 1), ("2", "good.jpg", 2)):
            (options.folder / group).mkdir()
            (options.folder / group / name).write_bytes(jpeg(seed))
        wait_until(lambda: "good.jpg" in server.received)
    assert len(Spool(options.spool).load().files()) == 2


def test_two_files_of_the_same_bytes_both_leave_the_folder(
    options: StationOptions, server: ServerDouble
) -> None:
    with at_work(options):
        for name in ("a.jpg", "b.jpg"):
            (options.folder / name).write_bytes(jpeg())
        wait_until(lambda: not any(path.is_file() for path in options.folder.iterdir()))
    assert server.received == {"a.jpg": jpeg(), "b.jpg": jpeg()}


def test_a_file_put_back_is_moved_again_and_not_sent_again(
    options: StationOptions, server: ServerDouble
) -> None:
    scan = options.folder / "a.jpg"
    with at_work(options):
        scan.write_bytes(jpeg())
        wait_until(lambda: not scan.exists())
        (sent,) = (path for path in options.sent.rglob("*") if path.is_file())
        sent.rename(scan)
        wait_until(lambda: not scan.exists())
    assert sum(method == "PATCH" for method, _ in server.requests) == 1


def test_status_is_one_json_object_a_program_can_read(
    options: StationOptions, server: ServerDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    with at_work(options):
        (options.folder / "a.jpg").write_bytes(jpeg())
        wait_until(lambda: bool(server.closed))
        wait_until(lambda: not (options.folder / "a.jpg").exists())
    status(Settings(station_spool=options.spool), as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert (shown["unsent_files"], shown["line"]["is_up"]) == (0, True)
    (batch,) = shown["batches"]
    (file,) = batch["files"]
    assert (batch["stage"], file["name"], file["source_state"]) == ("received", "a.jpg", "moved")
    assert file["receipt"]["sha256"] == file["sha256"]


def test_status_for_people_says_what_to_do_where_nothing_ever_ran(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status(Settings(station_spool=tmp_path / "none"), as_json=False)
    assert "Chưa có trạm nào chạy" in capsys.readouterr().out
    assert not (tmp_path / "none").exists()
