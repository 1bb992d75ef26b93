"""What happened, for the operator: one JSON object a line in the warehouse's log; ids, codes and counts, never a person's data."""

from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from digitize.errors import DigitizeError, StoreReadOnly

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger


def open_log(warehouse: Path) -> TextIO:
    """The log file, opened to append. Raises `StoreReadOnly`."""
    try:
        return _LogFile(
            (warehouse / "digitize.log").open("ab"), encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        raise StoreReadOnly(str(error)) from error


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
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(0),
    )
    return logger


def log_error(
    logger: "FilteringBoundLogger", event: str, error: DigitizeError, **fields: str
) -> None:
    """One error with its code and detail; the traceback of a defect is in the detail."""
    logger.error(event, code=error.code, detail=error.detail, **fields)
