"""Ceph's S3 service (RGW) for tests: one monitor, object daemons, one gateway, on free loopback ports in a temporary folder.

One object daemon in memory serves the everyday tests; three that write to files serve the fault run. All run as whoever
started them, in sessions of their own, and end with their last user (`guardian.py`).
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.servers.guardian import guarded, start_guardian, start_process, used

ACCESS_KEY = "tests"
SECRET_KEY = "tests-only"
START_SECONDS = 120.0  # many tests may share few cores

_CONFIGURATION = """
[global]
fsid = {fsid}
mon_host = [v2:127.0.0.1:{mon_port}]
mon_initial_members = a
keyring = {folder}/keyring
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
ms_bind_msgr1 = false
run_dir = {folder}
crash_dir = {folder}
admin_socket =
log_file = {folder}/$name.log
auth_allow_insecure_global_id_reclaim = false
osd_pool_default_size = {copies}
osd_pool_default_min_size = {enough_copies}
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data_avail_warn = 1
mon_data_avail_crit = 1
mon_osd_down_out_interval = 30
paxos_propose_interval = 0.05
[mon]
mon_data = {folder}/mon
[osd]
osd_data = {folder}/osd$id
osd_objectstore = {objectstore}
osd_heartbeat_interval = 2
osd_heartbeat_grace = 6
osd_memory_target = 939524096
bluestore_block_size = 6442450944
memstore_device_bytes = 2147483648
osd_class_default_list = *
osd_class_load_list = *
[client.rgw.a]
rgw_frontends = beast endpoint={rgw_host}:{rgw_port} tcp_nodelay=1
rgw_data = {folder}/rgw
rgw_thread_pool_size = 64
rgw_crypt_require_ssl = false
rgw_crypt_s3_kms_backend = testing
rgw_crypt_s3_kms_encryption_keys = kept=YmluCmJvb3N0CmJvb3N0LWJ1aWxkCmNlcGguY29uZgo=
"""
_RIGHTS = {
    "mon.": ("mon", "allow *"),
    "client.admin": ("mon", "allow *", "osd", "allow *"),
    "client.rgw.a": ("mon", "allow rw", "osd", "allow rwx"),
    "osd.": ("mon", "allow profile osd", "osd", "allow *"),
}


@dataclass(frozen=True, kw_only=True)
class S3Server:
    """An S3 service that answers, and the keys to it."""

    endpoint_url: str
    access_key: str = ACCESS_KEY
    secret_key: str = SECRET_KEY


@contextmanager
def shared_s3_server(folder: Path) -> Iterator[S3Server]:
    """The everyday server, in memory: started by the first of several processes that ask for this folder."""
    with used(folder):
        address = folder / "address"
        with (folder / "starting.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not address.exists():
                start_guardian(folder)
                cluster = CephCluster(folder=folder, osds=1, objectstore="memstore")
                cluster.make()
                address.write_text(cluster.endpoint_url)
        yield S3Server(endpoint_url=address.read_text())


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """One server for all test processes of a run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with shared_s3_server(shared / "s3") as server:
        yield server


@contextmanager
def ceph_on_disk(folder: Path, *, host: str = "127.0.0.1") -> Iterator["CephCluster"]:
    """Three object daemons that keep every object three times, for those who kill them."""
    with guarded(folder):
        cluster = CephCluster(folder=folder, osds=3, objectstore="bluestore", rgw_host=host)
        cluster.make()
        yield cluster


@dataclass(kw_only=True)
class CephCluster:
    folder: Path
    osds: int
    objectstore: str
    rgw_host: str = "127.0.0.1"
    mon_port: int = field(default_factory=lambda: _free_port())
    rgw_port: int = field(default_factory=lambda: _free_port())
    _running: dict[str, int] = field(default_factory=dict)

    @property
    def endpoint_url(self) -> str:
        return f"http://{self.rgw_host}:{self.rgw_port}"

    def make(self) -> None:
        """Write what the daemons find at their first start, and start them."""
        self._configuration.write_text(self._configured())
        self._make_keys()
        self._make_monitor()
        self._start("mon", "ceph-mon", "-f", "-i", "a")
        for number in range(self.osds):
            self._make_osd(number)
            self.start_osd(number)
        self._run("radosgw-admin", "user", "create", "--uid=tests", "--display-name=tests",
                  f"--access-key={ACCESS_KEY}", f"--secret-key={SECRET_KEY}")  # fmt: skip
        self.start_gateway()

    def start_gateway(self) -> None:
        self._start("rgw", "radosgw", "-f", "-n", "client.rgw.a")
        self._wait_until(self._answers)

    def kill_gateway(self) -> None:
        self._kill("rgw")

    def start_osd(self, number: int) -> None:
        self._start(f"osd{number}", "ceph-osd", "-f", "-i", str(number))

    def kill_osd(self, number: int) -> None:
        self._kill(f"osd{number}")

    def kill_all(self) -> None:
        """As the power cut ends them all at once."""
        for name in list(self._running):
            self._kill(name)

    def start_all(self) -> None:
        """After `kill_all`."""
        self._start("mon", "ceph-mon", "-f", "-i", "a")
        for number in range(self.osds):
            self.start_osd(number)
        self.start_gateway()

    def wait_until_whole(self, timeout_seconds: float = START_SECONDS) -> None:
        """Until every object has all its copies again."""
        self._wait_until(self._is_whole, timeout_seconds)

    @property
    def _configuration(self) -> Path:
        return self.folder / "ceph.conf"

    def _configured(self) -> str:
        return _CONFIGURATION.format(
            fsid=uuid.uuid4(),
            folder=self.folder,
            objectstore=self.objectstore,
            copies=self.osds,
            enough_copies=min(self.osds, 2),
            mon_port=self.mon_port,
            rgw_host=self.rgw_host,
            rgw_port=self.rgw_port,
        )

    def _make_keys(self) -> None:
        keyring = self.folder / "keyring"
        names = [name for name in _RIGHTS if name != "osd."]
        for name in (*names, *(f"osd.{number}" for number in range(self.osds))):
            rights = _RIGHTS[name if name in _RIGHTS else "osd."]
            pairs = zip(rights[::2], rights[1::2], strict=True)
            caps = [word for pair in pairs for word in ("--cap", *pair)]
            new = () if keyring.exists() else ("-C",)
            self._run("ceph-authtool", *new, str(keyring), "-g", "-n", name, *caps)

    def _make_monitor(self) -> None:
        monmap = str(self.folder / "monmap")
        fsid = self._configuration.read_text().split("fsid = ")[1].split()[0]
        address = f"[v2:127.0.0.1:{self.mon_port}]"
        self._run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", address, monmap)
        self._run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap)

    def _make_osd(self, number: int) -> None:
        name = str(uuid.uuid4())
        (self.folder / f"osd{number}").mkdir()
        self._run("ceph", "osd", "new", name, str(number))
        self._run("ceph-osd", "-i", str(number), "--mkfs", "--osd-uuid", name)

    def _is_whole(self) -> bool:
        answer = self._run("ceph", "health", "--format=json", "--connect-timeout=5")
        return not json.loads(answer)["checks"].keys() & {
            "PG_DEGRADED",
            "OSD_DOWN",
            "PG_AVAILABILITY",
        }

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(self.endpoint_url, timeout=5).close()
        except (URLError, OSError):
            return False
        return True

    def _wait_until(
        self, holds: Callable[[], bool], timeout_seconds: float = START_SECONDS
    ) -> None:
        deadline = time.monotonic() + timeout_seconds
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"Ceph in {self.folder} is not there")
            time.sleep(0.1)

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [program, "-c", self._configuration, *arguments],
            capture_output=True, text=True, check=False, timeout=START_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, f"{program} {arguments}: {done.stderr}"
        return done.stdout

    def _start(self, name: str, program: str, *arguments: str) -> None:
        self._running[name] = start_process(
            self.folder, name, [program, "-c", str(self._configuration), *arguments]
        )

    def _kill(self, name: str) -> None:
        pid = self._running.pop(name)
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
