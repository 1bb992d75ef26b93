"""Settings that would loop, lose files or send papers in clear are refused before anything is touched."""

from pathlib import Path

import pytest

from digitize.errors import BadConfiguration, StationBusy
from tests.station_double import KEY
from tests.station_factories import options_for
from workers.station.backoff import Backoff
from workers.station.lock import spool_lock

SERVER = "https://sohoa.example.vn"


def test_the_station_is_the_one_its_key_names(tmp_path: Path) -> None:
    assert options_for(tmp_path, server=SERVER).station == "quay-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"station_spool": "scans/spool"},
        {"station_folder": "spool/scans"},
        {"station_sent": "scans"},
        {"station_sent": "."},
        {"station_sent": "spool/sent"},
        {"station_key": "secret"},
        {"station_key": ""},
        {"station_dossier_pattern": "("},
        {"station_server": "http://sohoa.example.vn"},
        {"station_server": ""},
    ],
    ids=str,
)
def test_a_dangerous_choice_is_refused(changes: dict[str, str], tmp_path: Path) -> None:
    paths = {
        name: tmp_path / value
        for name, value in changes.items()
        if name in ("station_spool", "station_folder", "station_sent")
    }
    server = changes.get("station_server", SERVER)
    others = {name: value for name, value in changes.items() if name != "station_server"}
    with pytest.raises(BadConfiguration):
        options_for(tmp_path, server=server, **(others | paths))


def test_the_key_is_not_in_what_a_refusal_says(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as refusal:
        options_for(tmp_path, server=SERVER, station_key=KEY + "!")
    assert KEY[-20:] not in refusal.value.detail


def test_clear_text_may_go_to_this_machine(tmp_path: Path) -> None:
    for host in ("127.0.0.1:8787", "localhost", "[::1]:80"):
        assert options_for(tmp_path, server=f"http://{host}").server == f"http://{host}"


def test_one_station_at_a_time_works_on_a_spool(tmp_path: Path) -> None:
    with spool_lock(tmp_path), pytest.raises(StationBusy), spool_lock(tmp_path):
        pass
    with spool_lock(tmp_path):
        pass


def test_waits_grow_to_a_minute_and_are_never_all_alike() -> None:
    backoff = Backoff()
    waits = [backoff.next_seconds() for _ in range(40)]
    assert all(0.5 * min(60, 2.0**n) <= wait <= min(60, 2.0**n) for n, wait in enumerate(waits))
    assert len(set(waits)) == len(waits)
    backoff.reset()
    assert backoff.next_seconds() <= 1
