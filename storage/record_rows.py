"""Records as rows: what the warehouse of an owner holds, version after version, and the words they are found by."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from digitize.errors import NotFound
from digitize.model import DocumentId, RecordId
from digitize.rows import NewRecord, Owner, OwnerKind, Record, StoredFile
from storage import search
from storage.ledger import digest
from storage.schema import documents, record_texts, records

_INDEXED_AT_ONCE = 500


def get_record(connection: Connection, record_id: RecordId) -> Record:
    """The current version of a record; raises `NotFound`."""
    query = select(records).where(records.c.id == record_id, records.c.is_current)
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
    _index(connection, new)
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
    connection: Connection, numbers: Sequence[int]
) -> Mapping[int, tuple[Record, str]]:
    """Current records with their printed text, for the numbers the search index gave."""
    query = (
        select(record_texts.c.number, record_texts.c.body, records)
        .join(records, records.c.id == record_texts.c.record_id)
        .where(record_texts.c.number.in_(numbers), records.c.is_current)
    )
    return {row.number: (_record(row), row.body) for row in connection.execute(query)}


def remove_text(connection: Connection, record_id: RecordId) -> None:
    """The record is no longer found by its words: they are nowhere kept any more."""
    held = connection.execute(
        select(record_texts).where(record_texts.c.record_id == record_id)
    ).one_or_none()
    if held is not None:
        search.remove(connection, held.number, heading=held.heading, body=held.body)
        connection.execute(delete(record_texts).where(record_texts.c.number == held.number))


def index_all_texts(connection: Connection) -> None:
    """Make every kept text findable, in an index that is empty."""
    query = select(record_texts).order_by(record_texts.c.number)
    rows = connection.execute(query.execution_options(yield_per=_INDEXED_AT_ONCE))
    for some in rows.partitions():
        search.add_all(connection, [(row.number, row.heading, row.body) for row in some])


def _next_version(connection: Connection, record_id: RecordId) -> int:
    query = select(func.max(records.c.version)).where(records.c.id == record_id)
    return int(connection.execute(query).scalar() or 0) + 1


def _index(connection: Connection, new: NewRecord) -> None:
    heading = _printed("\n".join((new.title, *new.fields.values())))
    body = _printed(new.text)
    held = connection.execute(
        select(record_texts).where(record_texts.c.record_id == new.id)
    ).one_or_none()
    if held is not None:
        search.remove(connection, held.number, heading=held.heading, body=held.body)
        query = update(record_texts).where(record_texts.c.number == held.number)
        connection.execute(query.values(heading=heading, body=body))
        search.add(connection, held.number, heading=heading, body=body)
        return
    number = connection.execute(
        insert(record_texts)
        .values(record_id=new.id, heading=heading, body=body)
        .returning(record_texts.c.number)
    ).scalar_one()
    search.add(connection, number, heading=heading, body=body)


def _printed(text: str) -> str:
    """NFC, without the one character that PostgreSQL keeps in no text."""
    return unicodedata.normalize("NFC", text).replace("\0", "")


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
