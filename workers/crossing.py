"""Page readings on their way to a child process and back: as JSON, like in the store.

Left to pickle, each of a page's 400 words and boxes is taken apart and put together in Python, three milliseconds for every
crossing, of which a page has four; compiled code writes and reads their JSON in one.
"""

from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from typing import Any

from digitize.codec import from_json, to_json
from digitize.model import PageReading


def register() -> None:
    """For every pipe between this process and others. Both ends need it: whoever sends writes the form."""
    ForkingPickler.register(PageReading, _reduced)


def _reduced(reading: PageReading) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return from_json, (PageReading, to_json(reading))
