"""How often one address may ask for what costs much (a password is hashed at every attempt): a bucket that fills up again."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from digitize.errors import TooManyAttempts


@dataclass(frozen=True, slots=True, kw_only=True)
class RateOptions:
    at_once: int = 20
    """A counter's people may share one address, and begin work at the same hour."""
    per_second: float = 0.5
    remembered: int = 10_000
    """Addresses; those that asked longest ago are forgotten first."""


class Rates:
    """Safe to share between threads."""

    def __init__(
        self,
        options: RateOptions | None = None,
        *,
        now_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._options = options or RateOptions()
        self._now = now_seconds
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str) -> None:
        """One attempt of this address. Raises `TooManyAttempts`."""
        with self._lock:
            now = self._now()
            left, before = self._buckets.pop(address, (float(self._options.at_once), now))
            left = min(self._options.at_once, left + (now - before) * self._options.per_second)
            self._buckets[address] = (left - 1 if left >= 1 else left, now)
            while len(self._buckets) > self._options.remembered:
                self._buckets.popitem(last=False)
        if left < 1:
            raise TooManyAttempts
