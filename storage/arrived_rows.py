"""What came, with all that is known of it, as of one moment.

A batch takes six questions however many files it has, since a person waits for the receipt; a scan takes five.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from digitize.model import BatchId, ScanId
from digitize.rows import Arrival, ArrivedScan
from storage import cover_rows, custody, document_rows, fault_rows, page_rows


def arrived_scans(connection: Connection, batch_id: BatchId) -> Sequence[ArrivedScan]:
    """In the order they came; a scan that came under two names stands there twice."""
    scans = custody.scans_of_batch(connection, batch_id)
    pages = page_rows.pages_of_batch(connection, batch_id)
    covers = cover_rows.covers_of_batch(connection, batch_id)
    documents = document_rows.documents_of_batch(connection, batch_id)
    faults = fault_rows.faults_of_batch(connection, batch_id)
    return [
        ArrivedScan(
            arrival=arrival,
            scan=scans[arrival.scan_id],
            pages=tuple(pages.get(arrival.scan_id, ())),
            covers=tuple(covers.get(arrival.scan_id, ())),
            documents=tuple(documents.get(arrival.scan_id, ())),
            faults=faults.get(arrival.scan_id, ()),
        )
        for arrival in custody.arrivals_of(connection, batch_id)
    ]


def arrived_scan(connection: Connection, scan_id: ScanId) -> ArrivedScan:
    """As it came the first time. Raises `NotFound`."""
    scan = custody.get_scan(connection, scan_id)
    return ArrivedScan(
        arrival=Arrival(
            scan_id=scan_id, batch_id=scan.batch_id, source=scan.source, at=scan.received_at
        ),
        scan=scan,
        pages=tuple(page_rows.pages_of(connection, scan_id)),
        covers=tuple(cover_rows.covers_of(connection, scan_id)),
        documents=tuple(document_rows.documents_where(connection, status=None, scan_id=scan_id)),
        faults=fault_rows.faults_of(connection, scan_id),
    )
