"""Stages as spans: what they say, how they hang together, and that nothing of it is loaded unless asked for."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from storage_factories import a_scan_id

from digitize.errors import DamagedFile
from workers.observing import Stage, carried, observed_by, stage
from workers.tracing import Spans

SCAN = a_scan_id()


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    observer = Spans(SimpleSpanProcessor(kept))
    with observed_by(observer):
        yield kept
    observer.close()


def named(spans: InMemorySpanExporter, name: str) -> ReadableSpan:
    return next(span for span in spans.get_finished_spans() if span.name == name)


def test_a_stage_is_a_span_with_the_ids_around_it(spans: InMemorySpanExporter) -> None:
    with stage(Stage.SCAN, batch="lo-1", scan=SCAN), stage(Stage.READ_PAGE, page=2):
        pass
    attributes = named(spans, "digitize.read_page").attributes
    assert attributes == {"digitize.batch": "lo-1", "digitize.scan": SCAN, "digitize.page": 2}


def test_a_stage_within_another_is_its_child_also_in_another_thread(
    spans: InMemorySpanExporter,
) -> None:
    def read(page: int) -> None:
        with stage(Stage.READ_PAGE, page=page):
            pass

    with stage(Stage.SCAN, scan=SCAN):
        carried(read)(1)
    outer, inner = named(spans, "digitize.scan"), named(spans, "digitize.read_page")
    assert inner.parent is not None
    assert inner.parent.span_id == outer.context.span_id


def test_all_work_on_a_scan_is_one_trace_whichever_worker_does_it(
    spans: InMemorySpanExporter,
) -> None:
    with stage(Stage.READ_PAGE, scan=SCAN, page=1):
        pass
    with stage(Stage.SEAL, scan=SCAN, document="d"):
        pass
    with stage(Stage.RECEIVE, batch="lo-1"):
        pass
    traces = {span.name: span.context.trace_id for span in spans.get_finished_spans()}
    assert traces["digitize.read_page"] == traces["digitize.seal"] == int(SCAN[:32], 16)
    assert traces["digitize.receive"] != traces["digitize.seal"]


def test_an_error_is_its_code_and_nothing_of_its_words(spans: InMemorySpanExporter) -> None:
    with pytest.raises(DamagedFile), stage(Stage.RECEIVE, batch="lo-1"):
        raise DamagedFile("Nguyễn Văn An.pdf")
    span = named(spans, "digitize.receive")
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, "damaged_file")
    assert "Nguyễn" not in span.to_json()
    assert not span.events


def test_nobody_loads_the_libraries_of_traces_without_being_asked() -> None:
    loaded = loaded_by("web.serving", "workers.queue.process")
    assert "workers.tracing" not in loaded
    assert "opentelemetry.sdk" not in loaded


def test_what_runs_for_a_moment_loads_no_metrics() -> None:
    loaded = loaded_by(*(f"workers.commands.{name}" for name in ("records", "showing", "audit")))
    assert "prometheus_client" not in loaded


def loaded_by(*modules: str) -> set[str]:
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())
