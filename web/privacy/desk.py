"""What the room's routes work with."""

from dataclasses import dataclass

from web.accounts.gate import Gate
from web.pages.rendering import Pages
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyDesk:
    services: Services
    gate: Gate
    pages: Pages
