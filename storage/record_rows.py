"""Records as rows: what the warehouse of an owner holds, version after version, and the words they are found by."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from digitize.access import Viewer
from digitize.errors import NotFound
from digitize.model import DocumentId, RecordId
from digitize.rows import NewRecord, Owner, OwnerKind, Record, StoredFile
from storage.ledger import digest
from storage.record_texts import keep_text
from storage.schema import documents, record_texts, records
from storage.visible import records_of


def get_record(
    connection: Connection, record_id: RecordId, *, viewer: Viewer | None = None
) -> Record:
    """The current version of a record. Raises `NotFound`, the same for what the viewer may not see as for none."""
    query = select(records).where(records.c.id == record_id, records.c.is_current)
    if viewer is not None:
        query = query.where(records_of(viewer))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"record {record_id}")
    return _record(row)


def all_records(connection: Connection) -> Sequence[Record]:
    """The current version of every record, in the order of filing."""
    query = select(records).where(records.c.is_current).order_by(records.c.filed_at, records.c.id)
    return [_record(row) for row in connection.execute(query)]


def records_of_owner(connection: Connection, owner: Owner) -> Sequence[Record]:
    """What an owner holds, newest first; the number decides, not the name."""
    query = (
        select(records)
        .where(
            records.c.owner_kind == owner.kind,
            records.c.owner_number == owner.number,
            records.c.is_current,
        )
        .order_by(records.c.filed_at.desc(), records.c.id)
    )
    return [_record(row) for row in connection.execute(query)]


def record_with_hash(connection: Connection, sha256: str) -> Record | None:
    """The newest record whose PDF, in any version, or whose original has this hash."""
    query = (
        select(records)
        .join(documents, documents.c.id == records.c.document_id)
        .where(or_(records.c.pdf_sha256 == sha256, documents.c.scan_id == sha256))
        .order_by(records.c.is_current.desc(), records.c.filed_at.desc(), records.c.id)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _record(row)


def insert_record(connection: Connection, new: NewRecord, *, at: datetime) -> Record:
    """File a record as the next version of its id, and make its words findable."""
    version = _next_version(connection, new.id)
    older = update(records).where(records.c.id == new.id)
    connection.execute(older.values(is_current=False))
    record = Record(
        id=new.id,
        document_id=new.document_id,
        title=new.title,
        type_code=new.type_code,
        fields=dict(new.fields),
        owner=new.owner,
        version=version,
        pdf=new.pdf,
        filed_at=at,
    )
    connection.execute(insert(records).values(_row_values(record)))
    heading = (new.title, *new.fields.values())
    keep_text(connection, new.id, heading=heading, body=new.text)
    return record


def content_digest(record: NewRecord | Record) -> str:
    """Hash of what a record says, so that the ledger can vouch for it without repeating it."""
    owner = record.owner
    return digest(
        {
            "title": record.title,
            "type": record.type_code,
            "fields": dict(record.fields),
            "owner": None if owner is None else [owner.kind, owner.number, owner.name],
            "pdf": [record.pdf.key, record.pdf.sha256],
        }
    )


def texts_by_number(
    connection: Connection, numbers: Sequence[int], *, viewer: Viewer | None = None
) -> Mapping[int, tuple[Record, str]]:
    """Current records with their printed text, for the numbers the search index gave; with a viewer only what that one may see."""
    query = (
        select(record_texts.c.number, record_texts.c.body, records)
        .join(records, records.c.id == record_texts.c.record_id)
        .where(record_texts.c.number.in_(numbers), records.c.is_current)
    )
    if viewer is not None:
        # The index narrowed it already (visible.py); what an index says is never the last word on this.
        query = query.where(records_of(viewer))
    return {row.number: (_record(row), row.body) for row in connection.execute(query)}


def _next_version(connection: Connection, record_id: RecordId) -> int:
    query = select(func.max(records.c.version)).where(records.c.id == record_id)
    return int(connection.execute(query).scalar() or 0) + 1


def _row_values(record: Record) -> dict[str, object]:
    owner = record.owner
    return {
        "id": record.id,
        "version": record.version,
        "is_current": True,
        "document_id": record.document_id,
        "title": record.title,
        "type_code": record.type_code,
        "fields": json.dumps(dict(record.fields), ensure_ascii=False),
        "owner_kind": None if owner is None else owner.kind,
        "owner_number": None if owner is None else owner.number,
        "owner_name": None if owner is None else owner.name,
        "pdf_key": record.pdf.key,
        "pdf_sha256": record.pdf.sha256,
        "filed_at": record.filed_at,
    }


def _record(row: Row[tuple[object, ...]]) -> Record:
    return Record(
        id=RecordId(row.id),
        document_id=DocumentId(row.document_id),
        title=row.title,
        type_code=row.type_code,
        fields=json.loads(row.fields),
        owner=_owner(row),
        version=row.version,
        pdf=StoredFile(key=row.pdf_key, sha256=row.pdf_sha256),
        filed_at=row.filed_at,
    )


def _owner(row: Row[tuple[object, ...]]) -> Owner | None:
    if row.owner_kind is None:
        return None
    return Owner(kind=OwnerKind(row.owner_kind), number=row.owner_number, name=row.owner_name or "")
