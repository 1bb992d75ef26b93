"""What the seams tell is what Prometheus gets, and what waits in the catalogue is counted where it stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from service_factories import memory_services
from sqlalchemy import text
from storage_factories import NOW, a_batch, described, filed, receive, separated

from digitize.errors import NotInStore, StoreFull
from digitize.rows import Priority
from workers.measured_store import MeasuredStore
from workers.metrics import Metrics
from workers.observing import Observer, Stage, observed_by, stage, tell
from workers.services import Services
from workers.waiting_metrics import WaitingMetrics
from workers.watched import measured


@pytest.fixture
def metrics() -> Iterator[Metrics]:
    made = Metrics()
    with observed_by(made):
        yield made


def value(metrics: Metrics, sample: str) -> float:
    """Of the sample as it stands in the text, labels and all."""
    lines = (line.rsplit(" ", 1) for line in metrics.text().decode().splitlines())
    return next((float(number) for name, number in lines if name == sample), 0.0)


def test_pages_are_counted_by_outcome(metrics: Metrics) -> None:
    tell(Observer.page_done, "read")
    tell(Observer.page_done, "read")
    tell(Observer.page_done, "blank")
    assert value(metrics, 'digitize_pages_total{outcome="read"}') == 2
    assert value(metrics, 'digitize_pages_total{outcome="blank"}') == 1


def test_a_stage_that_fails_is_timed_and_counted_by_its_code(metrics: Metrics) -> None:
    with pytest.raises(StoreFull), stage(Stage.SEAL):
        raise StoreFull
    assert value(metrics, 'digitize_stage_seconds_count{stage="seal"}') == 1
    assert value(metrics, 'digitize_stage_failures_total{code="store_full",stage="seal"}') == 1


def test_the_store_is_timed_and_its_bytes_counted(metrics: Metrics) -> None:
    store = MeasuredStore(memory_services().store)
    store.put("original/ab", b"12345")
    assert store.get("original/ab") == b"12345"
    assert value(metrics, 'digitize_store_seconds_count{operation="put"}') == 1
    assert value(metrics, 'digitize_store_bytes_total{operation="put"}') == 5
    assert value(metrics, 'digitize_store_bytes_total{operation="get"}') == 5


def test_bytes_of_a_file_are_counted_and_all_of_them_put(metrics: Metrics, tmp_path: Path) -> None:
    path = tmp_path / "scan"
    path.write_bytes(b"x" * 1000)
    store = MeasuredStore(memory_services().store)
    with path.open("rb") as file:
        store.put("original/cd", file)
    assert len(store.get("original/cd")) == 1000
    assert value(metrics, 'digitize_store_bytes_total{operation="put"}') == 1000


def test_a_store_that_fails_is_counted_by_the_code(metrics: Metrics) -> None:
    with pytest.raises(NotInStore):
        MeasuredStore(memory_services().store).get("original/ef")
    sample = 'digitize_store_failures_total{code="not_in_store",operation="get"}'
    assert value(metrics, sample) == 1


def test_every_transaction_is_timed(metrics: Metrics) -> None:
    services = measured(memory_services())
    receive(services.catalogue)
    services.catalogue.scans()
    assert value(metrics, 'digitize_database_seconds_count{operation="write"}') == 1
    assert value(metrics, 'digitize_database_seconds_count{operation="read"}') == 1


def test_an_error_in_the_log_is_counted_by_event_and_code(
    metrics: Metrics, services: Services
) -> None:
    services.log.error("scan.stopped", code="store_full")
    services.log.error("scan.failed", traceback="...")
    services.log.info("queue.taken")
    assert value(metrics, 'digitize_errors_total{code="store_full",event="scan.stopped"}') == 1
    assert value(metrics, 'digitize_errors_total{code="unexpected",event="scan.failed"}') == 1
    assert b"queue.taken" not in metrics.text()


def test_nobody_is_told_after_the_observer_left() -> None:
    metrics = Metrics()
    with observed_by(metrics):
        tell(Observer.page_begun)
    tell(Observer.page_begun)
    assert value(metrics, "digitize_page_attempts_total") == 1


# -- what waits


def gauges(services: Services, *, kept_seconds: float = 0.0) -> Metrics:
    clock = services.clock
    return Metrics(WaitingMetrics(services.database, clock=clock, kept_seconds=kept_seconds))


def test_what_waits_is_counted_by_urgency_and_by_the_oldest() -> None:
    services = replace(memory_services(), clock=lambda: NOW + timedelta(seconds=90))
    backfill = replace(a_batch(batch_id="cu"), priority=Priority.BACKFILL)
    receive(services.catalogue, content="1")
    receive(services.catalogue, content="2")
    separated(services.catalogue, content="3", set_aside=())
    receive(services.catalogue, content="4", batch=backfill)
    shown = gauges(services)
    assert value(shown, 'digitize_queue_scans{priority="counter"}') == 3
    assert value(shown, 'digitize_queue_scans{priority="backfill"}') == 1
    assert value(shown, 'digitize_queue_oldest_seconds{priority="counter"}') == 90


def test_nothing_waits_where_all_is_filed_or_needs_a_person() -> None:
    services = memory_services()
    filed(services.catalogue, content="1")
    described(services.catalogue, content="2", reasons=["field_unsure"])
    shown = gauges(services)
    assert value(shown, 'digitize_queue_scans{priority="counter"}') == 0
    assert value(shown, 'digitize_queue_oldest_seconds{priority="counter"}') == 0
    assert value(shown, 'digitize_documents{status="needs_check"}') == 1
    assert value(shown, 'digitize_documents{status="filed"}') == 1


def test_an_answer_of_the_catalogue_is_kept_for_a_while() -> None:
    services = memory_services()
    shown = gauges(services, kept_seconds=60)
    assert value(shown, 'digitize_queue_scans{priority="counter"}') == 0
    receive(services.catalogue)
    assert value(shown, 'digitize_queue_scans{priority="counter"}') == 0


def test_a_catalogue_that_does_not_answer_shows_as_down_and_not_as_empty() -> None:
    services = memory_services()
    shown = gauges(services)
    assert value(shown, "digitize_catalogue_up") == 1
    with services.database.writing() as connection:
        connection.execute(text("DROP TABLE record_texts"))
    assert value(shown, "digitize_catalogue_up") == 0
    assert b"digitize_queue_scans{" not in shown.text()
