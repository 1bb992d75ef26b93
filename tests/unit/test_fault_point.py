"""Fault points: silent unless armed, deadly at the passing that was asked for."""

import subprocess
import sys

import pytest

from digitize.errors import BadConfiguration
from digitize.fault_point import arm, reached

PROGRAM = """
import sys
from digitize.fault_point import arm, reached
arm(sys.argv[1])
for name in ("a.copied", "a.spooled", "a.copied", "a.spooled"):
    print(name, flush=True)
    reached(name)
"""


def steps_before_death(plan: str) -> tuple[int, int]:
    """How many steps were begun, and what the process ended with."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, plan], capture_output=True, text=True, check=False
    )
    return len(done.stdout.split()), done.returncode


def test_nothing_happens_at_a_step_unless_armed() -> None:
    reached("a.copied")


@pytest.mark.parametrize(
    ("plan", "begun"),
    [("a.spooled", 2), ("a.spooled:2", 4), ("a.copied:2", 3), ("*:3", 3)],
)
def test_the_process_is_killed_at_the_passing_asked_for(plan: str, begun: int) -> None:
    assert steps_before_death(plan) == (begun, -9)


def test_a_plan_for_another_step_harms_nobody() -> None:
    assert steps_before_death("b.spooled") == (4, 0)


@pytest.mark.parametrize("plan", ["a.copied:0", "a.copied:x", "A B", "a..b", ":2"])
def test_a_plan_that_cannot_be_read_is_refused(plan: str) -> None:
    with pytest.raises(BadConfiguration):
        arm(plan)
