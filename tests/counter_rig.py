"""A counter and its server as processes, and a line between them that can be cut."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx

from workers.station.reports import read_line_report
from workers.station.spool import Spool

COMMAND = str(Path(sys.executable).with_name("digitize"))
PATIENCE_SECONDS = 120.0
ROOT = Path(__file__).resolve().parents[1]


def wait_until(claim: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Until it holds; fails where it does not in time."""
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def clean_environment(**settings: object) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGITIZE_")}
    return kept | {f"DIGITIZE_{name.upper()}": str(value) for name, value in settings.items()}


@dataclass
class ServerProcess:
    """`digitize serve` on a warehouse of its own; reads nothing, since what is read is not the line's business."""

    warehouse: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    started_by: tuple[str, ...] = ()
    """Words before the command."""
    settings: dict[str, object] = field(default_factory=dict)
    """More than every server here has."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return clean_environment(warehouse=self.warehouse, engine="stub", jobs=1, **self.settings)

    def start(self, *, fault_point: str = "") -> None:
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [*self.started_by, COMMAND, "serve", "--port", str(self.port)],
                env={**self.environment, "DIGITIZE_FAULT_POINT": fault_point},
                stderr=said,
                start_new_session=True,
            )
        wait_until(self._answers)

    def kill(self) -> None:
        """As a power cut would, children and all."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def new_key(self, station: str) -> str:
        done = subprocess.run(
            [COMMAND, "stations", "add", station, "--json"],
            env=self.environment,
            capture_output=True,
            check=True,
        )
        return str(json.loads(done.stdout)["key"])

    def revoke(self, station: str) -> None:
        command = [COMMAND, "stations", "revoke", station]
        subprocess.run(command, env=self.environment, capture_output=True, check=True)

    def audit(self) -> dict[str, object]:
        done = subprocess.run(
            [COMMAND, "audit", "--json"], env=self.environment, capture_output=True, check=True
        )
        return dict(json.loads(done.stdout))

    @property
    def _said(self) -> Path:
        """A file for what it tells a person; in no pipe, for nobody reads it while it runs."""
        return self.warehouse.with_name(f"{self.warehouse.name}.said")

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the server ended: {self._said.read_text()}"
        try:
            return httpx.get(f"{self.url}/healthz", trust_env=False).is_success
        except httpx.TransportError:
            return False


@dataclass
class StationProcess:
    """A station on folders of its own: as the command, or as a fork that need not load anything."""

    root: Path
    server: str
    key: str
    process: subprocess.Popen[bytes] | None = None
    fork: int = 0
    """Pid of the station that runs as a fork."""

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        return self.root / "scans"

    @property
    def spool(self) -> Spool:
        """As it is on the disk now."""
        return Spool(self.root / "spool").load()

    @property
    def settings(self) -> dict[str, object]:
        return {
            "station_server": self.server,
            "station_key": self.key,
            "station_folder": self.folder,
            "station_spool": self.root / "spool",
            "station_quiet_seconds": 0,
            "station_stable_seconds": 0,
            "station_poll_seconds": 0.05,
            "station_free_mb": 1,
            "station_page_port": 0,
        }

    def start_command(self, *, fault_point: str = "") -> None:
        environment = clean_environment(**self.settings, fault_point=fault_point)
        self.process = subprocess.Popen([COMMAND, "station"], env=environment)

    def start(self, *, fault_point: str = "") -> None:
        self.fork = _ask_forks({"settings": self.settings, "fault_point": fault_point})

    def wait(self) -> int:
        """What it ended with; negative for the signal that killed it."""
        if self.fork:
            pid, self.fork = self.fork, 0
            return _ask_forks(pid)
        assert self.process is not None
        return self.process.wait(PATIENCE_SECONDS)

    def stop(self) -> None:
        if self.fork:
            os.kill(self.fork, signal.SIGTERM)
            self.wait()
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE_SECONDS)

    def is_done(self, *, files: int = 1) -> bool:
        """That many files held by the server, their sources settled, their batches closed."""
        spool = self.spool
        batches = spool.batches()
        held = [file for batch in batches for file in spool.files_of(batch)]
        return len(held) >= files and all(map(spool.is_done, batches)) and not spool.loose_files()

    def sent(self) -> list[bytes]:
        return [path.read_bytes() for path in self.folder.glob("_da_gui/**/*") if path.is_file()]

    def line_problem(self) -> str:
        """Code of what the station last said against its line; empty where it said nothing."""
        report = read_line_report(self.root / "spool")
        return report.problem.code if report and report.problem else ""

    def waiting(self) -> list[str]:
        """Names of files still in the watched folder."""
        return [path.name for path in self.folder.iterdir() if path.is_file()]


@cache
def _forks() -> subprocess.Popen[str]:
    """The process that stations are forked from; it ends with this one, whose pipe it reads."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.station_forks"],
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _ask_forks(question: object) -> int:
    pipes = _forks()
    assert pipes.stdin is not None
    assert pipes.stdout is not None
    pipes.stdin.write(json.dumps(question, default=str) + "\n")
    pipes.stdin.flush()
    return int(pipes.stdout.readline())


class CuttingLine:
    """A TCP proxy that cuts connections after so many bytes towards the server, as often as told."""

    def __init__(
        self, target_port: int, *, after_bytes: int = 0, cuts: int = 0, host: str = "127.0.0.1"
    ) -> None:
        self._target = target_port
        self._after = after_bytes
        self._left = cuts
        self._listener = socket.create_server((host, 0))
        self.port = int(self._listener.getsockname()[1])
        self.cuts_made = 0

    @contextmanager
    def open(self) -> Iterator["CuttingLine"]:
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield self
        finally:
            self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with ExitStack() as both, suppress(OSError):
            both.enter_context(near)
            far = both.enter_context(socket.create_connection(("127.0.0.1", self._target)))
            back = threading.Thread(target=_pump, args=(far, near), daemon=True)
            back.start()
            passed = 0
            while piece := near.recv(8192):
                passed += len(piece)
                if self._left > 0 and passed > self._after:
                    self._left -= 1
                    self.cuts_made += 1
                    for end in (near, far):
                        end.shutdown(socket.SHUT_RDWR)
                    return
                far.sendall(piece)
            far.shutdown(socket.SHUT_WR)
            back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
