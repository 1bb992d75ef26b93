"""Looks at records as rows, for the owners who are told of them, and for counting how many papers somebody opens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, and_, func, insert, or_, select

from digitize.model import RecordId
from digitize.privacy.purposes import OpenPurpose
from digitize.reuse.grants import Grant, GrantId
from digitize.reuse.looks import Look, LookBasis
from storage.purpose_rows import said_of, shown_reason
from storage.schema import accounts, looks

PREVIEW = "preview"


def insert_looks(
    connection: Connection,
    record_ids: Sequence[RecordId],
    *,
    part: str,
    actor: str,
    at: datetime,
    grant: Grant | None = None,
) -> None:
    """In the transaction of their ledger entries. By which right somebody looks follows from the grant, else from the account."""
    agency, basis = _looker(connection, actor)
    shared = {
        "at": at,
        "account": actor,
        "agency": agency,
        "part": part,
        "basis": basis if grant is None else LookBasis(grant.basis),
        "grant_id": grant and grant.id,
        "procedure_code": grant.procedure_code if grant else "",
        "dossier_code": grant.dossier_code if grant else "",
        "reason": grant.reason if grant else "",
    }
    said = {} if grant else said_of(connection, record_ids, actor, at=at)
    rows = [
        {"id": uuid4().hex, "record_id": record_id, **shared, **_why(said.get(record_id))}
        for record_id in record_ids
    ]
    connection.execute(insert(looks), rows)


def looks_at(
    connection: Connection,
    record_id: RecordId,
    *,
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> Sequence[Look]:
    """Those of one record, the newest first; behind the moment and id of one of them."""
    query = select(looks).where(looks.c.record_id == record_id)
    if after is not None:
        at, look_id = after
        query = query.where(or_(looks.c.at < at, and_(looks.c.at == at, looks.c.id < look_id)))
    query = query.order_by(looks.c.at.desc(), looks.c.id.desc()).limit(limit)
    return [_look(row) for row in connection.execute(query)]


def looks_after(connection: Connection, last_id: str, *, limit: int = 1000) -> Sequence[Look]:
    """Everybody's by id, from the one behind this: for the audit."""
    query = select(looks).where(looks.c.id > last_id).order_by(looks.c.id).limit(limit)
    return [_look(row) for row in connection.execute(query)]


def papers_opened_since(
    connection: Connection, account: str, since: datetime, *, but: RecordId
) -> int:
    """How many other papers this person previewed or took out; turning the pages of one is one."""
    query = select(func.count(looks.c.record_id.distinct())).where(
        looks.c.account == account,
        looks.c.at >= since,
        looks.c.record_id != but,
        or_(looks.c.part == PREVIEW, looks.c.part.like("get.%")),
    )
    return int(connection.execute(query).scalar() or 0)


def looked_under(
    connection: Connection,
    grant_id: GrantId,
    record_id: RecordId,
    *,
    account: str,
    since: datetime | None = None,
) -> bool:
    """Did this person preview this paper under this grant?"""
    query = select(looks.c.id).where(
        looks.c.record_id == record_id,
        looks.c.grant_id == grant_id,
        looks.c.account == account,
        looks.c.part == PREVIEW,
    )
    if since is not None:
        query = query.where(looks.c.at >= since)
    return connection.execute(query.limit(1)).first() is not None


def _why(purpose: OpenPurpose | None) -> Mapping[str, str]:
    """What was said before a sensitive paper was opened, for its owner to read."""
    if purpose is None:
        return {}
    return {"dossier_code": purpose.said.dossier_code, "reason": shown_reason(purpose.said)}


def _looker(connection: Connection, actor: str) -> tuple[str, LookBasis]:
    query = select(accounts.c.agency, accounts.c.owner_number).where(accounts.c.id == actor)
    row = connection.execute(query).one_or_none()
    if row is None:
        return "", LookBasis.HOUSE
    if row.owner_number is not None:
        return "", LookBasis.SELF
    return row.agency, LookBasis.AGENCY if row.agency else LookBasis.HOUSE


def _look(row: Row[Any]) -> Look:
    return Look(
        id=row.id,
        record_id=RecordId(row.record_id),
        at=row.at,
        account=row.account,
        agency=row.agency,
        part=row.part,
        basis=LookBasis(row.basis),
        grant_id=GrantId(row.grant_id) if row.grant_id else None,
        procedure_code=row.procedure_code,
        dossier_code=row.dossier_code,
        reason=row.reason,
    )
