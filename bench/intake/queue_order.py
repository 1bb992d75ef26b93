"""Was a counter's scan ever read later than a backfill scan that should have waited? The ledger says when each page was read.

A page of backfill that is being read when a counter's scan comes is finished; so as many may still be noted after it came
as there are children. More of it was taken up before the counter's scan, or beside its first page by the other child: the
ledger notes when a page was read and not when that began, so this names what to look at and proves no fault.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime

from bench.intake.serving import JOBS, MeasuredServer
from digitize.model import BatchId
from digitize.ports import Catalogue
from digitize.rows import Priority
from storage.ledger import Event
from workers.services import open_services


def overtaken(server: MeasuredServer) -> Iterator[str]:
    """Counter scans that backfill went before, with how much of it did."""
    with open_services(server.settings) as services:
        catalogue = services.catalogue
        first_read, read_of_backfill = _times(catalogue)
        for scan in catalogue.scans():
            if _priority(catalogue, scan.batch_id) is Priority.COUNTER and scan.id in first_read:
                before = bisect_left(read_of_backfill, first_read[scan.id])
                between = before - bisect_right(read_of_backfill, scan.received_at)
                if between > JOBS:
                    yield f"{scan.source}: after {between} pages of backfill"


def _times(catalogue: Catalogue) -> tuple[dict[str, datetime], list[datetime]]:
    """When each scan's first page was read; and when every page of backfill was, in order."""
    backfill = {
        scan.id
        for scan in catalogue.scans()
        if _priority(catalogue, scan.batch_id) is Priority.BACKFILL
    }
    first_read, of_backfill = dict[str, datetime](), list[datetime]()
    for entry in catalogue.ledger():
        if entry.event == Event.PAGE_READ:
            first_read.setdefault(entry.subject, entry.at)
            if entry.subject in backfill:
                of_backfill.append(entry.at)
    return first_read, sorted(of_backfill)


def _priority(catalogue: Catalogue, batch_id: BatchId) -> Priority:
    return catalogue.batch(batch_id).priority
