"""How long to wait before asking a server again: longer each time, and never all stations at once."""

from dataclasses import dataclass, field
from random import Random

_MOST_DOUBLINGS = 16  # far beyond the longest wait; keeps the power a small number


@dataclass(slots=True, kw_only=True)
class Backoff:
    first_seconds: float = 1.0
    longest_seconds: float = 60.0
    """An officer sees the line come back within a minute."""
    chance: Random = field(default_factory=Random)
    failures: int = 0

    def next_seconds(self) -> float:
        """The wait after one more failure: doubled each time, of which half is chance."""
        doublings = min(self.failures, _MOST_DOUBLINGS)
        self.failures += 1
        whole = min(self.longest_seconds, self.first_seconds * 2.0**doublings)
        return whole * (0.5 + 0.5 * self.chance.random())

    def reset(self) -> None:
        self.failures = 0
