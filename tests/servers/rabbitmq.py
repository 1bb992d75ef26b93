"""A real RabbitMQ in a temporary folder with ports, a cookie and a port mapper of its own, started, killed, emptied.

It runs as whoever runs the tests; no instance of the machine's is needed or disturbed.
"""

import os
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pika

from tests.servers.guardian import note_process
from tests.servers.postgres import HERE, free_port
from tests.servers.waiting import wait_for

START_SECONDS = 120.0
_PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
_GREETING = b"AMQP\x00\x00\x09\x01"
_CONFIGURATION = """
log.file.level = warning
loopback_users = none
"""
_QUEUES = ("digitize-counter", "digitize-backfill")


class RabbitServer:
    def __init__(self, folder: Path, *, host: str = HERE) -> None:
        self.folder, self.port, self.host = folder, free_port(), host
        self._distribution, self._mapper = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@{self.host}:{self.port}/{quote('/', safe='')}"

    def start(self) -> None:
        assert _PROGRAM.exists(), "apt-get install rabbitmq-server"
        (self.folder / "plugins").write_text("[].\n")
        (self.folder / "rabbitmq.conf").write_text(_CONFIGURATION)
        with (self.folder / "said").open("ab") as said:
            self._process = subprocess.Popen(
                [str(_PROGRAM)],
                env=self._environment,
                cwd=self.folder,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        note_process(self.folder, "rabbitmq", self._process.pid)
        wait_for(self._answers, seconds=START_SECONDS)

    def stop(self) -> None:
        """In order; the port mapper, which is a daemon of its own, with it."""
        self._end(signal.SIGTERM)
        subprocess.run(
            ["epmd", "-port", str(self._mapper), "-kill"],
            env=self._environment,
            capture_output=True,
            check=False,
        )

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """As after a power cut: what was confirmed is there again."""
        self.kill()
        self.start()

    def flush(self) -> None:
        """The queues empty, as far as messages are not with a worker."""
        with pika.BlockingConnection(pika.URLParameters(self.url)) as connection:
            for queue in _QUEUES:
                with suppress(pika.exceptions.ChannelClosedByBroker):  # nobody declared it yet
                    connection.channel().queue_purge(queue)

    @property
    def _environment(self) -> dict[str, str]:
        own = {
            "RABBITMQ_NODENAME": f"test{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": self.host,
            "RABBITMQ_NODE_PORT": self.port,
            "RABBITMQ_DIST_PORT": self._distribution,
            "ERL_EPMD_PORT": self._mapper,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": self.folder / "mnesia",
            "RABBITMQ_LOG_BASE": self.folder / "log",
            "RABBITMQ_ENABLED_PLUGINS_FILE": self.folder / "plugins",
            "RABBITMQ_CONFIG_FILE": self.folder / "rabbitmq.conf",
            "RABBITMQ_PID_FILE": self.folder / "pid",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2",
            "HOME": self.folder,  # where Erlang keeps the cookie
        }
        return os.environ | {name: str(value) for name, value in own.items()}

    def _end(self, number: signal.Signals) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
        self._process.wait()

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self.folder / "said").read_text()
        try:
            with socket.create_connection((self.host, self.port), timeout=5) as line:
                line.sendall(_GREETING)
                return bool(line.recv(1))
        except OSError:
            return False


def start_rabbitmq(folder: Path, *, host: str = HERE) -> RabbitServer:
    """A server in an empty folder, listening."""
    server = RabbitServer(folder, host=host)
    server.start()
    return server
