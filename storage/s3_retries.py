"""Requests to an S3 service tried again, a bounded number of times, with pauses that grow and are drawn at random.

Random, since workers that a service turned away together would otherwise all come back at the same moment.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from storage.s3_faults import S3_FAULTS, is_passing, store_error

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryOptions:
    tries: int = 6
    first_pause_seconds: float = 0.2
    longest_pause_seconds: float = 5.0
    give_up_seconds: float = 60.0
    """No try begins later than this after the first; the one under way may still wait for its answer."""


class Retries:
    """How often and how patiently one request is made."""

    def __init__(self, options: RetryOptions) -> None:
        self._options = options

    def ask(self, request: Callable[[], _Answer], *, about: str, is_write: bool = False) -> _Answer:
        """The request's answer. Raises the store error that stands for what went wrong, its cause kept."""
        try:
            return self.try_request(request)
        except S3_FAULTS as fault:
            raise store_error(about, fault, is_write=is_write) from fault

    def try_request(self, request: Callable[[], _Answer]) -> _Answer:
        """The same; raises the last fault as it came, for those who know what to do about some."""
        pauses = self.pauses()
        while True:
            try:
                return request()
            except S3_FAULTS as fault:
                if not is_passing(fault) or next(pauses, None) is None:
                    raise

    def pause_or_raise(
        self, fault: BaseException, pauses: Iterator[float], *, about: str, is_write: bool = False
    ) -> None:
        """Wait for the next try. Raises the store error where there is none, or waiting does not help."""
        if not is_passing(fault) or next(pauses, None) is None:
            raise store_error(about, fault, is_write=is_write) from fault

    def pauses(self) -> Iterator[float]:
        """Waits before each further try and gives how long; ends when it is time to give up."""
        options = self._options
        give_up_at = time.monotonic() + options.give_up_seconds
        for number in range(options.tries - 1):
            longest = min(options.first_pause_seconds * 2**number, options.longest_pause_seconds)
            pause = random.uniform(longest / 2, longest)  # noqa: S311 - nothing secret hangs on it
            if time.monotonic() + pause > give_up_at:
                return
            time.sleep(pause)
            yield pause
