"""One run at a time works on an embedded warehouse; the kernel gives the lock back when a process dies, however it dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digitize.errors import StoreReadOnly, StoreUnavailable, WarehouseBusy


@contextmanager
def warehouse_lock(warehouse: Path) -> Iterator[None]:
    """Hold the warehouse. Raises `WarehouseBusy` where another process does."""
    try:
        warehouse.mkdir(parents=True, exist_ok=True)
        handle = (warehouse / "lock").open("a")
    except PermissionError as error:
        raise StoreReadOnly(str(error)) from error
    except OSError as error:
        raise StoreUnavailable(str(error)) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseBusy(str(warehouse)) from error
        yield
