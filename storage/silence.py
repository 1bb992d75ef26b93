"""How long a line to a server may be silent, told to the kernel: options of TCP for clients that are asked for them.

Where a cable is pulled or a firewall drops, nothing comes and nothing says so. Only the kernel sees that what was sent is not
acknowledged, and only keepalives tell a server that thinks long from a line that is gone; by default it waits for 15 minutes for
the first and asks after two hours for the second. Linux alone knows all four.
"""

import socket
from collections.abc import Mapping

from digitize import limits

_PROBES = 3


def silence_options(seconds: float = limits.LINE_SILENCE_SECONDS) -> Mapping[str, int]:
    """Option of `IPPROTO_TCP` by its name in `socket`: after so many seconds without a sign the line is an error."""
    pause = max(round(seconds / _PROBES), 1)
    return {
        "TCP_KEEPIDLE": pause,
        "TCP_KEEPINTVL": pause,
        "TCP_KEEPCNT": _PROBES,
        "TCP_USER_TIMEOUT": round(seconds * 1000),
    }


def known_here(options: Mapping[str, int]) -> Mapping[int, int]:
    """By the numbers that this system has for them."""
    return {
        getattr(socket, name): value for name, value in options.items() if hasattr(socket, name)
    }
