"""What libraries say by Python's own logging into our log, a JSON line each: a container's stderr holds nothing else.

From warnings upwards: a broker's lost line, a trace that nobody takes. What they say of themselves when all is well is left out.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workers.log_words import frames_of

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

_EVENT = "library.said"


@contextmanager
def libraries_into(log: "FilteringBoundLogger") -> Iterator[None]:
    """For the block, what libraries warn of goes to `log`."""
    handler, root = _Handler(log), logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


class _Handler(logging.Handler):
    def __init__(self, log: "FilteringBoundLogger") -> None:
        super().__init__(level=logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """A line with the library's name, and its traceback: a broker's library tells of a lost line by nothing else."""
        say = self._log.error if record.levelno >= logging.ERROR else self._log.warning
        detail = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            detail += "\n" + frames_of(record.exc_info[1])
        say(_EVENT, library=record.name, detail=detail)
