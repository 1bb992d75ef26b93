"""What came in a batch with all that is known of it: five questions however many files, since a person waits for the receipt."""

from collections.abc import Sequence

from sqlalchemy import Connection

from digitize.model import BatchId
from digitize.rows import ArrivedScan
from storage import cover_rows, custody, document_rows, page_rows


def arrived_scans(connection: Connection, batch_id: BatchId) -> Sequence[ArrivedScan]:
    """In the order they came; a scan that came under two names stands there twice."""
    scans = custody.scans_of_batch(connection, batch_id)
    pages = page_rows.pages_of_batch(connection, batch_id)
    covers = cover_rows.covers_of_batch(connection, batch_id)
    documents = document_rows.documents_of_batch(connection, batch_id)
    return [
        ArrivedScan(
            arrival=arrival,
            scan=scans[arrival.scan_id],
            pages=tuple(pages.get(arrival.scan_id, ())),
            covers=tuple(covers.get(arrival.scan_id, ())),
            documents=tuple(documents.get(arrival.scan_id, ())),
        )
        for arrival in custody.arrivals_of(connection, batch_id)
    ]
