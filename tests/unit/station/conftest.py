"""A station's folders on a temporary disk, and a server's double beside them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.station_double import ServerDouble, running
from tests.station_factories import options_for
from workers.station.options import StationOptions
from workers.station.spool import Spool


@pytest.fixture
def server() -> Iterator[ServerDouble]:
    with running(ServerDouble()) as double:
        yield double


@pytest.fixture
def options(tmp_path: Path) -> StationOptions:
    """Of a station that nobody answers."""
    return options_for(tmp_path, server="http://127.0.0.1:9")


@pytest.fixture
def spool(options: StationOptions) -> Spool:
    return Spool(options.spool).prepare()
