"""Stations as rows: which counter may push, by the hash of its key. Each change is one transaction with its ledger entry.

A key that is lost is revoked and the station registered again: its id, and with it its batches, stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from digitize.errors import NoSuchStation, StationTaken
from storage import ledger
from storage.database import Database
from storage.schema import stations
from storage.turns import take_turns_at_station


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    id: str
    agency: str
    """Code of the agency whose papers it pushes; what it may see ends there."""
    name: str
    """What people call it, e.g. `Quầy 3`."""
    key_sha256: str
    registered_at: datetime
    revoked_at: datetime | None = None
    seen_at: datetime | None = None
    """When it last asked for anything, to the minute."""


class Stations:
    """The stations of a warehouse. Errors: those of the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, station: Station, *, actor: str) -> None:
        """A station with its first or, after it was revoked, its next key. Raises `StationTaken`."""
        with self._database.writing() as connection:
            take_turns_at_station(connection, station.id)
            held = _find(connection, station.id)
            if held is not None and held.revoked_at is None:
                raise StationTaken(station.id)
            _put(connection, station, is_new=held is None)
            ledger.append(
                connection,
                "station.registered",
                station.id,
                data={"agency": station.agency, "key": station.key_sha256},
                at=station.registered_at,
                actor=actor,
            )

    def revoke(self, station_id: str, *, actor: str, at: datetime) -> None:
        """Its key opens nothing from now on; said twice is said once. Raises `NoSuchStation`."""
        with self._database.writing() as connection:
            take_turns_at_station(connection, station_id)
            held = _find(connection, station_id)
            if held is None:
                raise NoSuchStation(station_id)
            if held.revoked_at is not None:
                return
            _set(connection, station_id, revoked_at=at)
            ledger.append(connection, "station.revoked", station_id, data={}, at=at, actor=actor)

    def find(self, station_id: str) -> Station | None:
        """The station of this id, revoked ones too."""
        with self._database.reading() as connection:
            return _find(connection, station_id)

    def all(self) -> Sequence[Station]:
        """Every station by id."""
        with self._database.reading() as connection:
            return [_station(row) for row in connection.execute(_ALL)]

    def seen(self, station_id: str, *, at: datetime) -> None:
        """It was heard of; no entry in the ledger, for nothing happened."""
        with self._database.writing() as connection:
            _set(connection, station_id, seen_at=at)


_ALL = select(stations).order_by(stations.c.id)


def _find(connection: Connection, station_id: str) -> Station | None:
    row = connection.execute(select(stations).where(stations.c.id == station_id)).one_or_none()
    return None if row is None else _station(row)


def _put(connection: Connection, station: Station, *, is_new: bool) -> None:
    values = {
        "agency": station.agency,
        "name": station.name,
        "key_sha256": station.key_sha256,
        "registered_at": station.registered_at,
        "revoked_at": None,
    }
    if is_new:
        connection.execute(insert(stations).values(id=station.id, **values))
    else:
        _set(connection, station.id, **values)


def _set(connection: Connection, station_id: str, **values: object) -> None:
    connection.execute(update(stations).where(stations.c.id == station_id).values(**values))


def _station(row: Row[tuple[object, ...]]) -> Station:
    return Station(
        id=row.id,
        agency=row.agency,
        name=row.name,
        key_sha256=row.key_sha256,
        registered_at=row.registered_at,
        revoked_at=row.revoked_at,
        seen_at=row.seen_at,
    )
