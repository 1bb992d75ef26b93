"""What the operating system says of a disk, as errors of `digitize/errors`, the cause kept."""

import contextlib
import errno
from collections.abc import Iterator

from digitize.errors import DigitizeError, StoreFull, StoreReadOnly, StoreUnavailable


@contextlib.contextmanager
def disk_faults(subject: str = "") -> Iterator[None]:
    """Raises `StoreFull`, `StoreReadOnly` or `StoreUnavailable` for the block's `OSError`; `subject` goes to the log."""
    try:
        yield
    except OSError as fault:
        raise disk_fault(subject, fault) from fault


def disk_fault(subject: str, fault: OSError) -> DigitizeError:
    """The error that stands for this fault."""
    number = fault.errno or 0
    kind = _ERRORS.get(number, StoreUnavailable)
    return kind(f"{subject}: {errno.errorcode.get(number, number)}")


_ERRORS: dict[int, type[DigitizeError]] = {
    errno.ENOSPC: StoreFull,
    errno.EDQUOT: StoreFull,
    errno.EFBIG: StoreFull,  # the process or file system allows no larger file
    errno.EROFS: StoreReadOnly,
    errno.EACCES: StoreReadOnly,
    errno.EPERM: StoreReadOnly,
}
