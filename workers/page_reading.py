"""One page read by a child, whatever the page does to it: a reading always comes back, or the whole run must stop."""

from collections.abc import Callable
from pathlib import Path

from digitize import limits
from digitize.errors import (
    BadInput,
    ChildFailed,
    DigitizeError,
    EngineFailed,
    UnexpectedInChild,
)
from digitize.model import PageOutcome, PageReading, Resolution, ScanFile
from workers import tasks
from workers.pool import ChildPool


def read_page(
    pool: ChildPool,
    path: Path,
    file: ScanFile,
    page_index: int,
    *,
    begin_attempt: Callable[[], int] = lambda: 1,
    turn_degrees: int | None = None,
) -> tasks.PageResult:
    """The page's reading, upright as the machine finds it or as a person said; one that fails twice is marked `UNREADABLE`.

    The second time counts: a program that decodes it may have been killed; a child that broke down may have been worn, so
    the next one did nothing else before.
    `begin_attempt` counts before the work and says how often it was begun over all runs. What is not the page's fault is
    raised: `ChildDisturbed`, a full disk, `Interrupted`, `MissingDependency`.
    """
    failure: DigitizeError = ChildFailed()
    call = pool.call
    for _ in range(limits.PAGE_ATTEMPTS):
        if begin_attempt() > limits.PAGE_STARTS:
            break
        try:
            return call(
                tasks.read_page, limits.CHILD_PAGE_SECONDS, path, file, page_index, turn_degrees
            )
        except BadInput as error:
            failure = error
        except (ChildFailed, EngineFailed, UnexpectedInChild) as error:
            failure, call = error, pool.call_anew
    return _unreadable(page_index, failure)


def _unreadable(page_index: int, error: DigitizeError) -> tasks.PageResult:
    reading = PageReading(
        page_index=page_index,
        outcome=PageOutcome.UNREADABLE,
        width=0,
        height=0,
        resolution=Resolution(dpi_x=0, dpi_y=0, is_estimated=True),
        notes=(error.code,),
    )
    return tasks.PageResult(reading=reading, rendered=None)
