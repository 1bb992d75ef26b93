"""Stages as spans of OpenTelemetry, sent by OTLP over HTTP: for who wants to see where one scan's minutes went.

An option: the extra `[trace]` brings the libraries, the setting `otlp_endpoint` says where to; without it nothing of this is
loaded. Spans have the ids of the stage as attributes and the code of the error that ended it, and nothing that a paper says.
All that happens to a scan is one trace, whichever process did it and whenever: a trace's id is taken from the scan's hash,
since a message between workers carries an id and no context. A collector that does not answer costs spans and no work: they
wait in a bounded queue in a thread of its own.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from digitize import __version__
from digitize.errors import MissingDependency
from workers.observing import Ids, Observer, Stage, ids_at_work

try:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
    from opentelemetry.trace import Status, StatusCode
except ImportError as fault:
    raise MissingDependency(f"traces need the extra [trace]: {fault.name}") from fault

from workers.metrics import code_of

_PREFIX = "digitize."
"""In front of every attribute of ours."""
_TIMEOUT_SECONDS = 5
_TRACE_DIGITS = 32


class Spans(Observer):
    """A span a stage, within that of the stage around it."""

    def __init__(self, *processors: SpanProcessor) -> None:
        resource = Resource.create({"service.name": "digitize", "service.version": __version__})
        self._provider = TracerProvider(
            resource=resource, shutdown_on_exit=False, id_generator=_ScansAsTraces()
        )
        for processor in processors:
            self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("digitize")

    def stage(self, stage: Stage, ids: Ids) -> AbstractContextManager[object]:
        return self._span(stage, ids)

    @contextmanager
    def _span(self, stage: Stage, ids: Ids) -> Iterator[None]:
        attributes = {_PREFIX + name: value for name, value in ids.items()}
        with self._tracer.start_as_current_span(
            f"{_PREFIX}{stage.value}",
            attributes=attributes,
            record_exception=False,  # its words and its traceback are for the log alone
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            except Exception as error:
                span.set_status(Status(StatusCode.ERROR, code_of(error)))
                span.set_attribute(f"{_PREFIX}error", code_of(error))
                raise

    def close(self) -> None:
        """Send what waits, for a while."""
        self._provider.shutdown()


class _ScansAsTraces(RandomIdGenerator):
    """Random ids, but for the trace of what is about a scan."""

    def generate_trace_id(self) -> int:
        """128 bits of the scan's hash. What has no scan yet (a file on its way into custody) has a trace of its own."""
        scan = str(ids_at_work().get("scan", ""))
        return int(scan[:_TRACE_DIGITS], 16) if scan else super().generate_trace_id()


@contextmanager
def tracing(endpoint: str) -> Iterator[Spans]:
    """Spans go to `endpoint` (`http://host:4318`, without the path of traces) for the block."""
    exporter = OTLPSpanExporter(
        endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=_TIMEOUT_SECONDS
    )
    spans = Spans(BatchSpanProcessor(exporter))
    try:
        yield spans
    finally:
        spans.close()
