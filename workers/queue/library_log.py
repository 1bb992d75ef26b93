"""What dramatiq and the broker's library have to say, into our log: one event a line, nothing on the terminal."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

_LIBRARIES = ("dramatiq", "pika")


class _Handler(logging.Handler):
    def __init__(self, log: "FilteringBoundLogger") -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Messages are ids, so nothing of anybody is in what is said of them."""
        detail = record.getMessage()
        if record.exc_info:
            detail += "\n" + logging.Formatter().formatException(record.exc_info)
        self._log.warning("broker.said", library=record.name, detail=detail)


@contextmanager
def heard_by(log: "FilteringBoundLogger") -> Iterator[None]:
    """For the block, warnings and worse of these libraries go to this log alone."""
    handler = _Handler(log)
    loggers = [logging.getLogger(name) for name in _LIBRARIES]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            logger.propagate = True
