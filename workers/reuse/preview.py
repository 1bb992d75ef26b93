"""A page's picture into its marked preview, by a child: pixels that came from outside are not decoded here."""

from pathlib import Path

from digitize import limits
from workers import tasks
from workers.pool import ChildPool


def preview_of(pool: ChildPool, picture: Path, words: str) -> bytes:
    """JPEG, `words` across it. Raises what children raise."""
    return pool.call(tasks.marked_picture, limits.CHILD_PAGE_SECONDS, picture, words)
