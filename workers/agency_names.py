"""Codes of agencies → their names, for people; a code that nobody named stays a code."""

from collections import Counter
from collections.abc import Iterable, Sequence

from config.indicators import load_indicators
from workers.services import Services


class AgencyNames:
    """Names that the province's indicators have (`DIGITIZE_INDICATORS`), and that of the agency whose machine this is."""

    def __init__(self, services: Services) -> None:
        """Raises `BadConfiguration`."""
        settings = services.settings
        told = load_indicators(settings.indicators).agencies
        self._names = {
            settings.agency_code: settings.agency_name,
            **{code: one.name for code, one in told.items()},
        }

    def name(self, code: str) -> str:
        return self._names.get(code, code)

    def choices(self, codes: Iterable[str]) -> Sequence[tuple[str, str]]:
        """Code and name, by name; agencies of the same name are told apart by their codes."""
        named = {code: self.name(code) for code in codes}
        times = Counter(named.values())
        shown = (
            (code, name if times[name] == 1 else f"{name} ({code})") for code, name in named.items()
        )
        return sorted(shown, key=lambda pair: (pair[1], pair[0]))
