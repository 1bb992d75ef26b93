"""A station and its server as they run at a counter: killed at every step, cut off, doubled; each paper arrives once."""

import ast
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from config.settings import Settings
from digitize.page_faults import Fault
from tests.counter_rig import CuttingLine, ServerProcess, StationProcess, wait_until
from tests.station_factories import jpeg, pdf
from workers.services import open_services

STEPS = (
    "station.copied",
    "station.spooled",
    "station.looked",
    "station.composed",
    "station.opened",
    "station.created",
    "station.chunk",
    "station.uploaded",
    "station.receipted",
    "station.moving",
    "station.moved",
    "station.settled",
    "station.closed",
)
SOURCES = Path(__file__).resolve().parents[2] / "workers" / "station"
papers = count(1000)
"""No two tests push the same paper, but where they mean to."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    running = ServerProcess(warehouse=tmp_path_factory.mktemp("server") / "kho")
    running.start()
    try:
        yield running
    finally:
        running.kill()


@pytest.fixture(scope="module")
def key(server: ServerProcess) -> str:
    return server.new_key("quay-1")


@pytest.fixture
def station(tmp_path: Path, server: ServerProcess, key: str) -> Iterator[StationProcess]:
    counter = StationProcess(root=tmp_path, server=server.url, key=key)
    try:
        yield counter
    finally:
        counter.stop()


def arrivals(server: ServerProcess) -> Counter[str]:
    """How often each scan arrived, whatever batch it came in."""
    with open_services(Settings(warehouse=server.warehouse)) as services:
        catalogue = services.catalogue
        return Counter(
            arrival.scan_id
            for batch in catalogue.batches()
            for arrival in catalogue.arrivals(batch.id)
        )


def test_every_named_step_is_killed_below() -> None:
    named = {
        node.args[0].value
        for path in SOURCES.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "reached"
        and isinstance(node.args[0], ast.Constant)
    }
    assert named == set(STEPS)


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_a_station_sends_each_paper_once(
    step: str, station: StationProcess, server: ServerProcess
) -> None:
    paper = pdf(next(papers))
    folder = station.folder / "H46.12-231229-0001"
    folder.mkdir()
    (folder / "don.pdf").write_bytes(paper)
    station.start(fault_point=step)
    assert station.wait() == -9
    station.start()
    wait_until(station.is_done)
    (file,) = station.spool.files()
    assert arrivals(server)[file.sha256] == 1
    assert (station.sent(), list(folder.iterdir())) == ([paper], [])


@pytest.mark.slow
def test_the_command_killed_and_given_again_finishes(
    station: StationProcess, server: ServerProcess
) -> None:
    paper = jpeg(next(papers), dpi=100)
    (station.folder / "a.jpg").write_bytes(paper)
    station.start_command(fault_point="station.receipted")
    assert station.wait() == -9
    station.start_command()
    wait_until(station.is_done)
    (file,) = station.spool.files()
    assert (arrivals(server)[file.sha256], station.sent()) == (1, [paper])
    assert Fault.LOW_RESOLUTION in {warning.fault for warning in file.warnings or ()}


@pytest.mark.slow
def test_a_line_cut_in_every_chunk_brings_the_whole_file(
    station: StationProcess, server: ServerProcess
) -> None:
    paper = pdf(next(papers)) + b"\n%" + bytes(700_000) + b"\n%%EOF\n"
    with CuttingLine(server.port, after_bytes=150_000, cuts=3).open() as line:
        station.server = f"http://127.0.0.1:{line.port}"
        (station.folder / "a.pdf").write_bytes(paper)
        station.start()
        wait_until(station.is_done)
    assert line.cuts_made == 3
    (file,) = station.spool.files()
    assert (arrivals(server)[file.sha256], station.sent()) == (1, [paper])


@pytest.mark.slow
def test_scanning_goes_on_while_the_server_is_away(tmp_path: Path) -> None:
    server = ServerProcess(warehouse=tmp_path / "kho")
    station = StationProcess(root=tmp_path, server=server.url, key=server.new_key("quay-1"))
    scans = [pdf(next(papers)) for _ in range(3)]
    try:
        station.start()
        for number, scan in enumerate(scans):
            (station.folder / f"{number}.pdf").write_bytes(scan)
            wait_until(lambda wanted=number: len(station.spool.files()) == wanted + 1)
        assert len(station.waiting()) == 3
        server.start()
        wait_until(lambda: station.is_done(files=3))
        assert sorted(station.sent()) == sorted(scans)
        assert server.audit()["ok"] is True
    finally:
        station.stop()
        server.kill()


@pytest.mark.slow
def test_two_stations_with_the_same_file_are_one_scan_and_two_receipts(
    tmp_path: Path, server: ServerProcess
) -> None:
    paper = pdf(next(papers))
    stations = [
        StationProcess(root=tmp_path / name, server=server.url, key=server.new_key(name))
        for name in ("quay-2", "quay-3")
    ]
    try:
        for counter in stations:
            (counter.folder / "a.pdf").write_bytes(paper)
            counter.start()
        for counter in stations:
            wait_until(counter.is_done)
            assert counter.sent() == [paper]
        (scan,) = {file.sha256 for counter in stations for file in counter.spool.files()}
        assert arrivals(server)[scan] == 2
    finally:
        for counter in stations:
            counter.stop()


@pytest.mark.slow
def test_a_revoked_station_keeps_its_papers_and_says_why(
    tmp_path: Path, server: ServerProcess
) -> None:
    revoked = StationProcess(root=tmp_path, server=server.url, key=server.new_key("quay-4"))
    server.revoke("quay-4")
    (revoked.folder / "a.pdf").write_bytes(pdf(next(papers)))
    try:
        revoked.start()
        wait_until(lambda: revoked.line_problem() == "station_key_refused")
        wait_until(lambda: len(revoked.spool.batches()) == 1)
        assert revoked.waiting() == ["a.pdf"]
    finally:
        revoked.stop()


@pytest.mark.slow
def test_the_server_finds_every_page_of_all_of_this_once(server: ServerProcess) -> None:
    report = server.audit()
    assert (report["ok"], report["problems"]) == (True, [])
