"""The room of owners: its collaborators in, its routers out."""

from collections.abc import Sequence

from fastapi import APIRouter

from web.accounts.gate import Gate
from web.pages.rendering import Pages
from web.warehouse.api import owner_routes
from web.warehouse.desk import OwnerDesk
from web.warehouse.pages import owner_pages
from workers.services import Services


def owner_room(services: Services, gate: Gate, pages: Pages) -> Sequence[APIRouter]:
    desk = OwnerDesk(services=services, gate=gate, pages=pages)
    return [owner_routes(desk), owner_pages(desk)]
