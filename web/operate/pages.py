"""The operator's pages."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.errors import error_of_code
from digitize.model import ScanId
from storage.house_rows import refused_scans
from storage.ledger import Event
from storage.stations import Stations
from web.accounts.gate import Gate
from web.operate.chart import HEIGHT, WIDTH, chart_of
from web.pages.rendering import Pages, is_part
from workers.operating.certificates import certificates
from workers.operating.failures import resting, set_aside, try_again
from workers.operating.house import hourly, house
from workers.operating.settings_shown import shown_settings
from workers.operating.trainings import trainings
from workers.services import Services

PAGE = 50
CHARTS = ((Event.PAGE_READ, "Trang đã đọc"), (Event.RECORD_FILED, "Giấy tờ đã vào kho"))


def operate_pages(services: Services, pages: Pages, gate: Gate) -> APIRouter:
    needs = Depends(gate.needs(Right.OPERATE))
    router = APIRouter(prefix="/operate", include_in_schema=False, dependencies=[needs])
    operator = Annotated[Viewer, needs]

    @router.get("")
    def overview(request: Request) -> Response:
        found = house(services)
        hours = hourly(found.hours, until=services.clock())
        shown: dict[str, Any] = {
            "house": found,
            "charts": [(title, chart_of(hours, event)) for event, title in CHARTS],
            "size": (WIDTH, HEIGHT),
            "now": services.clock(),
        }
        if is_part(request):
            return pages.part(request, "operate.html", "house", **shown)
        return pages.page(request, "operate.html", **shown)

    @router.get("/failures")
    def failures(
        request: Request,
        after: Annotated[str, Query(max_length=64)] = "",
        again: Annotated[str, Query(max_length=80)] = "",
    ) -> Response:
        refused = refused_scans(
            services.database, after=ScanId(after) if after else None, limit=PAGE + 1
        )
        return pages.page(
            request,
            "operate_failures.html",
            aside=set_aside(services),
            resting=resting(services),
            refused=refused[:PAGE],
            cursor=refused[PAGE - 1].scan_id if len(refused) > PAGE else "",
            sentence_of=lambda code: error_of_code(code).message,
            again=again,
        )

    @router.post("/failures/again")
    def again(
        viewer: operator, subject: Annotated[str, Form(min_length=1, max_length=80)]
    ) -> Response:
        try_again(services, subject, actor=viewer.account)
        return RedirectResponse(f"/operate/failures?again={subject[:12]}", status_code=303)

    @router.get("/stations")
    def stations(request: Request) -> Response:
        found = Stations(services.database).all()
        return pages.page(request, "operate_stations.html", stations=found, now=services.clock())

    @router.get("/upkeep")
    def upkeep(request: Request) -> Response:
        return pages.page(
            request,
            "operate_upkeep.html",
            house=house(services),
            certificates=certificates(services.settings.warehouse / "keys"),
            trainings=trainings(services),
            now=services.clock(),
        )

    @router.get("/settings")
    def settings(request: Request) -> Response:
        return pages.page(
            request, "operate_settings.html", settings=shown_settings(services.settings)
        )

    return router
