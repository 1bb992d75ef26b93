"""The first page: where somebody's work is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from digitize.access import Viewer
from web.accounts.gate import Gate
from web.pages.places import PLACES
from web.pages.refusals import PASSWORD
from workers.accounts.signing_in import SignedIn

ACCOUNT = "/account"


def home_pages(gate: Gate) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def home(found: Annotated[SignedIn, Depends(gate.anybody())]) -> Response:
        if found.account.must_change:
            return RedirectResponse(PASSWORD, status_code=303)
        return RedirectResponse(_first_place(found.account.viewer), status_code=303)

    return router


def _first_place(viewer: Viewer) -> str:
    return next((place.address for place in PLACES if viewer.may(place.right)), ACCOUNT)
