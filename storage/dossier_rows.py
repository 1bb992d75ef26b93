"""Dossiers of other systems as rows: told again and again, each change a version; what was filed here is kept through all of them.

Each change is one transaction with its ledger entry, which has the digest of what was said and none of its words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, tuple_, update

from digitize.access import Viewer
from digitize.codec import to_json
from digitize.errors import NotFound
from digitize.model import RecordId
from digitize.one_stop import Component, Dossier, DossierStatus, KnownDossier, Result
from storage import ledger
from storage.database import Database
from storage.dossier_values import (
    component_of,
    component_values,
    dossier_of,
    dossier_values,
    result_of,
    result_values,
)
from storage.ledger import Event
from storage.schema import dossier_components, dossier_results, dossiers
from storage.turns import take_turns_at_dossier
from storage.visible import dossiers_of

P = TypeVar("P", Component, Result)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFilter:
    """Which dossiers a list has; what is None narrows nothing."""

    procedure_code: str | None = None
    status: DossierStatus | None = None
    received_from: date | None = None
    received_to: date | None = None
    changed_from: datetime | None = None


class Dossiers:
    """The dossiers of a warehouse. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tell(self, said: Dossier, *, at: datetime, actor: str) -> KnownDossier:
        """What a system says of a dossier; the same said again changes nothing."""
        with self._database.writing() as connection:
            return tell(connection, said, at=at, actor=actor)

    def find(self, agency: str, code: str) -> KnownDossier | None:
        with self._database.reading() as connection:
            return find_dossier(connection, agency, code)

    def get(self, code: str, *, viewer: Viewer) -> KnownDossier:
        """Raises `NotFound`, the same for another agency's as for none."""
        with self._database.reading() as connection:
            found = _read(connection, and_(dossiers.c.code == code, dossiers_of(viewer)))
        if not found:
            raise NotFound(f"dossier {code}")
        return found[0]

    def page(
        self, viewer: Viewer, wanted: DossierFilter, *, after: str | None, limit: int
    ) -> Sequence[KnownDossier]:
        """The viewer's dossiers by code, those behind `after`."""
        with self._database.reading() as connection:
            conditions = [dossiers_of(viewer), *_conditions(wanted)]
            if after is not None:
                conditions.append(dossiers.c.code > after)
            return _read(connection, and_(*conditions), limit=limit)


def tell(connection: Connection, said: Dossier, *, at: datetime, actor: str) -> KnownDossier:
    """As `Dossiers.tell`, in the connection's transaction."""
    take_turns_at_dossier(connection, said.agency, said.code)
    before = find_dossier(connection, said.agency, said.code)
    if before is not None:
        said = _with_held(said, before.dossier)
        if said == before.dossier:
            return before
    known = KnownDossier(
        dossier=said,
        version=1 if before is None else before.version + 1,
        said_at=at if before is None else before.said_at,
        changed_at=at,
    )
    _put(connection, known, is_new=before is None)
    _say(connection, Event.DOSSIER_TOLD, known, before=before, at=at, actor=actor)
    return known


def find_dossier(connection: Connection, agency: str, code: str) -> KnownDossier | None:
    """The dossier with its components and results."""
    found = _read(connection, and_(dossiers.c.agency == agency, dossiers.c.code == code))
    return found[0] if found else None


def dossiers_naming(connection: Connection, record_id: RecordId) -> Sequence[tuple[str, str]]:
    """Agency and code of each dossier that has this record for a component or a result."""
    of_components = select(dossier_components.c.agency, dossier_components.c.dossier_code).where(
        dossier_components.c.record_id == record_id
    )
    of_results = select(dossier_results.c.agency, dossier_results.c.dossier_code).where(
        dossier_results.c.record_id == record_id
    )
    found = {(row.agency, row.dossier_code) for row in connection.execute(of_components)}
    found |= {(row.agency, row.dossier_code) for row in connection.execute(of_results)}
    return sorted(found)


def keep_held(connection: Connection, held: Dossier, *, at: datetime) -> KnownDossier:
    """What this house holds of a dossier (record ids of components and results), as a version of its own. Raises `NotFound`."""
    take_turns_at_dossier(connection, held.agency, held.code)
    before = find_dossier(connection, held.agency, held.code)
    if before is None:
        raise NotFound(f"dossier {held.code}")
    now = _with_held(before.dossier, held)
    if now == before.dossier:
        return before
    known = replace(before, dossier=now, version=before.version + 1, changed_at=at)
    _put(connection, known, is_new=False)
    _say(connection, Event.DOSSIER_PAPERS, known, before=before, at=at, actor=ledger.SYSTEM)
    return known


def _with_held(dossier: Dossier, held: Dossier) -> Dossier:
    """With the records that were linked to what it names, and to what it does not name (any longer)."""
    return replace(
        dossier,
        components=_merged(dossier.components, held.components),
        results=_merged(dossier.results, held.results),
    )


def _merged(said: Sequence[P], held: Sequence[P]) -> tuple[P, ...]:
    records = {one.code: one for one in held if one.record_id is not None}
    merged = tuple(_with_record(one, records.get(one.code)) for one in said)
    named = {one.code for one in said}
    return merged + tuple(one for code, one in records.items() if code not in named)


def _with_record(one: P, held: P | None) -> P:
    if held is None:
        return one
    with_it = replace(one, record_id=held.record_id, filed_at=held.filed_at)
    if isinstance(with_it, Component) and isinstance(held, Component) and held.reuse:
        # Handed over here: a system that does not know of it yet cannot unsay it.
        return replace(with_it, reuse=with_it.reuse or held.reuse)
    return with_it


def _put(connection: Connection, known: KnownDossier, *, is_new: bool) -> None:
    one = known.dossier
    values = dossier_values(known)
    if is_new:
        connection.execute(insert(dossiers).values(agency=one.agency, code=one.code, **values))
    else:
        this = (dossiers.c.agency == one.agency) & (dossiers.c.code == one.code)
        connection.execute(update(dossiers).where(this).values(**values))
    for table, rows in (
        (dossier_components, component_values(one)),
        (dossier_results, result_values(one)),
    ):
        of_it = (table.c.agency == one.agency) & (table.c.dossier_code == one.code)
        connection.execute(delete(table).where(of_it))
        if rows:
            connection.execute(insert(table), rows)


def _say(
    connection: Connection,
    event: Event,
    known: KnownDossier,
    *,
    before: KnownDossier | None,
    at: datetime,
    actor: str,
) -> None:
    one = known.dossier
    was_complete = before is not None and before.dossier.is_complete
    data = {
        "agency": one.agency,
        "version": known.version,
        "status": one.status,
        "completed": one.is_complete and not was_complete,
        "components": len(one.components),
        "results": len(one.results),
        "said": ledger.digest(to_json(one).decode()),
    }
    ledger.append(connection, event, one.code, data=data, at=at, actor=actor)


def _read(
    connection: Connection, condition: ColumnElement[bool], *, limit: int | None = None
) -> Sequence[KnownDossier]:
    query = select(dossiers).where(condition).order_by(dossiers.c.code, dossiers.c.agency)
    rows = connection.execute(query.limit(limit)).all()
    keys = [(row.agency, row.code) for row in rows]
    components, results = _components(connection, keys), _results(connection, keys)
    return [
        dossier_of(
            row,
            components=tuple(components.get((row.agency, row.code), ())),
            results=tuple(results.get((row.agency, row.code), ())),
        )
        for row in rows
    ]


def _components(
    connection: Connection, keys: Sequence[tuple[str, str]]
) -> Mapping[tuple[str, str], Sequence[Component]]:
    table = dossier_components
    query = select(table).where(tuple_(table.c.agency, table.c.dossier_code).in_(keys))
    found: dict[tuple[str, str], list[Component]] = {}
    for row in connection.execute(query.order_by(table.c.ordinal)):
        found.setdefault((row.agency, row.dossier_code), []).append(component_of(row))
    return found


def _results(
    connection: Connection, keys: Sequence[tuple[str, str]]
) -> Mapping[tuple[str, str], Sequence[Result]]:
    table = dossier_results
    query = select(table).where(tuple_(table.c.agency, table.c.dossier_code).in_(keys))
    found: dict[tuple[str, str], list[Result]] = {}
    for row in connection.execute(query.order_by(table.c.ordinal)):
        found.setdefault((row.agency, row.dossier_code), []).append(result_of(row))
    return found


def _conditions(wanted: DossierFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.procedure_code is not None:
        conditions.append(dossiers.c.procedure_code == wanted.procedure_code)
    if wanted.status is not None:
        conditions.append(dossiers.c.status == wanted.status)
    if wanted.received_from is not None:
        conditions.append(dossiers.c.received_day >= wanted.received_from.isoformat())
    if wanted.received_to is not None:
        conditions.append(dossiers.c.received_day <= wanted.received_to.isoformat())
    if wanted.changed_from is not None:
        conditions.append(dossiers.c.changed_at >= wanted.changed_from)
    return conditions
