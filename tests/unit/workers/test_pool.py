"""The pool against functions that really die, hang and eat memory."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from multiprocessing import forkserver
from pathlib import Path
from typing import Any, cast

import pytest

from digitize.errors import (
    ChildDisturbed,
    ChildFailed,
    ChildTimedOut,
    EmptyFile,
    EngineFailed,
    Interrupted,
    MissingDependency,
    StoreFull,
    UnexpectedInChild,
)
from tests.small_disks import mounted
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
    os.abort()


def die_of(_tools: Counter, number: int, tries: Path, times: int) -> int:
    """Killed by this signal the first so many times that it is called; then how often it was."""
    with tries.open("ab") as file:
        file.write(b".")
    if tries.stat().st_size <= times:
        os.kill(os.getpid(), number)
    return tries.stat().st_size


def compute(_tools: Counter, seconds: float, processor: int) -> float:
    """Use so much of this processor; how long that took."""
    os.sched_setaffinity(0, {processor})
    begin, end = time.monotonic(), time.process_time() + seconds
    while time.process_time() < end:
        pass
    return time.monotonic() - begin


def write(_tools: Counter, folder: Path) -> None:
    (folder / "page").write_bytes(bytes(10**6))


def write_own(_tools: Counter) -> int:
    with tempfile.TemporaryFile() as file:
        return file.write(b"page")


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


@pytest.fixture
def own_pool() -> Iterator[ChildPool]:
    """For tests that harm it."""
    with ChildPool(Counter, options=PoolOptions(jobs=1)) as made:
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


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGBUS])
def test_a_child_killed_from_outside_is_replaced_and_the_call_made_again(
    pool: ChildPool, tmp_path: Path, number: int
) -> None:
    tries = pool.folder / f"tries-{number}"
    assert pool.call(die_of, 30, number, tries, 2) == 3


def test_a_call_whose_children_are_killed_for_ever_is_given_back_for_later(
    pool: ChildPool,
) -> None:
    with pytest.raises(ChildDisturbed) as caught:
        pool.call(die_of, 30, signal.SIGKILL, pool.folder / "tries", 99)
    assert not isinstance(caught.value, ChildFailed)
    assert caught.value.retry


def test_children_killed_while_they_had_nothing_to_do_cost_no_call() -> None:
    with ChildPool(Counter, options=PoolOptions(jobs=1)) as pool:
        pid, _ = pool.call(count, 30)
        os.kill(pid, signal.SIGKILL)
        assert pool.call(count, 30)[1] == 1


def test_a_child_asked_anew_did_nothing_before() -> None:
    with ChildPool(Counter, options=PoolOptions(jobs=1)) as pool:
        pool.call(count, 30)
        assert pool.call_anew(count, 30)[1] == 1
        assert pool.call(count, 30)[1] == 2


def test_a_child_that_ran_out_of_memory_is_not_used_again() -> None:
    with ChildPool(Counter, options=PoolOptions(jobs=1)) as pool:
        with pytest.raises(EngineFailed):
            pool.call(eat, 30)
        assert pool.call(count, 30)[1] == 1


def test_a_child_that_finds_no_free_processor_has_all_its_time(pool: ChildPool) -> None:
    processor = min(os.sched_getaffinity(0))
    rival = f"import os; os.sched_setaffinity(0, {{{processor}}})\nwhile True: pass"
    with ExitStack() as rivals:
        for _ in range(8):  # the child gets a ninth: 3.6 s for 0.4 s of work
            process = subprocess.Popen([sys.executable, "-c", rival], start_new_session=True)
            rivals.callback(process.wait)
            rivals.callback(process.kill)
        pool.call(add, 30, 1, 1)
        time.sleep(0.5)  # until they all run
        assert pool.call(compute, 2.0, 0.4, processor) > 2.0


def test_a_full_disk_is_no_fault_of_what_was_written(pool: ChildPool) -> None:
    (disk := pool.folder / "small").mkdir()
    with mounted(disk, "size=64k"), pytest.raises(StoreFull):
        pool.call(write, 30, disk)


def test_a_pool_whose_folder_was_cleaned_away_makes_another(own_pool: ChildPool) -> None:
    assert own_pool.call(write_own, 30) == 4
    shutil.rmtree(own_pool.folder)
    assert own_pool.call(write_own, 30) == 4
    with own_pool.working_folder() as folder:
        assert folder.is_dir()


def test_a_folder_cleaned_away_during_the_work_is_nobodys_fault(own_pool: ChildPool) -> None:
    own_pool.call(write_own, 30)
    with pytest.raises(ChildDisturbed), own_pool.working_folder() as folder:  # noqa: PT012 - lost meanwhile
        shutil.rmtree(own_pool.folder)
        (folder / "out.pdf").read_bytes()


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
    with pytest.raises(UnexpectedInChild, match=r"in raise_other(.|\n)*ValueError$"):
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
        assert asked.result(60) == 3
