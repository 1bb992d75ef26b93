"""A real Redis in a temporary folder, started, killed, emptied; what it holds outlives a restart in order."""

import shutil
import signal
import subprocess
from pathlib import Path

import redis as client

from tests.servers.guardian import note_process
from tests.servers.postgres import HERE, free_port
from tests.servers.waiting import wait_for

DATABASE = 1


class RedisServer:
    def __init__(self, folder: Path, *, host: str = HERE) -> None:
        self.folder, self.port, self.host = folder, free_port(), host
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://{self.host}:{self.port}/{DATABASE}"

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "apt-get install redis-server"
        options = {"port": self.port, "bind": self.host, "dir": self.folder, "save": "''"}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        with (self.folder / "said").open("ab") as said:
            self._process = subprocess.Popen(
                [
                    program,
                    *words,
                    "--appendonly",
                    "yes",
                    "--appendfsync",
                    "no",
                    "--protected-mode",
                    "no",
                ],
                cwd=self.folder,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        note_process(self.folder, "redis", self._process.pid)
        wait_for(self._answers)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def flush(self) -> None:
        with client.Redis.from_url(self.url) as connection:
            connection.flushdb()

    def _end(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait()

    def _answers(self) -> bool:
        try:
            with client.Redis(host=self.host, port=self.port) as connection:
                return bool(connection.ping())
        except client.ConnectionError:
            return False


def start_redis(folder: Path, *, host: str = HERE) -> RedisServer:
    """A server in an empty folder, listening."""
    server = RedisServer(folder, host=host)
    server.start()
    return server
