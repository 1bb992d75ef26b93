"""A PostgreSQL primary and a standby that has every commit before it is answered; they change places as an operator has them do.

The address names both, and libpq asks for the one that writes. A primary that died never comes back as one: it becomes a
standby of the promoted one, copied anew. Until it follows, the promoted one answers no commit: what was promised is on two
disks at every moment.
"""

import shutil
from pathlib import Path

import psycopg

from storage.database import open_postgres
from tests.servers.postgres import USER, PostgresServer, free_port
from tests.servers.waiting import wait_for

DATABASE = "digitize"
_STANDBYS = "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"


class PostgresPair:
    """Servers in two folders below one that PostgreSQL's user may use. Each method but `stop` leaves both running."""

    def __init__(self, folder: Path, *, host: str, network: str) -> None:
        """`network`: who may come in, besides this machine."""
        self._network = network
        self._primary, self._standby = (
            PostgresServer(_made(folder / name), port=free_port(), host=host) for name in ("a", "b")
        )

    @property
    def ports(self) -> tuple[int, int]:
        return self._primary.port, self._standby.port

    @property
    def address(self) -> str:
        hosts = ",".join(f"{one.host}:{one.port}" for one in (self._primary, self._standby))
        return f"postgresql://{USER}@{hosts}/{DATABASE}?target_session_attrs=read-write"

    def make(self) -> None:
        """Both running, the second following the first, the tables made."""
        primary = self._primary
        primary.make()
        primary.let_in(self._network)
        primary.start()
        primary.create_database(name=DATABASE)
        open_postgres(primary.address(DATABASE)).close()
        names = ", ".join(f"at_{port}" for port in self.ports)
        primary.configure(
            synchronous_standby_names=f"'ANY 1 ({names})'",
            wal_retrieve_retry_interval="200ms",  # by default commits wait 5 s for a standby that looks
        )
        self._follow()
        primary.reload()
        self._wait_until_followed()

    def kill_primary(self) -> None:
        self._primary.kill()
        self._primary.start()
        self._wait_until_followed()

    def restart_primary(self) -> None:
        """In order, as for an update."""
        self._primary.restart()
        self._wait_until_followed()

    def kill_standby(self) -> None:
        self._standby.kill()
        self._standby.start()
        self._wait_until_followed()

    def fail_over(self) -> None:
        """The primary dies for good."""
        self._primary.kill()
        self._standby.promote()
        self._primary, self._standby = self._standby, self._primary
        self._follow()
        self._wait_until_followed()

    def stop(self) -> None:
        for server in (self._primary, self._standby):
            server.stop(mode="immediate")

    def _follow(self) -> None:
        self._standby.follow(self._primary)
        self._standby.start()

    def _wait_until_followed(self) -> None:
        wait_for(self._is_followed)

    def _is_followed(self) -> bool:
        with psycopg.connect(self._primary.address("postgres")) as connection:
            return connection.execute(_STANDBYS).fetchone() == (1,)


def _made(folder: Path) -> Path:
    folder.mkdir()
    shutil.chown(folder, folder.parent.owner(), folder.parent.group())
    return folder
