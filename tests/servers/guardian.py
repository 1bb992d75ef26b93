"""Ends servers and removes their folder once nobody uses them, however the users ended: by the last user, else by a guardian.

    with guarded(folder):
        pid = start_process(folder, "redis", ["redis-server", ...])

Users hold a shared lock on a file; the kernel gives it back when a user ends or is killed. The guardian, a process beside
them, waits for the lock. So several test processes may share one server, and a killed test run leaves none behind.
"""

import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCK = "users.lock"
_PROCESSES = "processes"


@contextmanager
def used(folder: Path) -> Iterator[None]:
    """While this is open, what runs in the folder stays; the last to leave ends it and removes the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with suppress(BlockingIOError):  # others are still there, or the guardian was quicker
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                end_all(folder)


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """For the one user of a folder: what is noted in it is ended with it, also where this process is killed."""
    with used(folder):
        start_guardian(folder)
        yield


def start_guardian(folder: Path) -> None:
    """To be called by who starts servers in the folder, while it is `used`, before the first of them."""
    (folder / _PROCESSES).mkdir(exist_ok=True)
    _spawn([sys.executable, __file__, str(folder)], said=folder / "guardian.said")


def start_process(folder: Path, name: str, command: Sequence[str]) -> int:
    """Its id; it leads a group of its own and ends with the folder, which its command line must name."""
    program = shutil.which(command[0])
    assert program is not None, f"{command[0]} is not installed (scripts/setup test)"
    pid = _spawn([program, *command[1:]], said=folder / f"{name}.said")
    note_process(folder, name, pid)
    return pid


def note_process(folder: Path, name: str, pid: int) -> None:
    """It leads a group of its own, works in the folder or names it, and ends with it or with the folder above it."""
    (folder / _PROCESSES).mkdir(exist_ok=True)
    (folder / _PROCESSES / name).write_text(str(pid))


def _spawn(command: Sequence[str], *, said: Path) -> int:
    """Not through `subprocess`, which complains of processes that outlive who started them."""
    output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)
    try:
        return os.posix_spawn(
            command[0],
            command,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, output, 2)],
            setsid=True,
        )
    finally:
        os.close(output)


def end_all(folder: Path) -> None:
    for noted in (*folder.glob(f"{_PROCESSES}/*"), *folder.glob(f"*/{_PROCESSES}/*")):
        _end(int(noted.read_text()), folder)
    shutil.rmtree(folder, ignore_errors=True)


def _end(pid: int, folder: Path) -> None:
    """Only a process that was started in this folder: its number may belong to another by now."""
    with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
        if _is_of(pid, folder):
            os.killpg(pid, signal.SIGKILL)
            while Path(f"/proc/{pid}/cmdline").read_bytes():
                time.sleep(0.01)


def _is_of(pid: int, folder: Path) -> bool:
    process = Path(f"/proc/{pid}")
    command = (process / "cmdline").read_bytes()
    return str(folder).encode() in command or (process / "cwd").readlink().is_relative_to(folder)


def _guard(folder: Path) -> None:
    with suppress(FileNotFoundError), (folder / _LOCK).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        end_all(folder)


if __name__ == "__main__":
    _guard(Path(sys.argv[1]))
