"""Dossiers for other systems at `/api/v1/dossiers`: pushed, asked for, and their results pulled one at a time."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict

from digitize.access import Right, Viewer
from digitize.dossier.checklist import checklist_for
from digitize.errors import RequestInvalid
from digitize.one_stop import DossierStatus
from storage.dossier_rows import DossierFilter, Dossiers
from web.accounts.gate import Gate
from web.api.router import api_router
from web.api.values import Day
from web.exchange.answers import DossierPage, DossierShown, dossier_shown
from web.exchange.reading import dossier_of
from web.exchange.said import DossierCode, DossierSaid, ResultCode
from web.records.downloads import as_attachment
from workers.exchange.dossiers import answer_of, dossier, pull_result, tell
from workers.exchange.papers import follow_a_stretch
from workers.services import Services

_Wanted = Annotated[DossierCode, Path(min_length=1)]
_WantedResult = Annotated[ResultCode, Path(min_length=1)]
_Purpose = Annotated[str, Query(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]


class Narrowed(BaseModel):
    """Which dossiers a list has, in the order of their codes."""

    model_config = ConfigDict(extra="forbid")

    procedure_code: Annotated[str | None, Query(max_length=64)] = None
    status: DossierStatus | None = None
    received_from: Day | None = None
    received_to: Day | None = None
    cursor: Annotated[str, Query(max_length=64)] = ""
    limit: Annotated[int, Query(ge=1, le=200)] = 50


def dossier_routes(services: Services, gate: Gate) -> APIRouter:
    router = api_router(services, gate, tag="dossiers")
    system = Annotated[Viewer, Depends(gate.needs(Right.EXCHANGE))]
    codes = services.one_stop_codes

    @router.post("/dossiers")
    def push(said: DossierSaid, viewer: system) -> DossierShown:
        """A dossier, or what changed of it: all of it is said, and the same said again changes nothing."""
        checklist = checklist_for(said.MaTTHC, services.checklists) if said.MaTTHC else None
        wanted = dossier_of(said, codes=codes, checklist=checklist, viewer=viewer)
        return dossier_shown(tell(services, wanted, viewer=viewer), codes)

    @router.get("/dossiers")
    def listed(wanted: Annotated[Narrowed, Query()], viewer: system) -> DossierPage:
        follow_a_stretch(services)
        found = Dossiers(services.database).page(
            viewer, _filter(wanted), after=wanted.cursor or None, limit=wanted.limit + 1
        )
        shown = found[: wanted.limit]
        return DossierPage(
            items=[dossier_shown(answer_of(services, one), codes) for one in shown],
            cursor=shown[-1].dossier.code if len(found) > wanted.limit else None,
        )

    @router.get("/dossiers/{wanted}")
    def one(wanted: _Wanted, viewer: system) -> DossierShown:
        return dossier_shown(dossier(services, wanted, viewer=viewer), codes)

    @router.get(
        "/dossiers/{wanted}/results/{result}/sealed",
        response_class=Response,
        responses={
            200: {
                "description": "The sealed PDF",
                "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
            }
        },
    )
    def sealed(
        wanted: _Wanted, result: _WantedResult, purpose: _Purpose, viewer: system
    ) -> Response:
        """The sealed PDF of one result; what it is pulled for is in the ledger."""
        part = pull_result(services, wanted, result, purpose=purpose, viewer=viewer)
        return as_attachment(part)

    return router


def _filter(wanted: Narrowed) -> DossierFilter:
    is_backwards = (
        wanted.received_from is not None
        and wanted.received_to is not None
        and wanted.received_to < wanted.received_from
    )
    if is_backwards:
        raise RequestInvalid("received_to before received_from")
    return DossierFilter(
        procedure_code=wanted.procedure_code,
        status=wanted.status,
        received_from=wanted.received_from,
        received_to=wanted.received_to,
    )
