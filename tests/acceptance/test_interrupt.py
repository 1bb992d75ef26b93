"""An interrupt stops the run at once, says so, and loses nothing."""

import signal
import subprocess
import time
from pathlib import Path

from tests.acceptance.conftest import COMMAND, Digitize


def test_an_interrupted_run_ends_with_130_and_goes_on_later(
    digitize: Digitize, demo_scans: Path, tmp_path: Path
) -> None:
    scans = sorted(demo_scans.glob("0[12]*"))
    arguments = ["run", *scans, "--warehouse", tmp_path / "kho", "--json"]
    process = subprocess.Popen(
        [COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_for(tmp_path / "kho" / "store" / "originals")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in errors
    assert "Traceback" not in errors
    again = digitize(*arguments)
    assert {line["status"] for line in again.lines} <= {"filed", "needs_check"}
    assert digitize("audit", "--warehouse", tmp_path / "kho").code == 0


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.05)
