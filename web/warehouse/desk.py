"""What the routes of owners work with."""

from dataclasses import dataclass

from web.accounts.gate import Gate
from web.pages.rendering import Pages
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerDesk:
    services: Services
    gate: Gate
    pages: Pages
