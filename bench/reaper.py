"""Runs one program and waits for it and for every descendant that outlives its parent; says what they all cost.

`wait4` counts a descendant once its parent has waited for it. A server of workers that its program leaves to die by
itself would escape, so this process adopts such orphans (Linux: child subreaper) and waits for them too. It is a process
of its own so that it can wait for everything below it and for nothing else.
"""

import ctypes
import json
import os
import subprocess
import sys
import time

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
# For this process alone. Without the second a program in a checkout is compiled at each start, which no installed one is.
_OURS = frozenset({"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"})
_ORPHAN_SECONDS = 20.0  # what still runs then is a daemon that somebody meant to leave


def main() -> None:
    """`python -m bench.reaper REPORT PROGRAM [ARGUMENT...]`: the costs go to the file REPORT as one JSON object."""
    report, arguments = sys.argv[1], sys.argv[2:]
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise SystemExit("cannot adopt orphans")
    start = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    child = subprocess.Popen(arguments, env=environment)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)  # reaped here, not by subprocess
    usages = [usage, *_orphans()]
    costs = {
        "exit_code": child.returncode,
        "cpu_seconds": sum(each.ru_utime + each.ru_stime for each in usages),
        "wall_seconds": wall,
        "peak_mb": max(each.ru_maxrss for each in usages) / 1024,
    }
    with open(report, "w", encoding="utf-8") as file:  # noqa: PTH123 - nothing more is imported than needed
        json.dump(costs, file)


def _orphans() -> list:
    """What every descendant cost that outlived its parent."""
    deadline, usages = time.monotonic() + _ORPHAN_SECONDS, []
    while time.monotonic() < deadline:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return usages
        if pid:
            usages.append(usage)
        else:
            time.sleep(0.01)
    raise SystemExit("processes are left running: their processor time would be missing")


if __name__ == "__main__":
    main()
