"""The room's routes together."""

from collections.abc import Sequence

from fastapi import APIRouter

from web.privacy.demand_pages import demand_pages
from web.privacy.demands_api import demand_routes
from web.privacy.desk import PrivacyDesk
from web.privacy.disposal_api import disposal_routes
from web.privacy.disposal_pages import disposal_pages
from web.privacy.person_api import person_routes
from web.privacy.person_pages import person_pages
from web.privacy.purpose_api import purpose_routes
from web.privacy.purpose_pages import purpose_pages


def privacy_room(desk: PrivacyDesk) -> Sequence[APIRouter]:
    return (
        purpose_routes(desk),
        purpose_pages(desk),
        person_routes(desk),
        person_pages(desk),
        demand_routes(desk),
        demand_pages(desk),
        disposal_routes(desk),
        disposal_pages(desk),
    )
