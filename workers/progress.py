"""Who wants to hear how far the pages are."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageProgress:
    pages_found: Callable[[int], None] = lambda _count: None
    page_done: Callable[[], None] = lambda: None
