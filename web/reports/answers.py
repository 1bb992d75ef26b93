"""Reports as the API tells them; decimals are text, so that no reader rounds them again."""

from datetime import date, datetime

from pydantic import BaseModel

from digitize.indicators.definitions import Code, Unit
from digitize.indicators.editions import Change, Edition
from digitize.indicators.figures import Figure
from digitize.indicators.tally import Slice
from workers.reporting.behind import BehindPage
from workers.reporting.reports import Line, Month, Part, Report


class FigureShown(BaseModel):
    indicator: Code
    numerator: int
    denominator: int
    median: int | None
    """Seconds, for the time alone."""


class LineShown(FigureShown):
    number: str
    title: str
    unit: Unit
    numerator_counts: str
    denominator_counts: str
    value: str | None
    """Percent with two decimals, half up (the median in seconds for the time); null where nothing can be said."""
    points: str | None
    max_points: int
    target: str | None
    is_target_met: bool | None


class PartShown(BaseModel):
    part: str
    title: str
    dossiers: int
    papers: int
    indicators: list[LineShown]


class ChangeShown(BaseModel):
    indicator: Code
    before: FigureShown
    after: FigureShown


class EditionShown(BaseModel):
    edition: int
    computed_at: datetime
    computed_by: str
    dossiers: int
    late_dossiers: int
    ledger_seq: int
    ledger_hash: str
    figures: list[FigureShown]


class ReportShown(BaseModel):
    period: str
    first_day: date
    last_day: date
    agency: str
    """Empty for the whole house."""
    dossiers: int
    papers: int
    computed_at: datetime
    indicators: list[LineShown]
    by: Slice | None
    parts: list[PartShown]
    editions: list[EditionShown]
    changes: list[ChangeShown]
    """Against the last edition."""
    late_dossiers: int


class MonthShown(BaseModel):
    month: str
    indicators: list[LineShown]


class BehindShown(BaseModel):
    key: str
    """Code of a dossier or procedure, id of a record."""
    day: date | None
    agency: str
    procedure: str
    counter: str
    numerator: int
    denominator: int


class BehindPageShown(BaseModel):
    items: list[BehindShown]
    cursor: str | None


def report_shown(report: Report) -> ReportShown:
    return ReportShown(
        period=report.period.name,
        first_day=report.period.first,
        last_day=report.period.last,
        agency=report.scope,
        dossiers=report.dossiers,
        papers=report.papers,
        computed_at=report.computed_at,
        indicators=[line_shown(line) for line in report.lines],
        by=report.by,
        parts=[_part(part) for part in report.parts],
        editions=[edition_shown(edition) for edition in report.editions],
        changes=[_change(change) for change in report.changes],
        late_dossiers=report.late_dossiers,
    )


def line_shown(line: Line) -> LineShown:
    indicator = line.indicator
    return LineShown(
        **figure_shown(line.figure).model_dump(),
        number=indicator.number,
        title=indicator.title,
        unit=indicator.unit,
        numerator_counts=indicator.numerator,
        denominator_counts=indicator.denominator,
        value=_text(line.value),
        points=_text(line.points),
        max_points=indicator.max_points,
        target=_text(line.target),
        is_target_met=line.is_met,
    )


def figure_shown(figure: Figure) -> FigureShown:
    return FigureShown(
        indicator=figure.indicator,
        numerator=figure.numerator,
        denominator=figure.denominator,
        median=figure.median,
    )


def edition_shown(edition: Edition) -> EditionShown:
    return EditionShown(
        edition=edition.number,
        computed_at=edition.computed_at,
        computed_by=edition.computed_by,
        dossiers=edition.dossiers,
        late_dossiers=edition.late_dossiers,
        ledger_seq=edition.ledger_seq,
        ledger_hash=edition.ledger_hash,
        figures=[figure_shown(one.figure) for one in edition.figures.values()],
    )


def month_shown(month: Month) -> MonthShown:
    return MonthShown(
        month=month.period.name, indicators=[line_shown(line) for line in month.lines.values()]
    )


def behind_shown(page: BehindPage) -> BehindPageShown:
    items = [
        BehindShown(
            key=one.key,
            day=one.day,
            agency=one.agency,
            procedure=one.procedure,
            counter=one.counter,
            numerator=one.numerator,
            denominator=one.denominator,
        )
        for one in page.items
    ]
    return BehindPageShown(items=items, cursor=page.cursor)


def _part(part: Part) -> PartShown:
    return PartShown(
        part=part.name,
        title=part.title,
        dossiers=part.dossiers,
        papers=part.papers,
        indicators=[line_shown(line) for line in part.lines],
    )


def _change(change: Change) -> ChangeShown:
    return ChangeShown(
        indicator=change.indicator,
        before=figure_shown(change.before),
        after=figure_shown(change.after),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
