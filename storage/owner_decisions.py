"""Records that wait for somebody who says whose they are, and what was said: a new version each time, the one before stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, TextClause, exists, func, select, text

from digitize.access import Viewer
from digitize.errors import LostRace
from digitize.model import RecordId
from digitize.rows import Owner, OwnerBasis, Record
from digitize.warehouse.result_codes import CodeKind, CodePlan
from storage import ledger, result_code_rows
from storage.ledger import Event
from storage.owner_rows import belongs_to, is_behind
from storage.record_rows import content_digest, get_record, record_in, replace_owners
from storage.schema import disposals, records
from storage.schema.papers import WITHOUT_OWNER
from storage.turns import take_turns_at_record
from storage.visible import records_of

MOST_COUNTED = 1000


def waiting_records(
    connection: Connection,
    viewer: Viewer,
    *,
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> Sequence[Record]:
    """The oldest first, behind the place `after`; what was disposed of waits no more."""
    query = select(records).where(*_waits(viewer))
    if after is not None:
        query = query.where(is_behind(records.c.filed_at, records.c.id, after))
    query = query.order_by(records.c.filed_at, records.c.id).limit(limit)
    return [record_in(row) for row in connection.execute(query)]


def count_waiting(connection: Connection, viewer: Viewer) -> int:
    """How many, up to `MOST_COUNTED`."""
    some = select(records.c.id).where(*_waits(viewer)).limit(MOST_COUNTED).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar() or 0)


def say_owners(
    connection: Connection,
    record_id: RecordId,
    owners: Sequence[Owner],
    *,
    basis: OwnerBasis,
    viewer: Viewer,
    version: int,
    codes: CodePlan,
    at: datetime,
) -> Record:
    """The record as it then is. Raises `NotFound` for what the viewer does not see, `LostRace` for an older version.

    With another first owner it gets another code; the one before still leads to it.
    """
    take_turns_at_record(connection, record_id)
    before = get_record(connection, record_id, viewer=viewer)
    if before.version != version:
        raise LostRace(f"{record_id} is version {before.version}, not {version}")
    after = replace_owners(connection, before, owners, basis=basis)
    if _number(before) != _number(after):
        result_code_rows.give(
            connection,
            record_id,
            version=after.version,
            owner=after.owner,
            type_code=after.type_code,
            plan=codes,
            kinds=(CodeKind.DIGITISED,),
            at=at,
        )
    data = {
        "document": after.document_id,
        "version": after.version,
        "content": content_digest(after),
        "basis": basis,
        "owners": len(owners),
    }
    ledger.append(connection, Event.RECORD_OWNED, record_id, data=data, at=at, actor=viewer.account)
    return after


def sees_papers_of(connection: Connection, viewer: Viewer, owner: Owner) -> bool:
    """Whether any paper of this person or organisation may be seen by the viewer."""
    query = select(records.c.id).where(belongs_to(owner), records_of(viewer)).limit(1)
    return connection.execute(query).first() is not None


def versions_of(connection: Connection, record_id: RecordId) -> Sequence[Record]:
    """Every version, the newest first."""
    query = select(records).where(records.c.id == record_id).order_by(records.c.version.desc())
    return [record_in(row) for row in connection.execute(query)]


def _waits(viewer: Viewer) -> tuple[ColumnElement[bool] | TextClause, ...]:
    gone = exists(select(1).where(disposals.c.document_id == records.c.document_id))
    return text(WITHOUT_OWNER), records_of(viewer), ~gone


def _number(record: Record) -> str:
    return "" if record.owner is None else record.owner.number
