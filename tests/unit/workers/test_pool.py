"""The pool against functions that really die, hang and eat memory."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import forkserver
from typing import Any, cast

import pytest

from digitize.errors import (
    ChildFailed,
    ChildNotStarted,
    ChildTimedOut,
    EmptyFile,
    Interrupted,
    MissingDependency,
    UnexpectedInChild,
)
from workers.pool import ChildPool, PoolOptions


class Counter:
    def __init__(self) -> None:
        self.calls = 0


def count(tools: Counter) -> tuple[int, int]:
    tools.calls += 1
    return os.getpid(), tools.calls


def lack_a_model() -> Counter:
    raise MissingDependency("no model")


def add(_tools: Counter, left: int, right: int) -> int:
    return left + right


def die(_tools: Counter) -> None:
    os.kill(os.getpid(), 9)


def hang(_tools: Counter) -> None:
    time.sleep(60)


def eat(_tools: Counter) -> int:
    return len(bytearray(4 * 1024**3))


def raise_ours(_tools: Counter) -> None:
    raise EmptyFile("0 bytes")


def raise_other(_tools: Counter) -> None:
    raise ValueError("a defect")


@pytest.fixture(scope="module")
def pool() -> Iterator[ChildPool]:
    with ChildPool(Counter, options=PoolOptions(jobs=2)) as made:
        yield made


def test_call_returns_the_functions_value(pool: ChildPool) -> None:
    assert pool.call(add, 10, 2, right=3) == 5


def test_tools_are_built_once_a_child() -> None:
    with ChildPool(Counter, options=PoolOptions(jobs=1)) as pool:
        assert pool.call(count, 10)[1] == 1
        assert pool.call(count, 10)[1] == 2


def test_a_child_that_dies_costs_one_call(pool: ChildPool) -> None:
    with pytest.raises(ChildFailed, match="die"):
        pool.call(die, 10)
    assert [pool.call(add, 10, n, 1) for n in range(4)] == [1, 2, 3, 4]


def test_a_child_that_hangs_is_ended(pool: ChildPool) -> None:
    begin = time.monotonic()
    with pytest.raises(ChildTimedOut):
        pool.call(hang, 0.5)
    assert time.monotonic() - begin < 30  # the function itself would sleep for 60
    assert pool.call(add, 10, 1, 1) == 2


def test_memory_beyond_the_limit_is_refused(pool: ChildPool) -> None:
    with pytest.raises(Exception, match="out of memory"):
        pool.call(eat, 10)
    assert pool.call(add, 10, 1, 1) == 2


def test_our_errors_arrive_as_themselves(pool: ChildPool) -> None:
    with pytest.raises(EmptyFile, match="0 bytes"):
        pool.call(raise_ours, 10)


def test_tools_that_cannot_be_built_fail_the_call_as_themselves() -> None:
    with ChildPool(lack_a_model, options=PoolOptions(jobs=1)) as pool:
        for _ in range(2):
            with pytest.raises(MissingDependency, match="no model"):
                pool.call(add, 10, 1, 1)


def test_a_defect_arrives_with_its_traceback(pool: ChildPool) -> None:
    with pytest.raises(UnexpectedInChild, match="ValueError: a defect"):
        pool.call(raise_other, 10)


def test_calls_from_many_threads_all_return(pool: ChildPool) -> None:
    with ThreadPoolExecutor(8) as threads:
        sums = list(threads.map(lambda n: pool.call(add, 10, n, n), range(40)))
    assert sums == [2 * n for n in range(40)]


def test_a_closed_pool_refuses_calls() -> None:
    pool = ChildPool(Counter, options=PoolOptions(jobs=1))
    pool.close()
    with pytest.raises(Interrupted):
        pool.call(add, 10, 1, 1)


def test_closing_ends_a_call_that_is_under_way() -> None:
    pool = ChildPool(Counter, options=PoolOptions(jobs=1))
    pool.call(add, 10, 1, 1)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(pool.call, hang, 60)
        time.sleep(0.2)
        pool.close()
        with pytest.raises(Interrupted):
            waiting.result(timeout=10)


def test_a_closed_pool_takes_its_working_folders_as_interrupted() -> None:
    pool = ChildPool(Counter, options=PoolOptions(jobs=1))
    with pytest.raises(Interrupted), pool.working_folder() as folder:  # noqa: PT012 - closed meanwhile
        pool.close()
        (folder / "out.pdf").read_bytes()
    with pytest.raises(Interrupted), pool.working_folder():
        pass


def test_a_fork_server_killed_while_it_forks_blames_nobody_and_is_replaced() -> None:
    """In a process of its own: children of other tests hang on this one's fork server."""
    process = multiprocessing.get_context("spawn").Process(target=lose_the_fork_server)
    process.start()
    process.join(60)
    assert process.exitcode == 0


def lose_the_fork_server() -> None:
    with (
        ChildPool(Counter, options=PoolOptions(jobs=1)) as pool,
        ThreadPoolExecutor(1) as caller,
    ):
        forks = cast("Any", forkserver)._forkserver._forkserver_pid
        os.kill(forks, signal.SIGSTOP)
        asked = caller.submit(pool.call, add, 30.0, 1, 2)
        time.sleep(0.5)  # it waits for its child
        os.kill(forks, signal.SIGKILL)
        assert isinstance(asked.exception(30), ChildNotStarted)
        assert pool.call(add, 30.0, 1, 2) == 3
