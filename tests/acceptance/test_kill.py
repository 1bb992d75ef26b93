"""`kill -9` at any moment: the same command again finishes the rest, repeats nothing, doubles nothing."""

import os
import random
import signal
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.conftest import COMMAND, Digitize

KILLS = 6


@pytest.mark.slow
def test_killed_runs_end_as_one_run_would(
    digitize: Digitize, demo_scans: Path, tmp_path: Path
) -> None:
    scans = [path for path in sorted(demo_scans.iterdir()) if path.name[:2] in {"01", "02", "06"}]
    command = [COMMAND, "run", *scans, "--warehouse", tmp_path / "killed", "--json"]
    moments = random.Random(20261122)
    for _ in range(KILLS):
        kill_after(command, seconds=moments.uniform(0.8, 6.0))
    last = digitize(*command[1:])
    whole = digitize("run", *scans, "--warehouse", tmp_path / "whole", "--json")
    assert outcome(last.lines) == outcome(whole.lines)
    killed = digitize("audit", "--warehouse", tmp_path / "killed", "--json").lines[0]
    clean = digitize("audit", "--warehouse", tmp_path / "whole", "--json").lines[0]
    assert (killed["ok"], killed["problems"]) == (True, [])
    assert (killed["pages"], killed["scans"]) == (clean["pages"], clean["scans"])


def kill_after(command: list, *, seconds: float) -> None:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def outcome(lines: list[dict]) -> list[tuple]:
    return [
        (line["document"], line["source"], line["status"], line["record"], line["type"])
        for line in lines
    ]
