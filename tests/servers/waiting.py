"""Until a server answers, or a claim holds."""

import time
from collections.abc import Callable


def wait_for(claim: Callable[[], bool], *, seconds: float = 60.0) -> None:
    """Fails where it does not hold in time."""
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
