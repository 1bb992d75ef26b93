"""A pool of child processes: functions in, values or typed failures out; a child that dies costs one call, not the pool.

C code that crashes, hangs or eats memory does so in a child with limits of its own; the parent replaces the child and
raises `ChildFailed` or `ChildTimedOut` for the one call that was in it. A child that the machine took away is replaced and
the call made again, for it was nobody's fault. Children keep costly things (an OCR model) between calls: each builds its
tools once, when it starts. Processes are forked from a clean server, so the parent may use threads.
"""

import multiprocessing
import queue
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar, cast

from digitize.errors import (
    ChildDisturbed,
    ChildFailed,
    EngineFailed,
    Interrupted,
    UnexpectedInChild,
)
from workers.fork_server import start_server
from workers.observing import Observer, tell
from workers.pool_child import PoolChild
from workers.pool_folder import PoolFolder
from workers.sandbox import ChildBounds

P = ParamSpec("P")
R = TypeVar("R")

_PAUSES_SECONDS = (0.0, 0.5)
"""Before each further try of a call that the machine disturbed."""
_WORN = (ChildFailed, ChildDisturbed, EngineFailed, UnexpectedInChild)
"""A child that ended a call so is not used again: it is dead, full, or in a state that nobody foresaw."""

_NOT_FRESH = "worn"
"""It died or lost its folder between two calls, or a call wants a child that did nothing before."""
_CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    jobs: int
    """Children at work at the same time."""
    bounds: ChildBounds = field(default_factory=ChildBounds)
    """What each of them may use."""
    preload: tuple[str, ...] = ()
    """Modules the fork server imports once, so that a new child starts in milliseconds."""


class ChildPool:
    """Runs `function(tools, *args)` in a child, where `tools = make_tools()` was built once in that child.

    Thread-safe: callers block while all children are busy. Both functions must be importable (module level).
    """

    def __init__(self, make_tools: Callable[[], object], *, options: PoolOptions) -> None:
        start_server(options.preload)
        self._make_tools = make_tools
        self._options = options
        self._context = multiprocessing.get_context("forkserver")
        self._idle: queue.LifoQueue[PoolChild | None] = queue.LifoQueue()
        for _ in range(options.jobs):
            self._idle.put(None)  # started when first needed
        self._started: set[PoolChild] = set()
        self._lock = threading.Lock()
        self._is_closed = False
        self._own_folder = PoolFolder()

    @property
    def folder(self) -> Path:
        """Where children may write, and nowhere else; gone with the pool."""
        return self._own_folder.path

    def call(
        self,
        function: Callable[Concatenate[Any, P], R],
        timeout_seconds: float,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """The function's value; called more than once where the machine disturbs it.

        Raises what it raised of our errors, `ChildFailed` when it ended its process, `ChildTimedOut`, `UnexpectedInChild`,
        `ChildDisturbed` where the machine let no child finish, `Interrupted`.
        """
        return cast("R", self._call(function, timeout_seconds, args, kwargs, anew=False))

    def call_anew(
        self,
        function: Callable[Concatenate[Any, P], R],
        timeout_seconds: float,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """As `call`, in a child that did nothing else before: what fails there fails by itself."""
        return cast("R", self._call(function, timeout_seconds, args, kwargs, anew=True))

    def _call(
        self,
        function: Callable[..., object],
        timeout_seconds: float,
        args: Sequence[object],
        kwargs: Mapping[str, object],
        *,
        anew: bool,
    ) -> object:
        for pause in _PAUSES_SECONDS:
            try:
                return self._call_once(function, timeout_seconds, args, kwargs, anew=anew)
            except ChildDisturbed:
                time.sleep(pause)
        return self._call_once(function, timeout_seconds, args, kwargs, anew=anew)

    def _call_once(
        self,
        function: Callable[..., object],
        timeout_seconds: float,
        args: Sequence[object],
        kwargs: Mapping[str, object],
        *,
        anew: bool,
    ) -> object:
        child = self._idle.get()
        try:
            if child is not None and (anew or not child.is_well()):
                self._bury(child, cause=_NOT_FRESH)
                child = None
            child = child or self._start()
            return child.ask(function, args, kwargs, timeout_seconds=timeout_seconds)
        except _WORN as error:
            if child is not None:
                self._bury(child, cause=error.code)
            child = None
            if self._is_closed:
                raise Interrupted from error
            raise
        finally:
            self._idle.put(child)

    @contextmanager
    def working_folder(self) -> Iterator[Path]:
        """A folder for the block that a child may write to.

        Raises `Interrupted` where the pool was closed and took it away, `ChildDisturbed` where somebody else did.
        """
        try:
            with tempfile.TemporaryDirectory(dir=self.folder, ignore_cleanup_errors=True) as folder:
                yield Path(folder)
        except FileNotFoundError as error:
            if self._is_closed:
                raise Interrupted from error
            if not self.folder.is_dir():
                raise ChildDisturbed("the folder was taken away") from error
            raise

    def close(self) -> None:
        """End all children now; calls still waiting raise `Interrupted`."""
        with self._lock:
            self._is_closed = True
            children = list(self._started)
        for child in children:
            self._bury(child, cause=_CLOSED)
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

    def _start(self) -> PoolChild:
        with self._lock:
            if self._is_closed:
                raise Interrupted("the pool is closed")
            self._own_folder.restore()
            child = PoolChild(self._context, self._make_tools, self._options.bounds, self.folder)
            self._started.add(child)
        tell(Observer.child_started)
        return child

    def _bury(self, child: PoolChild, *, cause: str) -> None:
        """End the child; whoever comes second, its caller or `close`, finds it gone."""
        with self._lock:
            is_first = child in self._started
            self._started.discard(child)
        if is_first:
            child.kill()
            tell(Observer.child_ended, cause)
