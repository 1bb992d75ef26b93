"""Who pushed a batch, as colleagues call the person or the counter."""

from collections.abc import Iterable, Mapping

from digitize.rows import Batch
from storage.accounts import Accounts
from storage.stations import Stations
from workers.services import Services

OF_ACCOUNTS = frozenset({"upload", "system"})
"""The channels of what people push from a browser, and programs by the API."""


def names_of_pushers(services: Services, batches: Iterable[Batch]) -> Mapping[tuple[str, str], str]:
    """By channel and id; the id itself where nobody has it any more, nothing for channels that nobody pushes by."""
    wanted = {(batch.channel, batch.station) for batch in batches if batch.station}
    return {(channel, found): _name(services, channel, found) for channel, found in sorted(wanted)}


def _name(services: Services, channel: str, wanted: str) -> str:
    people, stations = Accounts(services.database), Stations(services.database)
    found = people.find(wanted) if channel in OF_ACCOUNTS else stations.find(wanted)
    return found.name if found is not None else wanted
