"""The words and facets that records are found by: kept as they were printed, and put into the index of the database.

What is in the index can be made anew from here at any time; it is never part of a backup.
"""

import json
import unicodedata
from collections.abc import Sequence

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from digitize.model import RecordId, ScanId
from storage import search
from storage.facets import facets
from storage.owner_rows import owners_in
from storage.schema import arrivals, batches, documents, record_texts, records
from storage.search_terms import Findable

INDEXED_AT_ONCE = 500


def keep_text(
    connection: Connection, record_id: RecordId, *, heading: Sequence[str], body: str
) -> None:
    """The current version of a record is found by these words from now on, an older one no more."""
    values = {
        "record_id": record_id,
        "heading": _printed("\n".join(heading)),
        "body": _printed(body),
        "facets": _facets_of(connection, record_id),
    }
    held = connection.execute(_OF_RECORD, {"record": record_id}).one_or_none()
    if held is None:
        row = connection.execute(_ADD, values).one()
    else:
        search.remove(connection, _findable(held))
        row = connection.execute(_CHANGE, {**values, "kept": held.number}).one()
    search.add(connection, _findable(row))


def remove_text(connection: Connection, record_id: RecordId) -> None:
    """The record is no longer found by its words: they are nowhere kept any more."""
    row = connection.execute(_OF_RECORD, {"record": record_id}).one_or_none()
    if row is not None:
        search.remove(connection, _findable(row))
        connection.execute(_REMOVE, {"kept": row.number})


def note_owners(connection: Connection, record_id: RecordId) -> None:
    """Somebody else owns the record: it is found by that from now on, by its words as before."""
    for row in connection.execute(_OF_RECORD, {"record": record_id}).all():
        _set_facets(connection, row)


def note_arrival(connection: Connection, scan_id: ScanId) -> None:
    """The same bytes came from another agency, which finds now what was filed from them."""
    for row in connection.execute(_OF_SCAN, {"scan": scan_id}).all():
        _set_facets(connection, row)


def _set_facets(connection: Connection, row: Row[tuple[object, ...]]) -> None:
    now = _facets_of(connection, row.record_id)
    if now != row.facets:
        search.remove(connection, _findable(row))
        connection.execute(_SET_FACETS, {"kept": row.number, "now": now})
        search.add(connection, _findable(row, now))


def index_texts(connection: Connection, *, limit: int = INDEXED_AT_ONCE) -> int:
    """Make the next kept texts findable, from where the index ends; how many there were.

    Of a record that an older program filed the facets are made first.
    """
    asked = {"newest": search.newest(connection), "limit": limit}
    rows = connection.execute(_NOT_INDEXED, asked).all()
    without = [row for row in rows if not row.facets]
    made = {row.number: _facets_of(connection, row.record_id) for row in without}
    if made:
        said = [{"kept": number, "now": now} for number, now in made.items()]
        connection.execute(_SET_FACETS, said)
    search.add_all(connection, [_findable(row, made.get(row.number)) for row in rows])
    return len(rows)


def index_all_texts(connection: Connection) -> None:
    """Make every kept text findable, from where the index ends."""
    while index_texts(connection):
        pass


def _findable(row: Row[tuple[object, ...]], now: str | None = None) -> Findable:
    return Findable(
        number=row.number,
        heading=row.heading,
        body=row.body,
        facets=row.facets if now is None else now,
    )


def _facets_of(connection: Connection, record_id: RecordId) -> str:
    """As the rows are now; empty for what has no current version."""
    row = connection.execute(_CURRENT, {"record": record_id}).one_or_none()
    if row is None:
        return ""
    owner, further = owners_in(row)
    return facets(
        type_code=row.type_code,
        agencies=connection.execute(_AGENCIES, {"document": row.document_id}).scalars(),
        owner=owner,
        further_owners=further,
        fields=json.loads(row.fields),
        filed_at=row.filed_at,
    )


def _printed(text: str) -> str:
    """NFC, without the one character that PostgreSQL keeps in no text."""
    return unicodedata.normalize("NFC", text).replace("\0", "")


_ADD = insert(record_texts).returning(record_texts)
_KEPT = record_texts.c.number == bindparam("kept")
_REMOVE = delete(record_texts).where(_KEPT)
_CHANGE = update(record_texts).where(_KEPT).returning(record_texts)
_SET_FACETS = update(record_texts).where(_KEPT).values(facets=bindparam("now"))
_OF_RECORD = select(record_texts).where(record_texts.c.record_id == bindparam("record"))
_OF_SCAN = (
    select(record_texts)
    .join(documents, documents.c.record_id == record_texts.c.record_id)
    .where(documents.c.scan_id == bindparam("scan"))
    .order_by(record_texts.c.number)
)
_NOT_INDEXED = (
    select(record_texts)
    .where(record_texts.c.number > bindparam("newest"))
    .order_by(record_texts.c.number)
    .limit(bindparam("limit"))
)
_CURRENT = select(records).where(records.c.id == bindparam("record"), records.c.is_current)
_AGENCIES = (
    select(batches.c.agency)
    .join(arrivals, arrivals.c.batch_id == batches.c.id)
    .join(documents, documents.c.scan_id == arrivals.c.scan_id)
    .where(documents.c.id == bindparam("document"))
    .distinct()
    .order_by(batches.c.agency)
)
