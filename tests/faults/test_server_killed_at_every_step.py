"""The server with its queue is killed at each of its named steps in turn; started again, it goes on, and all is there once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from config.settings import Settings
from digitize.model import PageOutcome
from digitize.rows import ScanState
from tests.counter_rig import ServerProcess, StationProcess, wait_until
from tests.station_factories import pdf
from workers.services import open_services

OF_A_COUNTER = (
    "batch.opened",
    "upload.begun",
    "upload.written",
    "upload.complete",
    "upload.in_custody",
    "batch.closed",
)
OF_A_HOT_FOLDER = ("hot_folder.received",)
OF_THE_WORK = (
    "queue.taken",
    "page.stored",
    "page.read",
    "scan.separated",
    "document.assembled",
    "document.moved",
    "queue.finished",
)
OF_UPKEEP = ("fixity.looked", "dispose.ordered", "dispose.object_removed")
"""Killed in `tests/unit/keeping/test_keeping_killed.py`."""
OF_A_MOVE = ("migrate.object_moved", "migrate.table_moved", "migrate.texts_moved")
"""Killed in `tests/unit/workers/test_migrating.py`."""
ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*(ROOT / "web").rglob("*.py"), *(ROOT / "workers").glob("*.py")]
papers = count(5000)


@dataclass
class Office:
    """A server with a counter and a folder of its own that it watches."""

    server: ServerProcess
    station: StationProcess
    hot_folder: Path
    laid_in: int = 0

    def lay_in(self, step: str) -> None:
        at_counter = step not in OF_A_HOT_FOLDER
        folder = self.station.folder if at_counter else self.hot_folder
        (folder / f"{step}.pdf").write_bytes(pdf(next(papers)))
        self.laid_in += 1

    def is_finished(self) -> bool:
        with open_services(Settings(warehouse=self.server.warehouse)) as services:
            scans = services.catalogue.scans()
            return len(scans) == self.laid_in and not services.catalogue.unfinished_scans(limit=1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    (hot_folder := tmp_path / "nong").mkdir()
    server = ServerProcess(warehouse=tmp_path / "kho", settings={"hot_folder": hot_folder})
    station = StationProcess(root=tmp_path, server=server.url, key=server.new_key("quay-1"))
    station.start()
    try:
        yield Office(server, station, hot_folder)
    finally:
        station.stop()
        server.kill()


def test_every_named_step_is_killed_below_or_where_its_group_says() -> None:
    named = {
        node.args[0].value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "reached"
        and isinstance(node.args[0], ast.Constant)
    }
    of_the_server = {*OF_A_COUNTER, *OF_A_HOT_FOLDER, *OF_THE_WORK}
    assert named == {*of_the_server, *OF_UPKEEP, *OF_A_MOVE}


@pytest.mark.slow
@pytest.mark.usefixtures("whole_run")
@pytest.mark.timeout(1200)
def test_killed_at_any_step_a_server_loses_and_doubles_nothing(office: Office) -> None:
    for step in (*OF_A_COUNTER, *OF_A_HOT_FOLDER, *OF_THE_WORK):
        office.server.start(fault_point=step)
        office.lay_in(step)
        assert office.server.process is not None
        assert office.server.process.wait(120) == -9, step
        office.server.start()
        wait_until(office.is_finished)
        office.server.kill()
    require_every_paper_once(office)


def require_every_paper_once(office: Office) -> None:
    report = office.server.audit()
    assert (report["ok"], report["problems"], report["scans"]) == (True, [], office.laid_in)
    with open_services(Settings(warehouse=office.server.warehouse)) as services:
        for scan in services.catalogue.scans():
            assert (scan.state, scan.error_code) == (ScanState.SEPARATED, None)
            (page,) = services.catalogue.pages(scan.id)
            assert page.outcome not in (None, PageOutcome.UNREADABLE)
    assert [path.name for path in office.hot_folder.glob("*.pdf")] == []
