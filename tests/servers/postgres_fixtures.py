"""One PostgreSQL server a session, started when the first test asks for it; every test has a database of its own in it."""

from collections.abc import Iterator

import pytest

from storage.database import open_postgres
from tests.servers.guardian import guarded
from tests.servers.postgres import PostgresServer, server_folder, start_postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    folder = server_folder()
    with guarded(folder):
        server = start_postgres(folder)
        yield server
        server.stop(mode="immediate")


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> str:
    """Copying a database takes a tenth of the time of making its tables."""
    address = postgres_server.create_database()
    open_postgres(address).close()
    return address.rpartition("/")[2]


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """The address of a database of this test alone, with all tables and no row."""
    address = postgres_server.create_database(template=migrated_template)
    yield address
    postgres_server.drop_database(address)


@pytest.fixture(scope="module")
def postgres_url_of_a_module(
    postgres_server: PostgresServer, migrated_template: str
) -> Iterator[str]:
    """As `postgres_url`, for tests that add to each other's rows."""
    address = postgres_server.create_database(template=migrated_template)
    yield address
    postgres_server.drop_database(address)


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of a database without a table."""
    address = postgres_server.create_database()
    yield address
    postgres_server.drop_database(address)
