"""What the pages of figures show, and of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Request, Response

from digitize.access import Viewer
from digitize.errors import DigitizeError
from digitize.indicators.definitions import INDICATORS, Code
from digitize.indicators.figures import printed
from digitize.indicators.periods import day_in_vietnam
from digitize.indicators.rounding import vietnamese
from storage.indicator_rows import agencies
from web.accounts.gate import Gate
from web.pages.rendering import Pages
from web.pages.words import language_of, sentence
from web.problem import status_of
from web.reports.asked import Asked, BehindQuery, periods_to_choose
from workers.reporting.behind import Question, Wanted, behind
from workers.reporting.pictures import Say, parts_chart, trend_chart
from workers.reporting.reports import Line, Part, Report, Reporting
from workers.reporting.tables import SLICES, title_of, value_text

REPORTS = "/reports"
HEADLINES = (Code.SO_HOA_GIAY_TO_GIAI_QUYET, Code.REUSED_DIGITIZED_DATA)
"""What plans have targets for: drawn on the first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDesk:
    reporting: Reporting
    pages: Pages
    gate: Gate


def overview(
    desk: ReportDesk,
    request: Request,
    viewer: Viewer,
    asked: Asked,
    *,
    refused: DigitizeError | None = None,
) -> Response:
    """All indicators of a period, its parts and editions."""
    report = desk.reporting.report(asked.period, scope=asked.scope, by=asked.by)
    return desk.pages.page(
        request,
        "report.html",
        status=200 if refused is None else status_of(refused),
        **_shared(desk, viewer, asked),
        report=report,
        headlines=[report.line(code) for code in HEADLINES],
        parts=[(part, [_of(part, code) for code in HEADLINES]) for part in report.parts],
        charts=[_parts_chart(report, code, saying(request)) for code in HEADLINES],
        can_publish=_can_publish(desk, report),
        refused=refused,
    )


def trend(desk: ReportDesk, request: Request, asked: Asked) -> Response:
    """For the page to fetch after it is shown: the first time it takes a while."""
    months = desk.reporting.trend(asked.period, scope=asked.scope)
    charts = [trend_chart(code, months, say=saying(request)) for code in HEADLINES]
    return desk.pages.part(
        request, "report_trend.html", "trend", months=months, charts=charts, value=value_text
    )


def figure_page(
    desk: ReportDesk, request: Request, viewer: Viewer, query: BehindQuery, code: Code
) -> Response:
    """One indicator: how it comes about, its parts, what is behind it."""
    reporting = desk.reporting
    asked = query.asked(viewer, reporting.services.clock)
    report = reporting.report(asked.period, scope=asked.scope, by=asked.by)
    question = query.question(code, asked)
    return desk.pages.page(
        request,
        "report_figure.html",
        **_shared(desk, viewer, asked),
        report=report,
        line=report.line(code),
        parts=[(part, _of(part, code)) for part in report.parts],
        chart=_parts_chart(report, code, saying(request)),
        question=question,
        part_title=_part_title(reporting, question),
        wanted=Wanted,
        page=behind(reporting, question, cursor=query.cursor, limit=query.limit),
    )


def _part_title(reporting: Reporting, question: Question) -> str:
    if question.by is None or question.part is None:
        return ""
    return reporting.part_title(question.by, question.part)


def figure_trend(desk: ReportDesk, request: Request, asked: Asked, code: Code) -> Response:
    months = desk.reporting.trend(asked.period, scope=asked.scope)
    return desk.pages.part(
        request,
        "report_trend.html",
        "one",
        months=[(month.period, month.lines[code]) for month in months],
        chart=trend_chart(code, months, say=saying(request)),
        value=value_text,
        whole=vietnamese,
    )


def _shared(desk: ReportDesk, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    """What both pages name."""
    rules = desk.reporting.rules
    return {
        "asked": asked,
        "periods": periods_to_choose(desk.reporting.services.clock, asked.period),
        "agencies": _agencies(desk, viewer, asked),
        "slices": SLICES,
        "indicators": INDICATORS,
        "period_title": title_of,
        "value": value_text,
        "printed": lambda figure: printed(figure, rules),
        "whole": vietnamese,
        "base": REPORTS,
    }


def _agencies(desk: ReportDesk, viewer: Viewer, asked: Asked) -> Sequence[tuple[str, str]]:
    """Whose figures an operator may choose; nobody else has a choice."""
    if viewer.agency:
        return ()
    with desk.reporting.services.database.reading() as connection:
        found = {*agencies(connection), *filter(None, [asked.scope])}
    return [(code, desk.reporting.settings.agency_name(code)) for code in sorted(found)]


def _can_publish(desk: ReportDesk, report: Report) -> bool:
    is_over = report.period.last < day_in_vietnam(desk.reporting.services.clock())
    return is_over and (not report.editions or bool(report.changes))


def saying(request: Request) -> Say:
    """What a chart says, in the language of the page it is on or was taken from."""
    return partial(sentence, language_of(request))


def _parts_chart(report: Report, code: Code, say: Say) -> str:
    return parts_chart(code, report.parts, report.line(code), say=say) if report.parts else ""


def _of(part: Part, code: Code) -> Line:
    return next(line for line in part.lines if line.indicator.code is code)
