"""What a warm pool does: pages a second of one worker and of two, the counter's wait, memory over many pages.

The children are those of `digitize run`. A measurement on the clock says little while others use the machine, so how
much of it they used meanwhile is measured too.
"""

import os
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from config.settings import Settings
from digitize import limits
from digitize.intake.separate import separate
from digitize.model import Description, PageReading, ScanFile
from workers import tasks
from workers.pool import ChildPool
from workers.reading_pool import build_pool
from workers.tools import Tools

Pages = Sequence[tuple[Path, ScanFile, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoWorkers:
    pages: int
    one_seconds: float
    two_seconds: float
    others_share: float
    """Of the machine's processor time, meanwhile used by others: from 0 to 1."""

    @property
    def gain(self) -> float:
        return self.one_seconds / self.two_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerMemory:
    early_mb: float
    late_mb: float
    """Peak after the first round over the pages and after the last, in units of 2**20 bytes."""


def two_workers(files: Sequence[Path]) -> TwoWorkers:
    """The same pages by one warm worker, then by two."""
    with _warm_pool(1, files[0]) as pool:
        pages = pages_of(pool, files)
        one, busy_one = _timed(lambda: _read_all(pool, pages, threads=1))
    with _warm_pool(2, files[0]) as pool:
        two, busy_two = _timed(lambda: _read_all(pool, pages, threads=2))
    return TwoWorkers(
        pages=len(pages), one_seconds=one, two_seconds=two, others_share=max(busy_one, busy_two)
    )


def first_verdict_seconds(scan: Path) -> float:
    """From a scan to its first document's type and fields, by two warm workers; its pages in their order."""
    with _warm_pool(2, scan) as pool:
        start = time.perf_counter()
        _first_description(pool, scan)
        return time.perf_counter() - start


def worker_memory(files: Sequence[Path], *, pages_at_least: int) -> WorkerMemory:
    """One worker over the files again and again: what it holds must not grow."""
    with _warm_pool(1, files[0]) as pool:
        pages = pages_of(pool, files)
        _read_all(pool, pages, threads=1)
        early = _peak_mb(pool)
        for _ in range(-(-pages_at_least // len(pages)) - 1):
            _read_all(pool, pages, threads=1)
        return WorkerMemory(early_mb=early, late_mb=_peak_mb(pool))


def pages_of(pool: ChildPool, files: Sequence[Path]) -> Pages:
    """Every page of the files, as the pool wants it."""
    identified = [
        (path, pool.call(tasks.identify, limits.CHILD_PAGE_SECONDS, path)) for path in files
    ]
    return [(path, file, index) for path, file in identified for index in range(file.page_count)]


@contextmanager
def _warm_pool(jobs: int, sample: Path) -> Iterator[ChildPool]:
    """Every child has read a page before."""
    with build_pool(Settings(jobs=jobs)) as pool:
        page = pages_of(pool, [sample])[0]
        _read_all(pool, [page] * jobs, threads=jobs)
        yield pool


def _read_all(pool: ChildPool, pages: Pages, *, threads: int) -> tuple[PageReading, ...]:
    def read(page: tuple[Path, ScanFile, int]) -> PageReading:
        return pool.call(tasks.read_page, limits.CHILD_PAGE_SECONDS, *page).reading

    with ThreadPoolExecutor(threads) as executor:
        return tuple(executor.map(read, pages))


def _first_description(pool: ChildPool, scan: Path) -> Description:
    pages = pages_of(pool, [scan])
    readings = _read_all(pool, pages, threads=2)
    first = [readings[index] for index in separate(readings).documents[0]]
    return pool.call(tasks.describe, limits.CHILD_DOCUMENT_SECONDS, first, pages[0][1].traits, ())


def _peak_mb(pool: ChildPool) -> float:
    return pool.call(peak_of_child, limits.CHILD_PAGE_SECONDS)


def peak_of_child(_tools: Tools) -> float:
    """Called in the child."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ---- the machine ----------------------------------------------------------------------------------


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and the share of the machine that others used."""
    ours, (busy, whole), start = _our_ticks(), machine_ticks(), time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    busy_after, whole_after = machine_ticks()
    others = (busy_after - busy) - (_our_ticks() - ours)
    return seconds, max(0.0, others / max(1, whole_after - whole))


def machine_ticks() -> tuple[int, int]:
    """Ticks in which a core was at work, and all ticks of all cores (proc(5))."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return sum(ticks) - idle, sum(ticks)


def _our_ticks() -> int:
    """Of this process and all below it: the fork server, its children."""
    parents, ticks = dict[int, int](), dict[int, int]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            pid, words = int(stat.parent.name), stat.read_text().rpartition(")")[2].split()
            parents[pid], ticks[pid] = int(words[1]), int(words[11]) + int(words[12])
    return sum(count for pid, count in ticks.items() if _is_below(pid, os.getpid(), parents))


def _is_below(pid: int, top: int, parents: Mapping[int, int]) -> bool:
    while pid not in (top, 0):
        pid = parents.get(pid, 0)
    return pid == top
