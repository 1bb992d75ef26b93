"""What this process tells Prometheus: every metric of ours is declared here, and filled by what the seams tell.

Names are Prometheus' own rules: base units (seconds, bytes), `_total` for what only rises. Labels are closed sets (stages,
operations, error codes, event names), never an id: a label is a time series for ever. What the catalogue alone knows (what
waits, and since when) is asked at the scrape (`workers/waiting_metrics.py`).
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.registry import Collector

from digitize import __version__
from digitize.errors import DigitizeError
from workers.observing import Ids, Observer, Stage

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_STAGE_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
"""A row's work takes some ms, a page about a second, a book minutes; a page is given up after 120 s."""
_STORE_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_DATABASE_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30)
_UNEXPECTED = "unexpected"

disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each one, of the time it began


class Metrics(Observer):
    """One process' metrics in a registry of their own; `collectors` are asked at every scrape."""

    def __init__(self, *collectors: Collector) -> None:
        self._registry = registry = CollectorRegistry()
        self._build = _of_build(registry)
        self._pages = Counter(
            "digitize_pages_total", "Pages read, by outcome.", ["outcome"], registry=registry
        )
        self._attempts = Counter(
            "digitize_page_attempts_total", "Attempts at pages, failed ones too.", registry=registry
        )
        self._moves = Counter(
            "digitize_document_moves_total",
            "Moves of documents, by the status they came to.",
            ["status"],
            registry=registry,
        )
        self._work_attempts = Counter(
            "digitize_work_attempts_total",
            "Attempts at work that is shared out, by kind: scan, page, document.",
            ["kind"],
            registry=registry,
        )
        self._work_ended = Counter(
            "digitize_work_ended_total",
            "How they ended: done, failed and tried again, given_back, set_aside.",
            ["kind", "outcome"],
            registry=registry,
        )
        self._stages = Histogram(
            "digitize_stage_seconds",
            "How long a stage took, failed ones too.",
            ["stage"],
            buckets=_STAGE_BUCKETS,
            registry=registry,
        )
        self._stage_failures = Counter(
            "digitize_stage_failures_total",
            "Stages that ended with an error, by its code.",
            ["stage", "code"],
            registry=registry,
        )
        self._store = Histogram(
            "digitize_store_seconds",
            "How long the store took to answer, by operation.",
            ["operation"],
            buckets=_STORE_BUCKETS,
            registry=registry,
        )
        self._store_bytes = Counter(
            "digitize_store_bytes_total",
            "Bytes put into the store or got out of it, by operation.",
            ["operation"],
            registry=registry,
        )
        self._store_failures = Counter(
            "digitize_store_failures_total",
            "Operations that the store refused or failed, by the error's code.",
            ["operation", "code"],
            registry=registry,
        )
        self._database = Histogram(
            "digitize_database_seconds",
            "How long a transaction took, waiting for its turn included; operation is read or write.",
            ["operation"],
            buckets=_DATABASE_BUCKETS,
            registry=registry,
        )
        self._database_failures = Counter(
            "digitize_database_failures_total",
            "Transactions that ended with an error, by its code.",
            ["operation", "code"],
            registry=registry,
        )
        self._children_started = Counter(
            "digitize_children_started_total", "Child processes started.", registry=registry
        )
        self._children_ended = Counter(
            "digitize_children_ended_total",
            "Child processes ended and replaced when next needed, by cause: an error's code, worn, closed.",
            ["cause"],
            registry=registry,
        )
        self._errors = Counter(
            "digitize_errors_total",
            "Errors written to the log, by event and the error's code.",
            ["event", "code"],
            registry=registry,
        )
        ProcessCollector(registry=registry)
        for collector in collectors:
            registry.register(collector)

    def text(self) -> bytes:
        """All of them as Prometheus reads them (`CONTENT_TYPE`)."""
        return generate_latest(self._registry)

    # -- what the seams tell

    def stage(self, stage: Stage, ids: Ids) -> AbstractContextManager[object]:  # noqa: ARG002
        return self._timed(stage)

    @contextmanager
    def _timed(self, stage: Stage) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        except Exception as error:
            self._stage_failures.labels(stage.value, code_of(error)).inc()
            raise
        finally:
            self._stages.labels(stage.value).observe(time.perf_counter() - begun)

    def page_begun(self) -> None:
        self._attempts.inc()

    def page_done(self, outcome: str) -> None:
        self._pages.labels(outcome).inc()

    def document_moved(self, status: str) -> None:
        self._moves.labels(status).inc()

    def work_begun(self, kind: str) -> None:
        self._work_attempts.labels(kind).inc()

    def work_ended(self, kind: str, outcome: str) -> None:
        self._work_ended.labels(kind, outcome).inc()

    def store_called(
        self, operation: str, seconds: float, *, size_bytes: int = 0, error_code: str = ""
    ) -> None:
        self._store.labels(operation).observe(seconds)
        if size_bytes:
            self._store_bytes.labels(operation).inc(size_bytes)
        if error_code:
            self._store_failures.labels(operation, error_code).inc()

    def transaction_done(self, kind: str, seconds: float, *, error_code: str = "") -> None:
        self._database.labels(kind).observe(seconds)
        if error_code:
            self._database_failures.labels(kind, error_code).inc()

    def child_started(self) -> None:
        self._children_started.inc()

    def child_ended(self, cause: str) -> None:
        self._children_ended.labels(cause).inc()

    def error_logged(self, event: str, code: str) -> None:
        self._errors.labels(event, code).inc()


def code_of(error: BaseException) -> str:
    """The error's code; `unexpected` for what is none of ours."""
    return error.code if isinstance(error, DigitizeError) else _UNEXPECTED


def _of_build(registry: CollectorRegistry) -> object:
    build = Gauge(
        "digitize_build_info", "Always 1; which version runs.", ["version"], registry=registry
    )
    build.labels(__version__).set(1)
    return build
