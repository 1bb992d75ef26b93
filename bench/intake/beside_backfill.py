"""A counter beside a backfill at full rate and without it, turn about: how much later its receipt comes.

Each side waits until the server has read everything; which side comes first alternates, so that a machine that others
slow down for a while slows both.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import Protocol

from bench.intake.backfill import draw_backfill, under_way
from bench.intake.counters import BatchToPush, Counters, PushedBatch, write_batch
from bench.intake.papers import as_one_pdf, backfill_page
from bench.intake.queue_order import Order, order_in
from bench.intake.serving import new_stations, served
from digitize.rows import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOptions:
    pairs: int = 4
    batches: int = 1
    """Of each side, one after the other."""
    pages: int = 20
    files: int = 1500
    """Of the backfill; more than it can bring in meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    alone: tuple[PushedBatch, ...]
    beside: tuple[PushedBatch, ...]

    @property
    def slowdown(self) -> float:
        """Time to receipt beside the backfill over that without: 1.2 is 20 % slower."""
        return median(one.seconds for one in self.beside) / median(
            one.seconds for one in self.alone
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideBackfill:
    pairs: tuple[Pair, ...]
    order: Order
    """In which the server took scans up."""

    @property
    def slowdown(self) -> float:
        return median(pair.slowdown for pair in self.pairs)

    @property
    def errors(self) -> list[str]:
        pushed = [one for pair in self.pairs for one in (*pair.alone, *pair.beside)]
        return [f"{one.name}: {error}" for one in pushed for error in one.errors]


def beside_backfill(folder: Path, pages: list[bytes], options: PairOptions) -> BesideBackfill:
    backfill = draw_backfill(folder / "ton", options.files, page=backfill_page())
    warehouse = folder / "kho"
    (key,) = new_stations(warehouse, 1)
    drawn = _drawn(folder, key, pages, options.pages)
    with served(warehouse) as server, Counters(server.url, processes=1) as counters:

        def side(*, is_beside: bool) -> tuple[PushedBatch, ...]:
            server.wait_until_idle()
            with under_way(backfill, server) if is_beside else nullcontext():
                return tuple(
                    pushed
                    for batch in islice(drawn, options.batches)
                    for pushed in counters.push_at_once([batch])
                )

        side(is_beside=False)  # whatever the first batches cost is paid before
        pairs = tuple(_pair(side, alone_first=number % 2 == 0) for number in range(options.pairs))
        server.wait_until_idle(Priority.COUNTER)
        return BesideBackfill(pairs=pairs, order=order_in(server))


def _pair(side: "_Side", *, alone_first: bool) -> Pair:
    sides = {
        is_beside: side(is_beside=is_beside)
        for is_beside in ((False, True) if alone_first else (True, False))
    }
    return Pair(alone=sides[False], beside=sides[True])


def _drawn(folder: Path, key: str, pages: list[bytes], page_count: int) -> Iterator[BatchToPush]:
    """Batch after batch, each written when it is needed."""
    for number in count(1):
        name = f"lo-{number}"
        files = as_one_pdf(pages, page_count, name)
        yield BatchToPush(
            key=key,
            name=name,
            folder=write_batch(folder / name / "lo", files),
            page_count=page_count,
        )


class _Side(Protocol):
    def __call__(self, *, is_beside: bool) -> tuple[PushedBatch, ...]: ...
