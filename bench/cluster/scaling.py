"""So many workers over the same kind of papers with a stub that takes a fixed time a page: pages a second, and who used the processor.

The rate is that of the middle of a run: from the moment a tenth of its pages was read until nine tenths were, by the ledger's own
times; the beginning, when workers find their first message, and the end, when some have none left, say nothing of a long day.
"""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pika

from bench.cluster.load import Load, drawn_load, take_in
from bench.cluster.servers import ClusterServers
from bench.intake.serving import DIGITIZE
from bench.process_tree import below, own_seconds, seconds_with_ended
from config.settings import EngineChoice, Settings
from digitize.rows import Priority
from storage.ledger import Event
from workers.queue.hints import queue_name
from workers.services import Services, build_services

_LOOK_SECONDS = 0.25
_START_SECONDS = 300.0
_STOP_SECONDS = 60.0
_WARM_PAGES = 4
"""A worker, before anything is measured: it loads what is loaded late."""
_EDGE = 0.1


class ClusterFailed(Exception):
    """Workers did not start, or did not come to an end; the message says what they said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalingOptions:
    stub_ms: int = 400
    """The stub sleeps so long whenever it is asked to read: three times for a page on which it finds nothing."""
    pages_a_worker: int = 25
    seed: int = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalingRun:
    workers: int
    pages: int
    pages_a_second: float
    cpu_ms_a_page: Mapping[str, float]
    """Of workers, their children, PostgreSQL, RabbitMQ; over the whole of the run."""


def scaling_run(
    servers: ClusterServers, folder: Path, workers: int, options: ScalingOptions
) -> ScalingRun:
    """One run with a new database and warehouse; raises `ClusterFailed`."""
    settings = cluster_settings(servers, folder / "kho", stub_ms=options.stub_ms)
    warm, measured = (
        drawn_load(folder / name, pages=pages * workers, seed=options.seed)
        for name, pages in (("warm", _WARM_PAGES), ("measured", options.pages_a_worker))
    )
    with build_services(settings) as services, _working(settings, servers, workers) as pid:
        _finished(services, warm)
        before, seq = _cpu_seconds(pid, servers), services.catalogue.ledger_head()[0]
        _finished(services, measured)
        after = _cpu_seconds(pid, servers)
        times = page_times(services, after=seq)
    return ScalingRun(
        workers=workers,
        pages=measured.pages,
        pages_a_second=middle_rate(times),
        cpu_ms_a_page={
            name: 1000 * (after[name] - before[name]) / measured.pages for name in after
        },
    )


def page_times(services: Services, *, after: int) -> list[datetime]:
    """When each page was read, of entries behind this one of the ledger."""
    return [
        entry.at
        for entry in services.catalogue.ledger()
        if entry.seq > after and entry.event == Event.PAGE_READ
    ]


def middle_rate(times: list[datetime]) -> float:
    """Events a second between the first tenth and the last."""
    ordered = sorted(times)
    first, last = round(_EDGE * len(ordered)), round((1 - _EDGE) * len(ordered)) - 1
    return (last - first) / (ordered[last] - ordered[first]).total_seconds()


def cluster_settings(servers: ClusterServers, warehouse: Path, *, stub_ms: int = 0) -> Settings:
    """A new warehouse and database; the stub sleeps so long whenever it is asked to read."""
    return Settings(
        warehouse=warehouse,
        jobs=1,
        engine=EngineChoice.STUB,
        stub_page_ms=stub_ms,
        database=servers.postgres.create_database(),
        broker=servers.rabbitmq.url,
    )


def _finished(services: Services, load: Load) -> None:
    """Into custody, and until nothing of it moves by itself."""
    take_in(services, load, name=load.files[0].parent.name)
    until_idle(services)


def until_idle(services: Services) -> None:
    """Until nothing in custody moves by itself."""
    while services.catalogue.unfinished_scans(limit=1):
        time.sleep(_LOOK_SECONDS)


@contextmanager
def _working(settings: Settings, servers: ClusterServers, workers: int) -> Iterator[int]:
    """`digitize work` with so many processes, all of them listening; its process id."""
    said = settings.warehouse.with_suffix(".said")
    with said.open("wb") as out:
        command = [DIGITIZE, "work", "-p", str(workers)]
        process = subprocess.Popen(command, env=_environment(settings), stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while _listeners(servers) < workers:
            if process.poll() is not None or time.monotonic() > deadline:
                raise ClusterFailed(said.read_text()[-600:])
            time.sleep(_LOOK_SECONDS)
        yield process.pid
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


def _environment(settings: Settings) -> dict[str, str]:
    own = {
        "DIGITIZE_WAREHOUSE": settings.warehouse,
        "DIGITIZE_ENGINE": settings.engine,
        "DIGITIZE_STUB_PAGE_MS": settings.stub_page_ms,
        "DIGITIZE_DATABASE": settings.database.get_secret_value(),
        "DIGITIZE_BROKER": settings.broker.get_secret_value(),
    }
    return os.environ | {name: str(value) for name, value in own.items()}


def _listeners(servers: ClusterServers) -> int:
    parameters = pika.URLParameters(servers.rabbitmq.url)
    with pika.BlockingConnection(parameters) as connection:
        try:
            name = queue_name(Priority.COUNTER)
            found = connection.channel().queue_declare(name, passive=True)
        except pika.exceptions.ChannelClosedByBroker:
            return 0
        return int(found.method.consumer_count)


def _cpu_seconds(supervisor: int, servers: ClusterServers) -> dict[str, float]:
    workers = _children(supervisor)
    everybody = set(below(supervisor))
    return {
        "workers": sum(map(own_seconds, workers)),
        "their children": sum(map(seconds_with_ended, everybody - set(workers))),
        **server_seconds(servers),
    }


def server_seconds(servers: ClusterServers) -> dict[str, float]:
    """Of processors, by each server with all its processes."""
    return {
        name: sum(map(seconds_with_ended, (pid, *below(pid))))
        for name, pid in servers.process_ids().items()
    }


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]
