"""The server's disk fills up, or can only be read for a while: the counter keeps its papers, and afterwards all arrive."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.settings import Settings
from tests.counter_rig import COMMAND, ServerProcess, StationProcess, wait_until
from tests.small_disks import mounted
from tests.station_factories import pdf
from workers.commands.exit_codes import ExitCode
from workers.services import open_services

SMALL, ENOUGH = "size=3m", "size=64m"
PAPERS = 6
PADDING = 700_000
"""Behind each paper, so that a few of them are more than the small disk holds."""


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


WITHOUT_ROOTS_RIGHTS = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""A root to whom the permissions of files apply."""


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing below may be made, written or removed; what is open stays open, as where a share loses its rights."""
    modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")]}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


@dataclass
class Counter:
    """A station with papers and its server on a disk of its own."""

    disk: Path
    server: ServerProcess
    station: StationProcess
    papers: list[bytes]

    def lay_in(self, numbers: range) -> None:
        for number in numbers:
            (self.station.folder / f"{number}.pdf").write_bytes(self.papers[number])

    def scan(self) -> None:
        self.lay_in(range(PAPERS))
        self.station.start()
        wait_until(lambda: len(self.station.spool.files()) == PAPERS)
        wait_until(lambda: self.station.line_problem() != "")

    def require_all_arrived(self) -> None:
        wait_until(lambda: self.station.is_done(files=PAPERS))
        assert sorted(self.station.sent()) == sorted(self.papers)
        report = self.server.audit()
        assert (report["ok"], report["problems"], report["scans"]) == (True, [], PAPERS)

    def refusals(self) -> set[str]:
        """Codes of all that the server answered with an error of its own."""
        lines = (self.server.warehouse / "digitize.log").read_text().splitlines()
        said = [line for line in map(json.loads, lines) if line["event"].startswith("request.")]
        return {line.get("code", "defect") for line in said}

    def require_all_finished(self) -> None:
        with open_services(Settings(warehouse=self.server.warehouse)) as services:
            wait_until(lambda: not services.catalogue.unfinished_scans(limit=1))
            assert {scan.error_code for scan in services.catalogue.scans()} == {None}


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


@pytest.mark.slow
@pytest.mark.usefixtures("whole_run")
def test_a_store_that_turns_read_only_again_and_again_under_a_running_server_delays_papers_alone(
    counter: Counter,
) -> None:
    counter.server.started_by = WITHOUT_ROOTS_RIGHTS if os.geteuid() == 0 else ()
    counter.server.start()
    counter.station.start()
    for first in range(0, PAPERS, 2):
        with read_only(counter.server.warehouse):
            counter.lay_in(range(first, first + 2))
            wait_until(lambda: counter.station.line_problem() != "")
            assert sorted(counter.station.waiting()) == [f"{first}.pdf", f"{first + 1}.pdf"]
        wait_until(lambda wanted=first + 2: counter.station.is_done(files=wanted))
    assert counter.refusals() == {"store_read_only"}
    counter.require_all_arrived()
    counter.require_all_finished()
