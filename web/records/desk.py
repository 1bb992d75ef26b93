"""What the routes of search and reading work with."""

from dataclasses import dataclass

from web.accounts.gate import Gate
from web.pages.rendering import Pages
from workers.pool import ChildPool
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDesk:
    services: Services
    gate: Gate
    pages: Pages
    looking: ChildPool
    """Its children decode what people look at."""
