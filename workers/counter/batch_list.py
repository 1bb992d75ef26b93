"""The counter's first page: its batches with where their pages are, and what has to be scanned again, whichever batch it was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from itertools import islice

from digitize.access import Viewer
from digitize.dossier.rescanned import Rescanned
from digitize.model import BatchId
from digitize.rows import Batch
from storage.counter_rows import AskedOfBatch, BatchProgress, CounterRows
from workers.counter.pushed_by import names_of_pushers
from workers.counter.rescanned import rescanned_of
from workers.services import Services

WISHES_SHOWN = 50
_WISHES_LOOKED_AT = 200
"""Some of them were answered, which takes a look at what came."""
WISHES_KEPT = timedelta(days=30)
"""A paper that nobody brought again in so long will not be brought; its batch still tells of the wish."""


class Whose(StrEnum):
    AGENCY = "agency"  # all batches of the agency, those of its scanners too
    MINE = "mine"  # what I pushed from the browser


class BatchStage(StrEnum):
    """Where a batch stands, for whoever looks at a list."""

    OPEN = "open"  # nothing came yet
    WORKING = "working"  # the machine is at it
    CHECKING = "checking"  # a checker is asked
    DONE = "done"  # nothing is left to do


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    batch: Batch
    progress: BatchProgress
    stage: BatchStage
    pushed_by: str
    """Name of the person or the counter; empty where files came by a folder or an import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLines:
    lines: tuple[BatchLine, ...]
    cursor: str | None
    """Asks for what follows; None at the end."""
    seq: int
    """The entry of the ledger that all of this knows of."""


def batch_lines(
    services: Services,
    viewer: Viewer,
    *,
    whose: Whose = Whose.AGENCY,
    after: str | None = None,
    limit: int = 50,
) -> BatchLines:
    """The viewer's batches, newest first."""
    rows = CounterRows(services.database)
    seq = rows.ledger_end()  # before anything is read: what comes meanwhile is told again
    found = rows.batches(
        viewer,
        pushed_by=viewer.account if whose is Whose.MINE else None,
        after=BatchId(after) if after else None,
        limit=limit,
    )
    progress = rows.progress([batch.id for batch in found.batches])
    names = names_of_pushers(services, found.batches)
    lines = tuple(_line(batch, progress[batch.id], names) for batch in found.batches)
    return BatchLines(
        lines=lines,
        cursor=found.batches[-1].id if found.has_more else None,
        seq=seq,
    )


def asked_again(services: Services, viewer: Viewer) -> tuple[AskedOfBatch, ...]:
    """What is to be scanned again of any batch and did not come yet."""
    since = services.clock() - WISHES_KEPT
    rows = CounterRows(services.database)
    came = cache(lambda batch: rescanned_of(services, batch))
    asked = rows.asked_again(viewer, since=since, limit=_WISHES_LOOKED_AT)
    return tuple(islice((one for one in asked if not _is_answered(one, came)), WISHES_SHOWN))


def _is_answered(wish: AskedOfBatch, came: Callable[[Batch], Rescanned]) -> bool:
    asked = wish.asked
    return wish.came_later and came(wish.batch).is_answered(
        asked.scan_id, document=asked.document_id, since=asked.asked_at
    )


def stage_of(progress: BatchProgress) -> BatchStage:
    """The machine first: what is still read may change what is asked of people."""
    if not progress.files:
        return BatchStage.OPEN
    if progress.read_waiting < progress.waiting:
        return BatchStage.WORKING
    if progress.to_check:
        return BatchStage.CHECKING
    return BatchStage.WORKING if progress.waiting else BatchStage.DONE


def _line(batch: Batch, progress: BatchProgress, names: Mapping[tuple[str, str], str]) -> BatchLine:
    pushed_by = names.get((batch.channel, batch.station), "")
    return BatchLine(batch=batch, progress=progress, stage=stage_of(progress), pushed_by=pushed_by)
