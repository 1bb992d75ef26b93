"""The manager's pages: a period's indicators, one indicator with its parts and what is behind it, editions, files."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import field_validator

from digitize.access import Right, Viewer
from digitize.errors import NothingNew, PeriodNotOver
from digitize.indicators.periods import period_of
from storage.visible import figures_scope
from web.reports.asked import Asked, BehindQuery, IndicatorCode
from web.reports.desk import (
    REPORTS,
    ReportDesk,
    figure_page,
    figure_trend,
    overview,
    saying,
    trend,
)
from web.reports.files import csv_file, svg_file, xlsx_file
from workers.reporting.given import AGENCY, PERIOD
from workers.reporting.publishing import publish_period


class FormQuery(BehindQuery):
    """As forms and links of the pages send it: an empty choice is none."""

    @field_validator("by", mode="before")
    @classmethod
    def _no_choice(cls, value: object) -> object:
        return value or None


Asking = Annotated[FormQuery, Query()]


def report_pages(desk: ReportDesk) -> APIRouter:
    needs = Depends(desk.gate.needs(Right.SEE_FIGURES))
    clock = desk.reporting.services.clock
    router = APIRouter(prefix=REPORTS, include_in_schema=False, dependencies=[needs])
    viewing = Annotated[Viewer, needs]

    @router.get("")
    def all_figures(request: Request, viewer: viewing, query: Asking) -> Response:
        return overview(desk, request, viewer, query.asked(viewer, clock))

    @router.get("/trend")
    def all_trends(request: Request, viewer: viewing, query: Asking) -> Response:
        return trend(desk, request, query.asked(viewer, clock))

    @router.get("/figures/{indicator}")
    def one_figure(
        request: Request, viewer: viewing, indicator: IndicatorCode, query: Asking
    ) -> Response:
        return figure_page(desk, request, viewer, query, indicator)

    @router.get("/figures/{indicator}/trend")
    def one_trend(
        request: Request, viewer: viewing, indicator: IndicatorCode, query: Asking
    ) -> Response:
        return figure_trend(desk, request, query.asked(viewer, clock), indicator)

    @router.get("/report.csv")
    def as_csv(viewer: viewing, query: Asking) -> Response:
        return csv_file(desk.reporting, query.asked(viewer, clock))

    @router.get("/report.xlsx")
    def as_xlsx(viewer: viewing, query: Asking) -> Response:
        return xlsx_file(desk.reporting, query.asked(viewer, clock))

    @router.get("/figures/{indicator}/chart.svg")
    def as_svg(
        request: Request, viewer: viewing, indicator: IndicatorCode, query: Asking
    ) -> Response:
        asked = query.asked(viewer, clock)
        return svg_file(desk.reporting, asked, indicator, say=saying(request))

    @router.post("/editions")
    def publish(
        request: Request,
        viewer: viewing,
        period: Annotated[str, Form(pattern=PERIOD, max_length=10)],
        agency: Annotated[str, Form(pattern=AGENCY, max_length=35)] = "",
    ) -> Response:
        scope = figures_scope(viewer, agency)
        asked = Asked(period=period_of(period), scope=scope, by=None)
        try:
            publish_period(desk.reporting, asked.period, scope=scope, actor=viewer.account)
        except (PeriodNotOver, NothingNew) as refused:
            return overview(desk, request, viewer, asked, refused=refused)
        return RedirectResponse(f"{REPORTS}?{asked.address()}", status_code=303)

    return router
