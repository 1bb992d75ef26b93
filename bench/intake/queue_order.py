"""Was a counter's scan ever taken up later because of backfill? The server's log has both, in the order it happened.

The queue notes each scan as it takes it, holding its lock; an upload in custody is noted once the queue was told of it. So a
backfill scan that stands between a counter's two lines was taken although a counter waited, and there must be none. What
was at work already when the counter came is not asked: nobody takes a page out of a reader's hands.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bench.intake.serving import MeasuredServer
from digitize.rows import Priority
from web.stations.upload_custody import IN_CUSTODY
from workers.scan_queue import TAKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    counters: int
    """Counter scans that were taken up after they had been noted as in custody, or at once."""
    backfill: int
    later: tuple[str, ...]
    """Counter scans that backfill went before."""


def order_in(server: MeasuredServer) -> Order:
    """Of everything that the server did since it started."""
    with (server.warehouse / "digitize.log").open(encoding="utf-8") as log:
        return order_of(log)


def order_of(log: Iterable[str]) -> Order:
    """`log` has one JSON object a line."""
    waiting, later = set[str](), set[str]()
    taken = dict.fromkeys(Priority, 0)
    for event, scan, priority in _moves(log):
        if event == IN_CUSTODY:
            waiting.add(scan)
            continue
        taken[priority] += 1
        if priority is Priority.BACKFILL:
            later |= waiting
        waiting.discard(scan)
    return Order(
        counters=taken[Priority.COUNTER],
        backfill=taken[Priority.BACKFILL],
        later=tuple(sorted(later)),
    )


def _moves(log: Iterable[str]) -> Iterator[tuple[str, str, Priority]]:
    """A scan that is taken in the moment before its upload is noted waits for nobody."""
    taken = set[str]()
    for line in log:
        entry = json.loads(line)
        if entry["event"] == TAKEN:
            taken.add(entry["scan"])
            yield TAKEN, entry["scan"], Priority[entry["priority"]]
        elif entry["event"] == IN_CUSTODY and entry["scan"] not in taken:
            yield IN_CUSTODY, entry["scan"], Priority.COUNTER
