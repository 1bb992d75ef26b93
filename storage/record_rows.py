"""Records as rows: what the warehouse of an owner holds, version after version, and the words they are found by."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from digitize.access import Viewer
from digitize.errors import NotFound
from digitize.model import DocumentId, RecordId
from digitize.reuse.grants import Grant
from digitize.rows import NewRecord, Owner, OwnerBasis, Record, StoredFile
from storage.ledger import digest
from storage.owner_rows import belongs_to, note_further, owner_columns, owners_in
from storage.record_texts import keep_text, note_owners
from storage.schema import documents, record_texts, records
from storage.visible import records_of, records_under


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
    return record_in(row)


def record_under(
    connection: Connection, record_id: RecordId, *, viewer: Viewer, grant: Grant, at: datetime
) -> Record:
    """The current version of a record, as a grant opens it. Raises `NotFound` for whatever it does not open."""
    query = select(records).where(
        records.c.id == record_id, records.c.is_current, records_under(viewer, grant, at=at)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"record {record_id}")
    return record_in(row)


def records_under_grant(
    connection: Connection, viewer: Viewer, grant: Grant, *, at: datetime, limit: int
) -> Sequence[Record]:
    """All that a grant opens, the newest first."""
    query = select(records).where(records.c.is_current, records_under(viewer, grant, at=at))
    query = query.order_by(records.c.filed_at.desc(), records.c.id).limit(limit)
    return [record_in(row) for row in connection.execute(query)]


def all_records(connection: Connection) -> Sequence[Record]:
    """The current version of every record, in the order of filing."""
    query = select(records).where(records.c.is_current).order_by(records.c.filed_at, records.c.id)
    return [record_in(row) for row in connection.execute(query)]


def records_of_owner(connection: Connection, owner: Owner) -> Sequence[Record]:
    """What a person or organisation holds under all their numbers, newest first; numbers decide, not names."""
    query = (
        select(records).where(belongs_to(owner)).order_by(records.c.filed_at.desc(), records.c.id)
    )
    return [record_in(row) for row in connection.execute(query)]


def own_records_page(
    connection: Connection, owner: Owner, *, after: tuple[datetime, str] | None = None, limit: int
) -> Sequence[Record]:
    """The same a stretch at a time; behind the moment of filing and the id of a record."""
    query = select(records).where(belongs_to(owner), records.c.is_current)
    if after is not None:
        at, record_id = after
        same = and_(records.c.filed_at == at, records.c.id > record_id)
        query = query.where(or_(records.c.filed_at < at, same))
    query = query.order_by(records.c.filed_at.desc(), records.c.id).limit(limit)
    return [record_in(row) for row in connection.execute(query)]


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
    return None if row is None else record_in(row)


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
        further_owners=new.further_owners,
        owner_basis=new.owner_basis,
        owner_doubts=new.owner_doubts,
    )
    connection.execute(insert(records).values(_row_values(record)))
    note_further(connection, new.id, version, new.further_owners)
    heading = (new.title, *new.fields.values())
    keep_text(connection, new.id, heading=heading, body=new.text)
    return record


def replace_owners(
    connection: Connection, before: Record, owners: Sequence[Owner], *, basis: OwnerBasis
) -> Record:
    """The next version of a record, alike but for whose it is; the one before stays."""
    after = replace(
        before,
        owner=owners[0] if owners else None,
        further_owners=tuple(owners[1:]),
        owner_basis=basis,
        owner_doubts=(),
        version=before.version + 1,
    )
    older = update(records).where(records.c.id == before.id)
    connection.execute(older.values(is_current=False))
    connection.execute(insert(records).values(_row_values(after)))
    note_further(connection, after.id, after.version, after.further_owners)
    note_owners(connection, after.id)
    return after


def content_digest(record: NewRecord | Record) -> str:
    """Hash of what a record says, so that the ledger can vouch for it without repeating it."""
    owner = record.owner
    said: dict[str, object] = {
        "title": record.title,
        "type": record.type_code,
        "fields": dict(record.fields),
        "owner": None if owner is None else [owner.kind, owner.number, owner.name],
        "pdf": [record.pdf.key, record.pdf.sha256],
    }
    if record.further_owners:  # what was filed before there were several has the hash it had
        said["further_owners"] = [[one.kind, one.number, one.name] for one in record.further_owners]
    return digest(said)


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
    return {row.number: (record_in(row), row.body) for row in connection.execute(query)}


def _next_version(connection: Connection, record_id: RecordId) -> int:
    query = select(func.max(records.c.version)).where(records.c.id == record_id)
    return int(connection.execute(query).scalar() or 0) + 1


def _row_values(record: Record) -> dict[str, object]:
    return {
        "id": record.id,
        "version": record.version,
        "is_current": True,
        "document_id": record.document_id,
        "title": record.title,
        "type_code": record.type_code,
        "fields": json.dumps(dict(record.fields), ensure_ascii=False),
        **owner_columns(record.owner, record.further_owners),
        "owner_basis": record.owner_basis,
        "owner_reasons": json.dumps(list(record.owner_doubts)),
        "pdf_key": record.pdf.key,
        "pdf_sha256": record.pdf.sha256,
        "filed_at": record.filed_at,
    }


def record_in(row: Row[tuple[object, ...]]) -> Record:
    """A row of `records` as the value."""
    owner, further = owners_in(row)
    return Record(
        id=RecordId(row.id),
        document_id=DocumentId(row.document_id),
        title=row.title,
        type_code=row.type_code,
        fields=json.loads(row.fields),
        owner=owner,
        further_owners=further,
        owner_basis=OwnerBasis(row.owner_basis),
        owner_doubts=tuple(json.loads(row.owner_reasons)),
        version=row.version,
        pdf=StoredFile(key=row.pdf_key, sha256=row.pdf_sha256),
        filed_at=row.filed_at,
    )
