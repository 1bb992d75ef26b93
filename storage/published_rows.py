"""Editions of published figures as rows: added, never changed; the ledger has the digest of each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from digitize.indicators.definitions import Code
from digitize.indicators.editions import Edition, PublishedFigure
from digitize.indicators.figures import Figure, Rules
from storage import ledger
from storage.ledger import Event
from storage.schema import ledger_head, published_figures
from storage.turns import take_turns_at_ledger

WHOLE = ""
"""The part that is all of the scope."""


def editions_of(connection: Connection, scope: str, period: str) -> Sequence[Edition]:
    """All that was published of a period, oldest first."""
    table = published_figures
    query = (
        select(table)
        .where(table.c.scope == scope, table.c.period == period)
        .order_by(table.c.edition)
    )
    by_edition: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(query):
        by_edition.setdefault(row.edition, []).append(row)
    return [_edition(rows) for rows in by_edition.values()]


def newest_of(connection: Connection, scope: str, periods: Sequence[str]) -> Mapping[str, Edition]:
    """The last edition of each of these periods that has one."""
    found = {period: editions_of(connection, scope, period) for period in periods}
    return {period: editions[-1] for period, editions in found.items() if editions}


def take_turn(connection: Connection, scope: str, period: str) -> None:
    """One edition of a period is made after the other, by whoever."""
    take_turns_at_ledger(connection, _subject(scope, period))


def ledger_end(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry."""
    row = connection.execute(select(ledger_head)).one()
    return int(row.seq), row.hash


def publish(connection: Connection, edition: Edition, rules: Rules) -> None:
    """An edition and its ledger entry, which says no figure but their digest."""
    rows = list(_rows(edition, rules))
    connection.execute(insert(published_figures), rows)
    figures = [
        [row["part"], row["indicator"], row["numerator"], row["denominator"]] for row in rows
    ]
    data = {
        "edition": edition.number,
        "dossiers": edition.dossiers,
        "late_dossiers": edition.late_dossiers,
        "figures": ledger.digest({"figures": figures}),
    }
    ledger.append(
        connection,
        Event.FIGURES_PUBLISHED,
        _subject(edition.scope, edition.period),
        data=data,
        at=edition.computed_at,
        actor=edition.computed_by,
    )


def _subject(scope: str, period: str) -> str:
    return f"{scope or 'all'} {period}"


def _rows(edition: Edition, rules: Rules) -> Iterator[dict[str, Any]]:
    said = {**asdict(rules), "targets": {str(c): str(v) for c, v in rules.targets.items()}}
    shared = {
        "scope": edition.scope,
        "period": edition.period,
        "edition": edition.number,
        "dossiers": edition.dossiers,
        "late_dossiers": edition.late_dossiers,
        "rules": json.dumps(said, sort_keys=True),
        "computed_at": edition.computed_at,
        "computed_by": edition.computed_by,
        "ledger_seq": edition.ledger_seq,
        "ledger_hash": edition.ledger_hash,
    }
    for part, figures in {WHOLE: edition.figures, **edition.parts}.items():
        for code, published in figures.items():
            yield {
                **shared,
                "part": part,
                "indicator": code.value,
                "numerator": published.figure.numerator,
                "denominator": published.figure.denominator,
                "median": published.figure.median,
                "value": None if published.value is None else str(published.value),
                "points": None if published.points is None else str(published.points),
            }


def _edition(rows: Sequence[Row[Any]]) -> Edition:
    parts: dict[str, dict[Code, PublishedFigure]] = {}
    for row in rows:
        parts.setdefault(row.part, {})[Code(row.indicator)] = _published(row)
    first = rows[0]
    return Edition(
        scope=first.scope,
        period=first.period,
        number=first.edition,
        figures=_in_order(parts.pop(WHOLE)),
        parts={part: _in_order(figures) for part, figures in sorted(parts.items())},
        dossiers=first.dossiers,
        late_dossiers=first.late_dossiers,
        computed_at=first.computed_at,
        computed_by=first.computed_by,
        ledger_seq=first.ledger_seq,
        ledger_hash=first.ledger_hash,
    )


def _in_order(figures: Mapping[Code, PublishedFigure]) -> dict[Code, PublishedFigure]:
    return {code: figures[code] for code in Code if code in figures}


def _published(row: Row[Any]) -> PublishedFigure:
    return PublishedFigure(
        figure=Figure(
            indicator=Code(row.indicator),
            numerator=row.numerator,
            denominator=row.denominator,
            median=row.median,
        ),
        value=None if row.value is None else Decimal(row.value),
        points=None if row.points is None else Decimal(row.points),
    )
