"""How often one account may ask what owners hold: enough for a counter's day and a system's dossiers, too little to fish with.

Asked are numbers of persons; whoever tries them one after the other learns who holds what. So each account has a bucket of its
own, and every question is in the ledger.
"""

from digitize.access import Role, Viewer
from web.accounts.rates import RateOptions, Rates

_PEOPLE = RateOptions(at_once=60, per_second=0.2)
"""A dossier a minute all day long, some questions each, and a rush behind a pause."""
_SYSTEMS = RateOptions(at_once=600, per_second=5.0)
"""A province receives some 1,200 dossiers a day; asked for again and again as they are worked on."""


class AskingRates:
    """Safe to share between threads."""

    def __init__(self, people: RateOptions = _PEOPLE, systems: RateOptions = _SYSTEMS) -> None:
        self._people = Rates(people)
        self._systems = Rates(systems)

    def take(self, viewer: Viewer) -> None:
        """One question. Raises `TooManyAttempts`."""
        rates = self._systems if Role.SYSTEM in viewer.roles else self._people
        rates.take(viewer.account)
