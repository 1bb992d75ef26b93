"""What is behind a figure: the dossiers, papers or procedures that it counts, by their codes, a page at a time.

A page goes on where the last one ended, by the rows' own order, and stops as soon as it is full.
"""

import base64
import json
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from digitize.errors import NoSuchCursor
from digitize.indicators.counting import Count
from digitize.indicators.definitions import INDICATORS, Code, Indicator
from digitize.indicators.facts import DossierFacts, PaperFacts
from digitize.indicators.periods import Period, day_in_vietnam
from digitize.indicators.tally import Fact, Slice, Tally, part_of
from storage.cursors import id_in, moment_in
from storage.indicator_rows import Place, dossier_facts
from storage.paper_fact_rows import PaperPlace, paper_facts
from workers.reporting.reports import Reporting
from workers.reporting.rules import fact_rules, paper_rules


class Wanted(StrEnum):
    """Which of those that an indicator asks about."""

    ALL = "all"
    COUNTED = "counted"  # all of it is in the numerator
    MISSING = "missing"  # some of it, or nothing, is


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One dossier, paper or procedure."""

    key: str
    """Code of the dossier or procedure, id of the record; nobody's name or number."""
    day: date | None
    agency: str
    procedure: str
    counter: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindPage:
    items: Sequence[Behind]
    cursor: str | None
    """Where the next page begins; None at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    code: Code
    period: Period
    scope: str
    by: Slice | None = None
    part: str | None = None
    """Which part of the slice `by`: None is all, empty the one that is not known."""
    wanted: Wanted = Wanted.ALL


def behind(reporting: Reporting, asked: Question, *, cursor: str, limit: int) -> BehindPage:
    """Raises `NoSuchCursor`."""
    with (
        reporting.services.database.reading() as connection,
        closing(_rows(connection, reporting, asked, _opened(cursor))) as rows,
    ):
        items: list[Behind] = []
        last = ""
        for place, item in rows:
            if len(items) == limit:
                return BehindPage(items=items, cursor=last)
            items.append(item)
            last = place
    return BehindPage(items=items, cursor=None)


def _rows(
    connection: Connection, reporting: Reporting, asked: Question, after: Sequence[str]
) -> Generator[tuple[str, Behind]]:
    indicator = INDICATORS[asked.code]
    if indicator.of_procedure is not None:
        yield from _procedures(connection, reporting, asked, indicator, after)
        return
    facts = (
        _dossiers(connection, reporting, asked, after)
        if indicator.of_dossier is not None
        else _papers(connection, reporting, asked, after)
    )
    for place, fact in facts:
        if not _is_of_part(fact, asked):
            continue
        count = count_of(indicator, fact)
        if _is_wanted(asked.wanted, count):
            yield place, _item(fact, count)


def count_of(indicator: Indicator, fact: Fact) -> Count:
    """What a fact adds to an indicator; nothing where it counts others."""
    if isinstance(fact, DossierFacts) and indicator.of_dossier is not None:
        return indicator.of_dossier(fact)
    if isinstance(fact, PaperFacts) and indicator.of_paper is not None:
        return indicator.of_paper(fact)
    return 0, 0


def _dossiers(
    connection: Connection, reporting: Reporting, asked: Question, after: Sequence[str]
) -> Generator[tuple[str, DossierFacts]]:
    today = day_in_vietnam(reporting.services.clock())
    rules = fact_rules(reporting.services, reporting.settings, today=today)
    place = None
    if after:
        agency, day, code = _exactly(after, 3)
        place = Place(agency=agency, day=day, code=code)
    for fact in dossier_facts(
        connection, asked.period, agency=asked.scope, rules=rules, after=place
    ):
        yield _closed(fact.agency, fact.received_on.isoformat(), fact.code), fact


def _papers(
    connection: Connection, reporting: Reporting, asked: Question, after: Sequence[str]
) -> Generator[tuple[str, PaperFacts]]:
    rules = paper_rules(reporting.services, reporting.settings)
    place = None
    if after:
        at, record_id = _exactly(after, 2)
        place = PaperPlace(at=moment_in(at), record_id=id_in(record_id))
    for here, fact in paper_facts(
        connection, asked.period, agency=asked.scope, rules=rules, after=place
    ):
        yield _closed(here.at.isoformat(), here.record_id), fact


def _procedures(
    connection: Connection,
    reporting: Reporting,
    asked: Question,
    indicator: Indicator,
    after: Sequence[str],
) -> Generator[tuple[str, Behind]]:
    """There are a few hundred, and what one shows its dossiers show together: all are counted, then told from the last one on."""
    assert indicator.of_procedure is not None
    tally = Tally()
    for _place, fact in _dossiers(connection, reporting, asked, ()):
        if _is_of_part(fact, asked):
            tally.add(fact)
    last = _exactly(after, 1)[0] if after else ""
    for code, procedure in sorted(tally.procedures.items()):
        count = indicator.of_procedure(procedure)
        if code > last and _is_wanted(asked.wanted, count):
            yield (
                _closed(code),
                Behind(
                    key=code,
                    day=None,
                    agency="",
                    procedure=code,
                    counter="",
                    numerator=count[0],
                    denominator=count[1],
                ),
            )


def _is_of_part(fact: Fact, asked: Question) -> bool:
    return asked.by is None or asked.part is None or part_of(fact, asked.by) == asked.part


def _is_wanted(wanted: Wanted, count: Count) -> bool:
    numerator, denominator = count
    if not denominator:
        return False
    if wanted is Wanted.ALL:
        return True
    return (numerator >= denominator) is (wanted is Wanted.COUNTED)


def _item(fact: Fact, count: Count) -> Behind:
    return Behind(
        key=fact.code if isinstance(fact, DossierFacts) else fact.key,
        day=fact.day,
        agency=fact.agency,
        procedure=fact.procedure,
        counter=fact.counter,
        numerator=count[0],
        denominator=count[1],
    )


def _closed(*parts: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _opened(cursor: str) -> Sequence[str]:
    if not cursor:
        return ()
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise NoSuchCursor("no cursor of a list of figures") from error
    if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
        raise NoSuchCursor("no cursor of a list of figures")
    return parts


def _exactly(parts: Sequence[str], count: int) -> Sequence[str]:
    if len(parts) != count:
        raise NoSuchCursor("the cursor of another list")
    return parts
