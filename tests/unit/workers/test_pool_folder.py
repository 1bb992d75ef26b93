"""A pool's folder goes with it; that of a killed process goes with the next pool, that of a living one stays."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workers.pool_folder import PoolFolder

HOLD = """
import sys, time
from pathlib import Path
from workers.pool_folder import PoolFolder
folder = PoolFolder(Path(sys.argv[1]))
(folder.path / "page.png").write_bytes(b"somebody's paper")
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def other(tmp_path: Path) -> subprocess.Popen[str]:
    """Another process with a folder and a page in it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def pages(root: Path) -> list[Path]:
    return list(root.rglob("page.png"))


def test_a_folder_goes_with_its_pool(tmp_path: Path) -> None:
    folder = PoolFolder(tmp_path)
    (folder.path / "page.png").write_bytes(b"")
    folder.remove()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_swept(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert pages(tmp_path)
    PoolFolder(tmp_path).remove()
    assert not pages(tmp_path)


def test_the_folder_of_a_living_process_stays(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    PoolFolder(tmp_path).remove()
    assert pages(tmp_path)


def test_a_killed_process_leaves_no_lock_either(
    tmp_path: Path, other: subprocess.Popen[str]
) -> None:
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    PoolFolder(tmp_path).remove()
    assert list(tmp_path.iterdir()) == []
