"""One server a test, in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from web_factories import Client, app_of, key_of_new_station, open_warehouse

from workers.services import Services


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_warehouse(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def client(services: Services) -> Client:
    """A station at the counter."""
    return Client(app_of(services), key_of_new_station(services))
