"""Calls in threads, a bounded number begun at a time: whoever hands them in waits, so a million of them cost no memory."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import ParamSpec, Self

P = ParamSpec("P")
_AHEAD = 2  # calls a thread, so that none waits for the next to be handed in


class Window:
    """`submit` as often as you like; the block ends when all calls have, with the first error that one raised."""

    def __init__(self, threads: int) -> None:
        self._executor = ThreadPoolExecutor(threads)
        self._begun: deque[Future[None]] = deque()
        self._size = threads * _AHEAD

    def submit(self, call: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Begin a call when there is room. Raises what an earlier call raised."""
        if len(self._begun) >= self._size:
            self._begun.popleft().result()
        self._begun.append(self._executor.submit(call, *args, **kwargs))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._executor.shutdown(cancel_futures=error is not None)
        if error is None:
            while self._begun:
                self._begun.popleft().result()
