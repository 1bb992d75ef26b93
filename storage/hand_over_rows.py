"""Hand-overs as rows: a paper goes into a dossier once under a grant, and the receipt of it is the same however often it is asked for."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from digitize.access import Viewer
from digitize.errors import NotFound
from digitize.model import RecordId
from digitize.reuse.grants import GrantId
from digitize.reuse.hand_overs import HandOver
from storage import ledger
from storage.schema import grants, hand_overs
from storage.visible import grants_of

HANDED_OVER = "record.handed_over"
"""Event of the ledger."""


def find_hand_over(
    connection: Connection, grant_id: GrantId, record_id: RecordId
) -> HandOver | None:
    query = select(hand_overs).where(
        hand_overs.c.grant_id == grant_id, hand_overs.c.record_id == record_id
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _hand_over(row)


def insert_hand_over(connection: Connection, made: HandOver) -> None:
    """Raises `LostRace` where another made it at the same time."""
    values = {name: getattr(made, name) for name in HandOver.__slots__}
    connection.execute(insert(hand_overs).values(values))
    data = {
        "hand_over": made.id,
        "grant": made.grant_id,
        "version": made.record_version,
        "sha256": made.sha256,
        "agency": made.agency,
        "procedure": made.procedure_code,
        "dossier": made.dossier_code,
        "component": made.component,
    }
    ledger.append(
        connection, HANDED_OVER, made.record_id, data=data, at=made.at, actor=made.account
    )


def get_hand_over(connection: Connection, hand_over_id: str, *, viewer: Viewer) -> HandOver:
    """Raises `NotFound`, the same for one of another agency, or of another owner's paper, as for none."""
    query = (
        select(hand_overs)
        .join(grants, grants.c.id == hand_overs.c.grant_id)
        .where(hand_overs.c.id == hand_over_id, grants_of(viewer))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"hand-over {hand_over_id}")
    return _hand_over(row)


def hand_overs_under(connection: Connection, grant_ids: Sequence[GrantId]) -> Sequence[HandOver]:
    """By grants whose viewer was asked about before, the newest first."""
    query = select(hand_overs).where(hand_overs.c.grant_id.in_(grant_ids))
    query = query.order_by(hand_overs.c.at.desc(), hand_overs.c.id)
    return [_hand_over(row) for row in connection.execute(query)]


def hand_overs_after(
    connection: Connection, last_id: str, *, limit: int = 1000
) -> Sequence[HandOver]:
    """Everybody's by id, from the one behind this: for the audit."""
    query = (
        select(hand_overs).where(hand_overs.c.id > last_id).order_by(hand_overs.c.id).limit(limit)
    )
    return [_hand_over(row) for row in connection.execute(query)]


def _hand_over(row: Row[Any]) -> HandOver:
    return HandOver(
        id=row.id,
        grant_id=GrantId(row.grant_id),
        record_id=RecordId(row.record_id),
        record_version=row.record_version,
        sha256=row.sha256,
        agency=row.agency,
        procedure_code=row.procedure_code,
        dossier_code=row.dossier_code,
        component=row.component,
        account=row.account,
        at=row.at,
    )
