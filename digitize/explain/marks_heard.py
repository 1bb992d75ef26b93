"""The marks that classification tells, kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from digitize.classify.marks import Mark
from digitize.trace import Trace


@dataclass(slots=True)
class MarksHeard(Trace):
    """Remembers the last document's marks."""

    found: tuple[Mark, ...] = ()

    def marks(self, found: Sequence[Mark]) -> None:
        self.found = tuple(found)
