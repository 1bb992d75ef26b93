"""`python -m bench.pen_samples`: draw figures as pens write them, and keep what the reader compares with (`digitize/ocr/pen_digits.py`).

The same code draws the same samples; a test holds what is kept to it.
"""

import numpy as np
import numpy.typing as npt

from bench.pen_strokes import drawn_figures
from digitize.ocr.pen_digits import FIGURES, SAMPLES
from digitize.ocr.pen_features import Features, features

_EACH = 120
_SEED = 1
_AT_ONCE = 64
"""Samples whose edges are held at the same time."""


def main() -> None:
    rows, figures = drawn_samples()
    np.savez_compressed(SAMPLES, features=rows.astype(np.float16), figures=figures)


def drawn_samples() -> tuple[Features, npt.NDArray[np.uint8]]:
    """What each sample is compared by, in rows, and which figure it is."""
    drawn = list(drawn_figures(_EACH, seed=_SEED))
    inks = [ink for _, ink in drawn]
    rows = [features(inks[first : first + _AT_ONCE]) for first in range(0, len(inks), _AT_ONCE)]
    figures = [FIGURES.index(figure) for figure, _ in drawn]
    return np.concatenate(rows), np.array(figures, np.uint8)


if __name__ == "__main__":
    main()
