"""Fixtures for every kind of test: where the real scans lie, if they are here at all."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from digitize.ports import OcrEngine
from tests.servers.brokers import (  # noqa: F401
    broker_server,
    rabbitmq_server,
    redis_server,
)
from tests.servers.ceph import s3_server as s3_server
from tests.servers.postgres_fixtures import (  # noqa: F401
    empty_postgres_url,
    migrated_template,
    postgres_server,
    postgres_url,
    postgres_url_of_a_module,
)

settings.register_profile("untimed", deadline=None)  # three processes share two cores
settings.load_profile("untimed")
ROOT = Path(__file__).resolve().parents[1]
_LONGEST = ("acceptance", "hostile", "faults", "integration")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Folders with long files first: one that is begun last leaves all other processes idle."""
    tests = ROOT / "tests"
    ranks = {tests / name: rank for rank, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.parent, len(ranks)))


def _samples_folder() -> Path:
    return Path(os.environ.get("SAMPLES", ROOT.parent / "shared" / "samples"))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real scans; a test that asks for it is skipped where it is absent (they are not in the repository)."""
    folder = _samples_folder()
    if not (folder / "scans").is_dir():
        pytest.skip("the real scans are not beside this checkout (see README, Real scans)")
    return folder


@pytest.fixture(scope="session")
def tesseract() -> Iterator[OcrEngine]:
    """The resident engine, its model loaded once for all tests of a process."""
    # Only for those who ask: most tests read nothing.
    from digitize.ocr.resident import ResidentEngine

    engine = ResidentEngine()
    yield engine
    engine.close()
