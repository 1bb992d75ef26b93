"""What is wrong with pages as they were scanned: said once, in the ledger's entry beside the page's reading, and read from there.

A page that a person turned is read again, and what is said of it then is what counts.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from digitize.model import BatchId, ScanId
from digitize.page_faults import Fault, PageFault
from storage import ledger
from storage.custody import came_in
from storage.ledger import Event, entry_of
from storage.schema import ledger as ledger_rows

Faults = Mapping[ScanId, tuple[PageFault, ...]]


def insert_faults(
    connection: Connection,
    scan_id: ScanId,
    page_index: int,
    faults: Sequence[Fault],
    *,
    at: datetime,
) -> None:
    """With the page's reading, in its transaction; none at all takes back what was said before."""
    data = {"page": page_index, "faults": list(faults)}
    ledger.append(connection, Event.PAGE_FAULTY, scan_id, data=data, at=at)


def faults_of_batch(connection: Connection, batch_id: BatchId) -> Faults:
    """By the scans that came in a batch, those of each in the order of its pages and then the gravest first."""
    is_of_batch = ledger_rows.c.subject.in_(came_in(batch_id))
    return _faults(connection, select(ledger_rows).where(is_of_batch))


def faults_of(connection: Connection, scan_id: ScanId) -> tuple[PageFault, ...]:
    """Of one scan."""
    found = _faults(connection, select(ledger_rows).where(ledger_rows.c.subject == scan_id))
    return found.get(scan_id, ())


def _faults(connection: Connection, query: Select[Any]) -> Faults:
    said = defaultdict[ScanId, dict[int, tuple[Fault, ...]]](dict)
    query = query.where(ledger_rows.c.event == Event.PAGE_FAULTY).order_by(ledger_rows.c.seq)
    for entry in map(entry_of, connection.execute(query)):
        told: Mapping[str, Any] = entry.data
        faults = tuple(Fault(fault) for fault in told["faults"])
        said[ScanId(entry.subject)][told["page"]] = faults
    return {
        scan_id: tuple(
            PageFault(page_index=page_index, fault=fault)
            for page_index, faults in sorted(by_page.items())
            for fault in faults
        )
        for scan_id, by_page in said.items()
    }
