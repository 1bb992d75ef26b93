"""A pool of child processes: functions in, values or typed failures out; a child that dies costs one call, not the pool.

C code that crashes, hangs or eats memory does so in a child with limits of its own; the parent replaces the child and
raises `ChildFailed` or `ChildTimedOut` for the one call that was in it. Children keep costly things (an OCR model)
between calls: each builds its tools once, when it starts. Processes are forked from a clean server, so the parent may
use threads.
"""

import multiprocessing
import os
import queue
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar, cast

from digitize.errors import (
    ChildFailed,
    ChildNotStarted,
    ChildTimedOut,
    Interrupted,
    UnexpectedInChild,
)
from workers.child import Failure, Success, serve
from workers.pool_folder import PoolFolder
from workers.sandbox import ChildBounds

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    jobs: int
    """Children at work at the same time."""
    bounds: ChildBounds = field(default_factory=ChildBounds)
    """What each of them may use."""
    preload: tuple[str, ...] = ()
    """Modules the fork server imports once, so that a new child starts in milliseconds."""


def start_server(preload: tuple[str, ...]) -> None:
    """Start the process that children are forked from, unless it runs; it imports `preload` while the caller goes on."""
    # Read by the OpenMP runtime when the server loads it: parallel Tesseract threads make two workers slower than one.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    forkserver.set_forkserver_preload(["workers.child", *preload])
    forkserver.ensure_running()


class ChildPool:
    """Runs `function(tools, *args)` in a child, where `tools = make_tools()` was built once in that child.

    Thread-safe: callers block while all children are busy. Both functions must be importable (module level).
    """

    def __init__(self, make_tools: Callable[[], object], *, options: PoolOptions) -> None:
        start_server(options.preload)
        self._make_tools = make_tools
        self._options = options
        self._context = multiprocessing.get_context("forkserver")
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(options.jobs):
            self._idle.put(None)  # started when first needed
        self._started: set[_Child] = set()
        self._lock = threading.Lock()
        self._is_closed = False
        self._own_folder = PoolFolder()
        self.folder = self._own_folder.path
        """Where children may write, and nowhere else; gone with the pool."""

    def call(
        self,
        function: Callable[Concatenate[Any, P], R],
        timeout_seconds: float,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """The function's value. Raises what it raised of our errors, `ChildFailed` when its process died, `ChildTimedOut`, `ChildNotStarted`, `Interrupted`."""
        child = self._idle.get()
        try:
            if child is None:
                child = self._start()
            value = child.ask(function, args, kwargs, timeout_seconds=timeout_seconds)
        except ChildFailed as error:
            if child is not None:
                self._bury(child)
            child = None
            if self._is_closed:
                raise Interrupted from error
            raise
        except ChildNotStarted as error:
            if self._is_closed:
                raise Interrupted from error
            raise
        finally:
            self._idle.put(child)
        return cast("R", value)

    @contextmanager
    def working_folder(self) -> Iterator[Path]:
        """A folder for the block that a child may write to. Raises `Interrupted` where the pool was closed and took it away."""
        try:
            with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as folder:
                yield Path(folder)
        except FileNotFoundError as error:
            if self._is_closed:
                raise Interrupted from error
            raise

    def close(self) -> None:
        """End all children now; calls still waiting raise `Interrupted`."""
        with self._lock:
            self._is_closed = True
            children = list(self._started)
        for child in children:
            self._bury(child)
        self._own_folder.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _start(self) -> "_Child":
        with self._lock:
            if self._is_closed:
                raise Interrupted("the pool is closed")
            child = _Child(self._context, self._make_tools, self._options.bounds, self.folder)
            self._started.add(child)
            return child

    def _bury(self, child: "_Child") -> None:
        """End the child; whoever comes second, its caller or `close`, finds it gone."""
        with self._lock:
            is_first = child in self._started
            self._started.discard(child)
        if is_first:
            child.kill()


class _Child:
    """One process and the pipe to it."""

    def __init__(
        self,
        context: ForkServerContext,
        make_tools: Callable[[], object],
        bounds: ChildBounds,
        shared: Path,
    ) -> None:
        self._pipe, theirs = context.Pipe()
        self._folder = Path(tempfile.mkdtemp(dir=shared))
        self._process: ForkServerProcess = context.Process(
            target=serve,
            args=(theirs, make_tools, bounds, shared, self._folder),
            daemon=True,
        )
        try:
            self._process.start()
        except (
            EOFError,
            OSError,
        ) as error:  # the server that forks was killed; the next start starts it anew
            self._pipe.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            raise ChildNotStarted(type(error).__name__) from error
        finally:
            theirs.close()

    def ask(
        self,
        function: Callable[..., object],
        args: tuple[object, ...],
        kwargs: dict[str, object],
        *,
        timeout_seconds: float,
    ) -> object:
        deadline = time.monotonic() + timeout_seconds
        try:
            self._pipe.send((function, args, kwargs))
            # The pipe alone does not tell of a death: what the child started may still hold its end.
            left = max(0.0, deadline - time.monotonic())
            if not wait((self._pipe, self._process.sentinel), left):
                raise ChildTimedOut(f"{function.__name__} took over {timeout_seconds:.0f} s")
            if not self._pipe.poll():
                raise EOFError
            answer = _receive(self._pipe)
        except (EOFError, OSError) as error:
            self._process.join(timeout=1)
            raise ChildFailed(f"{function.__name__}: exit {self._process.exitcode}") from error
        if isinstance(answer, Failure):
            raise _revived(answer)
        return answer.value

    def kill(self) -> None:
        """End the process, all that it started, and what it left. The pipe is its last holder's: a thread may wait at it."""
        self._process.kill()
        with suppress(ProcessLookupError):  # it had not begun, or was alone
            os.killpg(cast("int", self._process.pid), signal.SIGKILL)
        self._process.join()
        shutil.rmtree(self._folder, ignore_errors=True)


def _receive(pipe: "Connection[Any, Any]") -> Success | Failure:
    answer: Success | Failure = pipe.recv()
    return answer


def _revived(failure: Failure) -> Exception:
    """The child's error as an exception here: ours by class, anything else with its traceback as text."""
    if failure.error is not None:
        return failure.error
    return UnexpectedInChild(failure.traceback)
