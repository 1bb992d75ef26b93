"""What runs inside a child process: limits first, then tools once, then one function call after the other.

The parent's death closes the pipe and ends the child; memory and CPU limits are the kernel's.
"""

import resource
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from digitize.errors import DigitizeError, EngineFailed


@dataclass(frozen=True, slots=True)
class Success:
    value: object


@dataclass(frozen=True, slots=True)
class Failure:
    error: DigitizeError | None
    """One of ours, to be raised again in the parent."""
    traceback: str = ""
    """Anything else, for the log."""


def serve(
    pipe: "Connection[Any, Any]",
    make_tools: Callable[[], object],
    memory_bytes: int,
    cpu_seconds: int,
) -> None:
    """Answer calls until the parent closes the pipe."""
    _limit_this_process(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds)
    tools: object = None
    while True:
        try:
            function, args, kwargs = pipe.recv()
        except EOFError:
            return
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
    except MemoryError:
        return Failure(EngineFailed("out of memory"), traceback.format_exc())
    except Exception:  # noqa: BLE001 - the one broad except of this process loop; the traceback travels
        return Failure(None, traceback.format_exc())


def _limit_this_process(*, memory_bytes: int, cpu_seconds: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no page of anybody lands in a core file
