"""A real PostgreSQL server in a temporary folder, started, stopped, killed, followed by a standby.

It forgets the disk (`fsync=off`): what is tested is the program. Where root runs the tests the server runs as `postgres`, since
it refuses to be root.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import psycopg

from tests.servers.guardian import note_process
from tests.servers.process_tree import descendants, kill
from tests.servers.waiting import wait_for

USER = "digitize"
HERE = "127.0.0.1"
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "'64MB'",
    "autovacuum": "off",
    "max_wal_senders": "4",
}


class PostgresServer:
    """Started by `start`, gone with `stop`; its databases are named by address."""

    def __init__(self, folder: Path, *, port: int, host: str = HERE) -> None:
        self.folder, self.port, self.host = folder, port, host
        self._data = folder / "data"
        self._names = count(1)

    def address(self, database: str) -> str:
        return f"postgresql://{USER}@{self.host}:{self.port}/{database}"

    def make(self) -> None:
        """A cluster in its folder, not started yet."""
        self._run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self._configure_place()
        self.configure(**_SETTINGS)

    def configure(self, **settings: str) -> None:
        """Taken up by the next start."""
        with (self._data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def let_in(self, network: str) -> None:
        """Clients and standbys of more than this machine; taken up by the next start."""
        with (self._data / "pg_hba.conf").open("a") as file:
            file.write(f"host all,replication all {network} trust\n")

    def start(self) -> None:
        self._control("start", "-l", str(self.folder / "log"))
        note_process(self.folder, "postgres", self._pid)

    def stop(self, *, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)

    def restart(self, *, mode: str = "fast") -> None:
        self._control("restart", "-m", mode, "-l", str(self.folder / "log"))
        note_process(self.folder, "postgres", self._pid)

    def kill(self) -> None:
        """All its processes at once, as a power cut would."""
        first = self._pid
        os.kill(first, signal.SIGSTOP)  # or it would start another while its children are counted
        everybody = [first, *descendants(first)]
        kill(everybody)
        wait_for(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in everybody))
        # Dead, but perhaps not reaped yet, and for the next start that is "another postmaster".
        (self._data / "postmaster.pid").unlink()

    def reload(self) -> None:
        self._control("reload")

    def promote(self) -> None:
        """A standby is the primary from now on."""
        self._control("promote")

    def standby(self, folder: Path) -> "PostgresServer":
        """A second server that follows this one; it only reads until it is promoted. Not started yet."""
        other = PostgresServer(folder, port=free_port(), host=self.host)
        other.follow(self)
        return other

    def follow(self, primary: "PostgresServer") -> None:
        """A copy of that server that follows it, in place of what was here; not started yet."""
        shutil.rmtree(self._data, ignore_errors=True)
        source = f"host={primary.host} port={primary.port} user={USER}"
        self._run("pg_basebackup", "-R", "-c", "fast", "--no-sync", "-d", source)
        self._configure_place()

    def wait_for(self, primary: "PostgresServer") -> None:
        """Until this standby has all that the primary has committed so far."""
        with psycopg.connect(primary.address("postgres")) as connection:
            written = connection.execute("SELECT pg_current_wal_lsn()").fetchone()
        caught_up = "SELECT pg_last_wal_replay_lsn() >= %s"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            while connection.execute(caught_up, written).fetchone() != (True,):
                time.sleep(0.02)

    def create_database(
        self, *, template: str | None = None, space: str = "", name: str = ""
    ) -> str:
        """The address of a new database: empty, or a copy."""
        name = name or f"test_{next(self._names)}"
        copied = f" TEMPLATE {template}" if template else ""
        kept = f" TABLESPACE {space}" if space else ""
        self._say(f"CREATE DATABASE {name}{copied}{kept}")
        return self.address(name)

    def drop_database(self, address: str) -> None:
        self._say(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")

    @property
    def _pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def _configure_place(self) -> None:
        """What no two servers share."""
        self.configure(
            port=str(self.port),
            listen_addresses=f"'{self.host}'",
            unix_socket_directories="''",
            cluster_name=f"at_{self.port}",
        )

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
