"""Smaller pictures of a page, kept as long as the page's own pixels are: several stages ask for the same one.

Which way up, barcodes, faults, borders, rings and tint are each seen on a small picture of the same array, and to make one
takes longer than to look at it. Nobody writes to pixels that stages share (`PageImage.gray`), and what is kept is closed
to writing too.
"""

import weakref
from collections.abc import Callable

from digitize.model import Pixels

_Size = tuple[int, int]
_KEPT: dict[int, dict[_Size, Pixels]] = {}
"""By the identity of the pixels; an entry goes with them."""


def kept_beside(pixels: Pixels, size: _Size, make: Callable[[], Pixels]) -> Pixels:
    """What `make` gives, which must follow from pixels and size (width, height) alone; made once for these pixels."""
    key = id(pixels)
    made = _KEPT.get(key)
    if made is None:
        made = _KEPT[key] = {}
        weakref.finalize(pixels, _KEPT.pop, key, None).atexit = False
    if size not in made:
        small = make()
        if small is pixels:
            return pixels  # it would keep itself
        small.flags.writeable = False
        made[size] = small
    return made[size]
