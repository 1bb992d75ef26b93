"""Papers on their way, by status: what search cannot find yet, the newest first, as far as a viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, tuple_
from sqlalchemy.sql.elements import literal

from digitize.access import Viewer
from digitize.model import DocumentId
from digitize.rows import Document
from digitize.status import DocumentStatus
from storage import document_rows
from storage.schema import documents, scans
from storage.visible import scans_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlace:
    """Where a paper stands in such a list."""

    received_at: datetime
    document_id: DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOfStatus:
    document: Document
    received_at: datetime

    @property
    def place(self) -> PaperPlace:
        return PaperPlace(received_at=self.received_at, document_id=self.document.id)


def papers_with_status(
    connection: Connection,
    viewer: Viewer,
    status: DocumentStatus,
    *,
    after: PaperPlace | None = None,
    limit: int,
) -> Sequence[PaperOfStatus]:
    """At most `limit`, behind the place `after`."""
    query = (
        select(documents.c.id, scans.c.received_at)
        .join(scans, scans.c.id == documents.c.scan_id)
        .where(documents.c.status == status, scans_of(viewer, documents.c.scan_id))
        .order_by(scans.c.received_at.desc(), documents.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        place = tuple_(
            literal(after.received_at, scans.c.received_at.type),
            literal(after.document_id, documents.c.id.type),
        )
        query = query.where(tuple_(scans.c.received_at, documents.c.id) < place)
    return [
        PaperOfStatus(
            document=document_rows.get_document(connection, DocumentId(row.id)),
            received_at=row.received_at,
        )
        for row in connection.execute(query).all()
    ]
