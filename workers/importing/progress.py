"""Who wants to hear how far an import is: its rows, and the pages of their scans."""

from collections.abc import Callable
from dataclasses import dataclass, field

from workers.progress import PageProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    rows_found: Callable[[int], None] = lambda _count: None
    """How many rows there are in all; said once."""
    row_done: Callable[[], None] = lambda: None
    pages: PageProgress = field(default_factory=PageProgress)
