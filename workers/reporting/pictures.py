"""Trend and parts of one indicator → charts."""

from collections.abc import Sequence

from digitize.indicators import charts
from digitize.indicators.charts import Chart, Point
from digitize.indicators.definitions import Code
from digitize.indicators.figures import unit_sign
from digitize.indicators.periods import Period
from digitize.indicators.rounding import vietnamese
from digitize.indicators.tally import Slice
from workers.reporting.reports import Line, Month, Part, Reporting
from workers.reporting.tables import title_of

MOST_BARS = 30
"""More are a table's matter."""


def chart_of(
    reporting: Reporting, period: Period, *, scope: str, by: Slice | None, code: Code
) -> str:
    """By parts where it is asked for some, else over twelve months."""
    if by is None:
        return trend_chart(code, reporting.trend(period, scope=scope))
    report = reporting.report(period, scope=scope, by=by)
    return parts_chart(code, report.parts, report.line(code))


def trend_chart(code: Code, months: Sequence[Month]) -> str:
    """SVG of an indicator over months."""
    lines = [month.lines[code] for month in months]
    points = [
        _point(f"{month.period.first:%m/%y}", line)
        for month, line in zip(months, lines, strict=True)
    ]
    title = f"{lines[-1].indicator.title}, {title_of(months[0].period).lower()}"
    return charts.line(
        Chart(
            title=f"{title} – {title_of(months[-1].period).lower()}",
            points=points,
            unit=unit_sign(code),
            target=lines[-1].target,
            key=f"trend_{code}",
        )
    )


def parts_chart(code: Code, parts: Sequence[Part], whole: Line) -> str:
    """SVG of an indicator by parts, those with the most to count first."""
    found = [(part, line) for part in parts for line in part.lines if line.indicator.code is code]
    found.sort(key=lambda one: (-one[1].figure.denominator, one[0].name))
    points = [_point(part.title, line) for part, line in found[:MOST_BARS]]
    return charts.bars(
        Chart(
            title=whole.indicator.title,
            points=points,
            unit=unit_sign(code),
            target=whole.target,
            key=f"parts_{code}",
        )
    )


def _point(label: str, line: Line) -> Point:
    figure = line.figure
    note = f"{vietnamese(figure.numerator)}/{vietnamese(figure.denominator)}"
    return Point(label=label, value=line.value, note=note)
