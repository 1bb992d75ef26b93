"""Papers from custody to their record in this one process, and what each cost on the way.

The steps are the workers' own; only the pool of children is replaced by this process, so that nothing is hidden in another.
"""

import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.capacity.counted import CountingDatabase, CountingDisk
from config.settings import Settings
from digitize.model import BatchId, DocumentId, ScanId
from digitize.ocr.pen_digits import load_samples
from digitize.rows import Batch
from digitize.status import DocumentStatus
from storage import keys
from storage.catalogue import SqlCatalogue
from storage.folder_store import FolderStore
from workers.pool import ChildPool, PoolOptions
from workers.progress import PageProgress
from workers.receiving import Receiving
from workers.scan_steps import ScanSteps
from workers.services import Services, build_services
from workers.steps import DocumentSteps
from workers.tools import Tools, build_tools

READ, ASSEMBLE, SEAL, IDENTIFY = "read_page", "assemble", "sealed", "identify"
"""Tasks of `workers/tasks.py` by name; the seal is made in the parent and timed like one."""


@dataclass(slots=True)
class Used:
    """In a block of work."""

    cpu_seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCosts:
    pages: int
    documents: int
    tasks: Mapping[str, Sequence[float]]
    """Processor seconds of every call by the name of its task."""
    receipt: Used
    rest: Used
    """From the receipt to the record, the tasks among it."""
    size_mb: Mapping[str, float]
    """Units of 10**6 bytes, by what was stored (the first part of its key)."""

    def task_seconds(self, *names: str) -> float:
        return sum(sum(self.tasks.get(name, ())) for name in names)

    @property
    def custody_seconds(self) -> float:
        """Of all after the receipt that is in no task: rows, ledger, files, JSON."""
        tasks = self.task_seconds(*(name for name in self.tasks if name != IDENTIFY))
        return self.rest.cpu_seconds - tasks

    @property
    def document_seconds(self) -> float:
        """Of all that understands a paper."""
        others = {READ, ASSEMBLE, SEAL, IDENTIFY}
        return self.task_seconds(*(name for name in self.tasks if name not in others))


class HerePool(ChildPool):
    """A pool whose only child is this process; it knows what each call took of the processor."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(Tools, options=PoolOptions(jobs=1))
        self._tools = tools
        self.seconds = defaultdict[str, list[float]](list)

    def call(self, function: Callable[..., Any], _timeout: float, *args: Any, **kwargs: Any) -> Any:
        return self.timed(function.__name__, function)(self._tools, *args, **kwargs)

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            start = _cpu_seconds()
            value = function(*args, **kwargs)
            self.seconds[name].append(_cpu_seconds() - start)
            return value

        return run


class WholeWay:
    """A warehouse in which papers are finished one after the other; made by `whole_way`."""

    def __init__(self, services: Services, pool: HerePool, counts: Counter[str]) -> None:
        self._services, self._pool, self._counts = services, pool, counts
        self._receiving = Receiving(services, pool)
        self._scans = ScanSteps(services, pool, progress=PageProgress())
        self._documents = DocumentSteps(services, pool)

    def close(self) -> None:
        self._scans.close()

    def finish(self, paper: Path) -> PaperCosts:
        """To its record, through a person's approval where one is asked for."""
        self._pool.seconds.clear()
        catalogue = self._services.catalogue
        with self._watched() as receipt:
            scan_id = self._receiving.receive(paper, batch=_BATCH).scan_id
        with self._watched() as rest:
            self._scans.finish(catalogue.scan(scan_id))
            for document in catalogue.documents(scan_id=scan_id):
                if document.status is DocumentStatus.NEEDS_CHECK:
                    catalogue.approve(document.id, actor="bench", at=self._services.clock())
                self._documents.finish(document.id)
        documents = [document.id for document in catalogue.documents(scan_id=scan_id)]
        return PaperCosts(
            pages=catalogue.scan(scan_id).page_count,
            documents=len(documents),
            tasks={name: tuple(seconds) for name, seconds in self._pool.seconds.items()},
            receipt=receipt,
            rest=rest,
            size_mb=self._sizes(scan_id, documents),
        )

    @contextmanager
    def _watched(self) -> Iterator[Used]:
        used, start, before = Used(), _cpu_seconds(), Counter(self._counts)
        yield used
        used.cpu_seconds = _cpu_seconds() - start
        used.counts = self._counts - before

    def _sizes(self, scan_id: ScanId, documents: Sequence[DocumentId]) -> dict[str, float]:
        page_keys = self._services.store.keys(
            f"readings/{keys.original(scan_id).partition('/')[2]}"
        )
        made = [
            f(document) for document in documents for f in (keys.searchable, keys.sealed, keys.text)
        ]
        sizes = Counter[str]()
        for key in (keys.original(scan_id), *page_keys, *made):
            sizes[key.partition("/")[0]] += self._services.store.local_path(key).stat().st_size
        return {kind: size / 1e6 for kind, size in sizes.items()}


@contextmanager
def whole_way(folder: Path, *, is_counting: bool) -> Iterator[WholeWay]:
    """A new warehouse in the folder; counting costs processor time, so one that counts is not for timing."""
    settings = Settings(warehouse=folder, jobs=1)
    pool, counts = HerePool(build_tools(settings)), Counter[str]()
    load_samples()
    with build_services(settings) as opened:
        services = _counted(opened, counts) if is_counting else replace(opened)
        desk = opened.sealing
        desk.sealed = pool.timed(SEAL, desk.sealed)
        services.__dict__["sealing"] = desk  # where its cached property keeps it
        way = WholeWay(services, pool, counts)
        yield way
        way.close()


def _counted(services: Services, counts: Counter[str]) -> Services:
    database = CountingDatabase(services.database, counts)
    store = FolderStore(services.settings.warehouse / "store", disk=CountingDisk(counts))
    return replace(services, database=database, catalogue=SqlCatalogue(database), store=store)


_BATCH = Batch(
    id=BatchId("bench"),
    agency="bench",
    channel="folder",
    opened_at=datetime(2026, 1, 5, 1, tzinfo=UTC),
)


def _cpu_seconds() -> float:
    """Of this process and of the programs it has waited for."""
    programs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + programs.ru_utime + programs.ru_stime
