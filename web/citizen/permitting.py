"""The citizen's page on which several papers are permitted at once: the same agency, procedure and time for each."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.errors import RequestInvalid
from digitize.model import RecordId
from digitize.reuse.grants import GrantPurpose
from storage.agencies import known_agencies
from web.citizen.shared import OwnDesk, shared
from web.pages.times import VIETNAM
from web.reuse.requests import (
    AgencyForm,
    Cursor,
    NoDossierForm,
    ProcedureForm,
    RecordsForm,
    end_of,
)
from web.reuse.words import procedures
from workers.reuse import giving, own_records
from workers.reuse.places import place_in

CHOICES = 30
_USUAL_DAYS = 30


def permitting_pages(desk: OwnDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get("/own-grants/new")
    def choose(request: Request, viewer: owner, cursor: Cursor = None) -> Response:
        found = own_records.own_papers(services, viewer, after=place_in(cursor), limit=CHOICES)
        usable = [one for one in found.items if one.standing.may_be_used and one.is_kept]
        return desk.pages.page(
            request,
            "own_permit.html",
            papers=usable,
            cursor=found.cursor,
            **permit_form(desk),
            **shared(desk),
        )

    @router.post("/own-grants")
    def give(
        viewer: owner,
        records: RecordsForm,
        agency: AgencyForm,
        procedure: ProcedureForm,
        until: Annotated[str, Form(max_length=10)],
        purpose: Annotated[GrantPurpose, Form()] = GrantPurpose.DOSSIER,
        dossier: NoDossierForm = "",
    ) -> Response:
        wish = giving.Wish(
            agency=agency,
            purpose=purpose,
            procedure_code=procedure,
            valid_until=end_of(day_said(until)),
            dossier_code=dossier,
        )
        giving.give_several(services, viewer, wish, [RecordId(one) for one in records])
        return RedirectResponse("/own-grants", status_code=303)

    return router


def permit_form(desk: OwnDesk) -> dict[str, Any]:
    """What the form of a grant offers."""
    services = desk.services
    with services.database.reading() as connection:
        codes = known_agencies(connection)
    today = services.clock().astimezone(VIETNAM).date()
    return {
        "agencies": desk.agencies.choices(codes),
        "procedures": procedures(services.checklists),
        "today": today,
        "usual": today + timedelta(days=_USUAL_DAYS),
        "latest": today + timedelta(days=services.settings.grant_days - 1),
    }


def day_said(said: str) -> date:
    """Raises `RequestInvalid` for what no browser's input sends."""
    try:
        return date.fromisoformat(said)
    except ValueError as fault:
        raise RequestInvalid("day") from fault
