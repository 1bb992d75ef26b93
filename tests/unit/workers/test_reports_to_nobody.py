"""What children are forked from has one thread, and keeps nothing of its own in the home folder."""

import os
import subprocess
import sys
from pathlib import Path

LOADED = """
import os
from multiprocessing import forkserver
from workers.fork_server import READING, start_server
forkserver.ensure_running = lambda: None
start_server(READING)
for module in READING:
    __import__(module)
print(len(os.listdir('/proc/self/task')))
"""


def test_what_reading_loads_has_one_thread_and_writes_nothing(tmp_path: Path) -> None:
    """A library that reports to its maker does so from threads, and keeps an identifier."""
    # This process may have loaded it already, and with it what tells it not to.
    environment = {
        name: said for name, said in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"
    }
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        capture_output=True,
        text=True,
        check=True,
        env={**environment, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)},
    )
    assert done.stdout.strip() == "1"
    assert list(tmp_path.rglob("*")) == []
