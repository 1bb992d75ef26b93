"""The child pool with the tools that decode and read; apart from `services.py`, for a search needs none of them."""

from functools import partial

from config.settings import Settings
from workers.pool import ChildPool, PoolOptions
from workers.tools import build_tools


def build_pool(settings: Settings) -> ChildPool:
    """Children start when they are first needed; the caller closes the pool."""
    options = PoolOptions(jobs=settings.jobs, preload=("workers.tasks",))
    return ChildPool(partial(build_tools, settings), options=options)
