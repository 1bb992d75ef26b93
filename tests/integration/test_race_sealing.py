"""What a run left for people is sealed and filed for the race, at a cost that is said."""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

from running_server import COMMAND
from web_factories import AGENCY

from bench.demo import letter


def said(*words: str | Path, code: int = 0) -> str:
    done = subprocess.run(
        words,
        env={**os.environ, "DIGITIZE_AGENCY_CODE": AGENCY, "OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout.splitlines()[-1]


def test_a_paper_that_waits_is_filed_and_its_cost_is_told(tmp_path: Path) -> None:
    scan, warehouse = tmp_path / "cong-van.pdf", tmp_path / "kho"
    letter(scan, Random("02-cong-van.pdf"))
    said(COMMAND, "run", scan, "--warehouse", warehouse, code=20)
    cost = json.loads(said(sys.executable, "-m", "bench.sealing", warehouse))
    assert cost["sealed"] == 1
    assert cost["cpu_seconds"] > 0
    pages = json.loads(said(COMMAND, "audit", "--json", "--warehouse", warehouse))["pages"]
    assert (pages["received"], pages["filed"], pages["waiting"]) == (2, 2, 0)
    assert json.loads(said(sys.executable, "-m", "bench.sealing", warehouse))["sealed"] == 0
