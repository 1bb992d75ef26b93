"""A counter, its server and an import of old results on one warehouse, fed with papers while they die and come back."""

import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from config.settings import Settings
from tests.counter_rig import (
    COMMAND,
    ServerProcess,
    StationProcess,
    clean_environment,
    wait_until,
)
from tests.faults.deaths import Death, Lifetime, deaths
from tests.faults.mortal import Cause, Mortal, Process
from tests.faults.papers import Box, Papers, draw_box
from tests.servers.process_tree import descendants, has_ended, kill
from workers.commands.exit_codes import ExitCode
from workers.services import open_services

CATALOGUE, STATION_LOG = "catalogue.sqlite", "digitize.log"
"""What each has open when it is at its work."""
DOSSIER = "H46.12-231229-0001"
_MOST_UNSENT = 12
"""Papers that may wait in the counter's folder; more would only lengthen the end."""
_FEED_SECONDS = 0.25
_CHILD_SECONDS = (2.0, 8.0)
"""Between two deaths of a process below the server."""
_ALONE_SECONDS = 15.0
_IMPORTED = (ExitCode.OK, ExitCode.NEEDS_CHECK)
_LIFETIMES = {
    "server": Lifetime(most_steps=16, most_cpu_seconds=0.8),
    "station": Lifetime(most_steps=8, most_cpu_seconds=0.3),
    "import": Lifetime(most_steps=5, most_cpu_seconds=0.5),
}


@dataclass
class Town:
    root: Path
    seed: int
    papers: Papers = field(init=False)
    server: ServerProcess = field(init=False)
    station: StationProcess = field(init=False)
    sent: list[bytes] = field(default_factory=list)
    """Every paper that was laid into the counter's folder."""
    boxes: list[Box] = field(default_factory=list)
    """The last one is being imported; the others are."""

    def __post_init__(self) -> None:
        self.papers = Papers(self.seed)
        self.server = ServerProcess(warehouse=self.root / "kho")
        key = self.server.new_key("quay-1")
        self.station = StationProcess(root=self.root, server=self.server.url, key=key)
        self._draw = random.Random(self.seed)
        self._feed_at = self._child_at = self._alone_at = 0.0
        self._next_box()
        self._mortals = [
            Mortal("server", self._launch_server, CATALOGUE, self._server_ended, self._deaths("server")),
            Mortal("station", self._launch_station, STATION_LOG, _never_by_itself, self._deaths("station")),
            Mortal("import", self._launch_import, CATALOGUE, self._import_ended, self._deaths("import"), self._may_import),
        ]  # fmt: skip

    def _deaths(self, name: str) -> Iterator[Death]:
        return deaths(name, seed=self.seed, lifetime=_LIFETIMES[name])

    # -- while they die

    def suffer(self, count: int) -> Counter[tuple[str, Cause]]:
        """So many deaths, with work coming in all the time; who died how."""
        died = Counter[tuple[str, Cause]]()
        try:
            while died.total() < count:
                self._feed()
                for mortal in self._mortals:
                    if cause := mortal.tend():
                        died[mortal.name, cause] += 1
                if self._a_child_dies():
                    died["server", Cause.CHILD] += 1
                time.sleep(0.02)
        finally:
            for mortal in self._mortals:
                mortal.end()
        return died

    def _feed(self) -> None:
        """As a scanner does: papers of any size at any time, some into the folder of a dossier."""
        if time.monotonic() < self._feed_at or len(self._unsent()) >= _MOST_UNSENT:
            return
        self._feed_at = time.monotonic() + _FEED_SECONDS
        folder = self.station.folder / DOSSIER if self._draw.random() < 0.3 else self.station.folder
        folder.mkdir(exist_ok=True)
        data = self.papers.draw()
        (folder / f"quet-{len(self.sent):04}.pdf").write_bytes(data)
        self.sent.append(data)

    def _unsent(self) -> list[Path]:
        return [*self.station.folder.glob("*.pdf"), *self.station.folder.glob(f"{DOSSIER}/*.pdf")]

    def _a_child_dies(self) -> bool:
        now, server = time.monotonic(), self._mortals[0]
        if now < self._child_at or not server.is_up or server.process is None:
            return False
        self._child_at = now + self._draw.uniform(*_CHILD_SECONDS)
        below = descendants(server.process.pid)
        if below:
            kill([self._draw.choice(below)])
        return bool(below)

    def _may_import(self) -> bool:
        """Beside the server; alone where that was away for long, and then the server has to wait for it."""
        if self._mortals[0].is_up:
            self._alone_at = time.monotonic() + _ALONE_SECONDS
        return self._mortals[0].is_up or time.monotonic() >= self._alone_at

    def _next_box(self) -> None:
        shared = self._draw.choice(self.sent) if self.sent else None
        self.boxes.append(
            draw_box(self.root, self.papers, number=len(self.boxes) + 1, shared=shared)
        )

    def _launch_server(self, fault_point: str) -> Process:
        return self._command("serve", "--port", self.server.port, fault_point=fault_point)

    def _launch_station(self, fault_point: str) -> Process:
        self.station.start(fault_point=fault_point)
        return ForkedStation(self.station)

    def _launch_import(self, fault_point: str) -> Process:
        box = self.boxes[-1]
        return self._command(
            "import", box.register, "--files", box.files, "--json", fault_point=fault_point
        )

    def _command(self, *words: object, fault_point: str) -> subprocess.Popen[bytes]:
        settings = {"warehouse": self.server.warehouse, "engine": "stub", "jobs": 1}
        with (self.root / f"{words[0]}.said").open("ab") as said:
            return subprocess.Popen(
                [COMMAND, *map(str, words)],
                env=clean_environment(**settings, fault_point=fault_point),
                stdout=subprocess.DEVNULL,
                stderr=said,
            )

    def _server_ended(self, code: int) -> None:
        assert code == ExitCode.STORE_UNAVAILABLE, code  # the import has the warehouse meanwhile

    def _import_ended(self, code: int) -> None:
        assert code in _IMPORTED, (code, (self.root / "import.said").read_text()[-2000:])
        self._next_box()

    # -- afterwards

    def finish(self) -> None:
        """Everything started once more and left alone until all that came in is done."""
        try:
            self.server.start()
            self.station.start()
            done = self._launch_import("")
            assert done.wait() in _IMPORTED
            wait_until(lambda: self.station.is_done(files=len(self.sent)))
            wait_until(lambda: not self._unfinished())
        finally:
            self.station.stop()
            self.server.kill()

    def _unfinished(self) -> int:
        with open_services(Settings(warehouse=self.server.warehouse)) as services:
            return len(services.catalogue.unfinished_scans(limit=1))


class ForkedStation:
    """A station that the test rig forked, as a `Process`."""

    def __init__(self, station: StationProcess) -> None:
        self._station = station
        self.pid = station.fork

    def poll(self) -> int | None:
        return self._station.wait() if has_ended(self.pid) else None

    def wait(self) -> int:
        return self._station.wait()


def _never_by_itself(code: int) -> None:
    raise AssertionError(f"ended with {code}")
