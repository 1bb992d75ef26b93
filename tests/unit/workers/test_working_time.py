"""What a child started counts as its own work, so that nobody outlives a time limit by leaving the work to others."""

import os
import signal
import subprocess
import sys

from workers.working_time import WorkingTime

_HELPER = "import time\nwhile time.process_time() < 1: pass\nprint(flush=True)\ntime.sleep(60)"
_LEADER = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_HELPER!r}])"


def test_the_work_of_those_that_a_child_started_counts() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _LEADER], process_group=0, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        try:
            assert WorkingTime(child.pid).seconds() >= 0.5
        finally:
            os.killpg(child.pid, signal.SIGKILL)
