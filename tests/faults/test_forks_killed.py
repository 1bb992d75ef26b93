"""The process that forks the children is killed again and again while files come in: each has to wait, none is blamed."""

import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path
from typing import Any, cast

import pytest
from storage_factories import a_batch
from web_factories import a_picture, open_warehouse

from digitize.errors import ChildDisturbed
from workers.pool import ChildPool, PoolOptions
from workers.receiving import Receiving

SHADES = range(0, 240, 30)
KILLS = 6


@pytest.mark.slow
@pytest.mark.usefixtures("whole_run")
def test_while_whoever_forks_is_killed_again_and_again_no_file_is_blamed(tmp_path: Path) -> None:
    """In a process of its own: children of other tests hang on this one's fork server."""
    process = multiprocessing.get_context("spawn").Process(target=kill_forks, args=(tmp_path,))
    process.start()
    process.join(250)
    assert process.exitcode == 0


def kill_forks(folder: Path) -> None:
    options = PoolOptions(jobs=2, preload=("digitize.intake.identify",))
    with open_warehouse(folder / "kho") as services, ChildPool(no_tools, options=options) as pool:
        receiving, files = Receiving(services, pool), [folder / f"{shade}.png" for shade in SHADES]
        for shade, file in zip(SHADES, files, strict=True):
            file.write_bytes(a_picture(shade))
        threads = [
            threading.Thread(target=receive_all, args=(receiving, files[start::4]))
            for start in range(4)
        ]
        for thread in threads:
            thread.start()
        for _ in range(KILLS):
            time.sleep(0.7)
            forks = cast("Any", forkserver)._forkserver._forkserver_pid
            with suppress(ProcessLookupError, TypeError):  # just dead, or not there again yet
                os.kill(forks, signal.SIGKILL)
        for thread in threads:
            thread.join()
        assert [scan.error_code for scan in services.catalogue.scans()] == [None] * len(files)


def receive_all(receiving: Receiving, files: list[Path]) -> None:
    """As a station does: again, until there is a receipt."""
    while files:
        try:
            receiving.receive(files[0], batch=a_batch())
        except ChildDisturbed:
            time.sleep(0.1)
        else:
            files.pop(0)


def no_tools() -> None:
    return None
