"""The rooms of reuse and of citizens, for the application to include."""

from collections.abc import Iterator

from fastapi import APIRouter

from web.citizen.api import complaint_routes, own_routes
from web.citizen.complaint_pages import complaint_pages
from web.citizen.pages import own_pages
from web.holdings.asking import AskingRates
from web.records.desk import RecordDesk
from web.reuse.api import reuse_routes
from web.reuse.pages import reuse_pages


def reuse_rooms(desk: RecordDesk) -> Iterator[APIRouter]:
    rates = AskingRates()
    yield reuse_routes(desk, rates)
    yield own_routes(desk)
    yield complaint_routes(desk)
    yield reuse_pages(desk, rates)
    yield own_pages(desk)
    yield complaint_pages(desk)
