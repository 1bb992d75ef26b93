"""A period, whose figures, by what they are parted → the report that pages, API, files and the command line print alike."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from config.indicators import IndicatorSettings
from digitize.indicators.definitions import INDICATORS, Code, Indicator
from digitize.indicators.editions import Change, Edition, changes
from digitize.indicators.figures import Figure, Rules, is_target_met, points_of, value_of
from digitize.indicators.periods import Period, day_in_vietnam, months_until
from digitize.indicators.tally import Fact, PartedTally, Slice, Tally, parted
from storage import indicator_rows, paper_fact_rows
from storage.indicator_rows import count_late, dossier_facts
from storage.paper_fact_rows import paper_facts
from storage.published_rows import editions_of, ledger_end
from workers.reporting.rules import fact_rules, indicator_settings, paper_rules
from workers.services import Services

TREND_MONTHS = 12
_MONTHS_KEPT = 600
"""Of a trend's months in memory: a province's agencies over half a year; a month is about 2 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An indicator as a report prints it."""

    indicator: Indicator
    figure: Figure
    value: Decimal | None
    points: Decimal | None
    target: Decimal | None
    is_met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str
    """Code of the agency or procedure, the commune, counter or officer; empty where it is not known."""
    title: str
    lines: Sequence[Line]
    dossiers: int
    papers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    period: Period
    scope: str
    """Code of the agency; empty for the whole house."""
    title: str
    """Its name."""
    by: Slice | None
    lines: Sequence[Line]
    parts: Sequence[Part]
    dossiers: int
    papers: int
    computed_at: datetime
    ledger_end: tuple[int, str]
    """Number and hash of the last entry that it could know of."""
    editions: Sequence[Edition]
    """What was published of the period, oldest first."""
    changes: Sequence[Change]
    """Against the last edition."""
    late_dossiers: int
    """How many came after it."""

    def line(self, code: Code) -> Line:
        return next(line for line in self.lines if line.indicator.code is code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    period: Period
    lines: Mapping[Code, Line]


@dataclass(slots=True)
class _Kept:
    """Months that were counted, each as long as nothing in it changed."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    months: dict[tuple[str, str], tuple[object, Mapping[Code, Figure]]] = field(
        default_factory=dict
    )


class Reporting:
    """The reports of a house; safe to share between threads."""

    def __init__(self, services: Services) -> None:
        """Raises `BadConfiguration`."""
        self.services = services
        self.settings: IndicatorSettings = indicator_settings(services)
        self._kept = _Kept()

    @property
    def rules(self) -> Rules:
        return self.settings.rules

    def report(self, period: Period, *, scope: str, by: Slice | None = None) -> Report:
        """As of now. Raises `TotalsDoNotAdd` where parts do not make their whole, and `StoreUnavailable`."""
        now = self.services.clock()  # before it is looked: what is told of later is late
        with self.services.database.reading() as connection:
            return self._report(connection, period, scope=scope, by=by, now=now)

    def _report(
        self, connection: Connection, period: Period, *, scope: str, by: Slice | None, now: datetime
    ) -> Report:
        found = parted(self.facts(connection, period, scope=scope), by)
        editions = editions_of(connection, scope, period.name)
        last = editions[-1] if editions else None
        late = count_late(connection, period, agency=scope, since=last.computed_at) if last else 0
        return Report(
            period=period,
            scope=scope,
            title=self.settings.agency_name(scope) if scope else "",
            by=by,
            lines=self.lines(found.whole.figures()),
            parts=self._parts(found),
            dossiers=found.whole.dossiers,
            papers=found.whole.papers,
            computed_at=now,
            ledger_end=ledger_end(connection),
            editions=editions,
            changes=changes(last, found.whole.figures()) if last else (),
            late_dossiers=late,
        )

    def trend(self, until: Period, *, scope: str, months: int = TREND_MONTHS) -> Sequence[Month]:
        """The months that end with the period's last one, oldest first."""
        with self.services.database.reading() as connection:
            said = paper_fact_rows.said_of_older(connection)
        return [
            Month(period=month, lines=self._by_code(self._figures_of(month, scope, said)))
            for month in months_until(until, months)
        ]

    def facts(self, connection: Connection, period: Period, *, scope: str) -> Iterator[Fact]:
        """Dossiers received and papers filed in the period."""
        today = day_in_vietnam(self.services.clock())
        dossiers = fact_rules(self.services, self.settings, today=today)
        yield from dossier_facts(connection, period, agency=scope, rules=dossiers)
        papers = paper_rules(self.services, self.settings)
        for _place, paper in paper_facts(connection, period, agency=scope, rules=papers):
            yield paper

    def lines(self, figures: Mapping[Code, Figure]) -> Sequence[Line]:
        return [self._line(figure) for figure in figures.values()]

    def part_title(self, by: Slice, name: str) -> str:
        if not name:
            return "Chưa rõ"
        return self.settings.agency_name(name) if by in {Slice.AGENCY, Slice.COUNTER} else name

    def _parts(self, found: PartedTally) -> Sequence[Part]:
        if found.by is None:
            return ()
        # What is not known comes last.
        named = sorted(found.parts.items(), key=lambda one: (not one[0], one[0]))
        return [self._part(found.by, name, part) for name, part in named]

    def _part(self, by: Slice, name: str, part: Tally) -> Part:
        return Part(
            name=name,
            title=self.part_title(by, name),
            lines=self.lines(part.figures()),
            dossiers=part.dossiers,
            papers=part.papers,
        )

    def _line(self, figure: Figure) -> Line:
        return Line(
            indicator=INDICATORS[figure.indicator],
            figure=figure,
            value=value_of(figure, self.rules),
            points=points_of(figure, self.rules),
            target=self.rules.targets.get(figure.indicator),
            is_met=is_target_met(figure, self.rules),
        )

    def _by_code(self, figures: Mapping[Code, Figure]) -> Mapping[Code, Line]:
        return {code: self._line(figure) for code, figure in figures.items()}

    def _figures_of(
        self, month: Period, scope: str, said: tuple[int, int, int]
    ) -> Mapping[Code, Figure]:
        """Counted anew where anything of the month changed; what is due after today may become late by the day alone.

        `said` is what was said of older papers, in whichever month they were filed.
        """
        with self.services.database.reading() as connection:
            now = (
                said,
                indicator_rows.fingerprint(connection, month, agency=scope),
                paper_fact_rows.fingerprint(connection, month),
                day_in_vietnam(self.services.clock()),
            )
            key = (scope, month.name)
            with self._kept.lock:
                kept = self._kept.months.get(key)
            if kept is not None and kept[0] == now:
                return kept[1]
            found = parted(self.facts(connection, month, scope=scope), None).whole.figures()
        with self._kept.lock:
            if len(self._kept.months) >= _MONTHS_KEPT:
                self._kept.months.clear()
            self._kept.months[key] = (now, found)
        return found
