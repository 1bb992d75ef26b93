"""What decodes gives way to what answers people, within one session, because the kernel weighs sessions first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workers.pool import ChildPool, PoolOptions
from workers.sandbox import ChildBounds

ROOT = Path(__file__).resolve().parents[3]


def own_niceness(_tools: object) -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def policy(_tools: object) -> int:
    return os.sched_getscheduler(0)


def session(_tools: object) -> int:
    return os.getsid(0)


def pool(niceness: int, *, is_idle: bool = False) -> ChildPool:
    options = PoolOptions(jobs=1, bounds=ChildBounds(niceness=niceness, is_idle=is_idle))
    return ChildPool(no_tools, options=options)


def no_tools() -> None:
    return None


@pytest.mark.parametrize("niceness", [0, 7])
def test_a_child_is_nicer_than_its_parent_by_as_much_as_asked(niceness: int) -> None:
    with pool(niceness) as opened:
        assert opened.call(own_niceness, 20) == os.getpriority(os.PRIO_PROCESS, 0) + niceness


def test_an_idle_child_works_when_nobody_else_does() -> None:
    with pool(0, is_idle=True) as opened:
        assert opened.call(policy, 20) == os.SCHED_IDLE


def test_a_child_stays_in_the_session_in_which_its_niceness_counts() -> None:
    with pool(0) as opened:
        assert opened.call(session, 20) == os.getsid(0)


TERMINAL_SCRIPT = """
import os, pty, sys, tempfile
from pathlib import Path
from workers.sandbox import ChildBounds, enter
child, master = pty.fork()
if child:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os.close(os.open("/dev/tty", os.O_RDWR))  # there is one
if os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
enter(ChildBounds(), folder=Path(tempfile.mkdtemp()))
try:
    os.open("/dev/tty", os.O_RDONLY)
except OSError:
    os._exit(0)
os._exit(9)
"""


def test_a_child_has_no_terminal_to_type_at() -> None:
    done = subprocess.run([sys.executable, "-c", TERMINAL_SCRIPT], cwd=ROOT, check=False)
    assert done.returncode == 0
