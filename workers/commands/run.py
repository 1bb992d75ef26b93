"""`digitize run`: the whole job into the warehouse."""

import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType

from config.settings import Settings
from digitize.errors import DigitizeError, error_of_code
from digitize.model import BatchId, Reason
from digitize.rows import Batch, Document
from digitize.status import DocumentStatus
from storage.plain_copies import PlainPath
from workers.commands.describing import (
    STATUS_WORDS,
    page_numbers,
    reason_json,
    short_fields,
    type_json,
)
from workers.commands.exit_codes import ExitCode, exit_code, worst
from workers.commands.output import (
    error_json,
    page_progress,
    print_json,
    print_lines,
    print_table,
    say_error,
)
from workers.commands.sources import scan_files
from workers.lock import embedded_lock
from workers.log import log_error
from workers.pool import ChildPool
from workers.reading_pool import build_pool, build_receiving_pool
from workers.runner import Outcome, Runner
from workers.services import Services, build_services, utc_now


def run(settings: Settings, paths: Sequence[Path], *, as_json: bool) -> ExitCode:
    """Receive, read, describe, seal and file, here or by the workers of a cluster; one outcome a source, whatever happens to others."""
    sources = scan_files(paths)
    with embedded_lock(settings), build_services(settings) as services:
        services.house_keys.require()
        outcomes = []
        for outcome in _outcomes(services, sources):
            outcomes.append(outcome)
            _report(services, outcome, as_json=as_json)
        if not as_json:
            _print_summary(services, outcomes)
    return worst(_codes(outcomes))


def _outcomes(services: Services, sources: Sequence[Path]) -> Iterator[Outcome]:
    batch = _new_batch(services.settings)
    is_shared_out, stopped = services.outbox is not None, threading.Event()
    build = build_receiving_pool if is_shared_out else build_pool
    with build(services.settings) as pool, page_progress() as progress:
        _stop_on_interrupt(pool, stopped)
        runner = Runner(services, pool, batch=batch, progress=progress)
        if is_shared_out:
            from workers.queue.following import (
                follow,
            )  # a machine that does its own work needs none of it

            yield from follow(
                services, runner, sources, stopped=stopped, page_done=progress.page_done
            )
        else:
            yield from runner.run(sources)


def _new_batch(settings: Settings) -> Batch:
    opened_at = utc_now()
    return Batch(
        id=BatchId(f"b{opened_at:%Y%m%d-%H%M%S-%f}"),
        agency=settings.agency_code,
        channel="folder",
        opened_at=opened_at,
    )


def _stop_on_interrupt(pool: ChildPool, stopped: threading.Event) -> None:
    """An interrupt ends the children; every step that waits for one then fails as interrupted."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()
        pool.close()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def _report(services: Services, outcome: Outcome, *, as_json: bool) -> None:
    if outcome.error is not None:
        say_error(outcome.error, about=outcome.source)
        log_error(services.log, "source.failed", outcome.error)
    if as_json:
        for line in _json_lines(services, outcome):
            print_json(line)


def _json_lines(services: Services, outcome: Outcome) -> Iterator[dict[str, object]]:
    for document in outcome.documents:
        description = document.description
        yield {
            "document": document.id,
            "source": outcome.source,
            "pages": page_numbers(document.page_indexes),
            "type": type_json(description.verdict) if description else None,
            "status": document.status.value,
            "record": document.record_id,
            "sealed": _sealed_path(services, document),
            "reasons": [reason_json(reason) for reason in description.reasons]
            if description
            else [],
            "error": error_json(_error_of(document, outcome)),
        }
    if not outcome.documents:
        yield _scan_line(outcome)


def _scan_line(outcome: Outcome) -> dict[str, object]:
    """A scan that gives no document: refused, or nothing but blank pages and sheets."""
    return {
        "document": None,
        "source": outcome.source,
        "pages": [],
        "type": None,
        "status": DocumentStatus.REJECTED.value if outcome.error else "set_aside",
        "record": None,
        "sealed": None,
        "reasons": [],
        "error": error_json(outcome.error),
    }


def _error_of(document: Document, outcome: Outcome) -> DigitizeError | None:
    if document.error_code:
        return error_of_code(document.error_code)
    is_settled = document.status in (DocumentStatus.FILED, DocumentStatus.NEEDS_CHECK)
    return None if is_settled else outcome.error


def _sealed_path(services: Services, document: Document) -> str | None:
    """Where our sealed PDF is; None for a paper that arrived signed, whose original is its PDF, and for one that lies encrypted."""
    if document.sealed is None or document.searchable is None:
        return None
    path = services.store.local_path(document.sealed.key)
    return None if isinstance(path, PlainPath) else str(path)


def _print_summary(services: Services, outcomes: Sequence[Outcome]) -> None:
    rows = [row for outcome in outcomes for row in _rows(services, outcome)]
    print_table(("Tệp, trang", "Loại (tin cậy)", "Trường chính", "Trạng thái, bản ký số"), rows)
    print_lines(*_next_commands(services, outcomes))


def _rows(services: Services, outcome: Outcome) -> Iterator[tuple[str, ...]]:
    name = Path(outcome.source).name
    for document in outcome.documents:
        yield (
            f"{name}\ntrang {_page_span(document.page_indexes)}",
            _type_words(services, document),
            short_fields(document),
            _status_words(services, document),
        )
    if outcome.error is not None and not outcome.documents:
        yield name, "", "", f"không lưu: {outcome.error.message} [{outcome.error.code}]"
    elif not outcome.documents:
        yield name, "", "", f"để riêng {outcome.set_aside} trang"


def _page_span(page_indexes: Sequence[int]) -> str:
    first, last = page_indexes[0] + 1, page_indexes[-1] + 1
    return str(first) if first == last else f"{first}-{last}"


def _type_words(services: Services, document: Document) -> str:
    if document.description is None:
        return ""
    verdict = document.description.verdict
    return f"{services.types[verdict.type_code].title} ({verdict.confidence:.2f})"


def _status_words(services: Services, document: Document) -> str:
    words = STATUS_WORDS[document.status]
    if document.status is DocumentStatus.NEEDS_CHECK and document.description is not None:
        reasons = dict.fromkeys(_short_reason(reason) for reason in document.description.reasons)
        return f"{words}: {', '.join(reasons)}"
    if document.sealed is not None:
        path = _sealed_path(services, document)
        return f"{words}\n{_short_path(path) if path else '(đã ký số khi nhận)'}"
    return words


def _short_path(path: str) -> str:
    """As seen from here, where it lies below."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def _short_reason(reason: Reason) -> str:
    return f"{reason.field_key} ({reason.code})" if reason.field_key else reason.code


def _next_commands(services: Services, outcomes: Iterable[Outcome]) -> Iterator[str]:
    documents = [document for outcome in outcomes for document in outcome.documents]
    where = f"--warehouse {services.settings.warehouse}"
    yield "Lệnh tiếp theo:"
    filed = next((document for document in documents if document.record_id), None)
    if filed is not None:
        yield f"  digitize find 'quyết định' {where}"
        yield f"  digitize show {filed.record_id} {where}"
        yield f"  digitize get {filed.record_id} -o ban-sao.pdf {where}"
    if any(document.status is DocumentStatus.NEEDS_CHECK for document in documents):
        yield f"  digitize check {where}"
    yield f"  digitize audit {where}"


def _codes(outcomes: Iterable[Outcome]) -> Iterator[ExitCode]:
    for outcome in outcomes:
        if outcome.error is not None:
            yield exit_code(outcome.error)
        if any(document.status is DocumentStatus.NEEDS_CHECK for document in outcome.documents):
            yield ExitCode.NEEDS_CHECK
