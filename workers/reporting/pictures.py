"""Trend and parts of one indicator → charts."""

from collections.abc import Callable, Sequence

from digitize.indicators import charts
from digitize.indicators.charts import Chart, Point
from digitize.indicators.definitions import Code
from digitize.indicators.figures import unit_sign
from digitize.indicators.periods import Period
from digitize.indicators.rounding import vietnamese
from digitize.indicators.tally import Slice
from workers.reporting.reports import Line, Month, Part, Reporting
from workers.reporting.tables import title_of

Say = Callable[[str], str]
"""A Vietnamese word or sentence into the reader's language."""
MOST_BARS = 30
"""More are a table's matter."""


def chart_of(
    reporting: Reporting,
    period: Period,
    *,
    scope: str,
    by: Slice | None,
    code: Code,
    say: Say = str,
) -> str:
    """By parts where it is asked for some, else over twelve months."""
    if by is None:
        return trend_chart(code, reporting.trend(period, scope=scope), say=say)
    report = reporting.report(period, scope=scope, by=by)
    return parts_chart(code, report.parts, report.line(code), say=say)


def trend_chart(code: Code, months: Sequence[Month], *, say: Say = str) -> str:
    """SVG of an indicator over months."""
    lines = [month.lines[code] for month in months]
    points = [
        _point(f"{month.period.first:%m/%y}", line)
        for month, line in zip(months, lines, strict=True)
    ]
    first, last = (say(title_of(month.period)).lower() for month in (months[0], months[-1]))
    return charts.line(
        Chart(
            title=f"{say(lines[-1].indicator.title)}, {first} – {last}",
            points=points,
            unit=unit_sign(code),
            target=lines[-1].target,
            key=f"trend_{code}",
            say=say,
        )
    )


def parts_chart(code: Code, parts: Sequence[Part], whole: Line, *, say: Say = str) -> str:
    """SVG of an indicator by parts, those with the most to count first."""
    found = [(part, line) for part in parts for line in part.lines if line.indicator.code is code]
    found.sort(key=lambda one: (-one[1].figure.denominator, one[0].name))
    points = [_point(say(part.title), line) for part, line in found[:MOST_BARS]]
    return charts.bars(
        Chart(
            title=say(whole.indicator.title),
            points=points,
            unit=unit_sign(code),
            target=whole.target,
            key=f"parts_{code}",
            say=say,
        )
    )


def _point(label: str, line: Line) -> Point:
    figure = line.figure
    note = f"{vietnamese(figure.numerator)}/{vietnamese(figure.denominator)}"
    return Point(label=label, value=line.value, note=note)
