"""A request into whoever may push: a station by its key, or a person by a session. Both are viewers, with the rights of their roles.

Which of the two it is, is decided by what the request carries, so that a station with a wrong key is told of its key and a
person whose session ended of that.
"""

import re

from anyio.to_thread import run_sync
from fastapi import Request

from digitize.access import Right, Role, Viewer
from digitize.errors import NotSignedIn, StationKeyRefused
from storage.station_keys import station_named_in
from storage.stations import Station
from web.accounts.cookie import token_in
from web.accounts.gate import Gate, Needs
from web.stations.doorkeeper import Doorkeeper

_BEARER = re.compile(r"bearer +(?P<key>\S+)", re.ASCII | re.IGNORECASE)


class Pushers:
    """Lets in stations and people; safe to share between requests."""

    def __init__(self, doorkeeper: Doorkeeper, gate: Gate) -> None:
        self._doorkeeper = doorkeeper
        self.gate = gate

    def needs(self, right: Right) -> "PusherNeeds":
        """A dependency, as `Gate.needs` for people alone."""
        return PusherNeeds(self, right)

    async def viewer_of(self, request: Request, right: Right) -> Viewer:
        """Raises `StationKeyRefused`, and of people what the gate raises."""
        bearer = _BEARER.fullmatch(request.headers.get("authorization", ""))
        is_person = token_in(request) if bearer is None else not station_named_in(bearer["key"])
        if not is_person:
            return as_viewer(await run_sync(self._doorkeeper.station_of, request))
        try:
            return await self.gate.needs(right)(request)
        except NotSignedIn:
            if bearer is None:
                raise
            raise StationKeyRefused("neither key nor session") from None


class PusherNeeds(Needs):
    """The right that a route needs of stations and people."""

    def __init__(self, pushers: Pushers, right: Right) -> None:
        super().__init__(pushers.gate, right)
        self._pushers = pushers

    async def __call__(self, request: Request) -> Viewer:
        """Raises `StationKeyRefused`, `NotSignedIn`, `RequestForged`, `PasswordMustChange`, `NotAllowed`."""
        viewer = await self._pushers.viewer_of(request, self.right)
        viewer.require(self.right)
        return viewer


def as_viewer(station: Station) -> Viewer:
    """A station among those who ask: it sees the batches of its agency."""
    return Viewer(account=station.id, roles=frozenset({Role.STATION}), agency=station.agency)


def is_station(viewer: Viewer) -> bool:
    return Role.STATION in viewer.roles
