"""The server's disk fills up, or can only be read for a while: the counter keeps its papers, and afterwards all arrive."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.counter_rig import COMMAND, ServerProcess, StationProcess, wait_until
from tests.small_disks import mounted
from tests.station_factories import pdf
from workers.commands.exit_codes import ExitCode

SMALL, ENOUGH = "size=3m", "size=64m"
PAPERS = 6
PADDING = 700_000
"""Behind each paper, so that a few of them are more than the small disk holds."""


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


@dataclass
class Counter:
    """A station with papers and its server on a disk of its own."""

    disk: Path
    server: ServerProcess
    station: StationProcess
    papers: list[bytes]

    def scan(self) -> None:
        for number, paper in enumerate(self.papers):
            (self.station.folder / f"{number}.pdf").write_bytes(paper)
        self.station.start()
        wait_until(lambda: len(self.station.spool.files()) == PAPERS)
        wait_until(lambda: self.station.line_problem() != "")

    def require_all_arrived(self) -> None:
        wait_until(lambda: self.station.is_done(files=PAPERS))
        assert sorted(self.station.sent()) == sorted(self.papers)
        report = self.server.audit()
        assert (report["ok"], report["problems"], report["scans"]) == (True, [], PAPERS)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with mounted(tmp_path / "disk", ENOUGH) as disk:
        server = ServerProcess(warehouse=disk / "kho")
        station = StationProcess(root=tmp_path, server=server.url, key=server.new_key("quay-1"))
        papers = [pdf(seed) + b"\n%" + bytes(PADDING) + b"\n%%EOF\n" for seed in range(PAPERS)]
        try:
            yield Counter(disk, server, station, papers)
        finally:
            station.stop()
            server.kill()


@pytest.mark.slow
def test_what_a_full_disk_refuses_waits_at_the_counter_and_arrives_later(counter: Counter) -> None:
    counter.server.start()
    remount(counter.disk, SMALL)
    counter.scan()
    assert len(counter.station.waiting()) > 0
    remount(counter.disk, ENOUGH)
    counter.require_all_arrived()


@pytest.mark.slow
def test_a_server_does_not_start_on_a_disk_it_cannot_write_to_and_nothing_is_lost(
    counter: Counter,
) -> None:
    remount(counter.disk, "ro")
    refused = subprocess.run(
        [COMMAND, "serve", "--port", "0"],
        env=counter.server.environment,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=100,
    )
    assert refused.returncode == ExitCode.STORE_UNAVAILABLE
    counter.scan()
    assert len(counter.station.waiting()) == PAPERS
    remount(counter.disk, "rw")
    counter.server.start()
    counter.require_all_arrived()
