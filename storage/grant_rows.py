"""Grants as rows: given, bound to a dossier, withdrawn; each change is one statement that says what it expects, with its entry in the ledger.

The ledger has ids, codes and moments; the owner's number and the words of a reason stay here, the reason with its digest there.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from digitize.access import Viewer
from digitize.errors import GrantEnded, GrantForOtherUse, LostRace, NotFound
from digitize.model import RecordId
from digitize.reuse.grants import Grant, GrantBasis, GrantId, GrantPurpose
from digitize.rows import Owner, OwnerKind
from storage import ledger
from storage.schema import grants
from storage.visible import grants_of

GIVEN, BOUND, WITHDRAWN = "grant.given", "grant.bound", "grant.withdrawn"
"""Events of the ledger."""


def insert_grant(connection: Connection, grant: Grant) -> None:
    connection.execute(insert(grants).values(_values(grant)))
    data = {
        "agency": grant.agency,
        "basis": grant.basis,
        "purpose": grant.purpose,
        "record": grant.record_id,
        "type": grant.type_code,
        "procedure": grant.procedure_code,
        "dossier": grant.dossier_code,
        "until": grant.valid_until.isoformat(),
        "reason": ledger.digest(grant.reason),
    }
    ledger.append(connection, GIVEN, grant.id, data=data, at=grant.given_at, actor=grant.given_by)


def get_grant(connection: Connection, grant_id: GrantId, *, viewer: Viewer) -> Grant:
    """Raises `NotFound`, the same for one that neither is this owner's nor was given to this agency as for none."""
    query = select(grants).where(grants.c.id == grant_id, grants_of(viewer))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"grant {grant_id}")
    return _grant(row)


def grants_seen(
    connection: Connection,
    viewer: Viewer,
    *,
    dossier_code: str = "",
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> Sequence[Grant]:
    """An owner's own, or those given to an agency; the newest first."""
    conditions: list[ColumnElement[bool]] = [grants_of(viewer)]
    if dossier_code:
        conditions.append(grants.c.dossier_code == dossier_code)
    if after is not None:
        at, grant_id = after
        same = and_(grants.c.given_at == at, grants.c.id < grant_id)
        conditions.append(or_(grants.c.given_at < at, same))
    query = select(grants).where(*conditions)
    query = query.order_by(grants.c.given_at.desc(), grants.c.id.desc()).limit(limit)
    return [_grant(row) for row in connection.execute(query)]


def grants_after(connection: Connection, last_id: str, *, limit: int = 1000) -> Sequence[Grant]:
    """Everybody's by id, from the one behind this: for the audit."""
    query = select(grants).where(grants.c.id > last_id).order_by(grants.c.id).limit(limit)
    return [_grant(row) for row in connection.execute(query)]


def given_since(connection: Connection, account: str, since: datetime) -> int:
    """How many grants this person made."""
    query = select(func.count()).where(grants.c.given_by == account, grants.c.given_at >= since)
    return int(connection.execute(query).scalar() or 0)


def bind(
    connection: Connection, grant: Grant, dossier_code: str, *, actor: str, at: datetime
) -> Grant:
    """From its first use on it is for this dossier alone. Raises `GrantForOtherUse` behind another's first use, `GrantEnded`."""
    this = grants.c.id == grant.id
    bound = connection.execute(
        update(grants)
        .where(this, grants.c.dossier_code == "", grants.c.withdrawn_at.is_(None))
        .values(dossier_code=dossier_code)
    )
    if bound.rowcount == 1:
        data = {"dossier": dossier_code}
        ledger.append(connection, BOUND, grant.id, data=data, at=at, actor=actor)
        return replace(grant, dossier_code=dossier_code)
    row = connection.execute(select(grants).where(this)).one()
    if row.withdrawn_at:
        raise GrantEnded(grant.id)
    if row.dossier_code != dossier_code:
        raise GrantForOtherUse("dossier")
    return replace(grant, dossier_code=dossier_code)


def withdraw(connection: Connection, grant: Grant, *, actor: str, at: datetime) -> Grant:
    """It permits nothing from now on; withdrawn before, it stays as that was. Raises `LostRace`."""
    done = connection.execute(
        update(grants)
        .where(grants.c.id == grant.id, grants.c.withdrawn_at.is_(None))
        .values(withdrawn_at=at, withdrawn_by=actor)
    )
    if done.rowcount == 1:
        ledger.append(connection, WITHDRAWN, grant.id, data={}, at=at, actor=actor)
    row = connection.execute(select(grants).where(grants.c.id == grant.id)).one_or_none()
    if row is None:
        raise LostRace(grant.id)
    return _grant(row)


def _values(grant: Grant) -> dict[str, object]:
    return {
        "id": grant.id,
        "owner_kind": grant.owner.kind,
        "owner_number": grant.owner.number,
        "record_id": grant.record_id,
        "type_code": grant.type_code,
        "agency": grant.agency,
        "purpose": grant.purpose,
        "procedure_code": grant.procedure_code,
        "dossier_code": grant.dossier_code,
        "basis": grant.basis,
        "reason": grant.reason,
        "given_by": grant.given_by,
        "given_at": grant.given_at,
        "valid_from": grant.valid_from,
        "valid_until": grant.valid_until,
        "withdrawn_at": grant.withdrawn_at,
        "withdrawn_by": grant.withdrawn_by,
    }


def _grant(row: Row[Any]) -> Grant:
    return Grant(
        id=GrantId(row.id),
        owner=Owner(kind=OwnerKind(row.owner_kind), number=row.owner_number),
        record_id=RecordId(row.record_id) if row.record_id else None,
        type_code=row.type_code,
        agency=row.agency,
        purpose=GrantPurpose(row.purpose),
        procedure_code=row.procedure_code,
        dossier_code=row.dossier_code,
        basis=GrantBasis(row.basis),
        reason=row.reason,
        given_by=row.given_by,
        given_at=row.given_at,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
    )
