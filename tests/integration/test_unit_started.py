"""The server's unit started as it stands, as far as that goes without a booted systemd.

Its command line and environment, a file system that is read-only but for the state folder, no capability and no way to new
rights. Not tried: its user, its hidden folders, its filters of system calls and address families.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path

import httpx
import pytest

UNIT = Path(__file__).resolve().parents[2] / "deploy" / "systemd" / "digitize.service"
COMMAND = Path(sys.executable).with_name("digitize")
STATE = "/mnt"  # a folder of every Debian, for the state folder inside the server's own view
START_SECONDS = 120.0  # many tests may share few cores
VIEW = """
set -e
mount --bind "$1" {state}
mount -t tmpfs none /var/tmp
mount -o remount,bind,ro /
cd {state}
umask {umask}
shift
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
"""

needs_root = pytest.mark.skipif(
    os.getuid() != 0 or shutil.which("unshare") is None, reason="only root mounts"
)


def said() -> dict[str, str]:
    parser = RawConfigParser(strict=False, comment_prefixes=("#",), delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(UNIT, encoding="utf-8")
    return dict(parser["Service"])


@pytest.fixture
def started(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    unit, state = said(), tmp_path / "state"
    state.mkdir(mode=0o700)
    folder = unit["WorkingDirectory"]
    words = shlex.split(unit["Environment"].replace(folder, STATE))
    environment = dict(word.split("=", 1) for word in words)
    program, *arguments = shlex.split(unit["ExecStart"])
    assert program == "/opt/digitize/bin/digitize"
    view = VIEW.format(state=STATE, umask=unit["UMask"])
    shell = ["unshare", "--mount", "--propagation", "private", "bash", "-c", view, "bash"]
    with (tmp_path / "said").open("wb") as errors:
        process = subprocess.Popen(
            [*shell, str(state), str(COMMAND), *arguments],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
                "DIGITIZE_SERVE_PORT": "0",  # as the environment file may say
                **environment,
            },
            stderr=errors,
        )
    yield process
    process.kill()
    process.wait()


@needs_root
def test_the_server_starts_answers_and_ends_in_order_behind_the_units_walls(
    started: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    address = address_of(started, tmp_path / "said")
    assert httpx.get(f"{address}/readyz").json()["status"] == "ready"
    started.send_signal(signal.SIGTERM)
    assert started.wait(60) == 0
    state = tmp_path / "state"
    assert (state / "catalogue.sqlite").stat().st_mode & 0o077 == 0
    assert "Traceback" not in (tmp_path / "said").read_text()


def address_of(process: subprocess.Popen[bytes], errors: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"http://[^\s\"]+", errors.read_text()):
            return found.group()
        time.sleep(0.1)
    raise AssertionError(f"the server did not start: {errors.read_text()}")
