"""PostgreSQL and RabbitMQ for a measurement: those that the tests start, but with a PostgreSQL that waits for the disk."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.database import Database, open_database, open_postgres
from tests.servers.postgres import PostgresServer, server_folder, start_postgres
from tests.servers.rabbitmq import RabbitServer, start_rabbitmq

_DURABLE = {
    "fsync": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
    "shared_buffers": "'512MB'",
    "max_wal_size": "'4GB'",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterServers:
    postgres: PostgresServer
    rabbitmq: RabbitServer

    def process_ids(self) -> dict[str, int]:
        """The process above all others of each, by name."""
        files = {
            "PostgreSQL": self.postgres.folder / "data" / "postmaster.pid",
            "RabbitMQ": self.rabbitmq.folder / "pid",
        }
        return {name: int(file.read_text().split()[0]) for name, file in files.items()}


@contextmanager
def cluster_servers() -> Iterator[ClusterServers]:
    """Both running, empty; stopped and gone afterwards."""
    with durable_postgres() as postgres, rabbitmq() as broker:
        yield ClusterServers(postgres=postgres, rabbitmq=broker)


@contextmanager
def durable_postgres() -> Iterator[PostgresServer]:
    folder = server_folder()
    server = start_postgres(folder)
    try:
        server.configure(**_DURABLE)
        server.restart()
        yield server
    finally:
        server.stop(mode="immediate")
        shutil.rmtree(folder)


@contextmanager
def rabbitmq() -> Iterator[RabbitServer]:
    with tempfile.TemporaryDirectory(prefix="rabbitmq-") as name:
        server = start_rabbitmq(Path(name))
        try:
            yield server
        finally:
            server.stop()


def databases(folder: Path) -> Iterator[tuple[str, AbstractContextManager[Database]]]:
    """A new database of each kind by name, to be opened one after the other."""
    yield "SQLite", closing(open_database(folder / "records.sqlite"))
    with durable_postgres() as server:
        yield "PostgreSQL", closing(open_postgres(server.create_database()))
