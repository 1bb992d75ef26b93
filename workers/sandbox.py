"""A child process shut in before it sees a foreign byte: no network, no rights, bounded memory, time, files, processes.

Whatever a decoder is talked into, it has no socket to speak through, cannot look into the server that holds the key,
writes below its own folder alone, and ends together with all that it started. Limits are always there; namespaces,
system call filter and write barrier are where the machine allows them, for a user without rights too, and
`digitize doctor` says which of them hold.
"""

import ctypes
import errno
import fcntl
import os
import resource
import signal
import socket
import termios
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from digitize import limits
from workers.syscall_filter import refuse_needless_calls
from workers.write_barrier import write_only_below

_NO_NEW_PRIVILEGES, _DROP_CAPABILITY = 38, 24  # prctl(2)
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # unshare(2)
_CAPABILITIES = range(64)
_CAPABILITY_VERSION = 0x20080522  # capset(2), two words of 32 capabilities
_NOBODY = 65534


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildBounds:
    """What one child, and each process that it starts, may use."""

    memory_bytes: int = limits.CHILD_MEMORY_BYTES
    cpu_seconds: int = limits.CHILD_CPU_SECONDS
    file_bytes: int = limits.CHILD_FILE_BYTES
    open_files: int = limits.CHILD_OPEN_FILES
    processes: int = limits.CHILD_PROCESSES
    niceness: int = limits.CHILD_NICENESS
    """On top of its parent's."""
    is_idle: bool = False
    """It works while nobody else in its session wants the processor, and leaves it at once (SCHED_IDLE, sched(7))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """What holds a child back on this machine."""

    network: bool
    """No socket reaches even this machine itself."""
    processes: bool
    """The number of its processes is bounded."""
    writes: bool
    """It can write nowhere but below its own folder."""
    calls: bool
    """System calls that no decoder needs are refused."""


def enter(bounds: ChildBounds, *, folder: Path) -> None:
    """Shut this process in for good; it may write below `folder`. Called while it has one thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    os.setpgid(0, 0)  # one group with all that it starts: they are ended together
    _leave_terminal()
    _give_way(bounds)
    _limit(bounds)
    libc = ctypes.CDLL(None, use_errno=True)
    if _leave_network(libc):
        _drop_capabilities(libc)
        # Only here: in a namespace of its own the kernel counts this child's processes, elsewhere all of the user's.
        resource.setrlimit(resource.RLIMIT_NPROC, (bounds.processes,) * 2)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    write_only_below(folder)
    refuse_needless_calls()


def _leave_terminal() -> None:
    """So that nobody types at the terminal from which all was started (TIOCSTI, ioctl_tty(2))."""
    with suppress(OSError):  # there is none
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            fcntl.ioctl(terminal, termios.TIOCNOTTY)
        finally:
            os.close(terminal)


def _give_way(bounds: ChildBounds) -> None:
    """Within its parent's session: the kernel weighs sessions first, so niceness would count for nothing in one of its own."""
    os.nice(bounds.niceness)
    if bounds.is_idle:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _limit(bounds: ChildBounds) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, bounds.memory_bytes),
        (resource.RLIMIT_FSIZE, bounds.file_bytes),
        (resource.RLIMIT_NOFILE, bounds.open_files),
        (resource.RLIMIT_CORE, 0),  # no page of anybody lands in a core file
    ):
        resource.setrlimit(kind, (most, most))
    # At the first bound it is told, which ends it; only the second is a SIGKILL, as from somebody else.
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_seconds, bounds.cpu_seconds + 5))


def _leave_network(libc: ctypes.CDLL) -> bool:
    """Into a user and a network namespace of its own, whose only interface is down; False where that is forbidden."""
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        # The kernel never bounds the processes of real user 0. Files are opened as the effective one, which stays.
        os.setresuid(_NOBODY, 0, 0)
    if libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        if user == 0:
            os.setresuid(0, 0, 0)
        return False
    with suppress(
        OSError
    ):  # only so that it keeps its name; without, it is nobody and owns the same files
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    return True


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """A new namespace gives all rights inside it; they would only widen what of the kernel can be attacked."""
    for capability in _CAPABILITIES:
        libc.prctl(_DROP_CAPABILITY, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)())


def try_walls(_tools: object, folder: Path) -> Walls:
    """What holds the child in which this runs, found by trying; `folder` is one that it must not write to."""
    status = Path("/proc/self/status").read_text()
    bounded = resource.getrlimit(resource.RLIMIT_NPROC)[0]
    return Walls(
        network=not _reaches_itself(),
        processes=os.getuid() != 0 and bounded <= limits.CHILD_PROCESSES,
        writes=not _can_write(folder),
        calls="\nSeccomp:\t2" in status,
    )


def _reaches_itself() -> bool:
    """Whether a socket finds this machine: a port that nobody listens at answers too, by refusing."""
    try:
        with socket.socket(socket.AF_INET) as line:
            return line.connect_ex(("127.0.0.1", 9)) in (0, errno.ECONNREFUSED)
    except PermissionError:
        return False


def _can_write(folder: Path) -> bool:
    place = folder / f"written-by-{os.getpid()}"
    try:
        place.touch()
    except OSError:
        return False
    place.unlink()
    return True
