"""The whole room of signers: its collaborators in, its routers out."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter

from web.accounts.gate import Gate
from web.pages.rendering import Pages
from web.signing.api import signing_routes
from web.signing.desk import SigningDesk
from web.signing.pages import signing_pages
from workers.services import Services


def signing_room(
    services: Services, gate: Gate, pages: Pages, *, wake: Callable[[], None]
) -> Sequence[APIRouter]:
    """`wake` is told of papers that need no person any more."""
    desk = SigningDesk(services=services, gate=gate, pages=pages, wake=wake)
    return [signing_routes(desk), signing_pages(desk)]
