"""Papers brought to a province and faults that meet it, in step with each other, until all came and all is mended."""

import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.render import files
from bench.render.catalogue import render
from bench.render.damage import Wear, scanned
from digitize.errors import DigitizeError
from digitize.rows import Priority
from digitize.status import DocumentStatus
from tests.cluster_rig import paper
from tests.faults.breakages import BREAKAGES, drawn
from tests.faults.province import Province

AT_ONCE = 4
"""Faults under way at the same time, at most."""
LONGEST_REST_SECONDS = 4.0
"""Between two of them of the same four."""
LONGEST_LAG, LAG_SECONDS = 60, 20.0
"""Papers not filed yet for which a fault waits, and for how long: what comes when all is filed breaks nothing."""
COUNTERS = 3
AHEAD = 40
"""So many more papers are brought than the faults so far stand for, so that there is work whatever breaks."""
DRAWN_EVERY = 10
"""One of so many papers has words on it; the others are quick to read."""
_WEAR = Wear(dpi=200, noise=1.5, blur_px=0.4)


@dataclass(slots=True)
class Suffering:
    """`run` once."""

    province: Province
    seed: int
    faults: int
    documents: int
    told: Counter[str] = field(default_factory=Counter)
    """How many of each kind of fault there were."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _begun: int = 0
    _filed: int = 0
    _brought: Iterator[int] = field(init=False)
    _coming: Iterator[tuple[str, Random]] = field(init=False)

    def run(self, folder: Path) -> None:
        """All papers brought and all faults over, each mended. Raises what went wrong with the rig itself."""
        self._brought = iter(range(self.documents))
        self._coming = drawn(self.seed, self.faults)
        threads = ThreadPoolExecutor(AT_ONCE + COUNTERS + 1)
        work: list[Future[None]] = [threads.submit(self._break) for _ in range(AT_ONCE)]
        work += [threads.submit(self._bring, folder) for _ in range(COUNTERS)]
        checking = threads.submit(self._check)
        try:
            for done in work:
                done.result()
        finally:
            self.province.is_over.set()
            threads.shutdown()
        checking.result()

    def _break(self) -> None:
        while (fault := self._next_fault()) is not None:
            name, draw = fault
            self._let_papers_follow()
            self.province.services.log.info("fault.begun", fault=name)
            try:
                BREAKAGES[name].act(self.province, draw)
            except BaseException:
                self.province.services.log.error("fault.rig", traceback=traceback.format_exc())
                self.province.is_over.set()
                raise
            self.province.services.log.info("fault.ended", fault=name)
            self.province.is_over.wait(draw.uniform(0.0, LONGEST_REST_SECONDS))

    def _let_papers_follow(self) -> None:
        end = time.monotonic() + LAG_SECONDS
        while self._filed + LONGEST_LAG < self._stands_for() and time.monotonic() < end:
            if self.province.is_over.wait(0.2):
                return

    def _next_fault(self) -> tuple[str, Random] | None:
        with self._lock:
            fault = None if self.province.is_over.is_set() else next(self._coming, None)
            if fault is not None:
                self._begun += 1
                self.told[fault[0]] += 1
            return fault

    def _bring(self, folder: Path) -> None:
        while (number := self._next_number()) is not None:
            while number > AHEAD + self._stands_for() and not self.province.is_over.wait(0.1):
                pass
            priority = Priority.BACKFILL if number % 3 == 2 else Priority.COUNTER
            name = f"giay-{number}.pdf"
            self.province.bring(paper_of(self.seed, number, folder), name=name, priority=priority)

    def _next_number(self) -> int | None:
        with self._lock:
            return next(self._brought, None)

    def _stands_for(self) -> float:
        """As many papers as the faults so far are of all."""
        return self._begun * self.documents / max(self.faults, 1)

    def _check(self) -> None:
        while not self.province.is_over.wait(1.0):
            self.province.approve_all()
            with suppress(DigitizeError):
                self._filed = self.province.statuses()[DocumentStatus.FILED]


def paper_of(seed: int, number: int, folder: Path) -> bytes:
    """Nobody else has it: noise, or a decision with words."""
    if number % DRAWN_EVERY:
        return paper(seed % 10_000 * 10_000 + number)
    draw = Random(f"{seed} paper {number}")
    pages = render("quyet_dinh", draw.randrange(1_000_000)).pages
    path = folder / f"ve-{number}.pdf"
    files.write_pdf(path, [scanned(page, _WEAR, draw) for page in pages], dpi=_WEAR.dpi)
    return path.read_bytes()
