"""The room's routes: pages and API over one `Reporting`, which keeps the months that were counted."""

from collections.abc import Iterator

from fastapi import APIRouter

from web.accounts.gate import Gate
from web.pages.rendering import Pages
from web.reports.api import report_routes
from web.reports.desk import ReportDesk
from web.reports.pages import report_pages
from workers.reporting.reports import Reporting
from workers.services import Services


def report_room(services: Services, gate: Gate, pages: Pages) -> Iterator[APIRouter]:
    """Raises `BadConfiguration` where the file of indicators cannot be read."""
    reporting = Reporting(services)
    yield report_routes(reporting, gate)
    yield report_pages(ReportDesk(reporting=reporting, pages=pages, gate=gate))
