"""What the room's routes work with."""

from dataclasses import dataclass, field

from web.accounts.gate import Gate
from web.accounts.rates import RateOptions, Rates
from web.pages.rendering import Pages
from workers.services import Services

_TELLING = RateOptions(at_once=10, per_second=1 / 60)
"""All that is held about somebody is looked for in every table, which takes seconds where there are a million papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyDesk:
    services: Services
    gate: Gate
    pages: Pages
    telling: Rates = field(default_factory=lambda: Rates(_TELLING))
    """By account."""
