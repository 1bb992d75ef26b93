"""Pages of the person that papers are about, on whatever telephone: what is held, who looked, what is permitted, what is wrong."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.errors import RequestInvalid
from digitize.model import RecordId
from digitize.reuse.grants import GrantId, GrantPurpose
from storage.agencies import known_agencies
from web.pages.times import VIETNAM
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
from web.reuse.words import WORDS, procedure_words, procedures, state_of
from workers.records.reads import Purpose
from workers.reuse import complaining, giving, handing, own_records
from workers.reuse.places import place_in, place_text

CARDS = 12
LOOKS = 20
LINES = 30
_USUAL_DAYS = 30


def own_pages(desk: RecordDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _paper_pages(router, desk)
    _changing_pages(router, desk)
    _grant_pages(router, desk)
    _complaint_page(router, desk)
    return router


def _paper_pages(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    owner = Annotated[Viewer, Depends(desk.gate.needs(Right.OWN_RECORDS))]

    @router.get("/own-papers")
    def papers(request: Request, viewer: owner, cursor: Cursor = None) -> Response:
        found = own_records.own_papers(services, viewer, after=place_in(cursor), limit=CARDS)
        return desk.pages.page(request, "own_papers.html", found=found, **_shared(desk))

    @router.get("/own-papers/{wanted}")
    def paper(
        request: Request, viewer: owner, wanted: WantedRecord, looks: Cursor = None
    ) -> Response:
        found = own_records.own_paper(services, viewer, wanted)
        own_records.look_at_own(services, viewer, found, Purpose.SHOW)
        told = own_records.looks_told(services, found, after=place_in(looks), limit=LOOKS + 1)
        last = told[LOOKS - 1].look if len(told) > LOOKS else None
        with services.database.reading() as connection:
            agencies = known_agencies(connection)
        today = services.clock().astimezone(VIETNAM).date()
        return desk.pages.page(
            request,
            "own_paper.html",
            paper=found,
            me=viewer.account,
            looks=told[:LOOKS],
            cursor=place_text(last.at, last.id) if last else "",
            agencies=agencies,
            procedures=procedures(services.checklists),
            today=today,
            usual=today + timedelta(days=_USUAL_DAYS),
            latest=today + timedelta(days=services.settings.grant_days - 1),
            **_shared(desk),
        )


def _changing_pages(router: APIRouter, desk: RecordDesk) -> None:
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
            valid_until=end_of(_day(until)),
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


def _grant_pages(router: APIRouter, desk: RecordDesk) -> None:
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
            **_shared(desk),
        )


def _complaint_page(router: APIRouter, desk: RecordDesk) -> None:
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
            **_shared(desk),
        )


def _shared(desk: RecordDesk) -> dict[str, Any]:
    now, checklists = desk.services.clock(), desk.services.checklists
    return {
        "words": WORDS,
        "types": desk.services.types,
        "facts": paper_facts,
        "state_of": lambda grant: state_of(grant, now),
        "procedure": lambda code: procedure_words(code, checklists),
    }


_NUMBER_KEYS = ("reference", "certificate_number", "serial_number", "licence_number")


def paper_facts(paper: own_records.OwnPaper) -> tuple[str, date | None]:
    """Number and day of issue, as the paper says; empty and None where it does not."""
    fields = paper.record.fields
    number = next((fields[key] for key in _NUMBER_KEYS if key in fields), "")
    try:
        return number, date.fromisoformat(fields.get("issued_date", ""))
    except ValueError:
        return number, None


def _day(said: str) -> date:
    """Raises `RequestInvalid` for what no browser's input sends."""
    try:
        return date.fromisoformat(said)
    except ValueError as fault:
        raise RequestInvalid("day") from fault
