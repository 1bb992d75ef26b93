"""A RabbitMQ and a Redis a session, started when the first test asks for one; each test finds their queues empty."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.servers.guardian import guarded
from tests.servers.rabbitmq import RabbitServer, start_rabbitmq
from tests.servers.redis import RedisServer, start_redis


class BrokerServer(Protocol):
    port: int

    @property
    def url(self) -> str: ...

    def flush(self) -> None: ...

    def restart(self) -> None: ...


@pytest.fixture(scope="session")
def rabbitmq_server() -> Iterator[RabbitServer]:
    folder = Path(tempfile.mkdtemp(prefix="rabbitmq-"))
    with guarded(folder):
        server = start_rabbitmq(folder)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    folder = Path(tempfile.mkdtemp(prefix="redis-"))
    with guarded(folder):
        server = start_redis(folder)
        yield server
        server.stop()


@pytest.fixture(params=["rabbitmq", "redis"])
def broker_server(request: pytest.FixtureRequest) -> BrokerServer:
    """Each of both in turn, with nothing in its queues."""
    server: BrokerServer = request.getfixturevalue(f"{request.param}_server")
    server.flush()
    return server
