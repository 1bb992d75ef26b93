"""How many are in the system, on the mean over time: one side of Little's law, kept apart from the other."""

import simpy


class Population:
    def __init__(self, environment: simpy.Environment) -> None:
        self._environment = environment
        self._inside = 0
        self._since = environment.now
        self._area = 0.0
        self.most = 0

    def enter(self) -> None:
        self._change(+1)

    def leave(self) -> None:
        self._change(-1)

    @property
    def scan_seconds(self) -> float:
        """The integral of how many were inside over time."""
        return self._area

    def _change(self, by: int) -> None:
        self._area += self._inside * (self._environment.now - self._since)
        self._since = self._environment.now
        self._inside += by
        self.most = max(self.most, self._inside)
