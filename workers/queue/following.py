"""`digitize run` in a cluster: files into custody here, then what the workers made of them, in the order given.

All are taken into custody before the first outcome is waited for, so the workers have everything there is to do. What is
asked is the catalogue; a scan that was set aside is an outcome too, with its reason.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from digitize.errors import DigitizeError, Interrupted, WorkSetAside, error_of_code
from digitize.model import Receipt
from digitize.rows import ScanState
from digitize.status import DocumentStatus
from digitize.work import WorkSubject
from workers.runner import Outcome, Runner
from workers.services import Services

ASK_SECONDS = 0.3
_AT_REST = (DocumentStatus.NEEDS_CHECK, DocumentStatus.FILED, DocumentStatus.REJECTED)


def follow(
    services: Services,
    runner: Runner,
    sources: Sequence[Path],
    *,
    stopped: threading.Event,
    page_done: Callable[[], None],
) -> Iterator[Outcome]:
    """Each source's outcome, in the order given; `stopped` ends the waiting, not the work."""
    with ThreadPoolExecutor(services.settings.jobs) as threads:
        received = list(threads.map(runner.received, sources))
    for source, came in zip(sources, received, strict=True):
        if isinstance(came, Outcome):
            yield came
        else:
            error = _awaited(services, came, stopped)
            for _ in range(came.page_count):
                page_done()
            yield runner.outcome_of(source, came.scan_id, error)


def _awaited(
    services: Services, receipt: Receipt, stopped: threading.Event
) -> DigitizeError | None:
    """Waits until no step is left that needs no person; what stopped the scan before."""
    while not stopped.is_set():
        scan = services.catalogue.scan(receipt.scan_id)
        if scan.state is ScanState.REJECTED:
            return error_of_code(scan.error_code or "")
        documents = services.catalogue.documents(scan_id=scan.id)
        if all(document.status in _AT_REST for document in documents):
            return None
        row = services.work.find(WorkSubject(scan.id))
        if row is not None and row.set_aside_at is not None:
            return WorkSetAside(row.last_error)
        stopped.wait(ASK_SECONDS)
    return Interrupted()
