"""How much of its redness must be added to red ink for it to be as light as paper: less for bright ink, more for dark.

Ink takes from what lies below it in proportion. So what ink of one kind takes from red light is a fixed multiple of the
redness it gives, be it thick or worn, on paper or over the soft edge of a letter; that multiple added back leaves the
letter as it was. More would eat its edges, which tone marks are hardly more than. Ink differs from stamp to stamp, and
stamps lie apart: it is measured in bands across the page.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from digitize.model import Pixels

_STEP_DOWN, _STEP_ACROSS = 4, 8
"""Every so many rows and columns are looked at: a seal's rim still gives each band some eighty pixels at 200 dpi."""
_INK = 40
"""Redness of ink, 0..255; noise of JPEG and tinted paper have less."""
_FEWEST = 20
_FULL = 0.7
"""Share of a band's ink that is fainter than where it took fully."""
_PAPER = 75
"""Per cent of a page that are darker than its paper at most."""
_LEAST, _MOST = 0.2, 1.5


def redness_to_add(colour: Pixels, *, band_rows: int) -> list[Pixels | None]:
    """A table a band of `band_rows` rows (a multiple of four) from the top: redness 0..255 → what to add to the red light.

    None for a band without ink: what little redness its paper has may be added as it is.
    """
    size = (max(1, colour.shape[1] // _STEP_ACROSS), -(-colour.shape[0] // _STEP_DOWN))
    sample = cv2.resize(colour, size, interpolation=cv2.INTER_NEAREST)
    red, green, blue = (np.asarray(light, np.uint8) for light in cv2.split(sample))
    redness = np.asarray(cv2.subtract(red, cv2.max(green, blue)), np.uint8)
    is_ink = redness >= _INK
    rows = band_rows // _STEP_DOWN
    bands = [np.s_[top : top + rows] for top in range(0, size[1], rows)]
    if not is_ink.any():
        return [None] * len(bands)
    paper = float(np.percentile(red[::_STEP_ACROSS, ::2], _PAPER))
    found = [_share(red[band][is_ink[band]], redness[band][is_ink[band]], paper) for band in bands]
    usual = max((share for share in found if share is not None), default=1.0)
    return [
        _table(_around(found, index) or usual) if is_ink[band].any() else None
        for index, band in enumerate(bands)
    ]


def _share(red: Pixels, redness: Pixels, paper: float) -> float | None:
    """What ink takes from red light in multiples of its redness, pixel by pixel of a band; None for a few specks."""
    if len(redness) < _FEWEST:
        return None
    full = np.argsort(redness)[round(_FULL * len(redness)) :]
    share = float((paper - red[full].mean()) / redness[full].mean())
    return min(max(share, _LEAST), _MOST)


def _around(found: Sequence[float | None], index: int) -> float | None:
    """The largest of a band and its neighbours: a stamp's darkest part shows how dark its ink is."""
    near = [share for share in found[max(0, index - 1) : index + 2] if share is not None]
    return max(near, default=None)


def _table(share: float) -> Pixels:
    return np.minimum(np.round(np.arange(256) * share), 255).astype(np.uint8)
