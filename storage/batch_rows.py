"""Batches as rows: who pushes, for which dossier, what is to come, and when all had come."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, insert, select, tuple_, update

from digitize.errors import NotFound
from digitize.model import BatchId
from digitize.rows import Background, Batch, ExpectedFile, Owner, OwnerKind, Priority, Scan
from storage.schema import batches, covers, import_rows


def find_batch(connection: Connection, batch_id: BatchId) -> Batch | None:
    """The batch of this id, if it was opened."""
    row = connection.execute(_BATCH, {"batch": batch_id}).one_or_none()
    return None if row is None else batch_in(row)


_BATCH = select(batches).where(batches.c.id == bindparam("batch"))  # made once, compiled once


def get_batch(connection: Connection, batch_id: BatchId) -> Batch:
    """The batch of this id; raises `NotFound`."""
    found = find_batch(connection, batch_id)
    if found is None:
        raise NotFound(f"batch {batch_id}")
    return found


def get_background(connection: Connection, scan: Scan) -> Background:
    """A scan's batch, and what else was said of the scan; raises `NotFound`."""
    row = connection.execute(_BACKGROUND, {"batch": scan.batch_id, "scan": scan.id}).one_or_none()
    if row is None:
        raise NotFound(f"batch {scan.batch_id}")
    return Background(
        batch=batch_in(row), has_covers=row.has_covers, is_in_register=row.is_in_register
    )


_BACKGROUND = _BATCH.add_columns(
    exists().where(covers.c.scan_id == bindparam("scan")).label("has_covers"),
    exists().where(import_rows.c.scan_id == bindparam("scan")).label("is_in_register"),
)


def all_batches(connection: Connection) -> Sequence[Batch]:
    """Every batch, oldest first."""
    query = select(batches).order_by(batches.c.opened_at, batches.c.id)
    return [batch_in(row) for row in connection.execute(query)]


def batches_of_dossier(connection: Connection, dossier_code: str) -> Sequence[Batch]:
    """Every batch that was pushed for a dossier, oldest first."""
    query = select(batches).where(batches.c.dossier_code == dossier_code)
    query = query.order_by(batches.c.opened_at, batches.c.id)
    return [batch_in(row) for row in connection.execute(query)]


def batches_of_station(
    connection: Connection, station_id: str, *, after: BatchId | None, limit: int
) -> Sequence[Batch]:
    """The station's batches, newest first; from the one behind `after`."""
    query = select(batches).where(batches.c.station == station_id)
    if after is not None:
        last = select(batches.c.opened_at).where(batches.c.id == after).scalar_subquery()
        query = query.where(tuple_(batches.c.opened_at, batches.c.id) < tuple_(last, after))
    query = query.order_by(batches.c.opened_at.desc(), batches.c.id.desc()).limit(limit)
    return [batch_in(row) for row in connection.execute(query)]


def insert_batch(connection: Connection, batch: Batch) -> None:
    """A batch begins."""
    owner = batch.owner
    connection.execute(
        insert(batches).values(
            id=batch.id,
            agency=batch.agency,
            channel=batch.channel,
            opened_at=batch.opened_at,
            station=batch.station,
            priority=batch.priority,
            dossier_code=batch.dossier_code,
            procedure_code=batch.procedure_code,
            owner_kind=owner and owner.kind,
            owner_number=owner and owner.number,
            owner_name=owner and owner.name,
            expected=_expected_text(batch.expected),
            closed_at=batch.closed_at,
        )
    )


def set_expected(
    connection: Connection, batch_id: BatchId, expected: Sequence[ExpectedFile]
) -> None:
    """What is said of the batch's files."""
    query = update(batches).where(batches.c.id == batch_id)
    connection.execute(query.values(expected=_expected_text(expected)))


def set_closed(connection: Connection, batch_id: BatchId, at: datetime) -> None:
    """All of the batch has come."""
    connection.execute(update(batches).where(batches.c.id == batch_id).values(closed_at=at))


def batch_in(row: Row[tuple[object, ...]]) -> Batch:
    """A row of `batches` as the value."""
    return Batch(
        id=BatchId(row.id),
        agency=row.agency,
        channel=row.channel,
        opened_at=row.opened_at,
        station=row.station,
        priority=Priority(row.priority),
        dossier_code=row.dossier_code,
        procedure_code=row.procedure_code,
        owner=_owner(row),
        expected=tuple(_expected(file) for file in json.loads(row.expected)),
        closed_at=row.closed_at,
    )


def _expected_text(expected: Sequence[ExpectedFile]) -> str:
    return json.dumps([asdict(file) for file in expected], ensure_ascii=False)


def _expected(said: dict[str, Any]) -> ExpectedFile:
    noted_pages = tuple(said.pop("noted_pages", ()))
    return ExpectedFile(**said, noted_pages=noted_pages)


def _owner(row: Row[tuple[object, ...]]) -> Owner | None:
    if row.owner_kind is None:
        return None
    return Owner(kind=OwnerKind(row.owner_kind), number=row.owner_number, name=row.owner_name or "")
