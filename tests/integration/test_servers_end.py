"""Servers that tests start end with the tests, also where nobody was left to end them."""

import subprocess
import sys
from pathlib import Path

from tests.counter_rig import ROOT, clean_environment
from tests.servers.process_tree import has_ended
from tests.servers.waiting import wait_for

_RUN = """
import sys, time
from pathlib import Path
from tests.servers.guardian import guarded
from tests.servers.postgres import server_folder, start_postgres
from tests.servers.redis import start_redis

redis, postgres = Path(sys.argv[1]), server_folder()
with guarded(redis), guarded(postgres):
    print(start_redis(redis)._process.pid, start_postgres(postgres)._pid, postgres, flush=True)
    time.sleep(60)
"""


def test_a_killed_run_leaves_no_server_and_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "redis"
    folder.mkdir()
    run = subprocess.Popen(
        [sys.executable, "-c", _RUN, str(folder)],
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    redis, postgres, other_folder = run.stdout.readline().split()
    run.kill()
    run.communicate()
    wait_for(lambda: has_ended(int(redis)) and has_ended(int(postgres)))
    wait_for(lambda: not folder.exists() and not Path(other_folder).exists())
