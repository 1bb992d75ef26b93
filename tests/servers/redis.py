"""A real Redis in a temporary folder, started, killed, emptied; what it holds outlives a restart in order."""

import shutil
import subprocess
from pathlib import Path

import redis as client

from tests.servers.postgres import free_port
from tests.servers.waiting import wait_for

DATABASE = 1


class RedisServer:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/{DATABASE}"

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "apt-get install redis-server"
        options = {"port": self.port, "bind": "127.0.0.1", "dir": self.folder, "save": "''"}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        with (self.folder / "said").open("ab") as said:
            self._process = subprocess.Popen(
                [program, *words, "--appendonly", "yes", "--appendfsync", "no"],
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        wait_for(self._answers)

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait()

    def restart(self) -> None:
        self.stop()
        self.start()

    def flush(self) -> None:
        with client.Redis.from_url(self.url) as connection:
            connection.flushdb()

    def _answers(self) -> bool:
        try:
            with client.Redis(port=self.port) as connection:
                return bool(connection.ping())
        except client.ConnectionError:
            return False


def start_redis(folder: Path) -> RedisServer:
    """A server in an empty folder, listening."""
    server = RedisServer(folder)
    server.start()
    return server
