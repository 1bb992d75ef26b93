"""What a page costs where its stages cost nothing: one worker whose child answers at once, with real rows and real messages.

The worker is the real one, in this process: dramatiq's own worker on RabbitMQ, claims and rows on PostgreSQL. What a child would
answer was answered once and is repeated; bytes are kept in memory. What is left a page is rows, ledger, claims, messages, and the
JSON of readings: `wall_ms` is all of it on the clock of one worker that never waits for a page, messages and steps of its
documents among it. A clock is worth nothing on a machine that others load, and processor time is then inflated too, by half and
more; the number of statements is the same everywhere, so they stand beside it.
"""

import gc
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import dramatiq
from sqlalchemy import Engine, event

from bench.capacity.counted import COMMITS, ENTRIES, LOOKS, CountingDatabase
from bench.capacity.whole_way import HerePool
from bench.cluster.load import drawn_load, take_in
from bench.cluster.scaling import (
    cluster_settings,
    middle_rate,
    page_times,
    server_seconds,
    until_idle,
)
from bench.cluster.servers import ClusterServers
from storage.catalogue import SqlCatalogue
from storage.memory_store import MemoryStore
from workers import tasks
from workers.pool import ChildPool
from workers.progress import PageProgress
from workers.queue.actors import Actors
from workers.queue.broker import open_broker
from workers.queue.claims import ClaimOptions, Claims
from workers.queue.hints import Hints
from workers.queue.outbox import THREAD_NAME
from workers.queue.process import IDLE_MS
from workers.scan_steps import ScanSteps
from workers.services import Services, build_services
from workers.tools import Tools, build_tools

_WARM_PAGES = 20
_COUNTED_PAGES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Overhead:
    pages: int
    wall_ms: float
    """A page, on the clock of the one worker."""
    worker_cpu_ms: float
    postgres_cpu_ms: float
    rabbitmq_cpu_ms: float
    entries: float
    """Transactions a page that append to the ledger."""
    commits: float
    """Transactions a page that do not: attempts, claims."""
    looks: float
    """Transactions a page that only read."""
    statements: float
    """Sent to PostgreSQL a page; each is a round trip, and so are begin and end of a transaction that has several."""

    @property
    def cpu_ms(self) -> float:
        """A page, of worker and servers together."""
        return self.worker_cpu_ms + self.postgres_cpu_ms + self.rabbitmq_cpu_ms


def overhead(servers: ClusterServers, folder: Path, *, pages: int, seed: int = 11) -> Overhead:
    """Short runs count transactions and statements and learn the child's answers; one that nothing listens to is timed."""
    pool = RepeatingPool(build_tools(cluster_settings(servers, folder / "none")))
    counts = Counter[str]()
    counted = _run(servers, folder / "counted", pool, pages=_WARM_PAGES, seed=seed, counts=counts)
    with _statements() as statements:
        said = _run(servers, folder / "said", pool, pages=_COUNTED_PAGES, seed=seed)
    timed = _run(servers, folder / "timed", pool, pages=pages, seed=seed)
    return replace(
        timed,
        statements=sum(statements.values()) / said.pages,
        entries=counts[ENTRIES] / counted.pages,
        commits=counts[COMMITS] / counted.pages,
        looks=counts[LOOKS] / counted.pages,
    )


class RepeatingPool(HerePool):
    """Answers each call as the first of its kind was answered, at once."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._answers: dict[object, Any] = {}

    def call(self, function: Callable[..., Any], timeout: float, *args: Any, **kwargs: Any) -> Any:
        if function is tasks.identify:
            return super().call(function, timeout, *args, **kwargs)  # each file is another one
        if function is tasks.assemble:
            return self._assemble(timeout, *args)
        if function not in self._answers:
            self._answers[function] = super().call(function, timeout, *args, **kwargs)
        answer = self._answers[function]
        return _of_page(answer, args[_PAGE_INDEX]) if function is tasks.read_page else answer

    def _assemble(self, timeout: float, *args: Any) -> None:
        out: Path = args[_OUT]
        if tasks.assemble in self._answers:
            out.write_bytes(self._answers[tasks.assemble])
        else:
            super().call(tasks.assemble, timeout, *args)
            self._answers[tasks.assemble] = out.read_bytes()


def _of_page(answer: tasks.PageResult, page_index: int) -> tasks.PageResult:
    return replace(answer, reading=replace(answer.reading, page_index=page_index))


_PAGE_INDEX, _OUT = 2, 5
"""Where `tasks.read_page` and `tasks.assemble` have them."""


def _run(
    servers: ClusterServers,
    folder: Path,
    pool: RepeatingPool,
    *,
    pages: int,
    seed: int,
    counts: Counter[str] | None = None,
) -> Overhead:
    load = drawn_load(folder / "papers", pages=pages, seed=seed)
    settings = cluster_settings(servers, folder / "kho")
    with build_services(settings) as opened:
        services = replace(opened, store=MemoryStore())
        take_in(services, load, name="overhead")
        services.outbox.close()
        if counts is not None:
            database = CountingDatabase(services.database, counts)
            services = replace(services, database=database, catalogue=SqlCatalogue(database))
        gc.freeze()  # as the parent of real workers does (workers/queue/ready.py)
        before, own = server_seconds(servers), time.process_time()
        with _worker(services, pool):
            until_idle(services)
        own, after = time.process_time() - own, server_seconds(servers)
        rate = middle_rate(page_times(services, after=0))
    each = {name: 1000 * (after[name] - before[name]) / load.pages for name in after}
    return Overhead(
        pages=load.pages,
        wall_ms=1000 / rate,
        worker_cpu_ms=1000 * own / load.pages,
        postgres_cpu_ms=each["PostgreSQL"],
        rabbitmq_cpu_ms=each["RabbitMQ"],
        entries=0.0,
        commits=0.0,
        looks=0.0,
        statements=0.0,
    )


@contextmanager
def _statements() -> Iterator[Counter[str]]:
    """What a worker's threads say to a database in the block; this one takes in and looks on, another fills the broker."""
    counts, others = Counter[str](), {threading.current_thread().name, THREAD_NAME}

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if threading.current_thread().name not in others:
            counts[statement] += 1

    event.listen(Engine, "before_cursor_execute", count)
    yield counts
    event.remove(Engine, "before_cursor_execute", count)


@contextmanager
def _worker(services: Services, pool: ChildPool) -> Iterator[None]:
    """As `workers/queue/process.py` has it, without renewing and sweeping."""
    options = ClaimOptions(
        holder="bench", lease=timedelta(minutes=5), max_attempts=3, pause=timedelta(seconds=1)
    )
    with closing(open_broker(services.settings.broker.get_secret_value())) as broker:
        steps = ScanSteps(services, pool, progress=PageProgress())
        claims = Claims(services.work, services.clock, services.log, options)
        Actors(services, steps, claims=claims, hints=Hints(broker)).declare(broker)
        worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=IDLE_MS)
        worker.start()
        yield
        worker.stop()
        steps.close()
