"""Cover notes into the sheets of their prints that were not met: a feeder takes two at a time, a stack loses one.

All covers of a dossier printed together are fed together, so each that is not met is missing. Separator sheets are used
a few at a time from a larger print; of them only a small gap in a rising row of numbers is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from digitize.model import CoverNote


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingSheet:
    print_id: str
    sheet_number: int
    sheet_count: int


def missing_sheets(covers: Iterable[CoverNote]) -> tuple[MissingSheet, ...]:
    """By print in the order met, then by number. `covers`: in the order they were scanned."""
    prints: defaultdict[str, list[CoverNote]] = defaultdict(list)
    for cover in covers:
        if cover.print_id:
            prints[cover.print_id].append(cover)
    return tuple(
        MissingSheet(print_id=print_id, sheet_number=number, sheet_count=met[0].sheet_count)
        for print_id, met in prints.items()
        for number in _missing_numbers(met)
    )


def _missing_numbers(met: Sequence[CoverNote]) -> Iterator[int]:
    numbers = [cover.sheet_number for cover in met]
    if any(cover.dossier_code for cover in met):
        wanted = range(1, met[0].sheet_count + 1)
    elif sorted(set(numbers)) == numbers:
        wanted = range(numbers[0], numbers[-1] + 1)
    else:
        return
    missing = [number for number in wanted if number not in numbers]
    if any(cover.dossier_code for cover in met) or len(missing) < len(numbers):
        yield from missing
