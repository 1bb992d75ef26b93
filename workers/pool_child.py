"""One child process of a pool and the pipe to it: a call in, a value or a typed failure out, within its time.

A call that ends without an answer is laid at somebody's door. A crash or a hang is the doing of what the child was at; a
`kill -9`, a full disk, the death of the process that forks, or too little of the processor is the machine's.
"""

import shutil
import signal
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from os import killpg
from pathlib import Path
from typing import Any, cast

from digitize.errors import (
    ChildDisturbed,
    ChildFailed,
    ChildNotStarted,
    ChildTimedOut,
    UnexpectedInChild,
)
from workers import crossing
from workers.child import Failure, Success, serve
from workers.sandbox import ChildBounds
from workers.working_time import WorkingTime

_LEAST_WAIT_SECONDS = 0.1
_FORKS_LOST = 255  # what `multiprocessing` says where the process that knew how it ended is gone
_NOT_ITS_DOING = frozenset(
    {
        -signal.SIGKILL,  # an operator, or the kernel short of memory; used-up processor time is SIGXCPU
        -signal.SIGTERM,
        -signal.SIGBUS,  # a mapped file whose disk did not give a page of it
        _FORKS_LOST,
    }
)

crossing.register()


class PoolChild:
    """Belongs to one caller at a time; `kill` may come from any thread."""

    def __init__(
        self,
        context: ForkServerContext,
        make_tools: Callable[[], object],
        bounds: ChildBounds,
        shared: Path,
    ) -> None:
        """It may write below `shared`. Raises `ChildNotStarted`."""
        try:
            self._folder = Path(tempfile.mkdtemp(dir=shared))
            self._pipe, theirs = context.Pipe()
        except OSError as error:
            raise ChildNotStarted(str(error)) from error
        self._process: ForkServerProcess = context.Process(
            target=serve,
            args=(theirs, bounds, shared, self._folder),
            daemon=True,
        )
        try:
            self._process.start()
            self._pipe.send(make_tools)
        except (EOFError, OSError) as error:
            # The server that forks was killed; the next start starts it anew.
            self._pipe.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise ChildNotStarted(type(error).__name__) from error
        finally:
            theirs.close()

    def is_well(self) -> bool:
        """Alive, and with its folder: who cleans temporary folders may have taken it."""
        return not wait((self._process.sentinel,), 0) and self._has_folder

    def ask(
        self,
        function: Callable[..., object],
        args: Sequence[object],
        kwargs: Mapping[str, object],
        *,
        timeout_seconds: float,
    ) -> object:
        """The function's value. Raises what it raised, `ChildFailed`, `ChildTimedOut`, `ChildDisturbed`, `UnexpectedInChild`."""
        try:
            self._pipe.send((function, args, kwargs))
            if not self._answers(timeout_seconds):
                raise ChildTimedOut(f"{function.__name__} took over {timeout_seconds:.0f} s")
            if not self._pipe.poll():
                raise EOFError
            answer = _receive(self._pipe)
        except (EOFError, OSError) as error:
            raise self._death(function.__name__) from error
        if isinstance(answer, Failure):
            raise self._revived(answer)
        return answer.value

    def kill(self) -> None:
        """End the process, all that it started, and what it left. The pipe is its last holder's: a thread may wait at it."""
        self._process.kill()
        with suppress(ProcessLookupError):  # it had not begun, or was alone
            killpg(self._pid, signal.SIGKILL)
        self._process.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _pid(self) -> int:
        return cast("int", self._process.pid)

    @property
    def _has_folder(self) -> bool:
        return self._folder.is_dir()

    def _answers(self, timeout_seconds: float) -> bool:
        """Whether it answered or died in time; while it waits for a processor its time stands still."""
        clock, left = WorkingTime(self._pid), timeout_seconds
        while left > 0:
            # The pipe alone does not tell of a death: what the child started may still hold its end.
            if wait((self._pipe, self._process.sentinel), max(left, _LEAST_WAIT_SECONDS)):
                return True
            left = timeout_seconds - clock.seconds()
        return False

    def _death(self, work: str) -> ChildFailed | ChildDisturbed:
        self._process.join(timeout=1)
        kind = ChildDisturbed if self._process.exitcode in _NOT_ITS_DOING else ChildFailed
        return kind(f"{work}: exit {self._process.exitcode}")

    def _revived(self, failure: Failure) -> Exception:
        """The child's error as an exception here: ours by class, anything else with its traceback as text."""
        if failure.error is not None:
            return failure.error
        if not self._has_folder:
            return ChildDisturbed("its folder was taken away")
        return UnexpectedInChild(failure.traceback)


def _receive(pipe: "Connection[Any, Any]") -> Success | Failure:
    answer: Success | Failure = pipe.recv()
    return answer
