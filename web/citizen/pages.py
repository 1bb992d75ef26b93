"""Pages of the person that papers are about, on whatever telephone: what is held, who looked, what is permitted, what is wrong."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.model import RecordId
from digitize.reuse.grants import GrantId, GrantPurpose
from web.citizen.permitting import day_said, permit_form, permitting_pages
from web.citizen.shared import OwnDesk, shared
from web.records.desk import RecordDesk
from web.reuse.requests import (
    AgencyForm,
    Cursor,
    NoDossierForm,
    ProcedureForm,
    TextForm,
    WantedGrant,
    WantedRecord,
    end_of,
)
from workers.agency_names import AgencyNames
from workers.records.reads import Purpose
from workers.reuse import complaining, giving, handing, own_records
from workers.reuse.places import place_in, place_text

CARDS = 12
LOOKS = 20
LINES = 30


def own_pages(records: RecordDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    desk = OwnDesk(
        services=records.services,
        gate=records.gate,
        pages=records.pages,
        looking=records.looking,
        agencies=AgencyNames(records.services),
    )
    _paper_pages(router, desk)
    _changing_pages(router, desk)
    _grant_pages(router, desk)
    _complaint_page(router, desk)
    router.include_router(permitting_pages(desk))
    return router


def _paper_pages(router: APIRouter, desk: OwnDesk) -> None:
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get("/own-papers")
    def papers(request: Request, viewer: owner, cursor: Cursor = None) -> Response:
        found = own_records.own_papers(services, viewer, after=place_in(cursor), limit=CARDS)
        return desk.pages.page(request, "own_papers.html", found=found, **shared(desk))

    @router.get("/own-papers/{wanted}")
    def paper(
        request: Request, viewer: owner, wanted: WantedRecord, looks: Cursor = None
    ) -> Response:
        found = own_records.own_paper(services, viewer, wanted)
        own_records.look_at_own(services, viewer, found, Purpose.SHOW)
        told = own_records.looks_told(services, found, after=place_in(looks), limit=LOOKS + 1)
        last = told[LOOKS - 1].look if len(told) > LOOKS else None
        return desk.pages.page(
            request,
            "own_paper.html",
            paper=found,
            me=viewer.account,
            looks=told[:LOOKS],
            cursor=place_text(last.at, last.id) if last else "",
            **permit_form(desk),
            **shared(desk),
        )


def _changing_pages(router: APIRouter, desk: OwnDesk) -> None:
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.post("/own-papers/{wanted}/grants")
    def give(
        viewer: owner,
        wanted: WantedRecord,
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
            record_id=RecordId(wanted),
            dossier_code=dossier,
        )
        giving.give(services, viewer, wish)
        return RedirectResponse("/own-grants", status_code=303)

    @router.post("/own-papers/{wanted}/complaints")
    def complain(viewer: owner, wanted: WantedRecord, said: TextForm) -> Response:
        complaining.complain(services, viewer, wanted, said)
        return RedirectResponse("/own-complaints", status_code=303)

    @router.post("/own-grants/{wanted}/withdraw")
    def withdraw(viewer: owner, wanted: WantedGrant) -> Response:
        giving.withdraw(services, viewer, GrantId(wanted))
        return RedirectResponse("/own-grants", status_code=303)


def _grant_pages(router: APIRouter, desk: OwnDesk) -> None:
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get("/own-grants")
    def grants(request: Request, viewer: owner, cursor: Cursor = None) -> Response:
        own_records.owner_of(viewer)
        found = giving.grants_page(services, viewer, after=place_in(cursor), limit=LINES + 1)
        shown = found[:LINES]
        last = shown[-1] if len(found) > LINES else None
        receipts = handing.receipts_of(services, shown)
        named = [grant.record_id for grant in shown if grant.record_id]
        named += [receipt.record_id for receipt in receipts]
        return desk.pages.page(
            request,
            "own_grants.html",
            grants=shown,
            receipts=receipts,
            titles=own_records.titles_of(services, viewer, named),
            cursor=place_text(last.given_at, last.id) if last else "",
            now=services.clock(),
            **shared(desk),
        )


def _complaint_page(router: APIRouter, desk: OwnDesk) -> None:
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get("/own-complaints")
    def complaints(request: Request, viewer: owner, cursor: Cursor = None) -> Response:
        own_records.owner_of(viewer)
        found = complaining.complaints_page(
            services, viewer, after=place_in(cursor), limit=LINES + 1
        )
        shown = found[:LINES]
        last = shown[-1] if len(found) > LINES else None
        return desk.pages.page(
            request,
            "own_complaints.html",
            complaints=shown,
            titles=own_records.titles_of(services, viewer, [one.record_id for one in shown]),
            cursor=place_text(last.told_at, last.id) if last else "",
            **shared(desk),
        )
