"""The checking desk's own rows: claims, drafts, second entries. Each change is one statement that says what it expects.

None of it is the warehouse's truth: what a person decides becomes a move or a correction in the catalogue, with its ledger
entry. A claim keeps people from doing the same work twice; that nothing is lost where two do, the document's version sees to.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, text

from digitize.access import Viewer
from digitize.desk import DeskClaim, Draft, RescanRequest
from digitize.errors import ClaimedByAnother, LostRace, NotFound
from digitize.model import BatchId, DocumentId, ScanId
from digitize.page_faults import PageFault
from digitize.rows import Document
from digitize.second_entry import Entry
from storage import document_rows, fault_rows
from storage.custody import came_in
from storage.database import Database
from storage.schema import desk_claims, documents, drafts, rescans, second_entries
from storage.visible import scans_of

LEASE = timedelta(minutes=5)
"""A desk renews it every minute while its page is open; so long others wait for one whose line broke."""
_TRIES = 3


class DeskRows:
    """The rows of a warehouse's desk. Safe to share between threads. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- what a viewer may see

    def document_of(self, viewer: Viewer, document_id: DocumentId) -> Document:
        """Raises `NotFound`, the same for a document of another agency as for none."""
        query = select(documents.c.id).where(
            documents.c.id == document_id, scans_of(viewer, documents.c.scan_id)
        )
        with self._database.reading() as connection:
            if connection.execute(query).first() is None:
                raise NotFound(f"document {document_id}")
            return document_rows.get_document(connection, document_id)

    def faults_of(self, document: Document) -> Sequence[PageFault]:
        """What is wrong with its pages as they were scanned."""
        with self._database.reading() as connection:
            found = fault_rows.faults_of(connection, document.scan_id)
        return [seen for seen in found if seen.page_index in document.page_indexes]

    # -- claims

    def take(self, document_id: DocumentId, account: str, *, at: datetime) -> DeskClaim:
        """It is this person's until `LEASE` from now; taken before by the same, it is renewed. Raises `ClaimedByAnother`."""
        said = {"document": document_id, "account": account, "at": at, "until": at + LEASE}
        with self._database.writing() as connection:
            for _ in range(_TRIES):
                row = connection.execute(_TAKE, said).one_or_none()
                if row is not None:
                    return _claim(row)
                held = connection.execute(_HELD, said).one_or_none()
                if held is not None:
                    raise ClaimedByAnother(f"{document_id}: {held.account}")
        raise LostRace(f"{document_id} was taken and left at once")

    def keep(self, document_id: DocumentId, account: str, *, at: datetime) -> DeskClaim:
        """The work goes on. Raises `ClaimedByAnother` where the lease ran out and somebody else took it."""
        return self.take(document_id, account, at=at)

    def leave(self, document_id: DocumentId, account: str) -> None:
        """The work is over or given up; nothing where it is another's."""
        with self._database.writing() as connection:
            connection.execute(_LEAVE, {"document": document_id, "account": account})

    def holder(self, document_id: DocumentId, *, at: datetime) -> DeskClaim | None:
        """Who is at it now."""
        with self._database.reading() as connection:
            row = connection.execute(_HELD, {"document": document_id, "at": at}).one_or_none()
        return None if row is None else _claim(row)

    def require_free(
        self, document_ids: Collection[DocumentId], account: str, *, at: datetime
    ) -> None:
        """Nobody else is at any of them. Raises `ClaimedByAnother`."""
        query = select(desk_claims).where(
            desk_claims.c.document_id.in_(document_ids),
            desk_claims.c.account != account,
            desk_claims.c.leased_until > at,
        )
        with self._database.reading() as connection:
            held = connection.execute(query).first()
        if held is not None:
            raise ClaimedByAnother(f"{held.document_id}: {held.account}")

    # -- drafts

    def save_draft(self, draft: Draft) -> None:
        """What was typed by now; an older one of the same version goes."""
        said = json.dumps({"values": dict(draft.values), "type": draft.type_code})
        with self._database.writing() as connection:
            connection.execute(
                _SAVE,
                {
                    "document": draft.document_id,
                    "account": draft.account,
                    "version": draft.version,
                    "said": said,
                    "at": draft.saved_at,
                },
            )

    def draft(self, document_id: DocumentId, account: str) -> Draft | None:
        """What this person typed last, also where the document has changed since (`version` says so)."""
        asked = {"document": document_id, "account": account}
        with self._database.reading() as connection:
            row = connection.execute(_LAST_DRAFT, asked).first()
        return None if row is None else _draft(row)

    def drop_drafts(self, document_id: DocumentId, account: str | None = None) -> None:
        """It was sent, by this person or for good."""
        query = delete(drafts).where(drafts.c.document_id == document_id)
        if account is not None:
            query = query.where(drafts.c.account == account)
        with self._database.writing() as connection:
            connection.execute(query)

    # -- second entries

    def enter(
        self,
        document_id: DocumentId,
        account: str,
        values: Mapping[str, str],
        *,
        version: int,
        at: datetime,
    ) -> None:
        """Weighty fields (key → value in normal form) as this person entered them; entered again, the last counts."""
        said = {"document": document_id, "account": account, "version": version, "at": at}
        with self._database.writing() as connection:
            for key, value in sorted(values.items()):
                connection.execute(_ENTER, {**said, "key": key, "value": value})

    def entries(self, document_id: DocumentId) -> Sequence[Entry]:
        """What everybody entered, by field and then as it was entered."""
        with self._database.reading() as connection:
            rows = connection.execute(_ENTRIES, {"document": document_id}).all()
        return [_entry(row) for row in rows]

    def drop_entries(self, document_id: DocumentId) -> None:
        """The document is decided, or its pages are others now."""
        query = delete(second_entries).where(second_entries.c.document_id == document_id)
        with self._database.writing() as connection:
            connection.execute(query)

    # -- papers to scan again

    def rescan(self, document_id: DocumentId) -> RescanRequest | None:
        with self._database.reading() as connection:
            query = select(rescans).where(rescans.c.document_id == document_id)
            row = connection.execute(query).one_or_none()
        return None if row is None else _rescan(row)

    def rescans_of(self, viewer: Viewer, batch_id: BatchId) -> Sequence[RescanRequest]:
        """What the counter is asked to scan again of a batch, oldest first."""
        query = (
            select(rescans)
            .where(rescans.c.scan_id.in_(came_in(batch_id)), scans_of(viewer, rescans.c.scan_id))
            .order_by(rescans.c.asked_at, rescans.c.document_id)
        )
        with self._database.reading() as connection:
            return [_rescan(row) for row in connection.execute(query)]

    # -- upkeep

    def sweep(self, *, before: datetime) -> int:
        """Drafts and claims that nobody came back to since then; how many."""
        old = (
            delete(drafts).where(drafts.c.saved_at < before),
            delete(desk_claims).where(desk_claims.c.leased_until < before),
        )
        with self._database.writing() as connection:
            return sum(connection.execute(query).rowcount for query in old)


def forget(connection: Connection, document_ids: Collection[DocumentId]) -> None:
    """What was claimed and entered of documents whose pages are others now; drafts stay until they are swept."""
    for table in (desk_claims, second_entries):
        connection.execute(delete(table).where(table.c.document_id.in_(document_ids)))


def insert_rescan(connection: Connection, asked: RescanRequest) -> None:
    """With the rejection of the document, in its transaction."""
    values = {
        "document_id": asked.document_id,
        "scan_id": asked.scan_id,
        "page_indexes": json.dumps(list(asked.page_indexes)),
        "reason": asked.reason,
        "asked_by": asked.asked_by,
        "asked_at": asked.asked_at,
    }
    connection.execute(rescans.insert().values(values))


# As text, since both databases know the clause and SQLAlchemy has an `insert` of its own for each.
_TAKE = (
    text(
        "INSERT INTO desk_claims (document_id, account, taken_at, leased_until)"
        " VALUES (:document, :account, :at, :until)"
        " ON CONFLICT (document_id) DO UPDATE SET"
        " taken_at = CASE WHEN desk_claims.account = excluded.account"
        " THEN desk_claims.taken_at ELSE excluded.taken_at END,"
        " account = excluded.account, leased_until = excluded.leased_until"
        " WHERE desk_claims.account = excluded.account OR desk_claims.leased_until <= :at"
        " RETURNING document_id, account, taken_at, leased_until"
    )
    .bindparams(
        bindparam("at", type_=desk_claims.c.taken_at.type),
        bindparam("until", type_=desk_claims.c.leased_until.type),
    )
    .columns(*desk_claims.c)
)
_HELD = select(desk_claims).where(
    desk_claims.c.document_id == bindparam("document"),
    desk_claims.c.leased_until > bindparam("at", type_=desk_claims.c.leased_until.type),
)
_LEAVE = delete(desk_claims).where(
    desk_claims.c.document_id == bindparam("document"),
    desk_claims.c.account == bindparam("account"),
)
_SAVE = text(
    "INSERT INTO drafts (document_id, account, version, said, saved_at)"
    " VALUES (:document, :account, :version, :said, :at)"
    " ON CONFLICT (document_id, account, version) DO UPDATE SET"
    " said = excluded.said, saved_at = excluded.saved_at"
).bindparams(bindparam("at", type_=drafts.c.saved_at.type))
_LAST_DRAFT = (
    select(drafts)
    .where(drafts.c.document_id == bindparam("document"), drafts.c.account == bindparam("account"))
    .order_by(drafts.c.version.desc())
    .limit(1)
)
_ENTER = text(
    "INSERT INTO second_entries (document_id, field_key, account, value, version, at)"
    " VALUES (:document, :key, :account, :value, :version, :at)"
    " ON CONFLICT (document_id, field_key, account) DO UPDATE SET"
    " value = excluded.value, version = excluded.version, at = excluded.at"
).bindparams(bindparam("at", type_=second_entries.c.at.type))
_ENTRIES = (
    select(second_entries)
    .where(second_entries.c.document_id == bindparam("document"))
    .order_by(second_entries.c.field_key, second_entries.c.at, second_entries.c.account)
)


def _claim(row: Row[Any]) -> DeskClaim:
    return DeskClaim(
        document_id=DocumentId(row.document_id),
        account=row.account,
        taken_at=row.taken_at,
        leased_until=row.leased_until,
    )


def _draft(row: Row[Any]) -> Draft:
    said = json.loads(row.said)
    return Draft(
        document_id=DocumentId(row.document_id),
        account=row.account,
        version=row.version,
        values=said["values"],
        type_code=said["type"],
        saved_at=row.saved_at,
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        field_key=row.field_key,
        account=row.account,
        value=row.value,
        version=row.version,
        at=row.at,
    )


def _rescan(row: Row[Any]) -> RescanRequest:
    return RescanRequest(
        document_id=DocumentId(row.document_id),
        scan_id=ScanId(row.scan_id),
        page_indexes=tuple(json.loads(row.page_indexes)),
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
    )
