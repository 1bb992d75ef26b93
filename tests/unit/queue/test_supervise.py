"""The parent of workers, with workers that do nothing but live and die."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.counter_rig import wait_until

HOUSE = """
import os, signal, sys, time
from pathlib import Path
from workers.queue.supervise import Supervisor

folder = Path(sys.argv[1])

def live(*, holder, is_sweeping):
    (folder / f"{holder.rpartition('/')[2]}-{os.getpid()}").write_text(str(int(is_sweeping)))
    asked = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append(1))
    while len(asked) < int(sys.argv[2]):
        time.sleep(0.01)
    return 0

house = Supervisor(live, processes=2, drain_seconds=float(sys.argv[3]))
sys.exit(0 if house.run(ended=lambda holder, code: None) else 1)
"""


@contextmanager
def house(folder: Path, *, asks: int = 1, drain: float = 60.0) -> Iterator[subprocess.Popen[bytes]]:
    """Two workers that end when they were asked so often."""
    words = [sys.executable, "-c", HOUSE, str(folder), str(asks), str(drain)]
    process = subprocess.Popen(words, start_new_session=True)
    try:
        wait_until(lambda: len(list(folder.iterdir())) == 2)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def lives(folder: Path) -> dict[str, list[int]]:
    """Place → pids of those who lived there."""
    found: dict[str, list[int]] = {}
    for path in folder.iterdir():
        place, _, pid = path.name.partition("-")
        found.setdefault(place, []).append(int(pid))
    return found


def test_a_dead_worker_is_replaced_and_its_sibling_lives_on(tmp_path: Path) -> None:
    with house(tmp_path) as process:
        (first,), (second,) = lives(tmp_path)["0"], lives(tmp_path)["1"]
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: len(lives(tmp_path)["0"]) == 2)
        os.kill(second, 0)
        assert lives(tmp_path)["1"] == [second]
        process.terminate()
        assert process.wait(30) == 0


def test_one_of_them_sweeps(tmp_path: Path) -> None:
    with house(tmp_path):
        assert sorted(path.read_text() for path in tmp_path.iterdir()) == ["0", "1"]


def test_workers_that_take_too_long_are_asked_again(tmp_path: Path) -> None:
    with house(tmp_path, asks=2, drain=0.3) as process:
        process.terminate()
        assert process.wait(30) == 1


@pytest.mark.parametrize("asks", [2, 1000], ids=["they hear the second", "they hear nothing"])
def test_whoever_asks_again_and_again_is_obeyed(tmp_path: Path, asks: int) -> None:
    with house(tmp_path, asks=asks) as process:
        while process.poll() is None:
            process.terminate()
            time.sleep(0.5)  # two signals at once are one
        assert process.wait() == 1
