"""The child pool with the tools that decode and read; apart from `services.py`, for a search needs none of them.

The libraries of those tools are the fork server's and its children's: this process never loads them.
"""

from functools import partial
from typing import TYPE_CHECKING

from config.settings import Settings
from workers.fork_server import READING
from workers.pool import ChildPool, PoolOptions
from workers.sandbox import ChildBounds

if TYPE_CHECKING:
    from workers.tools import Tools


def build_pool(settings: Settings, *, is_idle: bool = False) -> ChildPool:
    """Children start when they are first needed; the caller closes the pool. `is_idle` ones leave the processor to everybody."""
    bounds = ChildBounds(is_idle=is_idle)
    options = PoolOptions(jobs=settings.jobs, bounds=bounds, preload=READING)
    return ChildPool(partial(_tools, settings), options=options)


def build_receiving_pool(settings: Settings) -> ChildPool:
    """Children that only look at what came in, as urgent as their parent: a receipt must not wait until a page is read."""
    bounds = ChildBounds(niceness=0)
    options = PoolOptions(jobs=settings.jobs, bounds=bounds, preload=READING)
    return ChildPool(_no_tools, options=options)


def build_picture_pool(settings: Settings, *, jobs: int = 2) -> ChildPool:
    """Children that decode what people at the desk look at: never behind a page that is read, and as urgent as their parent."""
    bounds = ChildBounds(niceness=0)
    options = PoolOptions(jobs=min(jobs, settings.jobs), bounds=bounds, preload=READING)
    return ChildPool(partial(_tools, settings), options=options)


def _no_tools() -> None:
    return None


def _tools(settings: Settings) -> "Tools":
    from workers.tools import build_tools

    return build_tools(settings)
