"""An officer's pages of reuse: what was granted, a demand by law, one paper's preview, its hand-over and the receipt."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from digitize.access import Right, Viewer
from digitize.dossier.checklist import checklist_for
from digitize.reuse.grants import Grant, GrantId, GrantPurpose
from digitize.rows import Owner, OwnerKind
from web.holdings.asking import AskingRates
from web.records.desk import RecordDesk
from web.reuse.requests import (
    AnyType,
    ComponentForm,
    Cursor,
    Dossier,
    DossierForm,
    NumberForm,
    ProcedureForm,
    ReasonForm,
    TypeForm,
    WantedGrant,
    WantedReceipt,
    WantedRecord,
)
from web.reuse.words import WORDS, procedure_words, procedures, state_of
from workers.agency_names import AgencyNames
from workers.reuse import giving, handing, taking
from workers.reuse.places import place_in, place_text
from workers.reuse.standing import standings_of

LINES = 30
_ENTERPRISE = 10
"""Digits of an enterprise code, with or without those of a branch; a person's number has 9 or 12."""


def reuse_pages(desk: RecordDesk, rates: AskingRates) -> APIRouter:
    router = APIRouter(prefix="/reuse", include_in_schema=False)
    _list_page(router, desk, rates)
    _receipt_page(router, desk)
    _grant_pages(router, desk)
    _paper_pages(router, desk)
    return router


def _list_page(router: APIRouter, desk: RecordDesk, rates: AskingRates) -> None:
    services = desk.services
    officer = Annotated[Viewer, Depends(desk.gate.needs(Right.REUSE))]
    kinds = sorted((kind.title, kind.code) for kind in services.types.values())

    @router.get("")
    def granted(
        request: Request,
        viewer: officer,
        dossier: Dossier = "",
        type_code: AnyType = "",
        cursor: Cursor = None,
    ) -> Response:
        found = giving.grants_page(
            services, viewer, dossier_code=dossier, after=place_in(cursor), limit=LINES + 1
        )
        last = found[LINES - 1] if len(found) > LINES else None
        return desk.pages.page(
            request,
            "reuse.html",
            grants=found[:LINES],
            cursor=place_text(last.given_at, last.id) if last else "",
            dossier=dossier,
            type_code=type_code,
            kinds=kinds,
            procedures=procedures(services.checklists),
            **_shared(desk),
        )

    @router.post("")
    def take_by_law(
        viewer: officer,
        owner_number: NumberForm,
        type_code: TypeForm,
        procedure: ProcedureForm,
        dossier: DossierForm,
        reason: ReasonForm,
    ) -> Response:
        rates.take(viewer)
        demand = giving.Demand(
            owner=_owner(owner_number),
            type_code=type_code,
            procedure_code=procedure,
            dossier_code=dossier,
            reason=reason,
        )
        return _to(giving.take_by_law(services, viewer, demand))


def _receipt_page(router: APIRouter, desk: RecordDesk) -> None:
    names = AgencyNames(desk.services)
    officer = Annotated[Viewer, Depends(desk.gate.needs(Right.REUSE))]

    @router.get("/receipts/{wanted}")
    def receipt(request: Request, viewer: officer, wanted: WantedReceipt) -> Response:
        made = handing.hand_over_of(desk.services, viewer, wanted)
        grant = taking.grant_of(desk.services, viewer, made.grant_id)
        return desk.pages.page(
            request,
            "reuse_receipt.html",
            receipt=made,
            grant=grant,
            agency=names.name(made.agency),
            **_shared(desk),
        )


def _grant_pages(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    officer = Annotated[Viewer, Depends(desk.gate.needs(Right.REUSE))]

    @router.get("/{wanted}")
    def one_grant(request: Request, viewer: officer, wanted: WantedGrant) -> Response:
        grant = taking.grant_of(services, viewer, wanted)
        is_open = bool(grant.dossier_code) and grant.is_in_force(services.clock())
        papers = taking.papers_under(services, viewer, grant) if is_open else ()
        return desk.pages.page(
            request,
            "reuse_grant.html",
            grant=grant,
            papers=papers,
            standing=standings_of(services, papers),
            receipts=handing.receipts_of(services, [grant]),
            may_withdraw=grant.basis == "law" and grant.is_in_force(services.clock()),
            **_shared(desk),
        )

    @router.post("/{wanted}/open")
    def open_grant(
        viewer: officer, wanted: WantedGrant, procedure: ProcedureForm, dossier: DossierForm
    ) -> Response:
        grant = taking.open_for(
            services, viewer, wanted, procedure_code=procedure, dossier_code=dossier
        )
        return _to(grant)

    @router.post("/{wanted}/withdraw")
    def withdraw(viewer: officer, wanted: WantedGrant) -> Response:
        return _to(giving.withdraw(services, viewer, GrantId(wanted)))


def _paper_pages(router: APIRouter, desk: RecordDesk) -> None:
    services = desk.services
    officer = Annotated[Viewer, Depends(desk.gate.needs(Right.REUSE))]

    @router.get("/{wanted}/papers/{record}")
    def preview(
        request: Request, viewer: officer, wanted: WantedGrant, record: WantedRecord
    ) -> Response:
        grant = taking.grant_of(services, viewer, wanted)
        opened = taking.preview(services, viewer, grant, record)
        checklist = checklist_for(grant.procedure_code, services.checklists)
        fitting = checklist.of_type(opened.record.type_code) if checklist else ()
        return desk.pages.page(
            request,
            "reuse_preview.html",
            grant=grant,
            record=opened.record,
            page_count=len(opened.document.page_indexes),
            standing=standings_of(services, [opened.record])[opened.record.id],
            items=checklist.items if checklist else (),
            fitting=fitting[0].code if fitting else "",
            may_hand_over=grant.purpose is GrantPurpose.DOSSIER,
            **_shared(desk),
        )

    @router.post("/{wanted}/papers/{record}/hand-over")
    def hand_over(
        viewer: officer, wanted: WantedGrant, record: WantedRecord, component: ComponentForm = ""
    ) -> Response:
        grant = taking.grant_of(services, viewer, wanted)
        made = handing.hand_over(services, viewer, grant, record, component=component)
        return RedirectResponse(f"/reuse/receipts/{made.id}", status_code=303)


def _shared(desk: RecordDesk) -> dict[str, Any]:
    now, checklists = desk.services.clock(), desk.services.checklists
    return {
        "words": WORDS,
        "types": desk.services.types,
        "state_of": lambda grant: state_of(grant, now),
        "procedure": lambda code: procedure_words(code, checklists),
    }


def _to(grant: Grant) -> Response:
    return RedirectResponse(f"/reuse/{grant.id}", status_code=303)


def _owner(number: str) -> Owner:
    digits = number.split("-")[0]
    kind = OwnerKind.ORGANISATION if len(digits) == _ENTERPRISE else OwnerKind.CITIZEN
    return Owner(kind=kind, number=number)
