"""What a year adds to the disks, from the megabytes a page that were measured."""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.capacity.costs import Costs, Mix

WORKING_DAYS = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAYear:
    pages_a_day: float
    by_kind: Mapping[str, float]
    """Terabytes (10**12 bytes) of originals, readings, searchable and sealed PDFs; one copy of each."""

    @property
    def terabytes(self) -> float:
        return sum(self.by_kind.values())


def stored_a_year(costs: Costs, mix: Mix, *, pages_a_day: float) -> StoredAYear:
    """As many working days as the volume's reckoning has."""
    pages = WORKING_DAYS * pages_a_day
    return StoredAYear(pages_a_day=pages_a_day, by_kind=stored(costs, mix, pages=pages))


def stored(costs: Costs, mix: Mix, *, pages: float) -> dict[str, float]:
    """Terabytes by kind."""
    megabytes = {
        "originals": lambda one: one.original_mb,
        "readings": lambda one: one.reading_mb,
        "searchable": lambda one: one.sealed_mb,
        "sealed": lambda one: one.sealed_mb,
    }
    return {
        kind: pages * sum(share * size(costs.pages[ink]) for ink, share in mix.items()) / 1e6
        for kind, size in megabytes.items()
    }
