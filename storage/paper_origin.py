"""Where a filed paper comes from: its batch and the name it came under, in one statement of the step that files it."""

from sqlalchemy import Connection, bindparam, select

from digitize.errors import NotFound
from digitize.model import DocumentId
from digitize.rows import Batch
from storage.batch_rows import batch_in
from storage.schema import batches, documents, scans


def origin_of(connection: Connection, document_id: DocumentId) -> tuple[Batch, str]:
    """The batch that brought the paper the first time, and the name of its file there. Raises `NotFound`."""
    row = connection.execute(_ORIGIN, {"document": document_id}).one_or_none()
    if row is None:
        raise NotFound(f"document {document_id}")
    return batch_in(row), row.source


_ORIGIN = (
    select(batches, scans.c.source)
    .join(scans, scans.c.batch_id == batches.c.id)
    .join(documents, documents.c.scan_id == scans.c.id)
    .where(documents.c.id == bindparam("document"))
)
