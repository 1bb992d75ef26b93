"""A queue whose scans are worked on by the test: nothing is read, and an end needs no pages."""

from collections.abc import Callable

import pytest
from storage_factories import NOW, a_batch

from digitize.errors import SecretPaper
from digitize.rows import Scan
from workers import scan_queue
from workers.services import Services


def finish_scans_with(monkeypatch: pytest.MonkeyPatch, finish: Callable[[Scan], None]) -> None:
    """Whatever queue is opened from now on does this to a scan, in its own threads, in place of reading it."""

    class Steps:
        def __init__(self, *_given: object, **_named: object) -> None:
            self.finish = finish

        def close(self) -> None:
            pass

    monkeypatch.setattr(scan_queue, "ScanSteps", Steps)


def end_without_pages(services: Services, scan: Scan) -> None:
    services.catalogue.reject_scan(
        scan.id,
        batch=a_batch(),
        source=scan.source,
        size_bytes=scan.size_bytes,
        page_count=scan.page_count,
        error_code=SecretPaper.code,
        at=NOW,
    )
