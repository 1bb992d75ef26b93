"""A scan's readings into its documents: what the sheets say here, what the papers' own forms say in a child.

Only the few pages that may begin a paper cross to the child. A file that arrived signed is one document whatever it holds,
since its bytes are its sealed PDF.
"""

from collections.abc import Collection, Sequence

from digitize import limits
from digitize.intake.possible_starts import relevant_for_starts
from digitize.intake.separate import separate
from digitize.model import FileTrait, PageReading, Separation
from workers import tasks
from workers.pool import ChildPool


def separated(
    pool: ChildPool, readings: Sequence[PageReading], traits: Collection[FileTrait]
) -> Separation:
    """The same for the same readings, so that a run taken up again parts as the first one did."""
    pages = () if FileTrait.SIGNED in traits else relevant_for_starts(readings)
    if not pages:
        return separate(readings)
    starts = pool.call(tasks.sure_starts, limits.CHILD_DOCUMENT_SECONDS, pages)
    return separate(readings, sure_starts=starts)
