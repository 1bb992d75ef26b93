"""Stations: one key at a time, known by its hash, gone when it is revoked; and every change in the ledger."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from storage_factories import LATER, NOW

from digitize.errors import BadConfiguration, NoSuchStation, StationTaken
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_memory_database, open_postgres
from storage.station_keys import key_sha256, new_key, require_station_id, station_named_in
from storage.stations import Station, Stations


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    is_server = request.param == "postgres"
    opened = (
        open_postgres(request.getfixturevalue("postgres_url"))
        if is_server
        else open_memory_database()
    )
    yield opened
    opened.close()


@pytest.fixture
def stations(database: Database) -> Stations:
    return Stations(database)


def a_station(station_id: str = "quay-1", *, key: str = "key") -> Station:
    return Station(
        id=station_id, agency="H46", name="Quầy 1", key_sha256=key_sha256(key), registered_at=NOW
    )


def test_a_registered_station_is_found(stations: Stations) -> None:
    stations.register(a_station(), actor="an")
    assert stations.find("quay-1") == a_station()
    assert stations.find("quay-2") is None


def test_a_station_in_use_is_not_registered_over(stations: Stations) -> None:
    stations.register(a_station(), actor="an")
    with pytest.raises(StationTaken):
        stations.register(a_station(key="other"), actor="an")
    assert stations.find("quay-1") == a_station()


def test_a_revoked_station_may_have_a_next_key(stations: Stations) -> None:
    stations.register(a_station(), actor="an")
    stations.revoke("quay-1", actor="an", at=LATER)
    stations.register(a_station(key="next"), actor="an")
    assert stations.find("quay-1") == a_station(key="next")


def test_revoking_twice_is_revoking_once(stations: Stations, database: Database) -> None:
    stations.register(a_station(), actor="an")
    stations.revoke("quay-1", actor="an", at=NOW)
    stations.revoke("quay-1", actor="an", at=LATER)
    assert stations.find("quay-1") == replace(a_station(), revoked_at=NOW)
    told = SqlCatalogue(database).ledger(subject="quay-1")
    assert [(entry.event, entry.actor) for entry in told] == [
        ("station.registered", "an"),
        ("station.revoked", "an"),
    ]


def test_revoking_nobody_is_an_error(stations: Stations) -> None:
    with pytest.raises(NoSuchStation):
        stations.revoke("quay-1", actor="an", at=NOW)


def test_stations_are_listed_by_id_with_when_they_were_seen(stations: Stations) -> None:
    for station_id in ("quay-2", "quay-1"):
        stations.register(a_station(station_id), actor="an")
    stations.seen("quay-2", at=LATER)
    listed = [(station.id, station.seen_at) for station in stations.all()]
    assert listed == [("quay-1", None), ("quay-2", LATER)]


def test_a_key_names_its_station_and_is_never_made_twice() -> None:
    first, second = new_key("quay-1"), new_key("quay-1")
    assert station_named_in(first) == station_named_in(second) == "quay-1"
    assert first != second


@given(st.text(max_size=80))
def test_any_text_names_a_station_or_none(text: str) -> None:
    named = station_named_in(text)
    assert named is None or require_station_id(named) == named


@pytest.mark.parametrize("text", ["", "Q1", "-a", "a-", "a_b", "a" * 41, "quầy", "a\n"])
def test_station_ids_are_plain(text: str) -> None:
    with pytest.raises(BadConfiguration):
        require_station_id(text)
