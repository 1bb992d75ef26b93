"""One run at a time works on an embedded warehouse; the kernel gives the lock back when a process dies, however it dies."""

import errno
import fcntl
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from config.settings import Settings
from digitize.errors import StoreFull, StoreReadOnly, StoreUnavailable, WarehouseBusy

_KERNEL_LOCKS = Path("/proc/locks")
_FLOCK = re.compile(r"FLOCK .*?:(?P<inode>\d+) ")
_BY_ERRNO: dict[int, type[StoreUnavailable]] = {
    errno.EROFS: StoreReadOnly,
    errno.EACCES: StoreReadOnly,
    errno.ENOSPC: StoreFull,
}


@contextmanager
def warehouse_lock(warehouse: Path) -> Iterator[None]:
    """Hold the warehouse. Raises `WarehouseBusy` where another process does."""
    try:
        warehouse.mkdir(parents=True, exist_ok=True)
        handle = (warehouse / "lock").open("a")
    except OSError as error:
        raise _BY_ERRNO.get(error.errno or 0, StoreUnavailable)(str(error)) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseBusy(str(warehouse)) from error
        yield


def is_held(warehouse: Path) -> bool | None:
    """Whether a process holds the warehouse, read from the kernel's list: trying the lock would turn away who comes just then.

    None where there is no such list.
    """
    try:
        locks, inode = _KERNEL_LOCKS.read_text(), (warehouse / "lock").stat().st_ino
    except FileNotFoundError:
        return None if not _KERNEL_LOCKS.exists() else False
    return any(int(found["inode"]) == inode for found in _FLOCK.finditer(locks))


def embedded_lock(settings: Settings) -> AbstractContextManager[None]:
    """The lock of a warehouse that does its own work; where workers share it over a broker, each row of work has its own."""
    if settings.broker.get_secret_value():
        return nullcontext()
    return warehouse_lock(settings.warehouse)
