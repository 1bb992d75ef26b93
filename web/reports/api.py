"""The same for programs: reports, trend, what is behind a figure, editions, files, and totals given by others."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from digitize.access import Right, Viewer
from digitize.indicators.definitions import Code
from digitize.indicators.given_totals import require_adding_up
from digitize.indicators.periods import period_of
from storage.visible import figures_scope
from web.accounts.gate import Gate
from web.api.router import api_router
from web.reports.answers import (
    BehindPageShown,
    EditionShown,
    MonthShown,
    ReportShown,
    behind_shown,
    edition_shown,
    month_shown,
    report_shown,
)
from web.reports.asked import BehindQuery, FiguresQuery
from web.reports.files import XLSX, csv_file, svg_file, xlsx_file
from workers.reporting.behind import behind
from workers.reporting.given import AGENCY, PERIOD, TotalsSaid
from workers.reporting.publishing import publish_period
from workers.reporting.reports import TREND_MONTHS, Reporting

Figures = Annotated[FiguresQuery, Query()]


class TrendQuery(FiguresQuery):
    months: Annotated[int, Field(ge=1, le=36)] = TREND_MONTHS


class ChartQuery(FiguresQuery):
    indicator: Code


class PublicationSaid(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    period: Annotated[str, Field(pattern=PERIOD, max_length=10)]
    agency: Annotated[str, Field(pattern=AGENCY, max_length=35)] = ""


class AddsUp(BaseModel):
    checked: int
    """How many totals were looked at."""


def report_routes(reporting: Reporting, gate: Gate) -> APIRouter:
    needs = Depends(gate.needs(Right.SEE_FIGURES))
    services = reporting.services
    router = api_router(services, gate, tag="indicators", dependencies=[needs])
    viewing = Annotated[Viewer, needs]

    @router.get("/indicators")
    def figures(viewer: viewing, query: Figures) -> ReportShown:
        asked = query.asked(viewer, services.clock)
        return report_shown(reporting.report(asked.period, scope=asked.scope, by=asked.by))

    @router.get("/indicators/trend")
    def trend(viewer: viewing, query: Annotated[TrendQuery, Query()]) -> list[MonthShown]:
        asked = query.asked(viewer, services.clock)
        months = reporting.trend(asked.period, scope=asked.scope, months=query.months)
        return [month_shown(month) for month in months]

    @router.get("/indicators/report.csv", response_class=Response, responses=_file("text/csv"))
    def as_csv(viewer: viewing, query: Figures) -> Response:
        return csv_file(reporting, query.asked(viewer, services.clock))

    @router.get("/indicators/report.xlsx", response_class=Response, responses=_file(XLSX))
    def as_xlsx(viewer: viewing, query: Figures) -> Response:
        return xlsx_file(reporting, query.asked(viewer, services.clock))

    @router.get("/indicators/chart.svg", response_class=Response, responses=_file("image/svg+xml"))
    def as_svg(viewer: viewing, query: Annotated[ChartQuery, Query()]) -> Response:
        return svg_file(reporting, query.asked(viewer, services.clock), query.indicator)

    @router.get("/indicators/{indicator}/behind")
    def what_is_behind(
        viewer: viewing, indicator: Code, query: Annotated[BehindQuery, Query()]
    ) -> BehindPageShown:
        asked = query.asked(viewer, services.clock)
        question = query.question(indicator, asked)
        return behind_shown(behind(reporting, question, cursor=query.cursor, limit=query.limit))

    @router.post("/indicators/editions")
    def publish(viewer: viewing, said: PublicationSaid) -> EditionShown:
        scope = figures_scope(viewer, said.agency)
        edition = publish_period(
            reporting, period_of(said.period), scope=scope, actor=viewer.account
        )
        return edition_shown(edition)

    @router.post("/indicators/given-totals")
    def given_totals(viewer: viewing, said: TotalsSaid) -> AddsUp:
        """Refused with every reason where anything does not add up, or was counted otherwise here."""
        scope, period = figures_scope(viewer, said.agency), period_of(said.period)
        lines = reporting.report(period, scope=scope).lines if said.compares else ()
        require_adding_up(said.given(), {line.indicator.code: line.figure for line in lines})
        return AddsUp(checked=len(said.ratios) + len(said.sums) + len(said.ceilings))

    return router


def _file(media_type: str) -> dict[int | str, dict[str, object]]:
    return {200: {"content": {media_type: {"schema": {"type": "string"}}}}}
