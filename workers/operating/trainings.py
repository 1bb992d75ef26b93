"""What the model of types was made from each time, and how well it named papers that were kept back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from digitize.rows import LedgerEntry
from workers.commands.train import MODEL
from workers.services import Services

_Counts = TypeAdapter(dict[str, int])


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTraining:
    version: str
    at: datetime
    papers: int
    types: int
    held_out: int
    """Papers it was judged by; 0 where there were too few."""
    right: int


def trainings(services: Services) -> Sequence[ShownTraining]:
    """Newest first."""
    entries = tuple(services.catalogue.ledger(subject=MODEL))
    return [_shown(entry) for entry in reversed(entries)]


def _shown(entry: LedgerEntry) -> ShownTraining:
    examples = _Counts.validate_python(entry.data["examples"])
    return ShownTraining(
        version=str(entry.data["version"]),
        at=entry.at,
        papers=sum(examples.values()),
        types=len(examples),
        held_out=int(str(entry.data["held_out"])),
        right=int(str(entry.data["right"])),
    )
