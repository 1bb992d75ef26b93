"""What runs inside a child process: shut in first, then tools once, then one function call after the other.

The parent's death closes the pipe and ends the child; what it may use and reach is the kernel's to hold (`sandbox.py`).
"""

import errno
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from digitize.errors import DigitizeError, EngineFailed
from storage.disk_faults import disk_fault
from workers import crossing
from workers.log_words import frames_of
from workers.sandbox import ChildBounds, enter

_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})

crossing.register()


@dataclass(frozen=True, slots=True)
class Success:
    value: object


@dataclass(frozen=True, slots=True)
class Failure:
    error: DigitizeError | None
    """To be raised again in the parent."""
    traceback: str = ""
    """Anything else, for the log."""


def serve(pipe: "Connection[Any, Any]", bounds: ChildBounds, shared: Path, folder: Path) -> None:
    """Answer calls until the parent closes the pipe. It may write below `shared`; `folder` there is its own.

    How tools are made comes through the pipe too: unpickled before, its modules might have started threads.
    """
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    enter(bounds, folder=shared)
    tools: object = None
    with suppress(EOFError):
        make_tools = pipe.recv()
        while True:
            function, args, kwargs = pipe.recv()
            if tools is None:
                made = _answer(make_tools, (), {})
                if isinstance(made, Failure):
                    pipe.send(made)
                    continue
                tools = made.value
            pipe.send(_answer(function, (tools, *args), kwargs))


def _answer(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> Success | Failure:
    try:
        return Success(function(*args, **kwargs))
    except DigitizeError as error:
        return Failure(error)
    except MemoryError as error:
        return Failure(EngineFailed("out of memory"), frames_of(error))
    except Exception as error:  # noqa: BLE001 - the one broad except of this process loop; the traceback travels
        return Failure(_disk_fault(error), frames_of(error))


def _disk_fault(error: Exception) -> DigitizeError | None:
    """A disk that is full or sick is no fault of what was to be written to it."""
    if isinstance(error, OSError) and error.errno in _OF_THE_DISK:
        return disk_fault("temporary", error)
    return None
