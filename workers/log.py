"""What happened, for the operator: one JSON object a line; ids, codes and counts, never a person's data.

Every line has its time (UTC), level and a constant event name, and the ids that its thread is at work on
(`workers/observing.py`): batch, scan, document, page. `docs/observability.md` has the events; a test holds the list.
"""

import os
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from config.settings import LogTo
from digitize.errors import DigitizeError, StoreReadOnly
from workers.log_words import plain
from workers.observing import Observer, ids_at_work, tell

if TYPE_CHECKING:
    from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

_UNEXPECTED = "unexpected"


def open_log(folder: Path, *, to: LogTo = LogTo.WAREHOUSE) -> TextIO:
    """The log file of this folder, opened to append, or what this process writes to. Raises `StoreReadOnly`."""
    try:
        if to is LogTo.STDERR:
            file = os.fdopen(os.dup(_STDERR), "ab")
        else:
            folder.mkdir(
                parents=True, exist_ok=True
            )  # a new machine of a cluster keeps nothing else in it
            file = (folder / "digitize.log").open("ab")
        return _LogFile(file, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise StoreReadOnly(str(error)) from error


_STDERR = 2


class _LogFile(TextIOWrapper):
    """What a full disk does not take waits in a small buffer or is lost: the work it tells of goes on."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            return super().write(text)
        return 0

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()

    def close(self) -> None:
        with suppress(OSError):
            super().close()


def logger_to(file: TextIO) -> "FilteringBoundLogger":
    """A logger of constant events with fields."""
    import structlog  # loaded when there is something to say

    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.WriteLogger(file),
        processors=[
            _with_ids,
            _without_people,
            _counted,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(0),
    )
    return logger


def _with_ids(_logger: "WrappedLogger", _method: str, line: "EventDict") -> "EventDict":
    """What the line itself says of an id counts."""
    return {**ids_at_work(), **line}


def _without_people(_logger: "WrappedLogger", _method: str, line: "EventDict") -> "EventDict":
    """What libraries and errors say in their own words; the rest of a line are ids and codes."""
    for key in _WORDS & line.keys():
        line[key] = plain(str(line[key]))
    return line


_WORDS = frozenset({"detail", "cause", "exception"})


def _counted(_logger: "WrappedLogger", method: str, line: "EventDict") -> "EventDict":
    """A line with a code, or of an error without one, is an error that somebody may count."""
    code = line.get("code", _UNEXPECTED if method == "error" else "")
    if code:
        tell(Observer.error_logged, str(line["event"]), str(code))
    return line


def log_error(
    logger: "FilteringBoundLogger", event: str, error: DigitizeError, **fields: str
) -> None:
    """One error with its code and detail; the traceback of a defect is in the detail."""
    logger.error(event, code=error.code, detail=error.detail, **fields)
