"""The server takes what is put into its hot folder, and does not start on a folder that would loop."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pdf_factories import png

COMMAND = Path(sys.executable).with_name("digitize")


def serve(folder: Path, hot_folder: Path) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DIGITIZE_ENGINE": "stub",
        "DIGITIZE_JOBS": "1",
        "DIGITIZE_SERVE_PORT": "0",
        "DIGITIZE_HOT_FOLDER": str(hot_folder),
    }
    return subprocess.Popen(
        [str(COMMAND), "serve", "--warehouse", str(folder / "kho")],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_the_server_takes_what_is_put_into_its_hot_folder(tmp_path: Path) -> None:
    (tmp_path / "hot").mkdir()
    server = serve(tmp_path, tmp_path / "hot")
    try:
        (tmp_path / "hot" / "a.png").write_bytes(png())
        (tmp_path / "hot" / "b.txt").write_text("không phải bản quét")
        wait_for(tmp_path / "hot" / "_da_nhan" / "a.png")
        wait_for(tmp_path / "hot" / "_bi_tu_choi" / "b.txt.txt")
    finally:
        server.terminate()
        _, said = server.communicate(timeout=60)
    assert "Traceback" not in said


@pytest.mark.slow
def test_the_server_does_not_start_on_its_own_warehouse(tmp_path: Path) -> None:
    (tmp_path / "kho" / "hot").mkdir(parents=True)
    server = serve(tmp_path, tmp_path / "kho" / "hot")
    _, said = server.communicate(timeout=60)
    assert (server.returncode, "DIGITIZE_HOT_FOLDER" in said) == (9, True)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 90
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} did not come"
        time.sleep(0.2)
