"""A real PostgreSQL server in a temporary folder, started, stopped, followed by a standby.

It forgets the disk (`fsync=off`): what is tested is the program. Where root runs the tests the server runs as `postgres`, since
it refuses to be root.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import psycopg

USER = "digitize"
_SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "'64MB'",
    "autovacuum": "off",
    "max_wal_senders": "4",
}


class PostgresServer:
    """Started by `start`, gone with `stop`; its databases are named by address."""

    def __init__(self, folder: Path, *, port: int) -> None:
        self.folder, self.port = folder, port
        self._data = folder / "data"
        self._names = count(1)

    def address(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def make(self) -> None:
        """A cluster in its folder, not started yet."""
        self._run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.configure(port=str(self.port), unix_socket_directories=f"'{self.folder}'", **_SETTINGS)

    def configure(self, **settings: str) -> None:
        """Taken up by the next start."""
        with (self._data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self) -> None:
        self._control("start", "-l", str(self.folder / "log"))

    def stop(self, *, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)

    def restart(self, *, mode: str = "fast") -> None:
        self._control("restart", "-m", mode, "-l", str(self.folder / "log"))

    def promote(self) -> None:
        """A standby is the primary from now on."""
        self._control("promote")

    def standby(self, folder: Path) -> "PostgresServer":
        """A second server that follows this one; it only reads until it is promoted. Not started yet."""
        other = PostgresServer(folder, port=free_port())
        source = f"host=127.0.0.1 port={self.port} user={USER}"
        other._run("pg_basebackup", "-R", "-c", "fast", "--no-sync", "-d", source)
        other.configure(port=str(other.port), unix_socket_directories=f"'{folder}'")
        return other

    def wait_for(self, primary: "PostgresServer") -> None:
        """Until this standby has all that the primary has committed so far."""
        with psycopg.connect(primary.address("postgres")) as connection:
            written = connection.execute("SELECT pg_current_wal_lsn()").fetchone()
        caught_up = "SELECT pg_last_wal_replay_lsn() >= %s"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            while connection.execute(caught_up, written).fetchone() != (True,):
                time.sleep(0.02)

    def create_database(self, *, template: str | None = None, space: str = "") -> str:
        """The address of a new database: empty, or a copy."""
        name = f"test_{next(self._names)}"
        copied = f" TEMPLATE {template}" if template else ""
        kept = f" TABLESPACE {space}" if space else ""
        self._say(f"CREATE DATABASE {name}{copied}{kept}")
        return self.address(name)

    def drop_database(self, address: str) -> None:
        self._say(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _control(self, action: str, *options: str) -> None:
        self._run("pg_ctl", action, "-w", "-s", *options)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*_as_another(), str(binaries() / program), "-D", str(self._data), *arguments]
        # A server keeps what it inherits: with a pipe this would wait for it.
        with (self.folder / "said").open("ab") as said:
            done = subprocess.run(command, stdout=said, stderr=said, cwd=self.folder, check=False)
        assert done.returncode == 0, (self.folder / "said").read_text()


def start_postgres(folder: Path) -> PostgresServer:
    """A server in an empty folder, listening."""
    server = PostgresServer(folder, port=free_port())
    server.make()
    server.start()
    return server


def server_folder() -> Path:
    """An empty folder that the server's user may use."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    return folder


def binaries() -> Path:
    """Debian keeps them beside each version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    assert on_path, "apt-get install postgresql"
    return Path(on_path).parent


def _version(initdb: Path) -> int:
    return int(initdb.parts[-3])


def _as_another() -> list[str]:
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] * (
        os.getuid() == 0
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
