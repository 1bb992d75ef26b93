"""The walls around a child, tried from inside: each test does what a decoder that was taken over would do."""

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from digitize.errors import ChildFailed, ChildTimedOut, UnexpectedInChild
from workers.pool import ChildPool, PoolOptions
from workers.sandbox import ChildBounds, Walls, try_walls

ROOT = Path(__file__).resolve().parents[3]
SMALL = ChildBounds(cpu_seconds=2, file_bytes=100_000, open_files=40, processes=20)


def connect(_tools: object, port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=5)


def connect_by_path(_tools: object, path: str) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)


def write(_tools: object, size_bytes: int) -> int:
    name = Path(os.environ["TMPDIR"], "written")
    name.write_bytes(bytes(size_bytes))
    return name.stat().st_size


def write_by_program(_tools: object, size_bytes: int) -> int:
    name = Path(os.environ["TMPDIR"], "written-by-program")
    command = ["dd", "if=/dev/zero", f"of={name}", "bs=1000", f"count={size_bytes // 1000}"]
    subprocess.run(command, capture_output=True, check=False)
    return name.stat().st_size


def write_to(_tools: object, path: Path) -> None:
    path.write_bytes(b"other")


def spin(_tools: object) -> None:
    while True:
        pass


def fork_often(_tools: object) -> int:
    """How many of 100 processes came to be."""
    started = []
    with suppress(BlockingIOError):
        while len(started) < 100:
            started.append(os.fork())
            if started[-1] == 0:
                time.sleep(60)
                os._exit(0)
    for pid in started:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return len(started)


def die_before_what_it_started(_tools: object) -> None:
    if os.fork() == 0:
        time.sleep(60)
        os._exit(0)
    os.abort()


def fork_for_ever(_tools: object) -> None:
    while True:
        try:
            os.fork()
        except BlockingIOError:
            time.sleep(0.01)


def open_often(_tools: object) -> None:
    with ExitStack() as opened:
        for _ in range(100):
            opened.enter_context(Path(os.devnull).open("rb"))


def leave_group(_tools: object) -> None:
    os.setsid()


def become_root(_tools: object) -> None:
    os.setresuid(0, 0, 0)


def look_into_parent(_tools: object, pid: int) -> None:
    Path(f"/proc/{pid}/mem").open("rb").close()


def stop_parent(_tools: object, pid: int) -> None:
    os.kill(pid, 0)


def core_bytes(_tools: object) -> tuple[int, int]:
    return resource.getrlimit(resource.RLIMIT_CORE)


def own_group(_tools: object) -> int:
    return os.getpgid(0)


def begin_a_thread() -> type[object]:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return object


class ThreadedTools:
    """Begins a thread as soon as it is unpickled, as libraries do that are imported for it."""

    def __call__(self) -> object:
        raise AssertionError

    def __reduce__(self) -> tuple[object, ...]:
        return begin_a_thread, ()


@pytest.fixture(scope="module")
def pool() -> Iterator[ChildPool]:
    with ChildPool(object, options=PoolOptions(jobs=1, bounds=SMALL)) as made:
        yield made


@pytest.fixture(scope="module")
def walls(pool: ChildPool, tmp_path_factory: pytest.TempPathFactory) -> Walls:
    return pool.call(try_walls, 10, tmp_path_factory.mktemp("outside"))


def test_a_child_cannot_reach_a_port_of_this_machine(pool: ChildPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()  # it is there
        with pytest.raises(UnexpectedInChild, match=r"PermissionError|unreachable"):
            pool.call(connect, 10, port)


def test_a_child_cannot_reach_a_socket_in_the_file_system(
    pool: ChildPool, walls: Walls, tmp_path: Path
) -> None:
    if not walls.calls:
        pytest.skip("libseccomp is not here")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        with pytest.raises(UnexpectedInChild, match="PermissionError"):
            pool.call(connect_by_path, 10, str(tmp_path / "s"))


def test_a_file_above_the_limit_cannot_be_written(pool: ChildPool) -> None:
    assert pool.call(write, 10, 90_000) == 90_000
    with pytest.raises(UnexpectedInChild, match="File too large"):
        pool.call(write, 10, 110_000)


def test_the_limit_on_files_holds_for_programs_that_a_child_starts(pool: ChildPool) -> None:
    assert pool.call(write_by_program, 10, 1_000_000) == SMALL.file_bytes


def test_a_child_writes_nowhere_but_below_its_folder(
    pool: ChildPool, walls: Walls, tmp_path: Path
) -> None:
    if not walls.writes:
        pytest.skip("this kernel has no Landlock")
    there = tmp_path / "there"
    there.write_bytes(b"original")
    for path in (there, tmp_path / "new"):
        with pytest.raises(UnexpectedInChild, match="PermissionError"):
            pool.call(write_to, 10, path)
    assert there.read_bytes() == b"original"


def test_a_child_dies_at_its_limit_of_cpu_time(pool: ChildPool) -> None:
    begin = time.monotonic()
    with pytest.raises(ChildFailed) as caught:
        pool.call(spin, 60)
    assert not isinstance(caught.value, ChildTimedOut)
    assert time.monotonic() - begin < 50


def test_the_number_of_processes_is_bounded(pool: ChildPool, walls: Walls) -> None:
    if not walls.processes:
        pytest.skip("user namespaces are forbidden here")
    assert pool.call(fork_often, 10) < SMALL.processes


def test_a_fork_bomb_ends_with_its_call(pool: ChildPool, walls: Walls) -> None:
    if not walls.processes:
        pytest.skip("user namespaces are forbidden here")
    group = pool.call(own_group, 10)
    with pytest.raises(ChildTimedOut):
        pool.call(fork_for_ever, 0.5)
    deadline = time.monotonic() + 10
    while _lives(group) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _lives(group)


def test_a_death_is_noticed_although_others_hold_the_pipe(pool: ChildPool) -> None:
    begin = time.monotonic()
    with pytest.raises(ChildFailed):
        pool.call(die_before_what_it_started, 50)
    assert time.monotonic() - begin < 40


def _lives(group: int) -> bool:
    """Whether a process of the group still runs (a dead one may wait to be counted by its parent)."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state not in "ZX":
            return True
    return False


def test_the_number_of_open_files_is_bounded(pool: ChildPool) -> None:
    with pytest.raises(UnexpectedInChild, match="Too many open files"):
        pool.call(open_often, 10)


def test_no_core_is_left(pool: ChildPool) -> None:
    assert pool.call(core_bytes, 10) == (0, 0)


@pytest.mark.parametrize("escape", [leave_group, become_root], ids=lambda f: f.__name__)
def test_a_child_cannot_change_its_group_or_user(
    pool: ChildPool, walls: Walls, escape: object
) -> None:
    if not walls.calls:
        pytest.skip("libseccomp is not here")
    with pytest.raises(UnexpectedInChild, match="PermissionError"):
        pool.call(escape, 10)


def test_a_child_cannot_look_into_the_process_that_holds_the_key(
    pool: ChildPool, walls: Walls
) -> None:
    if not (walls.processes or walls.writes):
        pytest.skip("neither namespaces nor Landlock are here")
    with pytest.raises(UnexpectedInChild, match="PermissionError"):
        pool.call(look_into_parent, 10, os.getpid())


def test_what_a_child_left_behind_goes_with_the_pool() -> None:
    with ChildPool(object, options=PoolOptions(jobs=1)) as pool:
        pool.call(write, 10, 10)
        assert len(list(pool.folder.rglob("written"))) == 1
    assert not pool.folder.exists()


def test_what_a_killed_child_left_behind_goes_at_once() -> None:
    with ChildPool(object, options=PoolOptions(jobs=1)) as pool:
        pool.call(write, 10, 10)
        with pytest.raises(ChildTimedOut):
            pool.call(spin, 0.2)
        assert not list(pool.folder.iterdir())


def test_the_walls_stand_before_a_module_of_the_tools_can_begin_a_thread(
    walls: Walls, tmp_path: Path
) -> None:
    with ChildPool(ThreadedTools(), options=PoolOptions(jobs=1, bounds=SMALL)) as pool:
        assert pool.call(try_walls, 10, tmp_path) == walls


SCRIPT = """
import ctypes, os, sys
from pathlib import Path
from workers.sandbox import ChildBounds, enter, try_walls
from workers.syscall_filter import refuse_needless_calls
if os.getuid() == 0:
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE, as a process that never was root
if "no-namespaces" in sys.argv:
    assert refuse_needless_calls()
    os.setpgid = lambda *_: None  # refused too by now
outside = Path(sys.argv[1])
folder = outside / "own"
folder.mkdir()
enter(ChildBounds(), folder=folder)
print(try_walls(None, outside))
(folder / "written").touch()
"""


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder that everybody may write to, pytest's own being closed to other users."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def walls_of_a_user_without_rights(outside: Path, *ways: str) -> str:
    command = [sys.executable, "-c", SCRIPT, str(outside), *ways]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_walls_stand_for_a_user_without_rights(walls: Walls, outside: Path) -> None:
    assert walls_of_a_user_without_rights(outside) == repr(walls)


def test_without_namespaces_the_filter_still_cuts_the_network(walls: Walls, outside: Path) -> None:
    if not walls.calls:
        pytest.skip("libseccomp is not here")
    found = walls_of_a_user_without_rights(outside, "no-namespaces")
    assert "network=True, processes=False" in found
