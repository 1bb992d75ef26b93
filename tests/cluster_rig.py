"""A house of worker processes on a warehouse and a broker of its own; papers that come in, people who check, what came of it."""

import io
import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import img2pdf
import numpy as np
from PIL import Image

from config.settings import Settings
from digitize.model import BatchId, ScanId
from digitize.rows import Batch, Priority, ScanState
from digitize.status import DocumentStatus
from digitize.work import Task, document_task
from storage.audit import audit
from tests.counter_rig import COMMAND, clean_environment, wait_until
from tests.servers.guardian import note_process
from tests.web_factories import NoChildren
from workers.pool import ChildPool
from workers.queue.broker import open_broker
from workers.queue.hints import Hints
from workers.receiving import Receiving
from workers.services import Services, build_services, utc_now

QUICK = {"work_sweep_seconds": 0.2, "work_patience_seconds": 1.0, "work_lease_seconds": 4.0}
"""Ten or more times as hasty as a house is by default."""
SMALL, SLOW = (160, 120), (1600, 1200)
"""Pixels of noise: the second keeps a child busy for some tenths of a second."""


def paper(seed: int, *, pages: int = 1, size: tuple[int, int] = SMALL) -> bytes:
    """A PDF that nobody else has; nothing can be read of it."""
    return img2pdf.convert([_page(1000 * seed + number, size) for number in range(pages)])


def _page(seed: int, size: tuple[int, int]) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, size, dtype=np.uint8)
    pixels[size[0] // 4 : size[0] // 3, size[1] // 4 : -size[1] // 4] = 0  # or it may seem empty
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=60, dpi=(300, 300))
    return out.getvalue()


@dataclass
class House:
    folder: Path
    broker: str
    more: dict[str, object] = field(default_factory=dict)
    started_by: tuple[str, ...] = ()
    """Words before the command."""
    process: subprocess.Popen[bytes] | None = None
    _look: Services | None = None

    @property
    def look(self) -> Services:
        """For looking on: opened once, for it is asked often."""
        if self._look is None:
            self._look = build_services(Settings(**{**self.settings, "broker": ""}))  # type: ignore[arg-type]
        return self._look

    def close(self) -> None:
        self.kill()
        if self._look is not None:
            self._look.__exit__()

    @property
    def settings(self) -> dict[str, object]:
        own = {"warehouse": self.folder / "kho", "broker": self.broker, "engine": "stub"}
        return {**QUICK, **own, **self.more}

    @contextmanager
    def services(self, **changes: object) -> Iterator[Services]:
        with build_services(Settings(**{**self.settings, **changes})) as services:  # type: ignore[arg-type]
            yield services

    # -- workers

    @property
    def running(self) -> Path:
        """To be `guarded` by who may be killed."""
        folder = self.folder / "running"
        folder.mkdir(exist_ok=True)
        return folder

    def start(self, processes: int = 2, *, fault_point: str = "") -> None:
        environment = clean_environment(**self.settings, fault_point=fault_point)
        with (self.folder / "said").open("ab") as said:
            self.process = subprocess.Popen(
                [*self.started_by, COMMAND, "work", "-p", str(processes)],
                env=environment,
                cwd=self.running,
                stderr=said,
                start_new_session=True,
            )
        note_process(self.running, "house", self.process.pid)

    def stop(self) -> int:
        """Asked once, as systemd does; what it ended with."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(60)

    def kill(self) -> None:
        """As a power cut would, children and all."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def pids(self) -> dict[str, int]:
        """Of the worker that is in each place now."""
        started = [line for line in self.log() if line["event"] == "worker.started"]
        return {str(line["holder"]): int(str(line["pid"])) for line in started}

    def log(self) -> list[dict[str, object]]:
        log = self.folder / "kho" / "digitize.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [json.loads(line) for line in lines if line.endswith("}")]

    # -- papers

    def lay_in(
        self, *papers: bytes, priority: Priority = Priority.COUNTER, is_told: bool = True
    ) -> list[ScanId]:
        """Into custody as every way in does it; not told, as where the process dies before it could."""
        changes = {} if is_told else {"broker": ""}
        with self.services(**changes) as services:
            receiving = Receiving(services, cast("ChildPool", NoChildren()))
            batch = Batch(
                id=BatchId(f"b-{priority.name.lower()}"),
                agency="000.00.00.H00",
                channel="folder",
                opened_at=utc_now(),
                priority=priority,
            )
            return [self._laid_in(receiving, batch, data) for data in papers]

    def _laid_in(self, receiving: Receiving, batch: Batch, data: bytes) -> ScanId:
        file = self.folder / "giay.pdf"
        file.write_bytes(data)
        return receiving.receive(file, batch=batch).scan_id

    def approve_all(self) -> None:
        """A checker who has no doubts; whoever is free seals and files."""
        with self.services() as services:
            assert services.outbox is not None
            for document in services.catalogue.documents(status=DocumentStatus.NEEDS_CHECK):
                services.catalogue.approve(document.id, actor="an", at=utc_now())
                services.outbox.tell(document_task(document.id, Priority.COUNTER))

    def send(self, tasks: Sequence[Task]) -> None:
        with closing(Hints(open_broker(self.broker))) as hints:
            hints.send(tasks)

    # -- what came of it

    def wait_until_all(self, status: DocumentStatus, scans: int) -> None:
        wait_until(lambda: self.statuses() == {status: scans})

    def statuses(self) -> Counter[DocumentStatus]:
        return Counter(document.status for document in self.look.catalogue.documents())

    def events(self, name: str) -> list[str]:
        """Subjects of the ledger's entries of this name, in order."""
        return [entry.subject for entry in self.look.catalogue.ledger() if entry.event == name]

    def rows(self) -> int:
        """How many rows of work are left."""
        with self.look.database.reading() as connection:
            return int(connection.exec_driver_sql("SELECT COUNT(*) FROM work").scalar() or 0)

    def holders(self, of: str = "") -> list[str]:
        """Of rows whose subject begins so."""
        with self.look.database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT subject, holder FROM work").all()
        return [row.holder for row in rows if row.holder and row.subject.startswith(of)]

    def require_all_once(self, scans: int, *, waiting: int = 0) -> None:
        """Every page of every scan in one place, each document filed once or with a person, and the proof of it.

        So many at most may not have been begun.
        """
        catalogue = self.look.catalogue
        report = audit(catalogue, self.look.store)
        assert (report.ok, report.problems, report.scans) == (True, (), scans)
        parted = [scan for scan in catalogue.scans() if scan.state is not ScanState.RECEIVED]
        assert len(parted) >= scans - waiting
        for scan in parted:
            assert scan.state is ScanState.SEPARATED
            assert all(page.outcome is not None for page in catalogue.pages(scan.id))
        filed = [held for held in catalogue.documents() if held.status is DocumentStatus.FILED]
        assert len(catalogue.records()) == len(filed)
        for name in ("scan.received", "scan.separated", "document.sealed", "record.filed"):
            times = Counter(self.events(name))
            assert set(times.values()) <= {1}, name


@contextmanager
def a_house(folder: Path, broker: str, **more: object) -> Iterator[House]:
    house = House(folder, broker, more)
    try:
        yield house
    finally:
        house.close()
