"""A request's key into the station that asks; whoever has none that holds is refused before anything is read."""

import hmac
import re
import threading
from datetime import datetime, timedelta

from fastapi import Request

from digitize.errors import StationKeyRefused
from digitize.ports import Clock
from storage.station_keys import key_sha256, station_named_in
from storage.stations import Station, Stations

_BEARER = re.compile(r"bearer +(?P<key>\S+)", re.ASCII | re.IGNORECASE)
_SEEN_EVERY = timedelta(minutes=1)
_NO_HASH = "0" * 64


class Doorkeeper:
    """Lets in who has the key of a station that was not revoked; safe to share between threads."""

    def __init__(self, stations: Stations, *, clock: Clock) -> None:
        self._stations = stations
        self._clock = clock
        self._seen: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def station_of(self, request: Request) -> Station:
        """The station that asks. Raises `StationKeyRefused`; a revoked key ends with the next request."""
        bearer = _BEARER.fullmatch(request.headers.get("authorization", ""))
        return self.station_with(bearer["key"] if bearer else "")

    def station_with(self, key: str) -> Station:
        """The station whose key this is; comparing takes the same time whatever was sent. Raises `StationKeyRefused`."""
        named = station_named_in(key)
        station = self._stations.find(named) if named else None
        kept = station.key_sha256 if station else _NO_HASH
        is_its_key = hmac.compare_digest(key_sha256(key), kept)
        if station is None or station.revoked_at is not None or not is_its_key:
            raise StationKeyRefused(named or "no key")
        self._note_seen(station)
        return station

    def _note_seen(self, station: Station) -> None:
        """A write a minute, not one a request."""
        now = self._clock()
        with self._lock:
            before = self._seen.get(station.id, station.seen_at)
            if before is not None and abs(now - before) < _SEEN_EVERY:
                return
            self._seen[station.id] = now
        self._stations.seen(station.id, at=now)
