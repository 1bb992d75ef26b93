"""A process that has loaded the station once and forks itself for each one asked for: a station is there in milliseconds.

Asked on stdin, answers on stdout, a JSON line each: settings and a fault point give a pid; a pid gives what it ended with.
"""

import json
import os
import signal
import sys
import threading
from datetime import UTC, datetime

from config.settings import Settings
from digitize.fault_point import arm
from workers.log import logger_to, open_log
from workers.station.agent import Station
from workers.station.lock import spool_lock
from workers.station.options import station_options


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        answer = fork(**asked) if isinstance(asked, dict) else ended_with(asked)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def fork(settings: dict[str, object], fault_point: str) -> int:
    """The pid of a station."""
    pid = os.fork()
    if pid == 0:
        be_station(settings, fault_point)
        os._exit(0)
    return pid


def ended_with(pid: int) -> int:
    """Exit code, or the negative number of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def be_station(settings: dict[str, object], fault_point: str) -> None:
    """What `digitize station` does, without looking at pictures."""
    options, stop = station_options(Settings(**settings)), threading.Event()  # type: ignore[arg-type]
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    arm(fault_point)
    with spool_lock(options.spool), open_log(options.spool) as log:
        Station(
            options,
            inspect=lambda _path, _pages: (),
            clock=lambda: datetime.now(UTC),
            log=logger_to(log),
        ).run(stop)


if __name__ == "__main__":
    main()
