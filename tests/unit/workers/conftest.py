"""A warehouse on a temporary disk; tests of rows alone take one in memory (`service_factories`)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from workers.services import Services, build_services


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with build_services(Settings(warehouse=tmp_path / "kho", jobs=2)) as opened:
        yield opened
