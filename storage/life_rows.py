"""What became of papers, as rows: each step that a person said or confirmed, the newest current, with its entry in the ledger.

A step is added only behind the version that was looked at. A record without steps is as its days say; what is said of its days
over those on the paper stays through later steps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from digitize.errors import LostRace
from digitize.model import RecordId
from digitize.warehouse.life import Life, LifeState, require_move, unsaid
from storage import ledger
from storage.ledger import Event
from storage.schema import lives
from storage.turns import take_turns_at_record

MANY = 500
"""Record ids in one question."""


def life_of(connection: Connection, record_id: RecordId) -> Life:
    """As it is now; of version 0 where nothing was said."""
    return lives_of(connection, [record_id])[record_id]


def lives_of(connection: Connection, record_ids: Sequence[RecordId]) -> Mapping[RecordId, Life]:
    """The same of many, by record."""
    found = {record_id: unsaid(record_id) for record_id in record_ids}
    for begin in range(0, len(record_ids), MANY):
        some = list(record_ids[begin : begin + MANY])
        query = select(lives).where(lives.c.record_id.in_(some), lives.c.is_current)
        found |= {RecordId(row.record_id): life_in(row) for row in connection.execute(query)}
    return found


def steps_of(connection: Connection, record_id: RecordId) -> Sequence[Life]:
    """Every step, the first first."""
    query = select(lives).where(lives.c.record_id == record_id).order_by(lives.c.version)
    return [life_in(row) for row in connection.execute(query)]


def move(
    connection: Connection,
    record_id: RecordId,
    after: LifeState,
    *,
    version: int,
    reason: str,
    actor: str,
    at: datetime,
) -> Life:
    """A person says what became of a paper. Raises `LostRace` behind another version, `IllegalMove`."""
    before = _at_version(connection, record_id, version)
    require_move(before.state, after)
    step = replace(before, state=after, reason=reason, set_by=actor)
    return add_step(connection, step, link_id=None, at=at)


def say_validity(
    connection: Connection,
    record_id: RecordId,
    *,
    valid_until: date | None,
    version: int,
    reason: str,
    actor: str,
    at: datetime,
) -> Life:
    """A person who looked says until when it is in force, None for without end. Raises `LostRace`."""
    before = _at_version(connection, record_id, version)
    step = replace(before, is_said=True, valid_until=valid_until, reason=reason, set_by=actor)
    return add_step(connection, step, link_id=link_of_step(connection, before), at=at)


def add_step(connection: Connection, step: Life, *, link_id: str | None, at: datetime) -> Life:
    """Behind `step.version`, whose turn the caller has; the ledger has states and ids, never the words."""
    before = life_of(connection, step.record_id)
    after = replace(step, version=before.version + 1, set_at=at)
    older = update(lives).where(lives.c.record_id == step.record_id, lives.c.is_current)
    connection.execute(older.values(is_current=False))
    connection.execute(insert(lives).values(_values(after, link_id)))
    ledger.append(
        connection,
        Event.LIFE_MOVED,
        after.record_id,
        data={
            "from": before.state,
            "to": after.state,
            "version": after.version,
            "link": link_id,
            "days_said": after.is_said,
        },
        at=at,
        actor=after.set_by,
    )
    return after


def link_of_step(connection: Connection, step: Life) -> str | None:
    """The link that made the paper what it is; None where a person said so, or nobody anything."""
    query = select(lives.c.link_id).where(
        lives.c.record_id == step.record_id, lives.c.version == step.version
    )
    return connection.execute(query).scalar()


def said_by_person(connection: Connection, record_id: RecordId) -> LifeState:
    """What the paper is without its links: as somebody said last, valid where nobody did."""
    query = (
        select(lives.c.state)
        .where(lives.c.record_id == record_id, lives.c.link_id.is_(None))
        .order_by(lives.c.version.desc())
        .limit(1)
    )
    return LifeState(connection.execute(query).scalar() or LifeState.VALID)


def life_in(row: Row[Any]) -> Life:
    """Of a row with the columns of `lives`."""
    return Life(
        record_id=RecordId(row.record_id),
        state=LifeState(row.state),
        version=row.version,
        reason=row.reason,
        set_by=row.set_by,
        set_at=row.set_at,
        is_said=row.is_said,
        valid_until=date.fromisoformat(row.valid_until) if row.valid_until else None,
    )


def _at_version(connection: Connection, record_id: RecordId, version: int) -> Life:
    take_turns_at_record(connection, record_id)
    before = life_of(connection, record_id)
    if before.version != version:
        raise LostRace(f"life of {record_id} is version {before.version}, not {version}")
    return before


def _values(life: Life, link_id: str | None) -> dict[str, object]:
    return {
        "record_id": life.record_id,
        "version": life.version,
        "is_current": True,
        "state": life.state,
        "reason": life.reason,
        "set_by": life.set_by,
        "set_at": life.set_at,
        "link_id": link_id,
        "is_said": life.is_said,
        "valid_until": life.valid_until.isoformat() if life.valid_until else None,
    }
