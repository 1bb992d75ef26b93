"""What decodes gives way to what answers people, also where the kernel weighs sessions and not processes."""

import os
import re
from pathlib import Path

import pytest

from workers.pool import ChildPool, PoolOptions
from workers.sandbox import ChildBounds

_GROUP = Path("/proc/self/autogroup")


def own_niceness(_tools: object) -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def niceness_of_session(_tools: object) -> int:
    found = re.search(r"nice (-?\d+)", _GROUP.read_text())
    assert found
    return int(found[1])


def pool(niceness: int) -> ChildPool:
    options = PoolOptions(jobs=1, bounds=ChildBounds(niceness=niceness))
    return ChildPool(no_tools, options=options)


def no_tools() -> None:
    return None


@pytest.mark.parametrize("niceness", [0, 7])
def test_a_child_is_nicer_than_its_parent_by_as_much_as_asked(niceness: int) -> None:
    with pool(niceness) as opened:
        assert opened.call(own_niceness, 20) == os.getpriority(os.PRIO_PROCESS, 0) + niceness


@pytest.mark.skipif(not _GROUP.exists(), reason="this kernel weighs processes alone")
def test_its_session_is_as_nice_as_itself() -> None:
    with pool(7) as opened:
        assert opened.call(niceness_of_session, 20) == opened.call(own_niceness, 20)
