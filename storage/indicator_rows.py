"""Dossiers of a period, agency by agency, as the facts that indicators count: streamed side by side, never held all at once.

All questions (indicator_queries.py) give their rows in the same order, so memory is a few hundred rows a question, however long
the period.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from digitize.indicators.facts import Channel, ComponentFacts, DossierFacts, ResultFacts
from digitize.indicators.periods import Period, day_in_vietnam
from digitize.model import RecordId
from digitize.one_stop import Component, Digitisation, DossierFile, Reuse
from digitize.rows import OwnerKind
from digitize.warehouse.life import LifeState
from storage.indicator_queries import COMPONENTS, DOSSIERS, HELD, RESULTS
from storage.schema import batches, dossiers

ROWS_AT_ONCE = 500
_NO_FILES = "[]"
_SOME_RECORD = RecordId("r")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRules:
    """What rows do not say by themselves."""

    today: date
    """What is due after it is not late yet."""
    procedures_without_result: frozenset[str] = frozenset()
    certified_copy_kinds: frozenset[str] = frozenset()
    commune_of: Callable[[str, str], str] = lambda _agency, _counter: ""
    """Agency and counter → commune; empty where it is not known."""
    types_of: Callable[[str, str], frozenset[str]] = lambda _procedure, _component: frozenset()
    """Procedure and component → codes of the document types that are such a paper."""
    last_day_of: Callable[[str, str], date | None] = lambda _type, _fields: None
    """Type and fields (as JSON) of a record → the last day on which it is surely in force; None without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a list of dossiers goes on: behind this one."""

    agency: str
    day: str
    code: str


def dossier_facts(
    connection: Connection,
    period: Period,
    *,
    agency: str,
    rules: FactRules,
    after: Place | None = None,
) -> Iterator[DossierFacts]:
    """By agency, day and code; an empty `agency` is all of them."""
    names = [agency] if agency else _agencies(connection, since=after.agency if after else "")
    for name in names:
        place = after if after is not None and after.agency == name else None
        yield from _of_agency(connection, period, name, rules=rules, after=place)


def count_of(connection: Connection, period: Period, *, agency: str) -> int:
    """How many dossiers were received in the period."""
    return _count(connection, _received(period, agency))


def count_late(connection: Connection, period: Period, *, agency: str, since: datetime) -> int:
    """How many of them nobody had told of by then."""
    return _count(connection, and_(_received(period, agency), dossiers.c.said_at > since))


def agencies(connection: Connection) -> Sequence[str]:
    """Everybody who has dossiers or brought papers."""
    brought = select(batches.c.agency).distinct()
    found = {row.agency for row in connection.execute(brought)}
    return sorted(found.union(_agencies(connection, since="")))


def fingerprint(connection: Connection, period: Period, *, agency: str) -> tuple[int, int]:
    """How many, and their versions summed up: rises whenever a dossier of the period comes or changes, whatever clocks say."""
    query = select(func.count(), func.sum(dossiers.c.version)).where(_received(period, agency))
    count, versions = connection.execute(query).one()
    return int(count), int(versions or 0)


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(dossiers).where(condition)
    return int(connection.execute(query).scalar_one())


def _agencies(connection: Connection, *, since: str) -> Iterator[str]:
    """A step of the key an agency; a DISTINCT would walk every dossier of all years."""
    found: str | None = since
    if since:
        yield since
    while True:
        query = select(func.min(dossiers.c.agency)).where(dossiers.c.agency > (found or ""))
        found = connection.execute(query).scalar()
        if found is None:
            return
        yield found


def _received(period: Period, agency: str) -> ColumnElement[bool]:
    day = dossiers.c.received_day
    within = day.between(period.first.isoformat(), period.last.isoformat())
    return and_(dossiers.c.agency == agency, within) if agency else within


def _of_agency(
    connection: Connection, period: Period, agency: str, *, rules: FactRules, after: Place | None
) -> Iterator[DossierFacts]:
    condition = _received(period, agency)
    if after is not None:
        day, code = dossiers.c.received_day, dossiers.c.code
        condition = and_(condition, or_(day > after.day, and_(day == after.day, code > after.code)))
    components = _Beside(connection, COMPONENTS.where(condition))
    results = _Beside(connection, RESULTS.where(condition))
    held = [_Beside(connection, query.where(condition)) for query in HELD]
    for row in _stream(connection, DOSSIERS.where(condition)):
        yield _facts(
            row,
            components=components.of(row.code),
            results=results.of(row.code),
            held=[paper for papers in held for paper in papers.of(row.code)],
            rules=rules,
            last_day=min(rules.today, period.last),
        )


class _Beside:
    """Rows in the dossiers' own order, given out dossier by dossier."""

    def __init__(self, connection: Connection, query: Select[Any]) -> None:
        self._rows = _stream(connection, query)
        self._next = next(self._rows, None)

    def of(self, code: str) -> Sequence[Row[Any]]:
        found = []
        while self._next is not None and self._next.dossier == code:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    ordered = query.order_by(dossiers.c.received_day, dossiers.c.code)
    with connection.execute(ordered.execution_options(yield_per=ROWS_AT_ONCE)) as rows:
        yield from rows


def _facts(
    row: Row[Any],
    *,
    components: Sequence[Row[Any]],
    results: Sequence[Row[Any]],
    held: Sequence[Row[Any]],
    rules: FactRules,
    last_day: date,
) -> DossierFacts:
    ended = row.decided_at or row.returned_at
    received_on = date.fromisoformat(row.received_day)
    held_types = {one.type_code for one in held if _is_in_force(one, received_on, rules)}
    return DossierFacts(
        code=row.code,
        received_on=received_on,
        agency=row.agency,
        commune=rules.commune_of(row.agency, row.counter),
        procedure=row.procedure_code,
        counter=row.counter,
        officer=row.officer or "",
        channel=Channel(row.way),
        gives_result=row.procedure_code not in rules.procedures_without_result,
        says_digitised=row.says_digitised,
        is_citizen_verified=row.is_account_verified or row.databases != _NO_FILES,
        is_of_citizen=row.owner_kind != OwnerKind.ORGANISATION,
        asked_databases=row.databases != _NO_FILES,
        has_certified_copy=any(
            one.copy_kind.lower() in rules.certified_copy_kinds for one in components
        ),
        owner_had_papers=bool(held),
        components=tuple(
            _component(one, row.procedure_code, held_types, rules) for one in components
        ),
        results=tuple(_result(one, last_day, rules) for one in results),
        due_on=row.due_at and day_in_vietnam(row.due_at),
        finished_on=ended and day_in_vietnam(ended),
        looked_at_on=rules.today,
    )


def _component(
    row: Row[Any], procedure: str, held_types: set[str], rules: FactRules
) -> ComponentFacts:
    types = rules.types_of(procedure, row.code) if held_types else frozenset()
    return _component_facts(
        row.is_mandatory,
        row.digitisation,
        row.reuse,
        row.is_from_store,
        () if row.files == _NO_FILES else tuple(map(_file_flags, json.loads(row.files))),
        row.record_id is not None,
        not types.isdisjoint(held_types),
    )


def _file_flags(said: Mapping[str, Any]) -> tuple[bool, int, bool]:
    return said["is_digitised"], said["reuse"], said["is_from_store"]


@lru_cache(maxsize=4_096)
def _component_facts(
    is_mandatory: bool,  # noqa: FBT001 - a row's columns, told once
    digitisation: int,
    reuse: int,
    is_from_store: bool,  # noqa: FBT001
    files: tuple[tuple[bool, int, bool], ...],
    has_record: bool,  # noqa: FBT001
    was_held: bool,  # noqa: FBT001
) -> ComponentFacts:
    """By the properties of `one_stop.Component`, so that a word means the same here as there."""
    said = Component(
        code="",
        digitisation=Digitisation(digitisation),
        reuse=Reuse(reuse),
        is_from_store=is_from_store,
        files=tuple(
            DossierFile(id="", is_digitised=one, reuse=Reuse(other), is_from_store=stored)
            for one, other, stored in files
        ),
        record_id=_SOME_RECORD if has_record else None,
    )
    return ComponentFacts(
        is_mandatory=is_mandatory,
        has_file=bool(said.files) or has_record,
        is_digitised=said.is_digitised,
        is_reused=said.is_reused,
        is_from_store=said.came_from_store,
        was_held=was_held,
    )


def _result(row: Row[Any], last_day: date, rules: FactRules) -> ResultFacts:
    is_held = row.record_id is not None
    return ResultFacts(
        has_file=bool(row.link) or is_held,
        is_valid=_is_in_force(row, last_day, rules)
        and (row.said_until is None or row.said_until >= last_day.isoformat()),
        is_held_signed=is_held,
        is_synced=bool(row.link),
    )


def _is_in_force(row: Row[Any], day: date, rules: FactRules) -> bool:
    """By what people said of the record, else by its own days; where nothing certain ends it, it is in force."""
    if row.state in _ENDED:
        return False
    if row.is_said:
        return row.valid_until is None or str(row.valid_until) >= day.isoformat()
    last_day = rules.last_day_of(row.type_code, row.fields) if row.fields else None
    return last_day is None or last_day >= day


_ENDED = {LifeState.SUPERSEDED.value, LifeState.REVOKED.value}
