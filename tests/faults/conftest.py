"""How long a run of random kills is: few of them every day, many by `make test-faults`, as all that takes its time."""

import pytest

EVERYDAY_KILLS = 15
EVERYDAY_SEED = 20261122
FAULTS, DOCUMENTS = 300, 500


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, help="processes killed in one run")
    parser.addoption("--faults", type=int, default=FAULTS, help="faults of a province in one run")
    parser.addoption("--documents", type=int, default=DOCUMENTS, help="papers that meet them")
    parser.addoption("--kill-seed", type=int, help="what they die of is drawn from it")


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    # The options are known only to a run of this folder alone; pytest reads no deeper conftest.py before it starts.
    return request.config.getoption("--kills", default=None) or EVERYDAY_KILLS


@pytest.fixture
def kill_seed(request: pytest.FixtureRequest) -> int:
    return request.config.getoption("--kill-seed", default=None) or EVERYDAY_SEED


@pytest.fixture
def faults(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--faults", default=FAULTS))


@pytest.fixture
def documents(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--documents", default=DOCUMENTS))


@pytest.fixture
def whole_run(request: pytest.FixtureRequest) -> None:
    """For tests of more than ten seconds."""
    if request.config.getoption("--kills", default=None) is None:
        pytest.skip("part of make test-faults")
