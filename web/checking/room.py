"""The whole checking desk: its collaborators in, its routers out."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from fastapi import APIRouter

from config.thresholds import load_thresholds
from storage.desk_rows import DeskRows
from web.accounts.gate import Gate
from web.checking.arranging_api import arranging_routes
from web.checking.claims_api import claim_routes
from web.checking.deciding_api import deciding_routes
from web.checking.desk import CheckingDesk
from web.checking.documents_api import document_routes
from web.checking.pages import checking_pages
from web.checking.pictures_api import picture_routes
from web.pages.rendering import Pages
from workers.pool import ChildPool
from workers.services import Services

DRAFTS_KEPT = timedelta(days=30)
"""Whoever comes back to a paper later than that reads it anew."""


def checking_room(
    services: Services,
    gate: Gate,
    pages: Pages,
    *,
    looking: ChildPool,
    wake: Callable[[], None],
) -> Sequence[APIRouter]:
    """`looking` has children that decode pages for people; `wake` is told of work that needs no person any more."""
    desk = CheckingDesk(
        services=services,
        gate=gate,
        pages=pages,
        looking=looking,
        options=load_thresholds(),
        wake=wake,
    )
    rooms = (
        document_routes,
        picture_routes,
        deciding_routes,
        arranging_routes,
        claim_routes,
        checking_pages,
    )
    return [room(desk) for room in rooms]


def forget_old(services: Services) -> None:
    """Drafts and claims that nobody came back to."""
    DeskRows(services.database).sweep(before=services.clock() - DRAFTS_KEPT)
